"""A desk on PostgreSQL for the tests: made once, emptied for each; whoever acts writes under their own login."""

from uuid import UUID

from sqlalchemy import text

from console import bootstrap
from console.founding import init_desk
from console.location import Location
from console.services import staff
from console.services.context import Desk, DeskFacts
from console.services.shapes import Actor
from db import people, roles
from db.engine import Session
from db.postgres import PostgresDatabase
from tests.conftest import SETTINGS, STAFF, at
from tests.postgres import Server

DATABASE = "desk"

_KEEP = """
CREATE SCHEMA kept;
DO $$
DECLARE
    held name;
BEGIN
    FOR held IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('CREATE TABLE kept.%I AS TABLE public.%I', held, held);
    END LOOP;
END $$;
CREATE FUNCTION kept.reset() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    held name;
    counter text;
BEGIN
    SET LOCAL session_replication_role = replica;
    FOR held IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('DELETE FROM public.%I', held);
        EXECUTE format('INSERT INTO public.%I SELECT * FROM kept.%I', held, held);
    END LOOP;
    PERFORM public.staff_login(s.login, s.role) FROM public.staff s
      WHERE NOT pg_has_role(s.login, current_database() || '_' || s.role, 'MEMBER')
         OR s.role <> 'admin' AND pg_has_role(s.login, current_database() || '_admin', 'MEMBER')
         OR s.role = 'specialist' AND pg_has_role(s.login, current_database() || '_lead', 'MEMBER');
    FOR held, counter IN
        SELECT c.table_name, pg_get_serial_sequence('public.' || c.table_name, 'id')
        FROM information_schema.columns c
        WHERE c.table_schema = 'public' AND c.column_name = 'id' AND c.data_type = 'integer'
    LOOP
        IF counter IS NOT NULL THEN
            EXECUTE format('SELECT setval(%L, (SELECT COALESCE(MAX(id), 0) + 1 FROM public.%I), false)',
                           counter, held);
        END IF;
    END LOOP;
END $$;
"""


class TeamDatabase(PostgresDatabase):
    """The superuser's connections, each transaction under the login of who acts."""

    async def login(self) -> str | None:
        """Nobody: the tests say who acts."""
        return None

    async def _begin(self, session: Session, mark: UUID, *, login: str | None, alone: bool) -> None:
        if login is not None:
            as_whom = roles.group_of(DATABASE, login) if login in roles.JOBS else login
            connection = await session.connection()
            await connection.execute(text(f'SET LOCAL SESSION AUTHORIZATION "{as_whom}"'))
        await super()._begin(session, mark, login=login, alone=alone)


async def found(running: Server) -> None:
    """Make the desk with its staff, and keep what it looks like."""
    running.run(f'CREATE DATABASE "{DATABASE}"')
    location = Location(running.address(DATABASE), SETTINGS)
    await init_desk(location, admin="ada", name="Ada", now=at())
    desk = await bootstrap.open_desk(location)
    ada = Actor(1, "ada", "Ada", "admin")
    for login, role in STAFF.items():
        if login != "ada":
            await staff.add(desk, ada, login=login, name=login.title(), role=role, now=at())
    await desk.close()
    running.run(
        "SET session_replication_role = replica; DELETE FROM presence; DELETE FROM commit_mark",
        _KEEP, database=DATABASE,
    )  # fmt: skip


def empty(running: Server) -> None:
    """Make the desk what it was at first."""
    running.again("SELECT kept.reset()", database=DATABASE)


async def open_desk(running: Server, options: str = "") -> Desk:
    """Open the desk as it is; whoever acts writes under their own login. The options are the connections'."""
    location = Location(running.address(DATABASE), SETTINGS)
    database = TeamDatabase(running.address(DATABASE) + options)
    async with database.reading() as session:
        row = await people.desk(session)
    assert row is not None
    facts = DeskFacts(name=row.name, sample=row.sample, secret=row.secret)
    return Desk(database, settings=SETTINGS, facts=facts, spool=location.spool)
