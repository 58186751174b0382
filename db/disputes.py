"""Disputes: what each is about, by when it is due, how it was decided."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.tables import Customer, Dispute, Entry, Proposal, Ticket


async def get(session: AsyncSession, ticket_id: int) -> Dispute | None:
    """The dispute that a request is."""
    return await session.get(Dispute, ticket_id)


async def add(session: AsyncSession, **values: Any) -> Dispute:
    """Put on record that a request is a dispute."""
    row = Dispute(**values)
    session.add(row)
    await session.flush()
    return row


async def save(session: AsyncSession, row: Dispute, **values: Any) -> None:
    """Write down what a dispute is about, or how it was decided."""
    for name, value in values.items():
        setattr(row, name, value)
    session.add(row)
    await session.flush()


async def undecided(session: AsyncSession, limit: int) -> Sequence[tuple[Dispute, Ticket, str]]:
    """The open disputes with their requests and customers' names, the first due first."""
    statement = (
        select(Dispute, Ticket, col(Customer.name))
        .join(Ticket, col(Ticket.id) == col(Dispute.ticket_id))
        .join(Customer, col(Customer.id) == col(Ticket.customer_id))
        .where(
            col(Dispute.decided_at).is_(None),
            col(Ticket.closed_at).is_(None),
            # What was called a dispute by mistake keeps its row, and is none.
            col(Ticket.kind) == "dispute",
        )
        .order_by(col(Dispute.due_at), col(Dispute.ticket_id))
        .limit(limit)
    )
    return (await session.exec(statement)).all()


async def decided(session: AsyncSession, limit: int) -> Sequence[tuple[Dispute, Ticket, str]]:
    """The disputes decided, the newest request first, with their requests and customers' names."""
    statement = (
        select(Dispute, Ticket, col(Customer.name))
        .join(Ticket, col(Ticket.id) == col(Dispute.ticket_id))
        .join(Customer, col(Customer.id) == col(Ticket.customer_id))
        .where(col(Dispute.decided_at).is_not(None))
        .order_by(col(Dispute.ticket_id).desc())
        .limit(limit)
    )
    return (await session.exec(statement)).all()


async def one(session: AsyncSession, ticket_id: int) -> tuple[Dispute, Ticket, str] | None:
    """One dispute with its request and its customer's name."""
    statement = (
        select(Dispute, Ticket, col(Customer.name))
        .join(Ticket, col(Ticket.id) == col(Dispute.ticket_id))
        .join(Customer, col(Customer.id) == col(Ticket.customer_id))
        .where(col(Dispute.ticket_id) == ticket_id)
    )
    return (await session.exec(statement)).first()


async def about(session: AsyncSession, entry: Entry) -> Sequence[Dispute]:
    """The disputes about an entry, or about the request that it was charged for."""
    where = [col(Dispute.entry_id) == entry.id]
    if entry.ticket_id is not None:
        where.append(col(Dispute.disputed_ticket_id) == entry.ticket_id)
    statement = select(Dispute).where(or_(*where)).order_by(col(Dispute.ticket_id))
    return (await session.exec(statement)).all()


async def owned_tickets(
    session: AsyncSession, ticket_ids: Sequence[int], customer_id: int
) -> dict[int, Ticket]:
    """Those of these requests that are a customer's, and no disputes themselves."""
    statement = select(Ticket).where(
        col(Ticket.id).in_(ticket_ids),
        col(Ticket.customer_id) == customer_id,
        func.coalesce(col(Ticket.kind), "") != "dispute",
    )
    return {ticket.id: ticket for ticket in (await session.exec(statement)).all() if ticket.id}


async def going_back(session: AsyncSession, entry_ids: Sequence[int]) -> dict[int, int]:
    """How much of each entry has been reversed or is proposed to be."""
    reversed_already = (
        select(col(Entry.reverses), func.sum(func.abs(Entry.credits)))
        .where(col(Entry.reverses).in_(entry_ids))
        .group_by(col(Entry.reverses))
    )
    proposed = (
        select(col(Proposal.entry_id), func.sum(Proposal.credits))
        .where(col(Proposal.entry_id).in_(entry_ids), col(Proposal.state) == "open")
        .group_by(col(Proposal.entry_id))
    )
    found: dict[int, int] = {}
    for statement in (reversed_already, proposed):
        for entry_id, credits in (await session.exec(statement)).all():
            assert entry_id is not None  # noqa: S101 - asked for by its value
            found[entry_id] = found.get(entry_id, 0) + int(credits)
    return found


async def open_proposals(session: AsyncSession, ticket_id: int) -> Sequence[Proposal]:
    """What a dispute proposed and nobody has decided on."""
    statement = select(Proposal).where(
        col(Proposal.dispute_id) == ticket_id, col(Proposal.state) == "open"
    )
    return (await session.exec(statement.order_by(col(Proposal.id)))).all()
