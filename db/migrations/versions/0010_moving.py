"""Where a desk has moved to, and which numbers a server never gave; on PostgreSQL what it takes to carry all of it away."""

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
    op.create_table(
        "number_gap",
        sa.Column("of_table", sa.String(), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.CheckConstraint("first <= last", name=op.f("ck_number_gap_forward")),
        sa.PrimaryKeyConstraint("of_table", "first", name=op.f("pk_number_gap")),
    )
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        _on_a_server(connection.exec_driver_sql("SELECT current_database()").scalar_one())


def _on_a_server(database: str) -> None:
    jobs = ("intake", "outbox", "store", "limits")
    everybody = ", ".join(f'"{database}_{each}"' for each in ("specialist", *jobs))
    op.execute(f"GRANT SELECT ON number_gap TO {everybody}")
    # A copy that left out what others have begun to write would not be whole.
    op.execute(f'CREATE POLICY draft_whole ON draft FOR SELECT TO "{database}_admin" USING (true)')
    for statement in _FUNCTIONS:
        op.execute(statement)
    for function in (
        "rows_in(text)",
        "hold_still()",
        "leave_for(text, timestamptz)",
        "open_again()",
    ):
        op.execute(f"REVOKE ALL ON FUNCTION {function} FROM PUBLIC")
        op.execute(f'GRANT EXECUTE ON FUNCTION {function} TO "{database}_admin"')


_HEAD = "LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$"
_ADMINS = """
        IF COALESCE((SELECT s.role FROM staff s WHERE s.login = session_user AND s.retired_at IS NULL), other_role())
           NOT IN ('admin', 'owner') THEN
            PERFORM refuse('Only an admin may move the desk.');
        END IF;
"""
_TABLES = """
        FOR held IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user
                       AND tablename NOT IN ('alembic_version', 'commit_mark') ORDER BY 1 LOOP
"""
_FUNCTIONS = [
    # How many rows there are, whichever of them a policy lets the asker see.
    f"""
    CREATE FUNCTION rows_in(named text) RETURNS bigint STABLE {_HEAD}
    DECLARE
        counted bigint;
    BEGIN
        IF NOT EXISTS (SELECT 1 FROM pg_tables WHERE schemaname = 'public' AND tablename = named
                          AND tableowner = current_user) THEN
            PERFORM refuse('That is no table of the desk.');
        END IF;
        EXECUTE format('SELECT count(*) FROM public.%I', named) INTO counted;
        RETURN counted;
    END $$
    """,
    # Whoever writes waits, by whatever program; who reads does not.
    f"""
    CREATE FUNCTION hold_still() RETURNS void {_HEAD}
    DECLARE
        held name;
    BEGIN
        {_ADMINS}
        {_TABLES}
            EXECUTE format('LOCK TABLE public.%I IN EXCLUSIVE MODE', held);
        END LOOP;
    END $$
    """,
    f"""
    CREATE FUNCTION leave_for(place text, moment timestamptz) RETURNS void {_HEAD}
    DECLARE
        held name;
    BEGIN
        {_ADMINS}
        UPDATE desk SET moved_to = place, moved_at = moment;
        {_TABLES}
            EXECUTE format('CREATE OR REPLACE TRIGGER moved_away BEFORE INSERT OR UPDATE OR DELETE ON public.%I'
                           ' FOR EACH STATEMENT EXECUTE FUNCTION never(''the desk has moved from here'')', held);
        END LOOP;
    END $$
    """,
    f"""
    CREATE FUNCTION open_again() RETURNS void {_HEAD}
    DECLARE
        held name;
    BEGIN
        {_ADMINS}
        {_TABLES}
            EXECUTE format('DROP TRIGGER IF EXISTS moved_away ON public.%I', held);
        END LOOP;
        UPDATE desk SET moved_to = NULL, moved_at = NULL;
    END $$
    """,
]
