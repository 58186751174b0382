"""Locks, where the database locks by rows: none is needed where one writer is at work, nor by a reader."""

from typing import TypeVar

from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

_T = TypeVar("_T")


def locking(
    session: AsyncSession, statement: SelectOfScalar[_T], *, skip_locked: bool = False
) -> SelectOfScalar[_T]:
    """The statement as a writer asks it: its rows as they stand now, kept from others until the end."""
    if session.info.get("reads"):
        return statement
    locked = statement.with_for_update(skip_locked=skip_locked)
    return locked.execution_options(populate_existing=True)


async def hold(session: AsyncSession, *names: str) -> None:
    """Keep everybody else out of what goes by these names until the end of the transaction; a reader keeps nobody out."""
    if session.info.get("reads"):
        return
    connection = await session.connection()
    if connection.dialect.name != "postgresql":
        return
    # In one order for everybody, so that no two wait for each other.
    for name in sorted(set(names)):
        await connection.execute(
            text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))"), {"name": name}
        )
