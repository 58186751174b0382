"""Work sessions: rows with a start; a person has one that runs."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.tables import Presence, Staff, Ticket, WorkSession


async def running_of(session: AsyncSession, staff_id: int) -> WorkSession | None:
    """The session that a person has open."""
    statement = select(WorkSession).where(
        col(WorkSession.staff_id) == staff_id, col(WorkSession.ended_at).is_(None)
    )
    return (await session.exec(statement)).first()


async def running_on(session: AsyncSession, ticket_id: int) -> Sequence[WorkSession]:
    """The sessions open on a request."""
    statement = select(WorkSession).where(
        col(WorkSession.ticket_id) == ticket_id, col(WorkSession.ended_at).is_(None)
    )
    return (await session.exec(statement)).all()


async def all_running(session: AsyncSession) -> Sequence[WorkSession]:
    """Every open session."""
    statement = select(WorkSession).where(col(WorkSession.ended_at).is_(None))
    return (await session.exec(statement)).all()


async def last_end(session: AsyncSession, staff_id: int) -> datetime | None:
    """When the last of a person's timed sessions ended."""
    statement = (
        select(col(WorkSession.ended_at))
        .where(
            col(WorkSession.staff_id) == staff_id,
            col(WorkSession.typed_seconds).is_(None),
            col(WorkSession.ended_at).is_not(None),
        )
        .order_by(col(WorkSession.ended_at).desc())
        .limit(1)
    )
    return (await session.exec(statement)).first()


async def of_tickets(
    session: AsyncSession, ticket_ids: Sequence[int]
) -> dict[int, list[WorkSession]]:
    """The sessions of each of these requests, oldest first."""
    statement = (
        select(WorkSession)
        .where(col(WorkSession.ticket_id).in_(ticket_ids))
        .order_by(col(WorkSession.started_at), col(WorkSession.id))
    )
    found: dict[int, list[WorkSession]] = {ticket_id: [] for ticket_id in ticket_ids}
    for work in (await session.exec(statement)).all():
        found[work.ticket_id].append(work)
    return found


async def of_ticket(session: AsyncSession, ticket_id: int) -> list[WorkSession]:
    """The sessions of a request, oldest first."""
    return (await of_tickets(session, [ticket_id]))[ticket_id]


async def insert(session: AsyncSession, **values: Any) -> WorkSession:
    """Begin a session, or write down a typed one."""
    work = WorkSession(**values)
    session.add(work)
    await session.flush()
    return work


async def end(session: AsyncSession, work: WorkSession, *, at: datetime, ending: str) -> None:
    """End a session; never before it began, whatever the clock says."""
    work.ended_at, work.ending = max(at, work.started_at), ending
    session.add(work)
    await session.flush()


async def see(
    session: AsyncSession, work: WorkSession, *, at: datetime | None, console: str | None
) -> None:
    """Note that a session's console is alive (None and None: it has none, and needs none)."""
    work.last_seen_at, work.console = at, console
    session.add(work)
    await session.flush()


async def be_seen(session: AsyncSession, staff_id: int, at: datetime) -> None:
    """Note that a person is here; of two of their consoles one at a time, where the database locks rows."""
    connection = await session.connection()
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    seen = insert(Presence).values(staff_id=staff_id, seen_at=at)
    await connection.execute(
        seen.on_conflict_do_update(
            index_elements=["staff_id"], set_={"seen_at": at}, where=col(Presence.seen_at) < at
        )
    )


async def seen_at(session: AsyncSession, staff_id: int) -> datetime | None:
    """When a person was last here."""
    kept = await session.get(Presence, staff_id)
    return kept.seen_at if kept else None


async def claims(session: AsyncSession) -> Sequence[tuple[Ticket, datetime | None]]:
    """Each request that somebody holds and that waits for nobody, and when the holder was last here."""
    statement = (
        select(Ticket, col(Presence.seen_at))
        .join(Presence, col(Presence.staff_id) == col(Ticket.claimed_by), isouter=True)
        .where(
            col(Ticket.closed_at).is_(None),
            col(Ticket.claimed_by).is_not(None),
            col(Ticket.waiting_for).is_(None),
        )
    )
    return (await session.exec(statement)).all()


async def names(session: AsyncSession, staff_ids: Sequence[int]) -> dict[int, Staff]:
    """These members of staff, by id."""
    statement = select(Staff).where(col(Staff.id).in_(staff_ids))
    return {staff.id: staff for staff in (await session.exec(statement)).all() if staff.id}


async def of_numbers(session: AsyncSession, numbers: Sequence[int]) -> dict[int, WorkSession]:
    """These sessions, by id."""
    statement = select(WorkSession).where(col(WorkSession.id).in_(numbers))
    return {row.id: row for row in (await session.exec(statement)).all() if row.id}


async def how_many(session: AsyncSession, ticket_id: int) -> int:
    """How many sessions a request has."""
    statement = select(func.count()).where(col(WorkSession.ticket_id) == ticket_id)
    return int((await session.exec(statement)).one())
