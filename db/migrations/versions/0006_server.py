"""Who looks at what; and on PostgreSQL the rules that SQLite's triggers keep, and marks of commits."""

import sqlalchemy as sa
from alembic import op

import db.types

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "looking",
        sa.Column("console", sa.String(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("seen_at", db.types.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_looking_staff_id")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_looking_ticket_id")),
        sa.PrimaryKeyConstraint("console", name=op.f("pk_looking")),
    )
    op.create_index("ix_looking_ticket_id", "looking", ["ticket_id"], unique=False)
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute(_NEVER)
    for table in (*APPEND_ONLY, *NEVER_DELETED):
        _forbid(f"{table}_no_delete", "DELETE", table, f"{table}: nothing is deleted")
        op.execute(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT"
            f" EXECUTE FUNCTION never('{table}: nothing is deleted')"
        )
    for table in APPEND_ONLY:
        _forbid(f"{table}_no_update", "UPDATE", table, f"{table}: what is written stays")
    for name, table, condition, message in KEPT:
        _forbid(name, "UPDATE", table, message, when=condition)
    for name, table, condition, message in ADDED:
        _guard(name, table, condition, message)
    # Whether a commit stood whose answer was lost is asked of its mark.
    op.execute(
        "CREATE TABLE commit_mark (id uuid PRIMARY KEY, made_at timestamptz NOT NULL DEFAULT now())"
    )
    op.execute("CREATE INDEX ix_commit_mark_made_at ON commit_mark (made_at)")


_NEVER = """
CREATE FUNCTION never() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


def _forbid(name: str, moment: str, table: str, message: str, *, when: str = "") -> None:
    condition = f" WHEN ({when})" if when else ""
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {moment} ON {table} FOR EACH ROW{condition}"
        f" EXECUTE FUNCTION never('{message}')"
    )


def _guard(name: str, table: str, condition: str, message: str) -> None:
    """A rule that looks at other rows: they are read as the owner, whoever writes."""
    op.execute(f"""
        CREATE FUNCTION guard_{name}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = pg_catalog, public, pg_temp AS $$
        BEGIN
            IF {condition} THEN
                RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN NEW;
        END $$
    """)
    op.execute(
        f"CREATE TRIGGER {name} BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION guard_{name}()"
    )


def _moved(*columns: str) -> str:
    return "(" + " OR ".join(f"NEW.{each} IS DISTINCT FROM OLD.{each}" for each in columns) + ")"


APPEND_ONLY = ("entry", "event", "message", "mailing")
NEVER_DELETED = (
    "inbound", "work_session", "limit_notice", "ticket", "customer", "account", "staff", "proposal", "outbox",
    "entitlement", "consent", "dispute", "policy_version", "customer_merge",
)  # fmt: skip

KEPT = [
    ("stored_file_kept", "stored_file", "true", "stored_file: what is written stays"),
    ("account_kept", "account", "true", "account: what is written stays"),
    ("inbound_kept", "inbound", _moved("raw", "digest", "received_at"),
     "inbound: what came in stays as it came"),
    ("work_session_not_rewritten", "work_session",
     "OLD.ended_at IS NOT NULL OR " + _moved("ticket_id", "staff_id", "started_at", "typed_seconds"),
     "work_session: never rewritten"),
    ("work_session_forward", "work_session", "NEW.ended_at < NEW.started_at",
     "work_session: ends after it starts"),
    ("limit_notice_answered_once", "limit_notice",
     "OLD.answer IS NOT NULL OR " + _moved("ticket_id", '"limit"', "threshold", "crossed_at",
                                           "worked_seconds", "credits"),
     "limit_notice: answered once"),
    ("ticket_arrival_kept", "ticket", _moved("received_at", "channel"),
     "ticket: arrival stays as it was"),
    ("proposal_decided_once", "proposal", "OLD.state <> 'open'", "proposal: decided once"),
    ("outbox_sent_is_final", "outbox", "OLD.state = 'sent' OR " + _moved("mail_id", "recipient"),
     "outbox: sent is final"),
    ("entitlement_kept", "entitlement",
     "OLD.refunded_at IS NOT NULL AND NEW.customer_id = OLD.customer_id"
     " OR OLD.ticket_id IS NOT NULL AND NEW.ticket_id IS DISTINCT FROM OLD.ticket_id OR "
     + _moved("kind", "domain", "months", "starts_at", "ends_at", "anchor_day", "reference", "reason",
              "staff_id", "created_at"),
     "entitlement: what is written stays"),
    ("consent_kept", "consent",
     "OLD.withdrawn_at IS NOT NULL AND NEW.customer_id = OLD.customer_id OR "
     + _moved("ticket_id", "ceiling", "agreed_by", "agreed_at", "message_id", "staff_id", "recorded_at"),
     "consent: what is written stays"),
    ("dispute_kept", "dispute",
     "NEW.ticket_id <> OLD.ticket_id OR (" + _moved("received_at", "warn_at", "due_at")
     + " AND NOT (OLD.decision IS NOT NULL AND NEW.decision IS NULL))"
     " OR (OLD.decision IS NOT NULL AND NEW.decision IS NOT NULL AND NEW.decision <> OLD.decision)",
     "dispute: what is written stays"),
    ("policy_version_kept", "policy_version",
     "OLD.in_force_from IS NOT NULL OR "
     + _moved("version", "title", "text", "terms::text", "words::text", "created_at"),
     "policy_version: what is written stays"),
    ("customer_merge_kept", "customer_merge",
     "OLD.undone_at IS NOT NULL OR "
     + _moved("from_customer", "into_customer", "reason", "moved::text", "staff_id", "merged_at"),
     "customer_merge: what is written stays"),
]  # fmt: skip
"""Updates that are refused: name, table, condition, message."""

_LAST = (
    "(SELECT e.{0} FROM entry e WHERE e.account_id = NEW.account_id ORDER BY e.seq DESC LIMIT 1)"
)

ADDED = [
    ("entry_runs_on", "entry",
     f"NEW.seq <> COALESCE({_LAST.format('seq')}, 0) + 1"
     f" OR NEW.balance_after <> COALESCE({_LAST.format('balance_after')}, 0) + NEW.credits",
     "entry: the balance runs on from the last entry"),
    ("entry_reverses_no_more", "entry",
     "NEW.kind = 'reversal' AND NEW.credits * (SELECT o.credits FROM entry o WHERE o.id = NEW.reverses) >= 0"
     " OR NEW.kind = 'reversal' AND abs(NEW.credits) + (SELECT COALESCE(sum(abs(r.credits)), 0)"
     " FROM entry r WHERE r.reverses = NEW.reverses) >"
     " (SELECT abs(o.credits) FROM entry o WHERE o.id = NEW.reverses)",
     "entry: a reversal gives back no more than its entry took"),
    ("entry_owing_since", "entry", "(NEW.balance_after < 0) <> (NEW.owing_since IS NOT NULL)",
     "entry: a debt has a beginning"),
    ("work_session_no_overlap", "work_session",
     "NEW.typed_seconds IS NULL AND EXISTS (SELECT 1 FROM work_session w WHERE w.staff_id = NEW.staff_id"
     " AND w.typed_seconds IS NULL AND (w.ended_at IS NULL OR w.ended_at > NEW.started_at))",
     "work_session: a person has one timer at a time"),
    ("entitlement_no_overlap", "entitlement",
     "NEW.kind = 'premium' AND EXISTS (SELECT 1 FROM entitlement e WHERE e.domain = NEW.domain"
     " AND e.refunded_at IS NULL AND e.starts_at < NEW.ends_at AND NEW.starts_at < e.ends_at)",
     "entitlement: terms of a domain do not overlap"),
]  # fmt: skip
"""Insertions that are refused: name, table, condition, message."""
