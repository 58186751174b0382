"""Shops' orders: put down when they are heard of, taken in when they are looked up, each once, whatever the shop does."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from console.policy import access, officehours
from console.policy import orders as policy
from console.policy.refusal import Refusal
from console.services import facts, order_lines, order_settling, order_views
from console.services.connection import until_saved
from console.services.context import Desk
from console.services.faults import BadInput, Fault, NotFound
from console.services.order_posting import Clash
from console.services.order_shapes import OrderPlan, OrderView, Settled
from console.services.shapes import Actor
from console.store.orders import Head, Order
from db import locks, orders, tickets
from db.engine import Session
from db.tables import ShopOrder, ShopReading
from widgets.safe_text import one_line

JOB = "store"
"""The login that the shop is read under, where the database knows logins."""

SAME_MOMENT = timedelta(minutes=2)
"""An order that changed so shortly before it was looked up may have changed again within the same second."""

FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=6)
AGAIN_AFTER, AGAIN_FOR, AGAIN_AT_ONCE = timedelta(days=1), timedelta(days=90), 20
"""A return leaves an order's times alone: those paid of late are looked up again each day, so many at a time."""

PROBLEM_CHARS_MAX = 300


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a shop has been read: `began_at` is what orders count from, the cursor is by the shop's own clock."""

    began_at: datetime
    cursor: datetime | None
    looked_at: datetime | None


@dataclass(frozen=True, slots=True)
class Due:
    """An order to be looked up."""

    order: int
    order_no: int
    tries: int


@until_saved
async def reach(desk: Desk, shop: str, *, now: datetime) -> Reach:
    """How far a shop has been read; at the first look at it, from the day of the settings or from now on."""
    async with desk.writing(job=JOB) as session:
        await orders.hold(session, shop)
        row = await orders.reading(session, shop)
        if row is None:
            row = ShopReading(shop=shop, began_at=_begins(desk, shop, now))
            await orders.add(session, row)
        return Reach(row.began_at, row.cursor, row.looked_at)


async def reach_so_far(desk: Desk, shop: str, *, now: datetime) -> Reach:
    """How far a shop has been read, or would be read from; nothing is changed."""
    async with desk.reading() as session:
        row = await orders.reading(session, shop)
    if row is None:
        return Reach(_begins(desk, shop, now), None, None)
    return Reach(row.began_at, row.cursor, row.looked_at)


def _begins(desk: Desk, shop: str, now: datetime) -> datetime:
    settings = desk.settings.shops.get(shop)
    if settings is None or not settings.since:
        return now
    return officehours.day_begins(desk.hours, datetime.fromisoformat(settings.since).date())


@until_saved
async def put_down(desk: Desk, shop: str, heads: Sequence[Head], *, now: datetime) -> int:
    """Note which orders of a page of the shop's list are to be looked up; how many that are."""
    async with desk.writing(job=JOB) as session:
        await orders.hold(session, shop)
        found = await orders.known(session, shop, [each.order_no for each in heads])
        new = [
            ShopOrder(
                shop=shop, order_no=each.order_no, changed_at=each.changed_at,
                placed_at=each.placed_at, look_up_from=now,
            )
            for each in heads
            if each.order_no not in found
        ]  # fmt: skip
        await orders.add_all(session, new)
        changed = [each for each in heads if _has_changed(found.get(each.order_no), each)]
        for each in changed:
            row = found[each.order_no]
            due = min(row.look_up_from or now, now)
            await orders.save(session, row, look_up_from=due, changed_at=each.changed_at)
        return len(new) + len(changed)


def _has_changed(row: ShopOrder | None, head: Head) -> bool:
    if row is None:
        return False
    if row.looked_at is None or row.changed_at is None or head.changed_at is None:
        return True
    late = row.looked_at - head.changed_at < SAME_MOMENT
    return late or (row.changed_at, row.status) != (head.changed_at, head.status)


@until_saved
async def hint(desk: Desk, shop: str, order_no: int, *, job: str, now: datetime) -> None:
    """Note that an order may have changed: nothing but the shop's own word on it counts."""
    async with desk.writing(job=job) as session:
        await orders.hold(session, shop)
        row = await orders.numbered(session, shop, order_no)
        if row is None:
            await orders.add(session, ShopOrder(shop=shop, order_no=order_no, look_up_from=now))
        elif row.look_up_from is None or row.look_up_from > now:
            await orders.save(session, row, look_up_from=now)


async def due(desk: Desk, shop: str, *, now: datetime, limit: int) -> tuple[Due, ...]:
    """The orders that are to be looked up by now."""
    async with desk.reading() as session:
        found = await orders.due(session, shop, now=now, limit=limit)
        return tuple(Due(facts.key(each), each.order_no, each.tries) for each in found)


async def due_again(desk: Desk, shop: str, *, now: datetime) -> tuple[Due, ...]:
    """Paid orders of late that nobody has looked at for a day."""
    async with desk.reading() as session:
        found = await orders.looked_at_before(
            session,
            shop,
            before=now - AGAIN_AFTER,
            placed_since=now - AGAIN_FOR,
            limit=AGAIN_AT_ONCE,
        )
        return tuple(Due(facts.key(each), each.order_no, each.tries) for each in found)


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
    async with desk.writing(job=JOB) as session:
        await locks.hold(session, f"order {shop} {order.order_no}", f"sender {order.email.lower()}")
        row = await _the_row(session, shop, order, now=now)
        await _looked_at(session, row, asked_at=asked_at, status=order.status)
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


async def _looked_at(
    session: Session, row: ShopOrder, *, asked_at: datetime, status: str | None = None
) -> None:
    """Note that it was looked up; what was heard of it since it was asked for stays to be looked up."""
    heard = row.look_up_from is not None and row.look_up_from > asked_at
    await orders.save(
        session, row, looked_at=asked_at, look_up_from=row.look_up_from if heard else None, tries=0,
        problem=None, status=row.status if status is None else status,
    )  # fmt: skip


@until_saved
async def gone(desk: Desk, order: int, *, asked_at: datetime) -> None:
    """Note that the shop has no such order: what it gave stays as it is, a person decides on that."""
    async with desk.writing(job=JOB) as session:
        await _looked_at(session, await _the_order(session, order), asked_at=asked_at)


@until_saved
async def failed(desk: Desk, order: int, *, problem: str, now: datetime) -> None:
    """Note that an order could not be looked up or taken in: it is tried again later, later each time."""
    async with desk.writing(job=JOB) as session:
        row = await _the_order(session, order)
        pause = min(FIRST_PAUSE * 2 ** min(row.tries, 10), LONGEST_PAUSE)
        told = one_line(problem, max_chars=PROBLEM_CHARS_MAX)
        await orders.save(session, row, tries=row.tries + 1, look_up_from=now + pause, problem=told)


@until_saved
async def read_to(desk: Desk, shop: str, *, moment: datetime, now: datetime) -> datetime | None:
    """Move the cursor to a moment by the shop's clock, or as far as everything before it was taken in."""
    async with desk.writing(job=JOB) as session:
        await orders.hold(session, shop)
        row = await _the_reading(session, shop)
        unread = await orders.first_unread(session, shop)
        moved = min(moment, unread) if unread is not None else moment
        cursor = max(moved, row.cursor) if row.cursor else moved
        await orders.save(session, row, cursor=cursor, looked_at=now, problem=None, problem_at=None)
        return cursor


@until_saved
async def in_trouble(desk: Desk, shop: str, *, problem: str, now: datetime) -> None:
    """Note that the shop did not answer, or not as a shop does."""
    async with desk.writing(job=JOB) as session:
        await orders.hold(session, shop)
        row = await _the_reading(session, shop)
        told = one_line(problem, max_chars=PROBLEM_CHARS_MAX)
        await orders.save(session, row, problem=told, problem_at=now)


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
            await failed(desk, order, problem=str(clash), now=now)
        return None


@until_saved
async def _settle(desk: Desk, actor: Actor | None, order: int, *, now: datetime) -> Settled:
    async with desk.writing(actor, now, job=JOB) as session:
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
        began = reading.began_at if reading else _begins(desk, shop, now)
        shown = order_lines.as_if(row, shop, order, paid=paid, began_at=began)
        lines = await order_lines.would_be(session, row, order, paid=paid)
        return await order_views.planned(session, desk, shown, lines, order=order, now=now)


def language_of(desk: Desk, shop: str) -> str:
    """The language of a buyer who is new."""
    settings = desk.settings.shops.get(shop)
    return settings.language if settings else "en"


async def _the_order(session: Session, order: int) -> ShopOrder:
    row = await orders.locked(session, order)
    if row is None:
        raise NotFound(f"There is no order {order} on record.")
    return row


async def _locked(session: Session, order: int) -> ShopOrder:
    """An order that something is posted from, kept from others with its buyer's address."""
    row = await _the_order(session, order)
    await locks.hold(session, f"sender {row.address.lower()}")
    return row


async def _by_number(session: Session, shop: str, order_no: int) -> ShopOrder:
    row = await orders.numbered(session, shop, order_no)
    if row is None:
        raise NotFound(f"There is no order {order_no} of {shop} on record.")
    return row


async def _the_reading(session: Session, shop: str) -> ShopReading:
    row = await orders.reading(session, shop)
    if row is None:
        raise NotFound(f"The shop {shop} was never looked at.")
    return row
