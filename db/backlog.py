"""How many requests came, were closed and were opened again: found by the events' index, whatever came before."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func
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


async def turns(session: AsyncSession, span: Span) -> Sequence[tuple[str, datetime]]:
    """What came in sight or left it then, and when."""
    statement = select(col(Event.what), col(Event.at)).where(
        col(Event.what).in_(TURNS), span.has(Event.at)
    )
    return (await session.exec(statement)).all()


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
