"""The versions of the policy on record."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func
from sqlmodel import col, select, true
from sqlmodel.ext.asyncio.session import AsyncSession

from db.deskwide import Stamp
from db.tables import Desk, DeskSetting, OfficeDayRow, PolicyVersion


async def stored(session: AsyncSession) -> Sequence[PolicyVersion]:
    """All versions that were added, in the order of their dates, those proposed last."""
    return (await stored_and_standing(session))[0]


async def stored_and_standing(
    session: AsyncSession,
) -> tuple[Sequence[PolicyVersion], str | None, Stamp]:
    """All versions that were added, where the desk has moved to, and what was set last: every transaction asks, at once."""
    setting = select(func.count(col(DeskSetting.id))).scalar_subquery()
    day = select(func.count(col(OfficeDayRow.id))).scalar_subquery()
    statement = (
        select(Desk.moved_to, setting, day, PolicyVersion)
        .select_from(Desk)
        .outerjoin(PolicyVersion, true())
        .order_by(
            col(PolicyVersion.in_force_from).is_(None),
            col(PolicyVersion.in_force_from),
            col(PolicyVersion.version),
        )
    )
    rows = (await session.exec(statement)).all()
    moved_to, settings, days = rows[0][:3] if rows else (None, 0, 0)
    versions = [row[3] for row in rows if row[3] is not None]
    return versions, moved_to, (settings, days)


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
