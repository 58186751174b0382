"""Support packages, and which of them somebody chose for a request."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.tables import CoverChoice, Entitlement, Ticket


async def for_tickets(
    session: AsyncSession, tickets: Sequence[Ticket]
) -> dict[int, list[Entitlement]]:
    """What may cover each of these requests: bound to it, chosen for it, or Premium of its customer and domain."""
    ids = [ticket.id for ticket in tickets if ticket.id is not None]
    domains = {ticket.domain for ticket in tickets if ticket.domain}
    chosen = select(col(CoverChoice.entitlement_id)).where(col(CoverChoice.ticket_id).in_(ids))
    statement = (
        select(Entitlement)
        .where(
            col(Entitlement.refunded_at).is_(None),
            or_(
                col(Entitlement.ticket_id).in_(ids),
                col(Entitlement.domain).in_(domains),
                col(Entitlement.id).in_(chosen),
            ),
        )
        .order_by(col(Entitlement.starts_at), col(Entitlement.id))
    )
    rows = (await session.exec(statement)).all()
    said = await choices(session, ids)
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
