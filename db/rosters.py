"""What the staff has in hand and when each was seen; read for everybody at once."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.tables import Presence, Ticket, WorkSession


async def seen(session: AsyncSession) -> dict[int, datetime]:
    """When each member of staff was last here."""
    statement = select(col(Presence.staff_id), col(Presence.seen_at))
    return dict((await session.exec(statement)).all())


async def holdings(session: AsyncSession) -> dict[int | None, int]:
    """How many open requests each member of staff holds."""
    statement = (
        select(col(Ticket.claimed_by), func.count())
        .where(col(Ticket.closed_at).is_(None), col(Ticket.claimed_by).is_not(None))
        .group_by(col(Ticket.claimed_by))
    )
    return dict((await session.exec(statement)).all())


async def timed(session: AsyncSession) -> dict[int, WorkSession]:
    """The session that runs of each member of staff who is timed."""
    statement = select(WorkSession).where(col(WorkSession.ended_at).is_(None))
    return {each.staff_id: each for each in (await session.exec(statement)).all()}


async def held(session: AsyncSession, staff_id: int, *, limit: int) -> Sequence[tuple[int, str]]:
    """Number and subject of open requests that somebody holds, the oldest first."""
    statement = (
        select(col(Ticket.id), col(Ticket.subject))
        .where(col(Ticket.claimed_by) == staff_id, col(Ticket.closed_at).is_(None))
        .order_by(col(Ticket.received_at), col(Ticket.id))
        .limit(limit)
    )
    rows = (await session.exec(statement)).all()
    return [(number, subject) for number, subject in rows if number is not None]
