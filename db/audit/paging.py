"""Reading the whole record page by page in the order of a key, so that its size does not matter."""

from collections.abc import AsyncIterator, Sequence
from typing import Any

from sqlalchemy import Integer, Row, Table, text, tuple_
from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

Found = Row[Any]
"""A row of just the columns that a check needs, by their names."""

PAGE = 1000
WHOLE_FILES = 8
"""So many at once of what holds files' bytes."""

DAMAGES = 100


async def pages(
    session: AsyncSession, statement: Any, *keys: Any, size: int | None = None
) -> AsyncIterator[Sequence[Any]]:
    """A statement's rows, page by page in the order of these keys, which no two rows share."""
    page, most = statement, size or PAGE
    while True:
        rows = (await session.exec(page.order_by(*keys).limit(most))).all()
        if rows:
            yield rows
        if len(rows) < most:
            return
        last = [getattr(rows[-1], key.key) for key in keys]
        page = statement.where(
            tuple_(*keys) > tuple_(*last, types=[key.type for key in keys])
            if len(keys) > 1
            else keys[0] > last[0]
        )


_UNSOUND = text("""
SELECT 'the index ' || i.indexrelid::regclass || ' is not valid' FROM pg_index i
 WHERE NOT i.indisvalid AND i.indrelid IN (SELECT c.oid FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace)
UNION ALL
SELECT 'the rule ' || c.conname || ' of ' || c.conrelid::regclass || ' was never checked' FROM pg_constraint c
 WHERE NOT c.convalidated AND c.connamespace = 'public'::regnamespace
UNION ALL
SELECT 'the rule ' || t.tgname || ' of ' || t.tgrelid::regclass || ' is switched off' FROM pg_trigger t
 WHERE t.tgenabled NOT IN ('O', 'A') AND t.tgrelid IN
       (SELECT c.oid FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace)
""")


async def damage(session: AsyncSession) -> list[str]:
    """What is wrong with the store itself: pages, indexes, checks, rules; nothing where it is whole."""
    connection = await session.connection()
    if connection.dialect.name == "postgresql":
        return [str(each) for (each,) in await connection.execute(_UNSOUND)]
    found = await connection.execute(text(f"PRAGMA integrity_check({DAMAGES})"))
    return [str(each) for (each,) in found if each != "ok"]


async def dangling(session: AsyncSession) -> list[tuple[str, int, str]]:
    """The first rows that refer to others which are not there: table, number and what they refer to."""
    connection = await session.connection()
    if connection.dialect.name == "postgresql":
        found = await connection.execute(text(f"{_every_link()} LIMIT {PAGE}"))
    else:
        found = await connection.execute(
            text(f'SELECT "table", rowid, parent FROM pragma_foreign_key_check LIMIT {PAGE}')  # noqa: S608 - a number
        )
    return [(str(table), int(number or 0), str(parent)) for table, number, parent in found]


def _every_link() -> str:
    """Every reference between tables, asked for rows whose other end is missing."""
    return " UNION ALL ".join(
        f"SELECT '{table.name}', {_number(table)}, '{key.column.table.name}' FROM {table.name} t"  # noqa: S608 - names of our own tables
        f' WHERE t."{key.parent.name}" IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {key.column.table.name} p'
        f' WHERE p."{key.column.name}" = t."{key.parent.name}")'
        for table in SQLModel.metadata.sorted_tables
        for key in table.foreign_keys
    )


def _number(table: Table) -> str:
    first = next(iter(table.primary_key.columns))
    return f't."{first.name}"' if isinstance(first.type, Integer) else "0"
