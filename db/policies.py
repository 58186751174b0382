"""The versions of the policy on record."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import col, select, true
from sqlmodel.ext.asyncio.session import AsyncSession

from db.tables import Desk, PolicyVersion


async def stored(session: AsyncSession) -> Sequence[PolicyVersion]:
    """All versions that were added, in the order of their dates, those proposed last."""
    return (await stored_and_moved_to(session))[0]


async def stored_and_moved_to(
    session: AsyncSession,
) -> tuple[Sequence[PolicyVersion], str | None]:
    """All versions that were added, and where the desk has moved to: every transaction asks both, at once."""
    statement = (
        select(Desk.moved_to, PolicyVersion)
        .select_from(Desk)
        .outerjoin(PolicyVersion, true())
        .order_by(
            col(PolicyVersion.in_force_from).is_(None),
            col(PolicyVersion.in_force_from),
            col(PolicyVersion.version),
        )
    )
    rows = (await session.exec(statement)).all()
    moved_to = rows[0][0] if rows else None
    return [version for _, version in rows if version is not None], moved_to


async def get(session: AsyncSession, version: str) -> PolicyVersion | None:
    """One version that was added."""
    return await session.get(PolicyVersion, version)


async def add(session: AsyncSession, **values: Any) -> PolicyVersion:
    """Put a proposed version on record."""
    row = PolicyVersion(**values)
    session.add(row)
    await session.flush()
    return row


async def adopt(session: AsyncSession, row: PolicyVersion, *, at: datetime) -> None:
    """Write down from when a version holds."""
    row.in_force_from = at
    session.add(row)
    await session.flush()
