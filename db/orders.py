"""Shops' orders: how far they are read, what each has given, and what its products mean."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Text, cast, func, or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db import locks
from db.tables import (
    OrderLine,
    OrderPosting,
    OrderProposal,
    ProductMeaning,
    ShopOrder,
    ShopReading,
)

Row = ShopReading | ShopOrder | OrderLine | OrderProposal


async def hold(session: AsyncSession, shop: str) -> None:
    """Keep everybody else from putting down orders of a shop."""
    await locks.hold(session, f"shop {shop}")


async def reading(session: AsyncSession, shop: str) -> ShopReading | None:
    """How far a shop has been read."""
    return await session.get(ShopReading, shop)


async def readings(session: AsyncSession) -> dict[str, ShopReading]:
    """How far each shop has been read."""
    return {each.shop: each for each in (await session.exec(select(ShopReading))).all()}


async def add(session: AsyncSession, row: Row | OrderPosting | ProductMeaning) -> None:
    """Put down what is new."""
    session.add(row)
    await session.flush()


async def save(session: AsyncSession, row: Row, **values: Any) -> None:
    """Say anew what may change."""
    for name, value in values.items():
        setattr(row, name, value)
    session.add(row)
    await session.flush()


async def known(session: AsyncSession, shop: str, numbers: Sequence[int]) -> dict[int, ShopOrder]:
    """Those of these orders that are on record, by their number, kept from others."""
    statement = select(ShopOrder).where(
        col(ShopOrder.shop) == shop, col(ShopOrder.order_no).in_(numbers)
    )
    found = (
        await session.exec(locks.locking(session, statement.order_by(col(ShopOrder.id))))
    ).all()
    return {each.order_no: each for each in found}


async def add_all(session: AsyncSession, rows: Iterable[ShopOrder]) -> None:
    """Put down many orders at once."""
    session.add_all(rows)
    await session.flush()


async def locked(session: AsyncSession, order_id: int) -> ShopOrder | None:
    """An order, kept from others."""
    statement = select(ShopOrder).where(col(ShopOrder.id) == order_id)
    return (await session.exec(locks.locking(session, statement))).first()


async def numbered(session: AsyncSession, shop: str, order_no: int) -> ShopOrder | None:
    """An order by its number in a shop, kept from others."""
    return (await known(session, shop, [order_no])).get(order_no)


async def due(
    session: AsyncSession, shop: str, *, now: datetime, limit: int
) -> Sequence[ShopOrder]:
    """The orders to be looked up by now, those that wait longest first."""
    statement = (
        select(ShopOrder)
        .where(col(ShopOrder.shop) == shop, col(ShopOrder.look_up_from) <= now)
        .order_by(col(ShopOrder.look_up_from), col(ShopOrder.id))
        .limit(limit)
    )
    return (await session.exec(statement)).all()


async def looked_at_before(
    session: AsyncSession, shop: str, *, before: datetime, placed_since: datetime, limit: int
) -> Sequence[ShopOrder]:
    """Paid orders that nobody has looked at for a while, longest first, as long as they are not too old."""
    statement = (
        select(ShopOrder)
        .where(
            col(ShopOrder.shop) == shop,
            col(ShopOrder.placed_at) >= placed_since,
            col(ShopOrder.paid).is_(True),
            col(ShopOrder.early).is_(False),
            col(ShopOrder.looked_at) < before,
            col(ShopOrder.look_up_from).is_(None),
        )
        .order_by(col(ShopOrder.looked_at))
        .limit(limit)
    )
    return (await session.exec(statement)).all()


async def lines(session: AsyncSession, order_ids: Collection[int]) -> Sequence[OrderLine]:
    """The lines of these orders, in the order in which they came to be known."""
    statement = (
        select(OrderLine).where(col(OrderLine.order_id).in_(order_ids)).order_by(col(OrderLine.id))
    )
    return (await session.exec(statement)).all()


async def line(session: AsyncSession, line_id: int) -> OrderLine | None:
    """One line."""
    return await session.get(OrderLine, line_id)


async def postings(session: AsyncSession, line_ids: Collection[int]) -> Sequence[OrderPosting]:
    """What these lines have given, in order."""
    statement = (
        select(OrderPosting)
        .where(col(OrderPosting.line_id).in_(line_ids))
        .order_by(col(OrderPosting.line_id), col(OrderPosting.seq))
    )
    return (await session.exec(statement)).all()


async def proposals(
    session: AsyncSession, line_ids: Collection[int], *, states: Collection[str]
) -> Sequence[OrderProposal]:
    """What these lines would give back, in these states, oldest first."""
    statement = (
        select(OrderProposal)
        .where(col(OrderProposal.line_id).in_(line_ids), col(OrderProposal.state).in_(states))
        .order_by(col(OrderProposal.id))
    )
    return (await session.exec(statement)).all()


async def proposal(session: AsyncSession, proposal_id: int) -> OrderProposal | None:
    """One proposal, kept from others."""
    statement = select(OrderProposal).where(col(OrderProposal.id) == proposal_id)
    return (await session.exec(locks.locking(session, statement))).first()


async def open_proposals(session: AsyncSession, limit: int) -> Sequence[OrderProposal]:
    """What an admin has to decide, oldest first."""
    statement = (
        select(OrderProposal)
        .where(col(OrderProposal.state) == "open")
        .order_by(col(OrderProposal.id))
        .limit(limit)
    )
    return (await session.exec(statement)).all()


async def of_ids(session: AsyncSession, ids: Collection[int]) -> dict[int, ShopOrder]:
    """These orders."""
    statement = select(ShopOrder).where(col(ShopOrder.id).in_(ids))
    return {each.id: each for each in (await session.exec(statement)).all() if each.id}


async def lines_of_ids(session: AsyncSession, ids: Collection[int]) -> dict[int, OrderLine]:
    """These lines."""
    statement = select(OrderLine).where(col(OrderLine.id).in_(ids))
    return {each.id: each for each in (await session.exec(statement)).all() if each.id}


async def waiting(
    session: AsyncSession, *, each: int, limit: int
) -> Sequence[tuple[OrderLine, ShopOrder, int, int]]:
    """Lines that a person has to say something about, oldest first, of an unknown product only so many.

    With each come how many lines and paid units wait for the same thing of the same product.
    """
    alike = (
        col(ShopOrder.shop), col(OrderLine.waits_for), col(OrderLine.product_id),
        col(OrderLine.product_code), cast(col(OrderLine.variants), Text),
    )  # fmt: skip
    ranked = (
        select(
            col(OrderLine.id).label("line"),
            func.row_number().over(partition_by=alike, order_by=col(OrderLine.id)).label("place"),
            func.count().over(partition_by=alike).label("held"),
            func.sum(col(OrderLine.paid)).over(partition_by=alike).label("units"),
        )
        .join(ShopOrder, col(ShopOrder.id) == col(OrderLine.order_id))
        .where(col(OrderLine.waits_for).is_not(None))
        .subquery("subquery")
    )
    statement = (
        select(OrderLine, ShopOrder, ranked.c.held, ranked.c.units)
        .join(ranked, ranked.c.line == col(OrderLine.id))
        .join(ShopOrder, col(ShopOrder.id) == col(OrderLine.order_id))
        .where(or_(col(OrderLine.waits_for) != "meaning", ranked.c.place <= each))
        .order_by(col(OrderLine.id))
        .limit(limit)
    )
    found = (await session.exec(statement)).all()
    return [(line, order, int(held), int(units)) for line, order, held, units in found]


async def lines_waiting(
    session: AsyncSession,
    shop: str,
    waits_for: str,
    *,
    products: Collection[str] | None = None,
    after: int = 0,
    limit: int,
) -> Sequence[OrderLine]:
    """The lines of a shop that wait for this, oldest first; those of some products alone, if these are named."""
    statement = (
        select(OrderLine)
        .join(ShopOrder, col(ShopOrder.id) == col(OrderLine.order_id))
        .where(
            col(OrderLine.waits_for) == waits_for,
            col(ShopOrder.shop) == shop,
            col(OrderLine.id) > after,
        )
        .order_by(col(OrderLine.id))
        .limit(limit)
    )
    if products is not None:
        named = [each.partition(":")[::2] for each in products]
        statement = statement.where(
            or_(
                col(OrderLine.product_id).in_([int(name) for kind, name in named if kind == "id"]),
                col(OrderLine.product_code).in_([name for kind, name in named if kind == "code"]),
            )
        )
    return (await session.exec(statement)).all()


async def first_unread(session: AsyncSession, shop: str) -> datetime | None:
    """When the first order changed of those that are still to be looked up."""
    statement = select(func.min(col(ShopOrder.changed_at))).where(
        col(ShopOrder.shop) == shop, col(ShopOrder.look_up_from).is_not(None)
    )
    return (await session.exec(statement)).first()


async def page(
    session: AsyncSession,
    *,
    shop: str | None,
    customer_ids: Collection[int] | None,
    before: int | None,
    limit: int,
) -> Sequence[ShopOrder]:
    """Orders, the last that became known first."""
    statement = select(ShopOrder).order_by(col(ShopOrder.id).desc()).limit(limit)
    if shop is not None:
        statement = statement.where(col(ShopOrder.shop) == shop)
    if customer_ids is not None:
        statement = statement.where(col(ShopOrder.customer_id).in_(customer_ids))
    if before is not None:
        statement = statement.where(col(ShopOrder.id) < before)
    return (await session.exec(statement)).all()


async def faulty(session: AsyncSession, limit: int) -> Sequence[ShopOrder]:
    """Orders that could not be looked up or read, oldest first."""
    statement = (
        select(ShopOrder)
        .where(col(ShopOrder.problem).is_not(None))
        .order_by(col(ShopOrder.id))
        .limit(limit)
    )
    return (await session.exec(statement)).all()


async def to_look_up(session: AsyncSession) -> dict[str, int]:
    """How many orders of each shop are to be looked up."""
    statement = (
        select(col(ShopOrder.shop), func.count())
        .where(col(ShopOrder.look_up_from).is_not(None))
        .group_by(col(ShopOrder.shop))
    )
    return dict((await session.exec(statement)).all())


async def waiting_counts(session: AsyncSession) -> dict[tuple[str, str], int]:
    """How many lines of each shop wait for each thing."""
    statement = (
        select(col(ShopOrder.shop), col(OrderLine.waits_for), func.count())
        .join(ShopOrder, col(ShopOrder.id) == col(OrderLine.order_id))
        .where(col(OrderLine.waits_for).is_not(None))
        .group_by(col(ShopOrder.shop), col(OrderLine.waits_for))
    )
    return {(shop, what or ""): n for shop, what, n in (await session.exec(statement)).all()}


async def proposal_counts(session: AsyncSession) -> dict[str, int]:
    """How many proposals of each shop are open."""
    statement = (
        select(col(ShopOrder.shop), func.count())
        .select_from(OrderProposal)
        .join(OrderLine, col(OrderLine.id) == col(OrderProposal.line_id))
        .join(ShopOrder, col(ShopOrder.id) == col(OrderLine.order_id))
        .where(col(OrderProposal.state) == "open")
        .group_by(col(ShopOrder.shop))
    )
    return dict((await session.exec(statement)).all())
