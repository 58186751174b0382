"""The versions of the policy on record."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.tables import PolicyVersion


async def stored(session: AsyncSession) -> Sequence[PolicyVersion]:
    """All versions that were added, in the order of their dates, those proposed last."""
    statement = select(PolicyVersion).order_by(
        col(PolicyVersion.in_force_from).is_(None),
        col(PolicyVersion.in_force_from),
        col(PolicyVersion.version),
    )
    return (await session.exec(statement)).all()


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
