"""Filling a new desk with a whole record: entries and all keep their numbers, and the guards stand again afterwards.

All of it is one transaction, which nobody else sees before its end: the guards are off in it, and for nobody else.
"""

import json
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import psycopg
from sqlalchemy import inspect, text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel.ext.asyncio.session import AsyncSession

from db import migrate, roles
from db.audit.guards import numbered
from db.record import OF_THE_PLACE, Row, Shape, names, quoted

_NO_RECORD = frozenset({"alembic_version", "commit_mark"})
"""Tables that tell nothing about the desk."""


class Unfit(Exception):
    """The database cannot keep this; the text names the table."""


async def lay_out(session: AsyncSession, revision: str, wanted: Sequence[Shape]) -> None:
    """Make the tables as that revision has them; raises AlreadyThere, and Unfit where they are not those wanted."""
    connection = await session.connection()
    if foreign := await connection.run_sync(_of_another_program):
        raise Unfit(f"There is a table {foreign!r} of another program.")
    await connection.run_sync(migrate.lay_out, revision)
    there = await connection.run_sync(_columns)
    for each in wanted:
        if {name for name, _ in each.columns} != there.pop(each.name, None):
            raise Unfit(f"Its table {each.name!r} is not as the schema {revision} has it.")
    if there:
        raise Unfit(f"It has no {', '.join(sorted(there))}, which the schema {revision} has.")


async def make_way(session: AsyncSession) -> None:
    """Take away what a desk left behind on a server when it moved; a file is put aside as it is."""
    connection = await session.connection()
    if connection.dialect.name == "postgresql":
        await connection.run_sync(roles.clear)


def _of_another_program(connection: Connection) -> str | None:
    found = inspect(connection).get_table_names()
    return None if "desk" in found else next(iter(found), None)


def _columns(connection: Connection) -> dict[str, set[str]]:
    looked = inspect(connection)
    return {
        table: {each["name"] for each in looked.get_columns(table)}
        - OF_THE_PLACE.get(table, frozenset())
        for table in looked.get_table_names()
        if table not in _NO_RECORD
    }


@asynccontextmanager
async def unguarded(session: AsyncSession) -> AsyncIterator[None]:
    """Let rows in as they were, whatever rules there are for new ones; then the rules are as they were."""
    connection = await session.connection()
    guards = _server_guards if connection.dialect.name == "postgresql" else _file_guards
    off, on = await guards(connection)
    for statement in off:
        await connection.exec_driver_sql(statement)
    yield
    for statement in on:
        await connection.exec_driver_sql(statement)


Statements = tuple[list[str], list[str]]


async def _file_guards(connection: AsyncConnection) -> Statements:
    looked = await connection.execute(
        text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    )
    found = {str(name): str(sql) for name, sql in looked}
    return [f"DROP TRIGGER {quoted(name)}" for name in found], list(found.values())


_STANDING = text("""
SELECT c.relname, t.tgname, CASE t.tgenabled WHEN 'A' THEN 'ALWAYS' WHEN 'R' THEN 'REPLICA' ELSE '' END
  FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
 WHERE NOT t.tgisinternal AND t.tgenabled <> 'D' AND c.relnamespace = 'public'::regnamespace
""")


async def _server_guards(connection: AsyncConnection) -> Statements:
    off: list[str] = []
    on: list[str] = []
    for table, name, when in await connection.execute(_STANDING):
        off.append(f"ALTER TABLE {quoted(table)} DISABLE TRIGGER {quoted(name)}")
        on.append(f"ALTER TABLE {quoted(table)} ENABLE {when} TRIGGER {quoted(name)}")
    return off, on


_CANNOT_BE_KEPT = (
    DataError, IntegrityError, OverflowError, UnicodeEncodeError, psycopg.DataError, psycopg.IntegrityError,
)  # fmt: skip


async def put(session: AsyncSession, shape: Shape, pages: AsyncIterator[Sequence[Row]]) -> None:
    """Write a table's rows as they are. Raises Unfit for one that the database cannot keep."""
    connection = await session.connection()
    write = _to_server if connection.dialect.name == "postgresql" else _to_file
    try:
        await write(connection, shape, pages)
    except _CANNOT_BE_KEPT as error:
        said = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
        raise Unfit(f"A row of the table {shape.name!r} cannot be kept there: {said}.") from error


async def _to_file(
    connection: AsyncConnection, shape: Shape, pages: AsyncIterator[Sequence[Row]]
) -> None:
    places = ", ".join("?" * len(shape.columns))
    statement = f"INSERT INTO {quoted(shape.name)} ({names(shape)}) VALUES ({places})"  # noqa: S608 - names of our own tables
    writes = _writes(shape, _INTO_A_FILE)
    async for page in pages:
        await connection.exec_driver_sql(statement, [tuple(_stored(row, writes)) for row in page])


async def _to_server(
    connection: AsyncConnection, shape: Shape, pages: AsyncIterator[Sequence[Row]]
) -> None:
    driver: Any = (await connection.get_raw_connection()).driver_connection
    statement = f"COPY {quoted(shape.name)} ({names(shape)}) FROM STDIN (FORMAT BINARY)"
    writes = _writes(shape, _INTO_A_SERVER)
    async with driver.cursor() as cursor, cursor.copy(statement) as copy:
        copy.set_types([_SERVER_TYPES[kind] for _, kind in shape.columns])
        async for page in pages:
            for row in page:
                await copy.write_row(_stored(row, writes))


_Writes = Sequence[tuple[int, Callable[[Any], Any]]]


def _writes(shape: Shape, by_kind: Mapping[str, Callable[[Any], Any]]) -> _Writes:
    return [
        (place, by_kind[kind]) for place, (_, kind) in enumerate(shape.columns) if kind in by_kind
    ]


def _stored(row: Row, writes: _Writes) -> Sequence[Any]:
    stored = list(row)
    for place, write in writes:
        # JSON's own null is a value: no column of JSON may be without one.
        if stored[place] is not None or write is json.dumps:
            stored[place] = write(stored[place])
    return stored


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


_INTO_A_FILE: Mapping[str, Callable[[Any], Any]] = {"moment": _moment, "json": json.dumps}
_INTO_A_SERVER: Mapping[str, Callable[[Any], Any]] = {"json": json.dumps}
_SERVER_TYPES = {
    "integer": "int4", "long": "int8", "boolean": "bool", "text": "text", "bytes": "bytea", "json": "text", "moment": "timestamptz",
}  # fmt: skip


async def finish(session: AsyncSession, filled: Sequence[Shape]) -> None:
    """Bring what was filled to the program's schema; the next numbers follow on, and the staff may log in."""
    connection = await session.connection()
    await connection.run_sync(migrate.upgrade)
    if connection.dialect.name == "postgresql":
        for shape in filled:
            await _follow_on(connection, shape)
        await roles.let_in_everybody(session)


async def note_gaps(session: AsyncSession) -> None:
    """Write down in a file which numbers a server did not give to a row: there, one that is missing was deleted."""
    connection = await session.connection()
    if connection.dialect.name == "postgresql":
        return
    for table in numbered():
        await connection.exec_driver_sql(
            "INSERT OR IGNORE INTO number_gap (of_table, first, last)"  # noqa: S608 - names of our own tables
            " SELECT ?, before + 1, id - 1 FROM"
            f" (SELECT id, LAG(id, 1, 0) OVER (ORDER BY id) AS before FROM {quoted(table)})"
            " WHERE id > before + 1",
            (table,),
        )


async def _follow_on(connection: AsyncConnection, shape: Shape) -> None:
    counted = {name for name, kind in shape.columns if kind == "integer"}
    for name in counted.intersection(shape.key):
        await connection.execute(
            text(
                "SELECT setval(counter, GREATEST(highest, 1), highest > 0)"  # noqa: S608 - names of our own tables
                " FROM (SELECT pg_get_serial_sequence(:place, :name) AS counter,"
                f" (SELECT COALESCE(MAX({quoted(name)}), 0) FROM {quoted(shape.name)}) AS highest) found"
                " WHERE counter IS NOT NULL"
            ),
            {"place": quoted(shape.name), "name": name},
        )
