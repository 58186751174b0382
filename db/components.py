"""The catalogue of components: the last that was written of each, and which a request is about."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ScalarSelect, func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.tables import Component, ComponentFact, Entry, Ticket, TicketComponent


@dataclass(frozen=True, slots=True)
class Known:
    """A component with what holds of it."""

    component: Component
    fact: ComponentFact


@dataclass(frozen=True, slots=True)
class About:
    """Which component a request is about: what was said, the component, and what it was then."""

    said: TicketComponent
    component: Component
    fact: ComponentFact


async def known(session: AsyncSession) -> list[Known]:
    """Every component with what holds of it, retired or not, by name."""
    return await _known(session)


async def of_ids(session: AsyncSession, ids: Collection[int]) -> dict[int, Known]:
    """These components by number, with what holds of them now."""
    found = await _known(session, col(Component.id).in_(ids))
    return {each.component.id: each for each in found if each.component.id is not None}


async def of_codes(session: AsyncSession, codes: Collection[str]) -> dict[str, Known]:
    """Of these codes those that there are, with what holds of them now."""
    found = await _known(session, col(Component.code).in_(codes))
    return {each.component.code: each for each in found}


async def _known(session: AsyncSession, *wanted: Any) -> list[Known]:
    statement = (
        select(Component, ComponentFact)
        .join(ComponentFact, col(ComponentFact.id) == _last_fact())
        .where(*wanted)
        .order_by(func.lower(col(ComponentFact.name)), col(Component.code))
    )
    return [Known(component, fact) for component, fact in await session.exec(statement)]


def _last_fact() -> ScalarSelect[int | None]:
    """The number of what was last written of a component."""
    statement: ScalarSelect[int | None] = (
        select(func.max(ComponentFact.id))
        .where(col(ComponentFact.component_id) == col(Component.id))
        .correlate(Component)
        .scalar_subquery()
    )
    return statement


async def history(session: AsyncSession, component_id: int) -> Sequence[ComponentFact]:
    """What was written of a component, newest first."""
    statement = select(ComponentFact).where(col(ComponentFact.component_id) == component_id)
    return (await session.exec(statement.order_by(col(ComponentFact.id).desc()))).all()


async def add(session: AsyncSession, row: Component | ComponentFact | TicketComponent) -> int:
    """Write a row down; its number."""
    session.add(row)
    await session.flush()
    assert row.id is not None  # noqa: S101 - every stored row has one
    return row.id


async def about(session: AsyncSession, ticket_id: int) -> About | None:
    """Which component a request is about by now, if one was named."""
    return (await about_each(session, [ticket_id])).get(ticket_id)


async def about_each(session: AsyncSession, ticket_ids: Collection[int]) -> dict[int, About]:
    """Which components requests are about by now, of those that one was named of."""
    last = (
        select(func.max(TicketComponent.id))
        .where(col(TicketComponent.ticket_id).in_(ticket_ids))
        .group_by(col(TicketComponent.ticket_id))
    )
    statement = (
        select(TicketComponent, Component, ComponentFact)
        .join(Component, col(Component.id) == col(TicketComponent.component_id))
        .join(ComponentFact, col(ComponentFact.id) == col(TicketComponent.fact_id))
        .where(col(TicketComponent.id).in_(last))
    )
    found = await session.exec(statement)
    return {said.ticket_id: About(said, component, fact) for said, component, fact in found}


async def said_for(session: AsyncSession, ticket: Ticket) -> int | None:
    """The charge after which what is said of a request holds: that before the closing which it is said for."""
    statement = (
        select(col(Entry.id))
        .where(col(Entry.ticket_id) == ticket.id, col(Entry.kind) == "charge")
        .order_by(col(Entry.id).desc())
        .limit(2)
    )
    charges = (await session.exec(statement)).all()
    before = charges[1:] if ticket.closed_at is not None else charges[:1]
    return before[0] if before else None
