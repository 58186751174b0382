"""What customers agreed to."""

from sqlalchemy import or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.tables import Consent, Ticket


async def in_force(session: AsyncSession, ticket: Ticket) -> Consent | None:
    """The agreement that holds for a request: its own, else its customer's standing one."""
    standing = col(Consent.ticket_id).is_(None) & (col(Consent.customer_id) == ticket.customer_id)
    statement = (
        select(Consent)
        .where(
            col(Consent.withdrawn_at).is_(None),
            or_(col(Consent.ticket_id) == ticket.id, standing),
        )
        .order_by(col(Consent.ticket_id).is_(None))
        .limit(1)
    )
    return (await session.exec(statement)).first()
