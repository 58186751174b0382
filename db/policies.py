"""The versions of the policy on record."""

from collections.abc import Sequence

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
