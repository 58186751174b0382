"""What must hold of support packages, agreements, disputes and policy versions whoever writes, on SQLite."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        return
    for name, moment, table, condition, message in GUARDS:
        when = f" WHEN {condition}" if condition else ""
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {moment} ON {table} FOR EACH ROW{when}"
            f" BEGIN SELECT RAISE(ABORT, '{message}'); END"
        )


def _never_deleted(table: str, same: str) -> list[tuple[str, str, str, str, str]]:
    return [
        (f"{table}_no_delete", "DELETE", table, "", f"{table}: nothing is deleted"),
        (f"{table}_no_replace", "INSERT", table, f"EXISTS (SELECT 1 FROM {table} WHERE {same})",
         f"{table}: what is written stays"),
    ]  # fmt: skip


def _kept(table: str, *columns: str, unless: str = "") -> tuple[str, str, str, str, str]:
    changed = " OR ".join(f"NEW.{column} IS NOT OLD.{column}" for column in columns)
    condition = f"{unless} OR {changed}" if unless else changed
    return (f"{table}_kept", "UPDATE", table, condition, f"{table}: what is written stays")


_ACTIVE_TERMS = (
    "NEW.kind = 'premium' AND EXISTS (SELECT 1 FROM entitlement e WHERE e.domain = NEW.domain"
    " AND e.refunded_at IS NULL AND e.starts_at < NEW.ends_at AND NEW.starts_at < e.ends_at)"
)

GUARDS = [
    *_never_deleted("entitlement", "id = NEW.id OR reference = NEW.reference"),
    ("entitlement_no_overlap", "INSERT", "entitlement", _ACTIVE_TERMS,
     "entitlement: terms of a domain do not overlap"),
    _kept("entitlement", "kind", "domain", "months", "starts_at", "ends_at", "anchor_day", "reference",
          "reason", "staff_id", "created_at",
          unless="OLD.refunded_at IS NOT NULL AND NEW.customer_id IS OLD.customer_id"
                 " OR OLD.ticket_id IS NOT NULL AND NEW.ticket_id IS NOT OLD.ticket_id"),
    *_never_deleted("consent", "id = NEW.id"),
    _kept("consent", "ticket_id", "ceiling", "agreed_by", "agreed_at", "message_id", "staff_id",
          "recorded_at", unless="OLD.withdrawn_at IS NOT NULL AND NEW.customer_id IS OLD.customer_id"),
    *_never_deleted("dispute", "ticket_id = NEW.ticket_id"),
    _kept("dispute", "ticket_id", "received_at", "warn_at", "due_at"),
    *_never_deleted("policy_version", "version = NEW.version"),
    _kept("policy_version", "version", "title", "text", "terms", "words", "created_at",
          unless="OLD.in_force_from IS NOT NULL"),
    *_never_deleted("mailing", "id = NEW.id OR reference = NEW.reference"),
    ("mailing_kept", "UPDATE", "mailing", "", "mailing: what is written stays"),
    *_never_deleted("customer_merge", "id = NEW.id"),
    _kept("customer_merge", "from_customer", "into_customer", "reason", "moved", "staff_id", "merged_at",
          unless="OLD.undone_at IS NOT NULL"),
    ("stored_file_kept", "UPDATE", "stored_file", "", "stored_file: what is written stays"),
    # A debt's age runs on from the entry that began it.
    ("entry_owing_since", "INSERT", "entry",
     "(NEW.balance_after < 0) <> (NEW.owing_since IS NOT NULL)", "entry: a debt has a beginning"),
]  # fmt: skip
