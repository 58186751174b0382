"""What customers agreed to."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import union_all
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.tables import Consent, CustomerAddress, Inbound, LimitNotice, Message, Ticket


async def in_force(session: AsyncSession, ticket: Ticket) -> Consent | None:
    """The agreement that holds for a request: its own, else its customer's standing one."""
    in_force = select(col(Consent.id)).where(col(Consent.withdrawn_at).is_(None))
    # Each found by its own index: with an "or" the whole table would be looked through.
    found = union_all(
        in_force.where(col(Consent.ticket_id) == ticket.id),
        in_force.where(
            col(Consent.ticket_id).is_(None), col(Consent.customer_id) == ticket.customer_id
        ),
    )
    statement = (
        select(Consent)
        .where(col(Consent.id).in_(found))
        .order_by(col(Consent.ticket_id).is_(None))
        .limit(1)
    )
    return (await session.exec(statement)).first()


async def get(session: AsyncSession, consent_id: int) -> Consent | None:
    """One agreement."""
    return await session.get(Consent, consent_id)


async def own(session: AsyncSession, *, ticket_id: int | None, customer_id: int) -> Consent | None:
    """The agreement in force for just this request, or the customer's standing one."""
    where = (
        col(Consent.ticket_id) == ticket_id
        if ticket_id is not None
        else col(Consent.ticket_id).is_(None) & (col(Consent.customer_id) == customer_id)
    )
    statement = select(Consent).where(where, col(Consent.withdrawn_at).is_(None))
    return (await session.exec(statement)).first()


async def of_customer(session: AsyncSession, customer_id: int) -> Sequence[Consent]:
    """A customer's agreements, oldest first."""
    statement = (
        select(Consent).where(col(Consent.customer_id) == customer_id).order_by(col(Consent.id))
    )
    return (await session.exec(statement)).all()


async def add(session: AsyncSession, **values: Any) -> Consent:
    """Put an agreement on record."""
    row = Consent(**values)
    session.add(row)
    await session.flush()
    return row


async def withdraw(
    session: AsyncSession, row: Consent, *, at: datetime, staff_id: int, reason: str
) -> None:
    """Write down that an agreement ended."""
    row.withdrawn_at, row.withdrawn_by, row.withdraw_reason = at, staff_id, reason
    session.add(row)
    await session.flush()


async def evidence(
    session: AsyncSession, *, customer_id: int, ticket_id: int | None, message_id: int | None
) -> Message | None:
    """A message from an address of the customer's own: the one asked for, else their latest on the request."""
    robots = select(col(Inbound.message_id)).where(
        col(Inbound.message_id) == col(Message.id), col(Inbound.reason).is_not(None)
    )
    statement = (
        select(Message)
        .join(Ticket, col(Ticket.id) == col(Message.ticket_id))
        .join(CustomerAddress, col(CustomerAddress.address) == col(Message.address))
        .where(
            col(Ticket.customer_id) == customer_id,
            col(CustomerAddress.customer_id) == customer_id,
            col(Message.direction) == "in",
            ~robots.exists(),
        )
        .order_by(col(Message.id).desc())
        .limit(1)
    )
    if ticket_id is not None:
        statement = statement.where(col(Message.ticket_id) == ticket_id)
    if message_id is not None:
        statement = statement.where(col(Message.id) == message_id)
    return (await session.exec(statement)).first()


async def message_tickets(session: AsyncSession, message_ids: Sequence[int]) -> dict[int, int]:
    """The requests of these messages, by message."""
    statement = select(col(Message.id), col(Message.ticket_id)).where(
        col(Message.id).in_(message_ids)
    )
    return {message: ticket for message, ticket in (await session.exec(statement)).all() if message}


async def relying(session: AsyncSession, row: Consent) -> Sequence[Ticket]:
    """The open requests of which an agreement has answered a limit."""
    answered = select(col(LimitNotice.ticket_id)).where(col(LimitNotice.consent_id) == row.id)
    statement = select(Ticket).where(col(Ticket.id).in_(answered), col(Ticket.closed_at).is_(None))
    return (await session.exec(statement.order_by(col(Ticket.id)))).all()


async def open_tickets(session: AsyncSession, row: Consent) -> Sequence[Ticket]:
    """The open requests that an agreement may hold for."""
    which = (
        col(Ticket.id) == row.ticket_id
        if row.ticket_id is not None
        else col(Ticket.customer_id) == row.customer_id
    )
    return (await session.exec(select(Ticket).where(which, col(Ticket.closed_at).is_(None)))).all()
