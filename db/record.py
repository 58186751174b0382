"""The whole record as rows of plain values, table by table in the order of its keys, whichever database it is in.

Plain values are int, str, bool, bytes, moments in UTC, what JSON holds, and None: the same from either database.
"""

import json
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, Table, text
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.types import TypeDecorator, TypeEngine
from sqlmodel.ext.asyncio.session import AsyncSession

from db.engine import Denied
from db.tables import SQLModel

Row = Sequence[Any]

PAGE = 1000

OF_THE_PLACE = {"desk": frozenset({"moved_to", "moved_at"})}
"""Columns that tell about where a desk is kept, not about the desk: they stay where they are."""

_KINDS = {
    int: "integer", bool: "boolean", str: "text", bytes: "bytes", object: "json", datetime: "moment",
}  # fmt: skip
_ON_A_SERVER = {
    "integer": "int4", "long": "int8", "boolean": "bool", "text": "text", "bytes": "bytea", "json": "json", "moment": "timestamptz",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shape:
    """A table: its columns, each with the kind of its values, and those that no two rows share."""

    name: str
    columns: tuple[tuple[str, str], ...]
    key: tuple[str, ...]


def shapes() -> tuple[Shape, ...]:
    """Every table of the record, what is referred to before what refers to it."""
    return tuple(map(_shape, SQLModel.metadata.sorted_tables))


def _shape(table: Table) -> Shape:
    stays = OF_THE_PLACE.get(table.name, frozenset())
    columns = [each for each in table.columns if each.name not in stays]
    return Shape(
        table.name,
        tuple((each.name, _kind(each.type)) for each in columns),
        tuple(each.name for each in table.primary_key.columns),
    )


def _kind(stored: TypeEngine[Any]) -> str:
    plain = stored.impl_instance if isinstance(stored, TypeDecorator) else stored
    return "long" if isinstance(plain, BigInteger) else _KINDS[plain.python_type]


async def take_time(session: AsyncSession) -> None:
    """Let this transaction last: a record is read and written for as long as it takes."""
    connection = await session.connection()
    if connection.dialect.name != "postgresql":
        return
    for limit in ("statement_timeout", "idle_in_transaction_session_timeout"):
        await connection.exec_driver_sql(f"SET LOCAL {limit} = 0")


SERVER = "postgresql"


async def kept_in(session: AsyncSession) -> str:
    """Which kind of database it is."""
    return (await session.connection()).dialect.name


_HIDDEN = text("""
SELECT c.relname, rows_in(c.relname) FROM pg_class c
 WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND row_security_active(c.oid) ORDER BY 1
""")


class NotWhole(Denied):
    """Whoever reads the record does not see all of it; the text says of what."""


async def check_whole(session: AsyncSession) -> None:
    """Raise NotWhole where a server's policies keep rows back from who reads: no copy leaves them out."""
    connection = await session.connection()
    if connection.dialect.name != SERVER:
        return
    for table, rows in (await connection.execute(_HIDDEN)).all():
        seen = text(f"SELECT count(*) FROM {quoted(table)}")  # noqa: S608 - names of our own tables
        if (await connection.execute(seen)).scalar_one() != rows:
            raise NotWhole(
                f"Your login does not see every row of {table}: no copy was made. Let an admin take it."
            )


async def pages(session: AsyncSession, shape: Shape) -> AsyncIterator[list[Row]]:
    """A table's rows, so many at once that memory does not grow with it."""
    connection = await session.connection()
    rows = _from_server if connection.dialect.name == "postgresql" else _from_file
    async for page in rows(connection, shape):
        yield page


async def _from_server(connection: AsyncConnection, shape: Shape) -> AsyncIterator[list[Row]]:
    await connection.exec_driver_sql("SET LOCAL TimeZone = 'UTC'")
    driver: Any = (await connection.get_raw_connection()).driver_connection
    page: list[Row] = []
    async with driver.cursor() as cursor, cursor.copy(_copy_out(shape)) as copy:
        copy.set_types([_ON_A_SERVER[kind] for _, kind in shape.columns])
        async for row in copy.rows():
            page.append(row)
            if len(page) == PAGE:
                yield page
                page = []
    if page:
        yield page


async def _from_file(connection: AsyncConnection, shape: Shape) -> AsyncIterator[list[Row]]:
    order = ", ".join(map(quoted, shape.key))
    found = await connection.stream(text(f"SELECT {names(shape)} FROM {quoted(shape.name)} ORDER BY {order}"))  # fmt: skip # noqa: S608 - names of our own tables
    reads = [
        (place, _OUT_OF_FILE[kind])
        for place, (_, kind) in enumerate(shape.columns)
        if kind in _OUT_OF_FILE
    ]
    async for part in found.partitions(PAGE):
        yield [_plain(list(row), reads) for row in part]


def _plain(row: list[Any], reads: Sequence[tuple[int, Callable[[Any], Any]]]) -> list[Any]:
    for place, read in reads:
        if row[place] is not None:
            row[place] = read(row[place])
    return row


def _moment(stored: str) -> datetime:
    return datetime.fromisoformat(stored).replace(tzinfo=UTC)


_SHORT = 100


def _json(stored: str) -> Any:
    # Most are the same few short lists; who reads them changes nothing in them.
    return _short_json(stored) if len(stored) <= _SHORT else json.loads(stored)


@lru_cache(maxsize=1000)
def _short_json(stored: str) -> Any:
    return json.loads(stored)


_OUT_OF_FILE: Mapping[str, Callable[[Any], Any]] = {
    "moment": _moment, "boolean": bool, "json": _json,
}  # fmt: skip


def _copy_out(shape: Shape) -> str:
    texts = {name for name, kind in shape.columns if kind == "text"}
    # Texts in the order of their characters' numbers, as in a file: not by the server's own alphabet.
    order = ", ".join(
        f'{quoted(name)} COLLATE "C"' if name in texts else quoted(name) for name in shape.key
    )
    return (
        f"COPY (SELECT {names(shape)} FROM {quoted(shape.name)} ORDER BY {order})"  # noqa: S608 - names of our own tables
        " TO STDOUT (FORMAT BINARY)"
    )


def names(shape: Shape) -> str:
    """The columns of a table, for a statement."""
    return ", ".join(quoted(name) for name, _ in shape.columns)


def quoted(name: str) -> str:
    """A name, for a statement."""
    return '"{}"'.format(name.replace('"', '""'))
