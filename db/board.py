"""What the board shows: bounded by what is open and by the day, whatever the record holds."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, case, func, literal_column
from sqlalchemy import select as sa_select
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.tables import (
    Customer,
    Entry,
    Event,
    LimitNotice,
    Presence,
    Staff,
    Ticket,
    WorkSession,
)

Rows = Sequence[Row[Any]]

RECEIVED = "received"
ARRIVED = (RECEIVED, "reopened", "reopened by an answer")
"""The events by which a request comes to be open."""


async def held(
    session: AsyncSession, limit: int
) -> Sequence[tuple[Ticket, Staff, datetime | None]]:
    """Requests that somebody holds and that wait for nobody, by person, and when they were last here."""
    statement = (
        select(Ticket, Staff, col(Presence.seen_at))
        .join(Staff, col(Staff.id) == col(Ticket.claimed_by))
        .join(Presence, col(Presence.staff_id) == col(Staff.id), isouter=True)
        .where(
            col(Ticket.closed_at).is_(None),
            col(Ticket.claimed_by).is_not(None),
            col(Ticket.waiting_for).is_(None),
        )
        .order_by(col(Staff.name), col(Staff.id), col(Ticket.received_at), col(Ticket.id))
        .limit(limit)
    )
    return [(t, s, seen) for t, s, seen in (await session.exec(statement)).all()]


async def running(session: AsyncSession) -> Sequence[tuple[WorkSession, Ticket, Staff]]:
    """Each open session with its request and its person, by person."""
    statement = (
        select(WorkSession, Ticket, Staff)
        .join(Ticket, col(Ticket.id) == col(WorkSession.ticket_id))
        .join(Staff, col(Staff.id) == col(WorkSession.staff_id))
        .where(col(WorkSession.ended_at).is_(None))
        .order_by(col(Staff.name), col(Staff.id))
    )
    return [(w, t, s) for w, t, s in (await session.exec(statement)).all()]


async def people(session: AsyncSession) -> Sequence[tuple[Staff, datetime | None]]:
    """Who works here, by name, and when each was last here."""
    statement = (
        select(Staff, col(Presence.seen_at))
        .join(Presence, col(Presence.staff_id) == col(Staff.id), isouter=True)
        .where(col(Staff.retired_at).is_(None))
        .order_by(col(Staff.name), col(Staff.id))
    )
    return [(s, seen) for s, seen in (await session.exec(statement)).all()]


async def crossed(session: AsyncSession, ticket_ids: Sequence[int]) -> Rows:
    """The limits that these requests have crossed, oldest first: request, limit and answer."""
    if not ticket_ids:
        return []
    statement = (
        columns(
            col(LimitNotice.ticket_id).label("ticket"), col(LimitNotice.limit),
            col(LimitNotice.answer),
        )
        .where(col(LimitNotice.ticket_id).in_(ticket_ids))
        .order_by(col(LimitNotice.id))
    )  # fmt: skip
    return await _all(session, statement)


async def on_wait(session: AsyncSession, limit: int) -> Rows:
    """What waits for its customer, for credits, or for a debt to be paid: so many of each, longest first."""
    what: ColumnElement[str] = case(
        (
            (col(Ticket.waiting_for) == "credits") & col(Ticket.waiting_credits).is_(None),
            literal_column("'debt'"),
        ),
        else_=col(Ticket.waiting_for),
    )
    order = col(Ticket.waiting_since), col(Ticket.id)
    ranked = (
        columns(
            col(Ticket.id).label("ticket"),
            what.label("kind"),
            func.row_number().over(partition_by=what, order_by=order).label("place"),
            func.count().over(partition_by=what).label("total"),
        )
        .where(col(Ticket.closed_at).is_(None), col(Ticket.waiting_for).is_not(None))
        .subquery("subquery")
    )
    statement = (
        requests(
            ranked.c.kind, ranked.c.total, col(Ticket.waiting_since), col(Ticket.waiting_credits)
        )
        .join(ranked, ranked.c.ticket == col(Ticket.id))
        .where(ranked.c.place <= limit)
        .order_by(ranked.c.kind, ranked.c.place)
    )
    return await _all(session, statement)


async def opened_since(session: AsyncSession, since: datetime) -> Rows:
    """When requests came to be open since a moment: received, or opened again."""
    statement = columns(col(Event.what), col(Event.at)).where(
        col(Event.what).in_(ARRIVED), col(Event.at) >= since
    )
    return await _all(session, statement)


async def closed_since(session: AsyncSession, since: datetime) -> Rows:
    """When requests were closed since a moment; each closing posts its charge, be it of nothing."""
    # Said in the statement itself: a value that is bound cannot be seen to fit the partial index.
    statement = columns(col(Entry.posted_at)).where(
        col(Entry.kind) == literal_column("'charge'"), col(Entry.posted_at) >= since
    )
    return await _all(session, statement)


def columns(*wanted: Any) -> Any:
    """Just these columns: a line needs few things of each row."""
    return sa_select(*wanted)


def requests(*more: Any) -> Any:
    """Requests with what a line says of each, and more."""
    return (
        columns(
            col(Ticket.id).label("ticket"), col(Ticket.subject), col(Ticket.customer_id),
            col(Customer.name).label("customer"), col(Staff.name).label("holder"), *more,
        )
        .select_from(Ticket)
        .join(Customer, col(Customer.id) == col(Ticket.customer_id))
        .join(Staff, col(Staff.id) == col(Ticket.claimed_by), isouter=True)
    )  # fmt: skip


async def _all(session: AsyncSession, statement: Any) -> Rows:
    connection = await session.connection()
    return (await connection.execute(statement)).all()
