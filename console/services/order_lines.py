"""An order's lines as they are to be, from what is on record and what the shop says of them."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any

from console.policy import orders as policy
from console.policy import supportterms
from console.services import facts
from console.services.faults import BadInput
from console.services.order_settling import meaning_of
from console.store.orders import Order
from db import orders
from db import products as db_products
from db.engine import Session
from db.tables import OrderLine, ShopOrder

WAITING_AT_ONCE = 1000


async def write(session: Session, row: ShopOrder, order: Order, *, paid: bool) -> list[OrderLine]:
    """Put the lines on record as the shop has them, and give them all; one that is gone is paid for no more."""
    number = facts.key(row)
    known = list(await orders.lines(session, [number]))
    for line, values in list(_changes(known, order, paid=paid)):
        if line is None:
            known.append(OrderLine(order_id=number, **values))
            await orders.add(session, known[-1])
        elif any(getattr(line, name) != value for name, value in values.items()):
            await orders.save(session, line, **values)
    return known


async def would_be(
    session: Session, row: ShopOrder | None, order: Order, *, paid: bool
) -> list[OrderLine]:
    """The lines as they would be, on no record."""
    number = facts.key(row) if row is not None else 0
    known = await orders.lines(session, [number]) if row is not None else ()
    return [
        OrderLine(**{**(line.model_dump() if line is not None else {"order_id": number}), **values})
        for line, values in _changes(known, order, paid=paid)
    ]


def _changes(
    known: Sequence[OrderLine], order: Order, *, paid: bool
) -> Iterator[tuple[OrderLine | None, dict[str, Any]]]:
    """What of each line is new. An order without any lines says nothing of those that it had."""
    had = {each.item_id: each for each in known}
    for each in order.lines:
        values: dict[str, Any] = {"amount": each.amount, "paid": each.amount if paid else 0}
        if each.item_id not in had:
            values |= {
                "item_id": each.item_id, "product_id": each.product_id, "product_code": each.product_code,
                "product": each.product, "variants": list(each.variants),
            }  # fmt: skip
        yield had.pop(each.item_id, None), values
    for line in had.values():
        gone = bool(order.lines)
        yield (
            line,
            {"paid": 0 if gone or not paid else line.amount} | ({"amount": 0} if gone else {}),
        )


def as_if(
    row: ShopOrder | None, shop: str, order: Order, *, paid: bool, began_at: datetime
) -> ShopOrder:
    """The order as it would be, on no record."""
    placed = order.placed_at or (row.placed_at if row else None)
    known = row is not None and row.looked_at is not None and row.status
    early = row.early if row and known else placed is not None and placed < began_at
    return ShopOrder(
        shop=shop, order_no=order.order_no, status=order.status, paid=paid, early=early,
        address=order.email, name=order.name, placed_at=placed,
        customer_id=row.customer_id if row else None,
    )  # fmt: skip


async def unknown(
    session: Session, shop: str, products: Collection[str] | None = None
) -> list[OrderLine]:
    """Every line of a shop whose product is not known, or those of some products, read in pieces."""
    found: list[OrderLine] = []
    while True:
        piece = await orders.lines_waiting(
            session, shop, "meaning", products=products, limit=WAITING_AT_ONCE,
            after=facts.key(found[-1]) if found else 0,
        )  # fmt: skip
        found += piece
        if len(piece) < WAITING_AT_ONCE:
            return found


async def known_by_now(
    session: Session, shop: str, products: Collection[str] | None = None
) -> list[int]:
    """The orders of a shop with a line whose product was not known, and is."""
    lines = await unknown(session, shop, products)
    rows = {(row.product, row.variant): row for row in await db_products.meanings(session, shop)}
    known = {key: meaning_of(row) for key, row in rows.items()}
    found = {
        each.order_id
        for each in lines
        if policy.find(known, policy.keys_of(each.product_id, each.product_code, each.variants))
    }
    return sorted(found)


def site(domain: str) -> str:
    """A domain as it is kept. Raises BadInput."""
    found = supportterms.normal_domain(domain)
    if found is None:
        raise BadInput(f"{domain!r} is no domain, such as shop.example.")
    return found
