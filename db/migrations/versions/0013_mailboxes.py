"""How far the folders of mailboxes have been read."""

import sqlalchemy as sa
from alembic import op

import db.types

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mail_folder",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("first_looked_at", db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("uid_validity", sa.BigInteger(), nullable=False),
        sa.Column("next_uid", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_mail_folder")),
    )
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        _on_a_server(connection.exec_driver_sql("SELECT current_database()").scalar_one())


def _on_a_server(database: str) -> None:
    jobs = ("intake", "outbox", "store", "limits")
    everybody = ", ".join(f'"{database}_{each}"' for each in ("specialist", *jobs))
    op.execute(f"GRANT SELECT ON mail_folder TO {everybody}")
    op.execute(
        f'GRANT INSERT, UPDATE (uid_validity, next_uid) ON mail_folder TO "{database}_intake"'
    )
