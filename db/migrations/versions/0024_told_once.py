"""On a server a closed request's customer is written to by who puts down that they were told, and so once."""

from alembic import op

from db.migrations.role_rules import functions, threads

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(functions.rule("role_message_leaves", threads.MESSAGE_LEAVES_ONCE))
