"""The record of what was done: events, newest first, each question answered by an index of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.tables import Event, Ticket

Place = tuple[datetime, int]
"""Where an event stands in the record."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which events are wanted: by one thing that an index knows, and of a span of time."""

    staff_id: int | None = None
    what: str | None = None
    ticket_id: int | None = None
    customer_id: int | None = None
    since: datetime | None = None
    before: datetime | None = None


async def get(session: AsyncSession, event: int) -> Event | None:
    """One event."""
    return await session.get(Event, event)


async def page(
    session: AsyncSession, asked: Asked, *, after: Place | None, limit: int
) -> Sequence[Event]:
    """Some events, newest first, those after a place in that order; looks at no more than it gives."""
    statement = select(Event)
    if asked.ticket_id is not None:
        statement = statement.where(col(Event.ticket_id) == asked.ticket_id)
    elif asked.customer_id is not None:
        theirs = select(col(Ticket.id)).where(col(Ticket.customer_id) == asked.customer_id)
        statement = statement.where(
            or_(col(Event.customer_id) == asked.customer_id, col(Event.ticket_id).in_(theirs))
        )
    elif asked.staff_id is not None:
        statement = statement.where(col(Event.staff_id) == asked.staff_id)
    elif asked.what is not None:
        statement = statement.where(col(Event.what) == asked.what)
    if asked.since is not None:
        statement = statement.where(col(Event.at) >= asked.since)
    if asked.before is not None:
        statement = statement.where(col(Event.at) < asked.before)
    if after is not None:
        at, number = after
        statement = statement.where(
            col(Event.at) <= at, or_(col(Event.at) < at, col(Event.id) < number)
        )
    newest_first = statement.order_by(col(Event.at).desc(), col(Event.id).desc())
    return (await session.exec(newest_first.limit(limit))).all()
