"""A decided dispute that is opened again is due anew; its decision never turns into the other, on SQLite."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_OPENED_AGAIN = "OLD.decision IS NOT NULL AND NEW.decision IS NULL"
_MOVED = " OR ".join(
    f"NEW.{column} IS NOT OLD.{column}" for column in ("received_at", "warn_at", "due_at")
)


def upgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        return
    op.execute("DROP TRIGGER dispute_kept")
    op.execute(
        "CREATE TRIGGER dispute_kept BEFORE UPDATE ON dispute FOR EACH ROW WHEN"
        f" NEW.ticket_id IS NOT OLD.ticket_id OR (({_MOVED}) AND NOT ({_OPENED_AGAIN}))"
        " OR (OLD.decision IS NOT NULL AND NEW.decision IS NOT NULL"
        " AND NEW.decision IS NOT OLD.decision)"
        " BEGIN SELECT RAISE(ABORT, 'dispute: what is written stays'); END"
    )
