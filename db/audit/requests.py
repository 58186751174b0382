"""The requests with their work, answers and arrivals, read to be checked."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, or_
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.audit.paging import WHOLE_FILES, Found, pages
from db.tables import (
    Dispute,
    Entry,
    Event,
    Inbound,
    LetGo,
    LimitNotice,
    Message,
    Outbox,
    StoredFile,
    Ticket,
    WorkSession,
)

TURNS = ("closed", "reopened", "reopened by an answer", "cover chosen")
"""The events that are held against a request."""


@dataclass(frozen=True, slots=True)
class Case:
    """A request with all that was charged, worked and noticed on it, and its turns, each oldest first."""

    ticket: Ticket
    entries: list[Entry]
    work: list[WorkSession]
    notices: list[LimitNotice]
    turns: list[Event]


async def cases(session: AsyncSession) -> AsyncIterator[list[Case]]:
    """Every request with all that was charged, worked and noticed on it, and its turns."""
    async for page in pages(session, select(Ticket), col(Ticket.id)):
        found = {ticket.id: Case(ticket, [], [], [], []) for ticket in page}
        first, last = page[0].id, page[-1].id
        for entry in await _between(session, Entry, first, last):
            if entry.ticket_id in found:
                found[entry.ticket_id].entries.append(entry)
        for work in await _between(session, WorkSession, first, last):
            if work.ticket_id in found:
                found[work.ticket_id].work.append(work)
        for notice in await _between(session, LimitNotice, first, last):
            if notice.ticket_id in found:
                found[notice.ticket_id].notices.append(notice)
        for event in await _between(session, Event, first, last, col(Event.what).in_(TURNS)):
            if event.ticket_id in found:
                found[event.ticket_id].turns.append(event)
        yield list(found.values())


async def _between(
    session: AsyncSession, table: Any, first: int, last: int, *conditions: Any
) -> Sequence[Any]:
    """A table's rows about the requests from one number to another, oldest first."""
    statement = select(table).where(col(table.ticket_id).between(first, last), *conditions)
    rows: Sequence[Any] = (await session.exec(statement.order_by(col(table.id)))).all()
    return rows


def sessions_ended(session: AsyncSession) -> AsyncIterator[Sequence[WorkSession]]:
    """Every session that has ended, person by person, by its end."""
    statement = select(WorkSession).where(col(WorkSession.ended_at).is_not(None))
    return pages(
        session, statement,
        col(WorkSession.staff_id), col(WorkSession.ended_at), col(WorkSession.id),
    )  # fmt: skip


async def sessions_running(session: AsyncSession) -> Sequence[tuple[WorkSession, bool, bool]]:
    """Every session that runs; whether its person has another, and whether a later end of theirs is on record."""
    other = aliased(WorkSession)
    own = and_(
        col(other.staff_id) == col(WorkSession.staff_id), col(other.id) != col(WorkSession.id)
    )
    another = select(other.id).where(own, col(other.ended_at).is_(None)).correlate(WorkSession)
    later = (
        select(other.id)
        .where(own, col(other.ended_at) > col(WorkSession.started_at),
               col(other.typed_seconds).is_(None))
        .correlate(WorkSession)
    )  # fmt: skip
    statement = select(WorkSession, another.exists(), later.exists()).where(
        col(WorkSession.ended_at).is_(None)
    )
    return (await session.exec(statement)).all()


def disputes(
    session: AsyncSession,
) -> AsyncIterator[Sequence[tuple[Dispute, Ticket, int | None, int]]]:
    """Every dispute, its request, and the request of the entry that it is about."""
    statement: Any = (
        select(
            Dispute, Ticket, col(Entry.ticket_id).label("about"), col(Dispute.ticket_id).label("ticket_id")
        )
        .join(Ticket, col(Ticket.id) == col(Dispute.ticket_id))
        .join(Entry, col(Entry.id) == col(Dispute.entry_id), isouter=True)
    )  # fmt: skip
    return pages(session, statement, col(Dispute.ticket_id))


def lost_disputes(session: AsyncSession) -> AsyncIterator[Sequence[Found]]:
    """The requests that were closed as disputes and are none."""
    known = select(Dispute.ticket_id).where(col(Dispute.ticket_id) == col(Ticket.id))
    statement = select(col(Ticket.id), col(Ticket.outcome)).where(
        col(Ticket.outcome).in_(("dispute-upheld", "dispute-rejected")), ~known.exists()
    )
    return pages(session, statement, col(Ticket.id))


def told_elsewhere(session: AsyncSession) -> AsyncIterator[Sequence[Found]]:
    """The limits whose notice is a message of another request; what a customer agreed to may be one."""
    statement: Any = (
        select(  # type: ignore[call-overload]  # more columns than its stubs know
            col(LimitNotice.id), col(LimitNotice.ticket_id), col(LimitNotice.limit),
            col(Message.id).label("message_id"), col(Message.ticket_id).label("about"),
        )
        .join(Message, col(Message.id) == col(LimitNotice.message_id))
        .where(
            col(LimitNotice.answer) != "agreed",
            or_(
                col(Message.ticket_id) != col(LimitNotice.ticket_id), col(Message.direction) != "out"
            ),
        )
    )  # fmt: skip
    return pages(session, statement, col(LimitNotice.id))


def misdirected(session: AsyncSession) -> AsyncIterator[Sequence[Found]]:
    """The e-mails of answers that go to somebody else than who asked."""
    statement = (
        select(col(Outbox.id), col(Outbox.ticket_id), col(Outbox.recipient))
        .join(Ticket, col(Ticket.id) == col(Outbox.ticket_id))
        .where(col(Outbox.recipient) != col(Ticket.requester))
    )
    return pages(session, statement, col(Outbox.id))


def unsent_answers(session: AsyncSession) -> AsyncIterator[Sequence[Found]]:
    """The answers that have no e-mail of their own, the very one."""
    statement = (
        select(col(Message.id), col(Message.ticket_id))
        .join(Outbox, col(Outbox.message_id) == col(Message.id), isouter=True)
        .where(
            col(Message.direction) == "out",
            or_(
                col(Outbox.id).is_(None),
                col(Outbox.mail_id).is_distinct_from(col(Message.mail_id)),
                col(Outbox.ticket_id).is_distinct_from(col(Message.ticket_id)),
            ),
        )
    )
    return pages(session, statement, col(Message.id))


def mails_of_no_answer(session: AsyncSession) -> AsyncIterator[Sequence[Found]]:
    """The e-mails of a message that is no answer."""
    statement = (
        select(col(Outbox.id), col(Outbox.message_id))
        .join(Message, col(Message.id) == col(Outbox.message_id))
        .where(col(Message.direction) != "out")
    )
    return pages(session, statement, col(Outbox.id))


def arrivals(
    session: AsyncSession,
) -> AsyncIterator[Sequence[tuple[Inbound, datetime | None, int]]]:
    """Everything that came in, with its bytes, and when the request that it became says that it came."""
    statement: Any = select(
        Inbound, col(Ticket.received_at).label("came_at"), col(Inbound.id).label("id")
    ).join(Ticket, col(Ticket.id) == col(Inbound.ticket_id), isouter=True)
    return pages(session, statement, col(Inbound.id), size=WHOLE_FILES)


async def let_go(session: AsyncSession, arrivals: Sequence[int | None]) -> frozenset[int]:
    """Those of them whose bytes were let go of."""
    statement = select(col(LetGo.inbound_id)).where(col(LetGo.inbound_id).in_(arrivals))
    return frozenset((await session.exec(statement)).all())


def files(session: AsyncSession) -> AsyncIterator[Sequence[StoredFile]]:
    """Every kept file, with its bytes."""
    return pages(session, select(StoredFile), col(StoredFile.digest), size=WHOLE_FILES)
