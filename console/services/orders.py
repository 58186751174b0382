"""Shops' orders, taken in when they are looked up: each gives once, whatever the shop does (K2 to K5)."""

from collections.abc import Collection
from datetime import datetime

from console.policy import access
from console.policy import orders as policy
from console.policy.refusal import Refusal
from console.services import facts, order_lines, order_settling, order_views, shop_reading
from console.services.connection import until_saved
from console.services.context import Desk
from console.services.faults import BadInput, Fault, NotFound
from console.services.order_posting import Clash
from console.services.order_shapes import OrderPlan, OrderView, Settled
from console.services.shapes import Actor
from console.store.orders import Order
from db import locks, orders, tickets
from db.engine import Session
from db.tables import ShopOrder


@until_saved
async def take_in(
    desk: Desk,
    shop: str,
    order: Order,
    *,
    paid_statuses: Collection[str],
    asked_at: datetime,
    now: datetime,
) -> Settled:
    """Take in an order as the shop has it: what its paid lines give is posted, once. Raises Fault.

    `asked_at` is when the shop was asked: what was heard of the order since then is looked up again.
    """
    async with desk.writing(job=shop_reading.JOB) as session:
        await _hold(session, shop, order.order_no, address=order.email)
        row = await _the_row(session, shop, order, now=now)
        await shop_reading.looked_at(session, row, asked_at=asked_at, status=order.status)
        if order.is_parent or order.status in policy.NOT_JUDGED:
            return Settled()
        paid = order.status in paid_statuses
        await orders.save(session, row, paid=paid, **_told(order, row))
        lines = await order_lines.write(session, row, order, paid=paid)
        try:
            return await order_settling.settle(
                session, desk, None, row, lines=lines, language=language_of(desk, shop), now=now
            )
        except Clash as clash:
            raise Fault(f"Order {order.order_no} of {shop}: {clash}") from clash


async def _the_row(session: Session, shop: str, order: Order, *, now: datetime) -> ShopOrder:
    """The order's row; whether it was placed too early is found out once, when its time is first known."""
    row = await orders.numbered(session, shop, order.order_no)
    if row is None:
        row = ShopOrder(shop=shop, order_no=order.order_no, look_up_from=now)
        await orders.add(session, row)
    placed = order.placed_at or row.placed_at
    # One that was gone when it was looked up has been looked at, and has no status yet.
    if (row.looked_at is None or not row.status) and placed is not None:
        reading = await orders.reading(session, shop)
        if reading is not None and placed < reading.began_at:
            await orders.save(session, row, early=True)
    return row


def _told(order: Order, row: ShopOrder) -> dict[str, object]:
    """What the shop says of an order, apart from its lines."""
    return {
        "parent_no": order.parent_no,
        "address": order.email,
        "name": order.name,
        "placed_at": order.placed_at or row.placed_at,
        "changed_at": order.changed_at or row.changed_at,
    }


async def settle_waiting(
    desk: Desk,
    actor: Actor | None,
    shop: str,
    *,
    products: Collection[str] | None = None,
    now: datetime,
) -> tuple[Settled, ...]:
    """Post what waited for its product to be known, now that it is: each order in a transaction of its own.

    With products, those alone are looked at.
    """
    async with desk.reading() as session:
        known = await order_lines.known_by_now(session, shop, products)
    found = [await _settle_or_leave(desk, actor, each, now=now) for each in known]
    return tuple(each for each in found if each is not None)


async def _settle_or_leave(
    desk: Desk, actor: Actor | None, order: int, *, now: datetime
) -> Settled | None:
    """Post what an order gives by now; one that cannot be posted as it is holds up none of the others."""
    try:
        return await _settle(desk, actor, order, now=now)
    except Clash as clash:
        if actor is None:
            await shop_reading.failed(desk, order, problem=str(clash), now=now)
        return None


@until_saved
async def _settle(desk: Desk, actor: Actor | None, order: int, *, now: datetime) -> Settled:
    async with desk.writing(actor, now, job=shop_reading.JOB) as session:
        row = await _locked(session, order)
        return await order_settling.settle(
            session, desk, actor, row, language=language_of(desk, row.shop), now=now
        )


async def admit_early(
    desk: Desk, actor: Actor, *, shop: str, order_no: int, now: datetime
) -> Settled | Refusal:
    """Let an order that was placed before the desk began with its shop give what it is worth. Raises NotFound."""
    if refused := access.check(facts.role_of(actor), "shop"):
        return refused
    try:
        return await _admit_early(desk, actor, shop, order_no, now=now)
    except Clash as clash:
        return clash.refusal


@until_saved
async def _admit_early(
    desk: Desk, actor: Actor, shop: str, order_no: int, *, now: datetime
) -> Settled | Refusal:
    async with desk.writing(actor, now) as session:
        await locks.hold(session, f"order {shop} {order_no}")
        row = await _by_number(session, shop, order_no)
        if not row.early:
            return Refusal(f"Order {order_no} of {shop} counts already.", "K3")
        await orders.save(session, row, early=False)
        await tickets.record(
            session,
            "early order admitted",
            at=now,
            staff_id=actor.staff_id,
            shop=shop,
            order=order_no,
        )
        return await order_settling.settle(
            session, desk, actor, row, language=language_of(desk, shop), now=now
        )


async def name_domain(
    desk: Desk, actor: Actor, *, line: int, domain: str, now: datetime
) -> Settled | Refusal:
    """Say which site the Premium of a line is for, and post it (P1). Raises NotFound and BadInput."""
    site = order_lines.site(domain)
    if refused := access.check(facts.role_of(actor), "shop"):
        return refused
    try:
        return await _name_domain(desk, actor, line, site, now=now)
    except Clash as clash:
        return clash.refusal


@until_saved
async def _name_domain(
    desk: Desk, actor: Actor, line: int, site: str, *, now: datetime
) -> Settled | Refusal:
    async with desk.writing(actor, now, alone=True) as session:
        found = await orders.line(session, line)
        if found is None:
            raise NotFound(f"There is no line {line} of an order.")
        row = await _locked(session, found.order_id)
        if found.waits_for != "domain":
            return Refusal("This line waits for no domain.", "P1")
        before = found.domain
        await orders.save(session, found, domain=site)
        await tickets.record(
            session, "order domain", at=now, staff_id=actor.staff_id, shop=row.shop,
            order=row.order_no, line=line, before=before, after=site,
        )  # fmt: skip
        return await order_settling.settle(
            session, desk, actor, row, language=language_of(desk, row.shop), now=now
        )


@until_saved
async def look_again(
    desk: Desk, actor: Actor, *, shop: str, order_no: int, now: datetime
) -> OrderView | Refusal:
    """Have an order looked up at the next run, be it known or not. Raises BadInput where there is no such shop."""
    if refused := access.check(facts.role_of(actor), "shop"):
        return refused
    if shop not in desk.settings.shops:
        raise BadInput(f"There is no shop {shop!r} in the settings.")
    async with desk.writing(actor, now) as session:
        await orders.hold(session, shop)
        row = await orders.numbered(session, shop, order_no)
        if row is None:
            row = ShopOrder(shop=shop, order_no=order_no, look_up_from=now)
            await orders.add(session, row)
        await orders.save(session, row, look_up_from=now)
        await tickets.record(
            session, "order looked up", at=now, staff_id=actor.staff_id, shop=shop, order=order_no
        )
        return (await order_views.views(session, [row]))[0]


async def plan(
    desk: Desk, shop: str, order: Order, *, paid_statuses: Collection[str], now: datetime
) -> OrderPlan:
    """What taking the order in would do now; nothing is changed."""
    paid = order.status in paid_statuses
    async with desk.reading() as session:
        row = await orders.numbered(session, shop, order.order_no)
        reading = await orders.reading(session, shop)
        began = reading.began_at if reading else shop_reading.begins(desk, shop, now)
        shown = order_lines.as_if(row, shop, order, paid=paid, began_at=began)
        lines = await order_lines.would_be(session, row, order, paid=paid)
        return await order_views.planned(session, desk, shown, lines, order=order, now=now)


def language_of(desk: Desk, shop: str) -> str:
    """The language of a buyer who is new."""
    settings = desk.settings.shops.get(shop)
    return settings.language if settings else "en"


async def _locked(session: Session, order: int) -> ShopOrder:
    """An order that something is posted from, kept from others in the same turn as by who takes it in."""
    found = (await orders.of_ids(session, [order])).get(order)
    if found is not None:
        await _hold(session, found.shop, found.order_no, address=found.address)
    return await shop_reading.the_order(session, order)


async def _by_number(session: Session, shop: str, order_no: int) -> ShopOrder:
    row = await orders.numbered(session, shop, order_no)
    if row is None:
        raise NotFound(f"There is no order {order_no} of {shop} on record.")
    await _hold(session, shop, order_no, address=row.address)
    return row


async def _hold(session: Session, shop: str, order_no: int, *, address: str) -> None:
    """Keep an order and its buyer's address from whoever would take them in meanwhile."""
    await locks.hold(session, f"order {shop} {order_no}", f"sender {address.lower()}")
