"""Support packages, and which of them somebody chose for a request."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import String, cast, or_, union_all
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.locks import locking
from db.tables import CoverChoice, Entitlement, Entry, Ticket


async def for_tickets(
    session: AsyncSession, tickets: Sequence[Ticket], said: Mapping[int, CoverChoice]
) -> dict[int, list[Entitlement]]:
    """What may cover each of these requests: bound to it, said to, or Premium of its customer and domain."""
    ids = [ticket.id for ticket in tickets if ticket.id is not None]
    domains = {ticket.domain for ticket in tickets if ticket.domain}
    sold = select(col(Entitlement.id)).where(col(Entitlement.refunded_at).is_(None))
    # Each found by its own index: with an "or" the whole table would be looked through.
    found = union_all(
        sold.where(col(Entitlement.ticket_id).in_(ids)),
        sold.where(col(Entitlement.domain).in_(domains)),
        sold.where(col(Entitlement.id).in_([each.entitlement_id for each in said.values()])),
    )
    statement = (
        select(Entitlement)
        .where(col(Entitlement.id).in_(found))
        .order_by(col(Entitlement.starts_at), col(Entitlement.id))
    )
    rows = (await session.exec(statement)).all()
    return {
        ticket.id: [row for row in rows if _may_cover(row, ticket, said.get(ticket.id))]
        for ticket in tickets
        if ticket.id is not None
    }


def _may_cover(row: Entitlement, ticket: Ticket, choice: CoverChoice | None) -> bool:
    if choice is not None and choice.entitlement_id == row.id:
        return True
    if row.ticket_id is not None:
        return row.ticket_id == ticket.id
    same = row.domain is not None and row.domain == ticket.domain
    return same and row.customer_id == ticket.customer_id


async def choices(session: AsyncSession, ticket_ids: Sequence[int]) -> dict[int, CoverChoice]:
    """What somebody said covers these requests, by request."""
    statement = select(CoverChoice).where(col(CoverChoice.ticket_id).in_(ticket_ids))
    return {row.ticket_id: row for row in (await session.exec(statement)).all()}


async def running(
    session: AsyncSession, *, customer_id: int, domain: str, at: datetime
) -> Sequence[Entitlement]:
    """A customer's Premium terms of a domain that run at a moment."""
    statement = select(Entitlement).where(
        col(Entitlement.customer_id) == customer_id,
        col(Entitlement.domain) == domain,
        col(Entitlement.refunded_at).is_(None),
        col(Entitlement.starts_at) <= at,
        col(Entitlement.ends_at) > at,
    )
    return (await session.exec(statement)).all()


async def whose_holds_are_covered(session: AsyncSession, at: datetime) -> Sequence[int]:
    """Whose requests are held for a debt, though a Premium term of theirs runs for the domain by now."""
    statement = (
        select(col(Ticket.customer_id))
        .join(
            Entitlement,
            (col(Entitlement.domain) == col(Ticket.domain))
            & (col(Entitlement.customer_id) == col(Ticket.customer_id)),
        )
        .where(
            col(Ticket.closed_at).is_(None),
            col(Ticket.waiting_for) == "credits",
            col(Ticket.waiting_credits).is_(None),
            col(Entitlement.refunded_at).is_(None),
            col(Entitlement.starts_at) <= at,
            col(Entitlement.ends_at) > at,
        )
        .distinct()
    )
    return (await session.exec(statement)).all()


async def get(session: AsyncSession, entitlement_id: int) -> Entitlement | None:
    """One support package, locked where the database locks rows."""
    statement = select(Entitlement).where(col(Entitlement.id) == entitlement_id)
    return (await session.exec(locking(session, statement))).first()


async def by_reference(session: AsyncSession, reference: str) -> Entitlement | None:
    """The support package posted under a reference."""
    statement = select(Entitlement).where(col(Entitlement.reference) == reference)
    return (await session.exec(statement)).first()


async def of_customer(session: AsyncSession, customer_id: int) -> Sequence[Entitlement]:
    """A customer's support packages, oldest first."""
    statement = (
        select(Entitlement)
        .where(col(Entitlement.customer_id) == customer_id)
        .order_by(col(Entitlement.id))
    )
    return (await session.exec(statement)).all()


async def of_domain(session: AsyncSession, domain: str) -> Sequence[Entitlement]:
    """The Premium terms of a domain that stand, by their start."""
    statement = (
        select(Entitlement)
        .where(col(Entitlement.domain) == domain, col(Entitlement.refunded_at).is_(None))
        .order_by(col(Entitlement.starts_at))
    )
    return (await session.exec(statement)).all()


async def of_ticket(session: AsyncSession, ticket_id: int) -> Entitlement | None:
    """The package that is bound to a request."""
    statement = select(Entitlement).where(
        col(Entitlement.ticket_id) == ticket_id, col(Entitlement.refunded_at).is_(None)
    )
    return (await session.exec(statement)).first()


async def add(session: AsyncSession, **values: Any) -> Entitlement:
    """Put a support package on record."""
    row = Entitlement(**values)
    session.add(row)
    await session.flush()
    return row


async def save(session: AsyncSession, row: Entitlement | CoverChoice, **values: Any) -> None:
    """Write down what became of a package, or another choice."""
    for name, value in values.items():
        setattr(row, name, value)
    session.add(row)
    await session.flush()


async def may_be_covered(session: AsyncSession, rows: Sequence[Entitlement]) -> Sequence[Ticket]:
    """The requests that these packages may cover: bound, of their customers and domains, or chosen."""
    ids = [row.id for row in rows if row.id is not None]
    bound = [row.ticket_id for row in rows if row.ticket_id is not None]
    customers = {row.customer_id for row in rows}
    domains = {row.domain for row in rows if row.domain is not None}
    chosen = select(col(CoverChoice.ticket_id)).where(col(CoverChoice.entitlement_id).in_(ids))
    statement = select(Ticket).where(
        or_(
            col(Ticket.id).in_(bound),
            col(Ticket.id).in_(chosen),
            col(Ticket.customer_id).in_(customers) & col(Ticket.domain).in_(domains),
        )
    )
    return (await session.exec(statement)).all()


async def was_drawn_on(session: AsyncSession, row: Entitlement) -> bool:
    """Whether a charge has drawn on a package, be its request about something else by now."""
    chosen = select(col(CoverChoice.ticket_id))
    statement = (
        select(col(Entry.entitlement_ids))
        .join(Ticket, col(Ticket.id) == col(Entry.ticket_id))
        .where(
            or_(col(Ticket.customer_id) == row.customer_id, col(Ticket.id).in_(chosen)),
            cast(col(Entry.entitlement_ids), String).like(f"%{row.id}%"),
        )
    )
    return any(row.id in drawn for drawn in (await session.exec(statement)).all())


async def kinds(session: AsyncSession, ids: Sequence[int]) -> dict[int, str]:
    """The kinds of these packages, by number."""
    statement = select(col(Entitlement.id), col(Entitlement.kind)).where(
        col(Entitlement.id).in_(ids)
    )
    return {number: kind for number, kind in (await session.exec(statement)).all() if number}


async def of_ids(session: AsyncSession, ids: Sequence[int]) -> Sequence[Entitlement]:
    """These packages, oldest first."""
    if not ids:
        return []
    statement = select(Entitlement).where(col(Entitlement.id).in_(ids))
    return (await session.exec(statement.order_by(col(Entitlement.id)))).all()
