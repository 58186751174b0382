"""Reading the whole record page by page in the order of a key, so that its size does not matter."""

from collections.abc import AsyncIterator, Sequence
from typing import Any

from sqlalchemy import Row, text, tuple_
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


async def damage(session: AsyncSession) -> list[str]:
    """What is wrong with the file itself: pages, indexes, checks; nothing where it is whole."""
    connection = await session.connection()
    found = await connection.execute(text(f"PRAGMA integrity_check({DAMAGES})"))
    return [str(each) for (each,) in found if each != "ok"]


async def dangling(session: AsyncSession) -> list[tuple[str, int, str]]:
    """The first rows that refer to others which are not there: table, number and what they refer to."""
    connection = await session.connection()
    found = await connection.execute(
        text(f'SELECT "table", rowid, parent FROM pragma_foreign_key_check LIMIT {PAGE}')  # noqa: S608 - a number
    )
    return [(str(table), int(number or 0), str(parent)) for table, number, parent in found]
