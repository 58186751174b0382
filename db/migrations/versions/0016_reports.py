"""Indexes for reports: what happened on some days is found by them, however long the record is."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_entry_posted_at", "entry", ["posted_at", "id"])
    op.create_index("ix_limit_notice_crossed_at", "limit_notice", ["crossed_at", "id"])
    ended = sa.text("ended_at IS NOT NULL")
    op.create_index(
        "ix_work_session_ended_at", "work_session", ["ended_at"],
        sqlite_where=ended, postgresql_where=ended,
    )  # fmt: skip
