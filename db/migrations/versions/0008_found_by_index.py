"""Indexes for what is asked for by more than its number: found as soon in a long record as in a short one."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_customer_merged_into", table_name="customer")
    for name, table, columns, where in INDEXES:
        condition = sa.text(where)
        op.create_index(name, table, columns, sqlite_where=condition, postgresql_where=condition)
    # Who owes is told by each account's last entry: this one grew with every debt of the past.
    op.drop_index("ix_entry_owing", table_name="entry")


INDEXES = [
    ("ix_customer_merged_into", "customer", ["merged_into"], "merged_into IS NOT NULL"),
    ("ix_ticket_customer_open", "ticket", ["customer_id", "received_at", "id"], "closed_at IS NULL"),
    ("ix_ticket_customer_domain", "ticket", ["customer_id", "domain"], "domain IS NOT NULL"),
    ("ix_entry_charged", "entry", ["posted_at", "id"], "kind = 'charge'"),
    ("ix_entry_corrects", "entry", ["corrects"], "corrects IS NOT NULL"),
    ("ix_entry_merge_id", "entry", ["merge_id"], "merge_id IS NOT NULL"),
    ("ix_dispute_entry_id", "dispute", ["entry_id"], "entry_id IS NOT NULL"),
    ("ix_outbox_mailing_id", "outbox", ["mailing_id", "state"], "mailing_id IS NOT NULL"),
]  # fmt: skip
