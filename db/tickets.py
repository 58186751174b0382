"""Requests and their threads."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.locks import locking
from db.tables import Account, Customer, Draft, Entry, Event, Message, Outbox, Ticket


async def insert(session: AsyncSession, **values: Any) -> Ticket:
    """File a request; gives it its number."""
    ticket = Ticket(**values)
    session.add(ticket)
    await session.flush()
    return ticket


async def get(session: AsyncSession, ticket_id: int) -> Ticket | None:
    """The request."""
    return await session.get(Ticket, ticket_id)


async def locked(session: AsyncSession, ticket_id: int) -> Ticket | None:
    """The request, kept from other writers where the database locks rows, and with it its customer's credits.

    Accounts are always locked before requests, so that no two writers wait for each other.
    """
    owner = select(col(Ticket.customer_id)).where(col(Ticket.id) == ticket_id).scalar_subquery()
    account = select(col(Account.id)).where(col(Account.customer_id) == owner)
    await session.exec(locking(session, account))
    statement = select(Ticket).where(col(Ticket.id) == ticket_id)
    return (await session.exec(locking(session, statement))).first()


async def change(session: AsyncSession, ticket: Ticket, **values: Any) -> None:
    """Set columns of a request and count its version up."""
    for name, value in values.items():
        setattr(ticket, name, value)
    ticket.version += 1
    session.add(ticket)
    await session.flush()


async def add_message(session: AsyncSession, **values: Any) -> Message:
    """Put a message on a thread."""
    message = Message(**values)
    session.add(message)
    await session.flush()
    return message


async def by_mail_id(session: AsyncSession, mail_ids: Sequence[str]) -> Sequence[Message]:
    """The messages that carry any of these Message-IDs."""
    statement = select(Message).where(col(Message.mail_id).in_(mail_ids[:100]))
    return (await session.exec(statement)).all()


async def by_words(
    session: AsyncSession, words_digest: str, *, address: str, since: datetime, until: datetime
) -> Sequence[Message]:
    """The first messages with these words from an address between two moments."""
    statement = select(Message).where(
        col(Message.words_digest) == words_digest,
        col(Message.created_at) >= since,
        col(Message.created_at) <= until,
        col(Message.address) == address,
        col(Message.direction) == "in",
    )
    return (await session.exec(statement.order_by(col(Message.id)).limit(10))).all()


async def doubts(session: AsyncSession, ticket_id: int) -> Sequence[str | None]:
    """What speaks against the sender of each message that came in on a request."""
    statement = select(col(Message.doubt)).where(
        col(Message.ticket_id) == ticket_id, col(Message.direction) == "in"
    )
    return (await session.exec(statement)).all()


async def thread(session: AsyncSession, ticket_id: int, limit: int) -> list[Message]:
    """The newest `limit` messages of a request, oldest first."""
    statement = (
        select(Message)
        .where(col(Message.ticket_id) == ticket_id)
        .order_by(col(Message.id).desc())
        .limit(limit)
    )
    return list(reversed((await session.exec(statement)).all()))


async def since(session: AsyncSession, ticket_id: int, message_id: int) -> Sequence[Message]:
    """The messages of a request after one of them, oldest first."""
    statement = (
        select(Message)
        .where(col(Message.ticket_id) == ticket_id, col(Message.id) > message_id)
        .order_by(col(Message.id))
    )
    return (await session.exec(statement)).all()


async def thread_length(session: AsyncSession, ticket_id: int) -> int:
    """How many messages a request has."""
    statement = select(func.count()).where(col(Message.ticket_id) == ticket_id)
    return int((await session.exec(statement)).one())


async def last_mail_ids(session: AsyncSession, ticket_id: int, limit: int = 20) -> list[str]:
    """The Message-IDs of a thread's last mails, oldest first, for References."""
    statement = (
        select(col(Message.mail_id))
        .where(col(Message.ticket_id) == ticket_id, col(Message.mail_id).is_not(None))
        .order_by(col(Message.id).desc())
        .limit(limit)
    )
    found = (await session.exec(statement)).all()
    return [mail_id for mail_id in reversed(found) if mail_id is not None]


async def takes_part(session: AsyncSession, ticket_id: int, address: str) -> bool:
    """Whether an address has written on the request or been written to."""
    wrote = select(col(Message.id)).where(
        col(Message.ticket_id) == ticket_id, col(Message.address) == address
    )
    told = select(col(Outbox.id)).where(
        col(Outbox.ticket_id) == ticket_id, col(Outbox.recipient) == address
    )
    if (await session.exec(wrote.limit(1))).first() is not None:
        return True
    return (await session.exec(told.limit(1))).first() is not None


async def earlier(
    session: AsyncSession, customer_id: int, *, ticket_id: int, limit: int
) -> tuple[Sequence[Ticket], int]:
    """A customer's other requests, newest first, and how many there are."""
    where = (col(Ticket.customer_id) == customer_id, col(Ticket.id) != ticket_id)
    statement = select(Ticket).where(*where).order_by(col(Ticket.received_at).desc()).limit(limit)
    found = (await session.exec(statement)).all()
    if len(found) < limit:
        return found, len(found)
    return found, int((await session.exec(select(func.count()).where(*where))).one())


async def open_of(session: AsyncSession, customer_id: int) -> Sequence[Ticket]:
    """A customer's open requests, in arrival order."""
    statement = (
        select(Ticket)
        .where(col(Ticket.customer_id) == customer_id, col(Ticket.closed_at).is_(None))
        .order_by(col(Ticket.received_at), col(Ticket.id))
    )
    return (await session.exec(statement)).all()


async def follows(session: AsyncSession, ticket_id: int) -> int | None:
    """The request that this one was begun by an answer to, as its first event says."""
    statement = (
        select(col(Event.detail))
        .where(col(Event.ticket_id) == ticket_id)
        .order_by(col(Event.id))
        .limit(1)
    )
    detail = (await session.exec(statement)).first() or {}
    return detail.get("follows")


async def deliveries(session: AsyncSession, message_ids: Sequence[int]) -> dict[int, Outbox]:
    """The outbox rows of messages, by message."""
    statement = select(Outbox).where(col(Outbox.message_id).in_(message_ids))
    return {row.message_id: row for row in (await session.exec(statement)).all() if row.message_id}


async def record(
    session: AsyncSession,
    what: str,
    *,
    at: datetime,
    staff_id: int | None = None,
    ticket_id: int | None = None,
    customer_id: int | None = None,
    **detail: Any,
) -> None:
    """Write down who did what, to a request, a customer, or the desk."""
    session.add(
        Event(
            at=at, staff_id=staff_id, ticket_id=ticket_id, customer_id=customer_id, what=what,
            detail=detail,
        )
    )  # fmt: skip
    await session.flush()


async def events(
    session: AsyncSession, ticket_ids: Sequence[int], *, limit: int
) -> Sequence[Event]:
    """What was done to these requests, oldest first."""
    statement = (
        select(Event)
        .where(col(Event.ticket_id).in_(ticket_ids))
        .order_by(col(Event.at), col(Event.id))
        .limit(limit)
    )
    return (await session.exec(statement)).all()


async def draft(session: AsyncSession, ticket_id: int, staff_id: int) -> Draft | None:
    """The answer that a person began on a request."""
    return await session.get(Draft, (ticket_id, staff_id))


async def keep_draft(
    session: AsyncSession, *, ticket_id: int, staff_id: int, body: str, at: datetime
) -> None:
    """Keep an answer begun; an empty one is forgotten."""
    kept = await draft(session, ticket_id, staff_id)
    if not body.strip():
        if kept is not None:
            await session.delete(kept)
    elif kept is None:
        session.add(Draft(ticket_id=ticket_id, staff_id=staff_id, body=body, saved_at=at))
    else:
        kept.body, kept.saved_at = body, at
        session.add(kept)
    await session.flush()


async def search(session: AsyncSession, text: str, limit: int) -> Sequence[tuple[Ticket, str]]:
    """The newest requests that have the text, with the names of their customers."""
    plain = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    number = text.removeprefix("#")
    where = or_(
        col(Ticket.subject).ilike(f"%{plain}%", escape="\\"),
        col(Ticket.requester).ilike(f"%{plain}%", escape="\\"),
        col(Ticket.id) == (int(number) if number.isdecimal() and len(number) < 19 else -1),
    )
    statement = (
        select(Ticket, col(Customer.name))
        .join(Customer, col(Customer.id) == col(Ticket.customer_id))
        .where(where)
        .order_by(col(Ticket.id).desc())
        .limit(limit)
    )
    return (await session.exec(statement)).all()


async def subjects(session: AsyncSession, ticket_ids: Sequence[int]) -> dict[int, str]:
    """The subjects of these requests, by number."""
    found: dict[int, str] = {}
    for at in range(0, len(ticket_ids), 500):
        statement = select(col(Ticket.id), col(Ticket.subject)).where(
            col(Ticket.id).in_(ticket_ids[at : at + 500])
        )
        found |= {
            number: subject for number, subject in (await session.exec(statement)).all() if number
        }
    return found


async def held_by(session: AsyncSession, staff_id: int) -> Sequence[Ticket]:
    """The open requests that a person holds."""
    statement = select(Ticket).where(
        col(Ticket.claimed_by) == staff_id, col(Ticket.closed_at).is_(None)
    )
    return (await session.exec(statement)).all()


async def customers_who_may_go_on(session: AsyncSession) -> Sequence[int]:
    """Whose requests wait for credits that their balances alone would reach."""
    newer = aliased(Entry)
    last = (
        select(func.max(newer.seq))
        .where(col(newer.account_id) == col(Account.id))
        .correlate(Account)
        .scalar_subquery()
    )
    statement = (
        select(col(Ticket.customer_id))
        .join(Account, col(Account.customer_id) == col(Ticket.customer_id))
        .join(
            Entry,
            (col(Entry.account_id) == col(Account.id)) & (col(Entry.seq) == last),
            isouter=True,
        )
        .where(col(Ticket.closed_at).is_(None), col(Ticket.waiting_for) == "credits")
        .where(func.coalesce(Entry.balance_after, 0) >= func.coalesce(Ticket.waiting_credits, 0))
    )
    # Once each; said in the statement, it would be looked for in the order of customers, among all requests.
    return list(dict.fromkeys((await session.exec(statement)).all()))
