"""What must hold whoever writes, on SQLite: one trigger a rule, with the rule in its message."""

from alembic import op

revision = "0002"
down_revision = "0001"
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


def _append_only(table: str, *clashes: str) -> list[tuple[str, str, str, str, str]]:
    return [
        (f"{table}_no_update", "UPDATE", table, "", f"{table}: what is written stays"),
        *_never_deleted(table, *clashes),
    ]


def _never_deleted(table: str, *clashes: str) -> list[tuple[str, str, str, str, str]]:
    # The insert guard is for INSERT OR REPLACE, which deletes the row that it clashes with, by its id or by
    # another unique key, without a word where recursive triggers are off.
    same = " OR ".join(["id = NEW.id", *clashes])
    return [
        (f"{table}_no_delete", "DELETE", table, "", f"{table}: nothing is deleted"),
        (f"{table}_no_replace", "INSERT", table, f"EXISTS (SELECT 1 FROM {table} WHERE {same})",
         f"{table}: what is written stays"),
    ]  # fmt: skip


_LAST = (
    "(SELECT e.{0} FROM entry e WHERE e.account_id = NEW.account_id ORDER BY e.seq DESC LIMIT 1)"
)

GUARDS = [
    *_append_only("entry"),
    ("entry_reference_once", "INSERT", "entry",
     "EXISTS (SELECT 1 FROM entry WHERE reference = NEW.reference)", "entry: reference posted already"),
    ("entry_runs_on", "INSERT", "entry",
     f"NEW.seq <> COALESCE({_LAST.format('seq')}, 0) + 1"
     f" OR NEW.balance_after <> COALESCE({_LAST.format('balance_after')}, 0) + NEW.credits",
     "entry: the balance runs on from the last entry"),
    ("entry_reverses_no_more", "INSERT", "entry",
     "NEW.kind = 'reversal' AND NEW.credits * (SELECT o.credits FROM entry o WHERE o.id = NEW.reverses) >= 0"
     " OR NEW.kind = 'reversal' AND abs(NEW.credits) + (SELECT COALESCE(sum(abs(r.credits)), 0)"
     " FROM entry r WHERE r.reverses = NEW.reverses) >"
     " (SELECT abs(o.credits) FROM entry o WHERE o.id = NEW.reverses)",
     "entry: a reversal gives back no more than its entry took"),
    *_append_only("event"),
    *_append_only("message", "mail_id = NEW.mail_id"),
    *_never_deleted("inbound", "digest = NEW.digest"),
    ("inbound_kept", "UPDATE", "inbound",
     "NEW.raw IS NOT OLD.raw OR NEW.digest IS NOT OLD.digest OR NEW.received_at IS NOT OLD.received_at",
     "inbound: what came in stays as it came"),
    *_never_deleted("work_session",
                    "NEW.ended_at IS NULL AND ended_at IS NULL AND staff_id = NEW.staff_id"),
    ("work_session_not_rewritten", "UPDATE", "work_session",
     "OLD.ended_at IS NOT NULL OR NEW.ticket_id IS NOT OLD.ticket_id OR NEW.staff_id IS NOT OLD.staff_id"
     " OR NEW.started_at IS NOT OLD.started_at OR NEW.typed_seconds IS NOT OLD.typed_seconds",
     "work_session: never rewritten"),
    ("work_session_no_overlap", "INSERT", "work_session",
     "NEW.typed_seconds IS NULL AND EXISTS (SELECT 1 FROM work_session w WHERE w.staff_id = NEW.staff_id"
     " AND w.typed_seconds IS NULL AND (w.ended_at IS NULL OR w.ended_at > NEW.started_at))",
     "work_session: a person has one timer at a time"),
    ("work_session_forward", "UPDATE", "work_session",
     "NEW.ended_at < NEW.started_at", "work_session: ends after it starts"),
    *_never_deleted("limit_notice",
                    'ticket_id = NEW.ticket_id AND "limit" = NEW."limit" AND threshold = NEW.threshold'
                    " AND amount = NEW.amount"),
    ("limit_notice_answered_once", "UPDATE", "limit_notice",
     "OLD.answer IS NOT NULL OR NEW.ticket_id IS NOT OLD.ticket_id OR NEW.\"limit\" IS NOT OLD.\"limit\""
     " OR NEW.threshold IS NOT OLD.threshold OR NEW.crossed_at IS NOT OLD.crossed_at"
     " OR NEW.worked_seconds IS NOT OLD.worked_seconds OR NEW.credits IS NOT OLD.credits",
     "limit_notice: answered once"),
    *_never_deleted("ticket"),
    ("ticket_arrival_kept", "UPDATE", "ticket",
     "NEW.received_at IS NOT OLD.received_at OR NEW.channel IS NOT OLD.channel",
     "ticket: arrival stays as it was"),
    *_never_deleted("customer"),
    *_never_deleted("account", "customer_id = NEW.customer_id"),
    *_never_deleted("staff", "login = NEW.login"),
    *_never_deleted("proposal"),
    ("proposal_decided_once", "UPDATE", "proposal", "OLD.state <> 'open'", "proposal: decided once"),
    *_never_deleted("outbox", "message_id = NEW.message_id", "mail_id = NEW.mail_id"),
    ("outbox_sent_is_final", "UPDATE", "outbox",
     "OLD.state = 'sent' OR NEW.mail_id IS NOT OLD.mail_id OR NEW.recipient IS NOT OLD.recipient",
     "outbox: sent is final"),
]  # fmt: skip
