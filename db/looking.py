"""Who looks at which request: a row a console, for as long as it shows one."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.tables import Looking, Staff


async def at(
    session: AsyncSession, *, console: str, staff_id: int, ticket_id: int, seen_at: datetime
) -> None:
    """Note that a console shows a request, in place of what it showed before."""
    kept = await session.get(Looking, console)
    if kept is None:
        session.add(
            Looking(console=console, staff_id=staff_id, ticket_id=ticket_id, seen_at=seen_at)
        )
    else:
        kept.ticket_id, kept.seen_at = ticket_id, seen_at
        session.add(kept)
    await session.flush()


async def away(session: AsyncSession, *, console: str, unseen_since: datetime) -> None:
    """Note that a console shows none any more; forget its person's consoles that were not seen for long."""
    kept = await session.get(Looking, console)
    if kept is not None:
        await session.delete(kept)
        await session.flush()
    await session.exec(delete(Looking).where(col(Looking.seen_at) < unseen_since))


async def who(
    session: AsyncSession, ticket_id: int, *, since: datetime
) -> Sequence[tuple[str, int]]:
    """The names and numbers of those who were seen looking at a request since a moment, by name."""
    statement = (
        select(Staff.name, col(Staff.id))
        .join(Looking, col(Looking.staff_id) == col(Staff.id))
        .where(col(Looking.ticket_id) == ticket_id, col(Looking.seen_at) >= since)
        .distinct()
        .order_by(Staff.name)
    )
    return [(name, number) for name, number in (await session.exec(statement)).all() if number]


async def shown_by(session: AsyncSession, staff_id: int, *, since: datetime) -> int | None:
    """The request that a person was last seen to look at since a moment."""
    statement = (
        select(Looking.ticket_id)
        .where(col(Looking.staff_id) == staff_id, col(Looking.seen_at) >= since)
        .order_by(col(Looking.seen_at).desc(), col(Looking.console))
        .limit(1)
    )
    return (await session.exec(statement)).first()
