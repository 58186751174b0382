"""What accounts need: support packages, agreements, disputes, versions of the policy, mailings, merges."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

import db.types

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


# Entries of before say since when their account owed, as those to come will.
_DEBTS_BEGAN = """
UPDATE entry SET owing_since = (
    SELECT MIN(e.posted_at) FROM entry e WHERE e.account_id = entry.account_id AND e.seq <= entry.seq
    AND e.seq > COALESCE((SELECT MAX(n.seq) FROM entry n WHERE n.account_id = entry.account_id
                          AND n.seq < entry.seq AND n.balance_after >= 0), 0))
WHERE balance_after < 0
"""


@contextmanager
def changing(table: str) -> Iterator[BatchOperations]:
    """SQLite copies a table to change it, which drops its triggers: they are put back as they were."""
    connection = op.get_bind()
    triggers = []
    if connection.dialect.name == "sqlite":
        found = connection.exec_driver_sql(
            "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?", (table,)
        )
        triggers = [sql for (sql,) in found]
    with op.batch_alter_table(table) as batch_op:
        yield batch_op
    if table == "entry":
        op.execute(_DEBTS_BEGAN)
    for trigger in triggers:
        op.execute(sa.text(trigger.replace(":", r"\:")))


def upgrade() -> None:
    _make_tables()
    _change_tables()


def _make_tables() -> None:
    op.create_table(
        "stored_file",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", db.types.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_stored_file")),
    )
    op.create_table(
        "customer_merge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("from_customer", sa.Integer(), nullable=False),
        sa.Column("into_customer", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("moved", sa.JSON(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("merged_at", db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("undone_at", db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("undone_by", sa.Integer(), nullable=True),
        sa.Column("undo_reason", sa.String(), nullable=True),
        sa.CheckConstraint(
            "(undone_at IS NULL) = (undone_by IS NULL)",
            name=op.f("ck_customer_merge_undone_has_who"),
        ),
        sa.CheckConstraint(
            "from_customer <> into_customer", name=op.f("ck_customer_merge_two_customers")
        ),
        sa.ForeignKeyConstraint(
            ["from_customer"], ["customer.id"], name=op.f("fk_customer_merge_from_customer")
        ),
        sa.ForeignKeyConstraint(
            ["into_customer"], ["customer.id"], name=op.f("fk_customer_merge_into_customer")
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_customer_merge_staff_id")
        ),
        sa.ForeignKeyConstraint(
            ["undone_by"], ["staff.id"], name=op.f("fk_customer_merge_undone_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_merge")),
    )
    op.create_index(
        op.f("ix_customer_merge_from_customer"), "customer_merge", ["from_customer"], unique=False
    )
    op.create_index(
        op.f("ix_customer_merge_into_customer"), "customer_merge", ["into_customer"], unique=False
    )

    op.create_table(
        "mailing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("selection", sa.JSON(), nullable=False),
        sa.Column("recipients", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("created_at", db.types.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('informational', 'promotional')", name=op.f("ck_mailing_kind")
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_mailing_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailing")),
        sa.UniqueConstraint("reference", name=op.f("uq_mailing_reference")),
    )
    op.create_table(
        "policy_version",
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("in_force_from", db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("created_at", db.types.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_policy_version_staff_id")
        ),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_policy_version")),
    )
    op.create_index(
        "uq_policy_version_in_force_from",
        "policy_version",
        ["in_force_from"],
        unique=True,
        sqlite_where=sa.text("in_force_from IS NOT NULL"),
        postgresql_where=sa.text("in_force_from IS NOT NULL"),
    )

    op.create_table(
        "entitlement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("domain", sa.String(), nullable=True),
        sa.Column("months", sa.Integer(), nullable=True),
        sa.Column("starts_at", db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("ends_at", db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("anchor_day", sa.Integer(), nullable=True),
        sa.Column("ticket_id", sa.Integer(), nullable=True),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("created_at", db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("refunded_at", db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("refunded_by", sa.Integer(), nullable=True),
        sa.Column("refund_reason", sa.String(), nullable=True),
        sa.CheckConstraint(
            "(kind = 'premium') = (domain IS NOT NULL)",
            name=op.f("ck_entitlement_premium_has_domain"),
        ),
        sa.CheckConstraint(
            "(kind = 'premium') = (starts_at IS NOT NULL AND ends_at IS NOT NULL AND months IS NOT NULL AND anchor_day IS NOT NULL)",
            name=op.f("ck_entitlement_premium_has_term"),
        ),
        sa.CheckConstraint(
            "kind <> 'premium' OR ticket_id IS NULL",
            name=op.f("ck_entitlement_premium_is_for_a_domain"),
        ),
        sa.CheckConstraint(
            "kind IN ('premium', 'incident', 'examination')", name=op.f("ck_entitlement_kind")
        ),
        sa.CheckConstraint(
            "(refunded_at IS NULL) = (refund_reason IS NULL)",
            name=op.f("ck_entitlement_refund_has_reason"),
        ),
        sa.CheckConstraint(
            "starts_at IS NULL OR starts_at < ends_at", name=op.f("ck_entitlement_term_runs_on")
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_entitlement_customer_id")
        ),
        sa.ForeignKeyConstraint(
            ["refunded_by"], ["staff.id"], name=op.f("fk_entitlement_refunded_by")
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_entitlement_staff_id")),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk_entitlement_ticket_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entitlement")),
        sa.UniqueConstraint("reference", name=op.f("uq_entitlement_reference")),
    )
    op.create_index(
        "ix_entitlement_customer_id", "entitlement", ["customer_id", "id"], unique=False
    )
    op.create_index(
        "ix_entitlement_domain",
        "entitlement",
        ["domain", "starts_at"],
        unique=False,
        sqlite_where=sa.text("domain IS NOT NULL"),
        postgresql_where=sa.text("domain IS NOT NULL"),
    )
    op.create_index(
        "uq_entitlement_ticket_id",
        "entitlement",
        ["ticket_id"],
        unique=True,
        sqlite_where=sa.text("ticket_id IS NOT NULL AND refunded_at IS NULL"),
        postgresql_where=sa.text("ticket_id IS NOT NULL AND refunded_at IS NULL"),
    )

    op.create_table(
        "consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=True),
        sa.Column("ceiling", sa.Integer(), nullable=False),
        sa.Column("agreed_by", sa.String(), nullable=False),
        sa.Column("agreed_at", db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.Integer(), nullable=True),
        sa.Column("withdraw_reason", sa.String(), nullable=True),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_by IS NULL)",
            name=op.f("ck_consent_withdrawn_has_who"),
        ),
        sa.CheckConstraint("ceiling > 0", name=op.f("ck_consent_ceiling_positive")),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_consent_customer_id")
        ),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_consent_message_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_consent_staff_id")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_consent_ticket_id")),
        sa.ForeignKeyConstraint(
            ["withdrawn_by"], ["staff.id"], name=op.f("fk_consent_withdrawn_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    op.create_index("ix_consent_customer_id", "consent", ["customer_id", "id"], unique=False)
    op.create_index(
        "uq_consent_standing",
        "consent",
        ["customer_id"],
        unique=True,
        sqlite_where=sa.text("ticket_id IS NULL AND withdrawn_at IS NULL"),
        postgresql_where=sa.text("ticket_id IS NULL AND withdrawn_at IS NULL"),
    )
    op.create_index(
        "uq_consent_ticket_id",
        "consent",
        ["ticket_id"],
        unique=True,
        sqlite_where=sa.text("ticket_id IS NOT NULL AND withdrawn_at IS NULL"),
        postgresql_where=sa.text("ticket_id IS NOT NULL AND withdrawn_at IS NULL"),
    )

    op.create_table(
        "cover_choice",
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("entitlement_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("chosen_at", db.types.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["entitlement_id"], ["entitlement.id"], name=op.f("fk_cover_choice_entitlement_id")
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_cover_choice_staff_id")),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk_cover_choice_ticket_id")
        ),
        sa.PrimaryKeyConstraint("ticket_id", name=op.f("pk_cover_choice")),
    )
    op.create_table(
        "dispute",
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("disputed_ticket_id", sa.Integer(), nullable=True),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.Column("received_at", db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("warn_at", db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("due_at", db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("decision", sa.String(), nullable=True),
        sa.Column("decided_at", db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("decision IN ('upheld', 'rejected')", name=op.f("ck_dispute_decision")),
        sa.CheckConstraint(
            "(decision IS NULL) = (decided_at IS NULL)", name=op.f("ck_dispute_decision_has_time")
        ),
        sa.ForeignKeyConstraint(["decided_by"], ["staff.id"], name=op.f("fk_dispute_decided_by")),
        sa.ForeignKeyConstraint(
            ["disputed_ticket_id"], ["ticket.id"], name=op.f("fk_dispute_disputed_ticket_id")
        ),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_dispute_entry_id")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_dispute_ticket_id")),
        sa.PrimaryKeyConstraint("ticket_id", name=op.f("pk_dispute")),
    )
    op.create_index(
        "ix_dispute_disputed_ticket_id", "dispute", ["disputed_ticket_id"], unique=False
    )
    op.create_index(
        "ix_dispute_open",
        "dispute",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("decided_at IS NULL"),
        postgresql_where=sa.text("decided_at IS NULL"),
    )


def _change_tables() -> None:
    with changing("customer") as batch_op:
        batch_op.add_column(sa.Column("merged_into", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("opted_out_at", db.types.UtcDateTime(timezone=True), nullable=True)
        )
        batch_op.create_index(batch_op.f("ix_customer_merged_into"), ["merged_into"], unique=False)
        batch_op.create_index("ix_customer_name", ["name", "id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_customer_merged_into"), "customer", ["merged_into"], ["id"]
        )

    with changing("entry") as batch_op:
        batch_op.add_column(sa.Column("corrects", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("merge_id", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("owing_since", db.types.UtcDateTime(timezone=True), nullable=True)
        )
        batch_op.add_column(
            sa.Column("entitlement_ids", sa.JSON(), server_default=sa.text("'[]'"), nullable=False)
        )
        batch_op.add_column(sa.Column("sessions_to", sa.Integer(), nullable=True))
        batch_op.drop_constraint(op.f("ck_entry_kind"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_entry_kind"),
            "kind IN ('purchase', 'grant', 'charge', 'correction', 'reversal', 'transfer')",
        )
        batch_op.create_check_constraint(
            op.f("ck_entry_transfer_names_merge"), "(kind = 'transfer') = (merge_id IS NOT NULL)"
        )
        batch_op.create_check_constraint(
            op.f("ck_entry_owing_since_debt"), "balance_after < 0 OR owing_since IS NULL"
        )
        batch_op.create_index(
            "ix_entry_owing",
            ["account_id", "seq"],
            unique=False,
            sqlite_where=sa.text("owing_since IS NOT NULL"),
            postgresql_where=sa.text("owing_since IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_entry_account_posted", ["account_id", "posted_at", "seq"], unique=False
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_entry_merge_id"), "customer_merge", ["merge_id"], ["id"]
        )
        batch_op.create_foreign_key(batch_op.f("fk_entry_corrects"), "entry", ["corrects"], ["id"])

    with changing("event") as batch_op:
        batch_op.add_column(sa.Column("customer_id", sa.Integer(), nullable=True))
        batch_op.create_index(
            "ix_event_customer_id",
            ["customer_id", "id"],
            unique=False,
            sqlite_where=sa.text("customer_id IS NOT NULL"),
            postgresql_where=sa.text("customer_id IS NOT NULL"),
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_event_customer_id"), "customer", ["customer_id"], ["id"]
        )

    with changing("limit_notice") as batch_op:
        batch_op.add_column(sa.Column("consent_id", sa.Integer(), nullable=True))
        batch_op.drop_constraint(op.f("ck_limit_notice_answer"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_limit_notice_answer"),
            "answer IN ('go-on', 'wait', 'close', 'no-notice', 'agreed')",
        )
        batch_op.create_check_constraint(
            op.f("ck_limit_notice_agreed_names_consent"),
            "answer <> 'agreed' OR consent_id IS NOT NULL",
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_limit_notice_consent_id"), "consent", ["consent_id"], ["id"]
        )

    with changing("outbox") as batch_op:
        batch_op.add_column(sa.Column("customer_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("mailing_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("body", sa.Text(), nullable=True))
        batch_op.add_column(
            sa.Column("attachments", sa.JSON(), server_default=sa.text("'[]'"), nullable=False)
        )
        batch_op.add_column(sa.Column("unsubscribe", sa.String(), nullable=True))
        batch_op.create_check_constraint(
            op.f("ck_outbox_one_text"), "(message_id IS NULL) = (body IS NOT NULL)"
        )
        batch_op.create_check_constraint(
            op.f("ck_outbox_thread_or_none"), "(message_id IS NULL) = (ticket_id IS NULL)"
        )
        batch_op.alter_column("message_id", existing_type=sa.INTEGER(), nullable=True)
        batch_op.alter_column("ticket_id", existing_type=sa.INTEGER(), nullable=True)
        batch_op.create_index(batch_op.f("ix_outbox_customer_id"), ["customer_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_outbox_customer_id"), "customer", ["customer_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_outbox_mailing_id"), "mailing", ["mailing_id"], ["id"]
        )

    with changing("proposal") as batch_op:
        batch_op.add_column(sa.Column("dispute_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_proposal_dispute_id"), "dispute", ["dispute_id"], ["ticket_id"]
        )
