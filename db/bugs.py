"""Known bugs: what was last said of each, the requests that they collect, and who was told."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ScalarSelect, func
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.tables import KnownBug, KnownBugFact, KnownBugTicket, KnownBugTold, Ticket


@dataclass(frozen=True, slots=True)
class Known:
    """A known bug with what holds of it."""

    bug: KnownBug
    fact: KnownBugFact


async def known(session: AsyncSession) -> list[Known]:
    """Every known bug with what holds of it, the newest first."""
    return await _known(session)


async def get(session: AsyncSession, bug_id: int) -> Known | None:
    """One, with what holds of it."""
    return next(iter(await _known(session, col(KnownBug.id) == bug_id)), None)


async def _known(session: AsyncSession, *wanted: Any) -> list[Known]:
    last: ScalarSelect[int | None] = (
        select(func.max(KnownBugFact.id))
        .where(col(KnownBugFact.bug_id) == col(KnownBug.id))
        .correlate(KnownBug)
        .scalar_subquery()
    )
    statement = (
        select(KnownBug, KnownBugFact)
        .join(KnownBugFact, col(KnownBugFact.id) == last)
        .where(*wanted)
        .order_by(col(KnownBug.id).desc())
    )
    return [Known(bug, fact) for bug, fact in await session.exec(statement)]


async def history(session: AsyncSession, bug_id: int) -> Sequence[KnownBugFact]:
    """What was said of a known bug, newest first."""
    statement = select(KnownBugFact).where(col(KnownBugFact.bug_id) == bug_id)
    return (await session.exec(statement.order_by(col(KnownBugFact.id).desc()))).all()


async def add(
    session: AsyncSession, row: KnownBug | KnownBugFact | KnownBugTicket | KnownBugTold
) -> int:
    """Write a row down; its number."""
    session.add(row)
    await session.flush()
    assert row.id is not None  # noqa: S101 - every stored row has one
    return row.id


def _holds() -> Any:
    """Whether nothing was said of the request since."""
    later = aliased(KnownBugTicket)
    return ~(
        select(later.id)
        .where(
            col(later.ticket_id) == col(KnownBugTicket.ticket_id),
            col(later.id) > col(KnownBugTicket.id),
        )
        .exists()
    )


async def requests(session: AsyncSession, bug_id: int) -> Sequence[Ticket]:
    """The requests of a known bug, in the order in which they came."""
    statement = (
        select(Ticket)
        .join(KnownBugTicket, col(KnownBugTicket.ticket_id) == col(Ticket.id))
        .where(col(KnownBugTicket.bug_id) == bug_id, _holds())
        .order_by(col(Ticket.id))
    )
    return (await session.exec(statement)).all()


async def counts(session: AsyncSession, bug_ids: Collection[int]) -> dict[int, tuple[int, int]]:
    """How many requests each of these known bugs has, and how many of them are open."""
    closed = func.count(col(Ticket.closed_at))
    statement = (
        select(col(KnownBugTicket.bug_id), func.count(), closed)
        .join(Ticket, col(KnownBugTicket.ticket_id) == col(Ticket.id))
        .where(col(KnownBugTicket.bug_id).in_(bug_ids), _holds())
        .group_by(col(KnownBugTicket.bug_id))
    )
    found = (await session.exec(statement)).all()
    return {bug: (every, every - done) for bug, every, done in found if bug is not None}


async def of_tickets(session: AsyncSession, ticket_ids: Collection[int]) -> dict[int, Known]:
    """The known bugs that these requests are of, by request."""
    statement = select(KnownBugTicket.ticket_id, KnownBugTicket.bug_id).where(
        col(KnownBugTicket.ticket_id).in_(ticket_ids), _holds()
    )
    said = (await session.exec(statement)).all()
    numbers = {bug for _, bug in said if bug is not None}
    if not numbers:
        return {}
    found = {each.bug.id: each for each in await _known(session, col(KnownBug.id).in_(numbers))}
    return {ticket: found[bug] for ticket, bug in said if bug is not None}


async def of_ticket(session: AsyncSession, ticket_id: int) -> Known | None:
    """The known bug that a request is of."""
    return (await of_tickets(session, [ticket_id])).get(ticket_id)


async def told(session: AsyncSession, fact_id: int) -> dict[int, KnownBugTold]:
    """Who was told that a bug is solved, by request."""
    statement = select(KnownBugTold).where(col(KnownBugTold.fact_id) == fact_id)
    return {row.ticket_id: row for row in (await session.exec(statement)).all()}


async def last_told(
    session: AsyncSession, bug_id: int, ticket_ids: Collection[int]
) -> dict[int, datetime]:
    """When these requests' customers were last told that a bug is solved, by request."""
    solvings = select(KnownBugFact.id).where(col(KnownBugFact.bug_id) == bug_id)
    statement = (
        select(col(KnownBugTold.ticket_id), func.max(col(KnownBugTold.told_at)))
        .where(col(KnownBugTold.fact_id).in_(solvings), col(KnownBugTold.ticket_id).in_(ticket_ids))
        .group_by(col(KnownBugTold.ticket_id))
    )
    return dict((await session.exec(statement)).all())
