"""The catalogue and what requests are about, read to be checked."""

from collections.abc import AsyncIterator, Sequence

from sqlalchemy import or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.audit.paging import Found, pages
from db.tables import Component, ComponentFact, Entry, TicketComponent


async def untold(session: AsyncSession) -> Sequence[str]:
    """The codes of components of which nobody said what they are."""
    said = select(col(ComponentFact.component_id))
    statement = select(col(Component.code)).where(col(Component.id).not_in(said))
    return (await session.exec(statement.order_by(col(Component.id)))).all()


def strange(session: AsyncSession) -> AsyncIterator[Sequence[Found]]:
    """Which request keeps what another component was, or is said to be about one since what is no closing of it."""
    of_another = col(ComponentFact.component_id) != col(TicketComponent.component_id)
    no_closing = or_(
        col(Entry.ticket_id) != col(TicketComponent.ticket_id), col(Entry.kind) != "charge"
    )
    statement = (
        select(
            col(TicketComponent.id), col(TicketComponent.ticket_id),
            of_another.label("of_another"), col(TicketComponent.since_entry_id),
        )
        .join(ComponentFact, col(ComponentFact.id) == col(TicketComponent.fact_id), isouter=True)
        .join(Entry, col(Entry.id) == col(TicketComponent.since_entry_id), isouter=True)
        .where(or_(of_another, no_closing))
    )  # fmt: skip
    return pages(session, statement, col(TicketComponent.id))
