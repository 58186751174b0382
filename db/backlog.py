"""How many requests came, were closed and were opened again: found by the events' index, whatever came before."""

from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Date, Interval, cast, func, literal, text
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.reports import Span
from db.tables import Event, Ticket

TURNS = ("received", "closed", "reopened", "reopened by an answer")
"""The events by which a request comes in sight or leaves it; one is on record for each time."""


class Open(NamedTuple):
    """An open request: since when, whether somebody holds it, and what it waits for."""

    received_at: datetime
    held: bool
    waiting_for: str | None


async def turns(
    session: AsyncSession, span: Span, *, utc_offset_hours: int
) -> list[tuple[str, date, int]]:
    """What came in sight or left it then: how often, on each day by a clock so far ahead."""
    connection = await session.connection()
    day: Any = func.date(col(Event.at), f"{utc_offset_hours:+d} hours")
    if connection.dialect.name == "postgresql":
        ahead = literal(timedelta(hours=utc_offset_hours), Interval())
        day = cast(func.timezone("UTC", col(Event.at)) + ahead, Date)
    statement = (
        select(col(Event.what), day.label("day"), func.count())
        .where(col(Event.what).in_(TURNS), span.has(Event.at))
        .group_by(col(Event.what), text("day"))
    )
    found = (await connection.execute(statement)).all()
    return [(what, date.fromisoformat(str(when)), many) for what, when, many in found]


async def turned_from(session: AsyncSession, moment: datetime) -> dict[str, int]:
    """How often each came to be from a moment on."""
    statement = (
        select(col(Event.what), func.count())
        .where(col(Event.what).in_(TURNS), col(Event.at) >= moment)
        .group_by(col(Event.what))
    )
    return dict((await session.exec(statement)).all())


async def open_now(session: AsyncSession) -> list[Open]:
    """The open requests, those that came first before the others."""
    statement = (
        select(col(Ticket.received_at), col(Ticket.claimed_by), col(Ticket.waiting_for))
        .where(col(Ticket.closed_at).is_(None))
        .order_by(col(Ticket.received_at), col(Ticket.id))
    )
    return [
        Open(received_at, held is not None, waiting_for)
        for received_at, held, waiting_for in (await session.exec(statement)).all()
    ]
