"""An index for the board: who owes is found among the accounts that ever did, however long the ledger is."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    owing = sa.text("owing_since IS NOT NULL")
    op.create_index(
        "ix_entry_owing", "entry", ["account_id", "seq"],
        sqlite_where=owing, postgresql_where=owing,
    )  # fmt: skip
