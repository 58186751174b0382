"""The desk's own texts: the last writing of a name and language is in force."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.tables import DeskText


async def in_force(session: AsyncSession, name: str, language: str) -> str | None:
    """The source of the desk's own text, or None where the built-in one holds."""
    statement = (
        select(col(DeskText.source))
        .where(col(DeskText.name) == name, col(DeskText.language) == language)
        .order_by(col(DeskText.id).desc())
        .limit(1)
    )
    return (await session.exec(statement)).first()


async def last(session: AsyncSession) -> Sequence[DeskText]:
    """The last writing of each name and language."""
    newest = select(func.max(col(DeskText.id))).group_by(col(DeskText.name), col(DeskText.language))
    statement = select(DeskText).where(col(DeskText.id).in_(newest))
    return (await session.exec(statement.order_by(col(DeskText.name)))).all()


async def history(
    session: AsyncSession, name: str, language: str, *, limit: int
) -> Sequence[DeskText]:
    """How a text was written before, newest first."""
    statement = select(DeskText).where(
        col(DeskText.name) == name, col(DeskText.language) == language
    )
    return (await session.exec(statement.order_by(col(DeskText.id).desc()).limit(limit))).all()


async def write(session: AsyncSession, **values: Any) -> DeskText:
    """Write a text, or with no source let the built-in one hold again."""
    row = DeskText(**values)
    session.add(row)
    await session.flush()
    return row
