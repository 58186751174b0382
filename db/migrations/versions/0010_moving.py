"""Where a desk has moved to, when it has; on PostgreSQL what an admin needs to take the whole of it."""

import sqlalchemy as sa
from alembic import op

import db.types

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("desk") as desk:
        desk.add_column(sa.Column("moved_to", sa.String(), nullable=True))
        desk.add_column(sa.Column("moved_at", db.types.UtcDateTime(timezone=True), nullable=True))
        desk.create_check_constraint(
            op.f("ck_desk_moved_has_time"), "(moved_to IS NULL) = (moved_at IS NULL)"
        )
    connection = op.get_bind()
    if connection.dialect.name != "postgresql":
        return
    database = connection.exec_driver_sql("SELECT current_database()").scalar_one()
    op.execute(f'GRANT UPDATE (moved_to, moved_at) ON desk TO "{database}_admin"')
    # A copy that left out what others have begun to write would not be whole.
    op.execute(f'CREATE POLICY draft_whole ON draft FOR SELECT TO "{database}_admin" USING (true)')
