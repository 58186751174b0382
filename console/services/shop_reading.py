"""How far shops have been read: which orders were heard of, are due, were looked up, or failed; nothing is posted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from console.policy import officehours
from console.services import facts
from console.services.connection import until_saved
from console.services.context import Desk
from console.services.faults import NotFound
from console.store.orders import Head
from db import orders
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
            row = ShopReading(shop=shop, began_at=begins(desk, shop, now))
            await orders.add(session, row)
        return Reach(row.began_at, row.cursor, row.looked_at)


async def reach_so_far(desk: Desk, shop: str, *, now: datetime) -> Reach:
    """How far a shop has been read, or would be read from; nothing is changed."""
    async with desk.reading() as session:
        row = await orders.reading(session, shop)
    if row is None:
        return Reach(begins(desk, shop, now), None, None)
    return Reach(row.began_at, row.cursor, row.looked_at)


def begins(desk: Desk, shop: str, now: datetime) -> datetime:
    """What a shop's orders count from: the day of the settings, else now."""
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


async def looked_at(
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
        await looked_at(session, await the_order(session, order), asked_at=asked_at)


@until_saved
async def failed(desk: Desk, order: int, *, problem: str, now: datetime) -> None:
    """Note that an order could not be looked up or taken in: it is tried again later, later each time."""
    async with desk.writing(job=JOB) as session:
        row = await the_order(session, order)
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


async def the_order(session: Session, order: int) -> ShopOrder:
    """An order on record, kept from others. Raises NotFound."""
    row = await orders.locked(session, order)
    if row is None:
        raise NotFound(f"There is no order {order} on record.")
    return row


async def _the_reading(session: Session, shop: str) -> ShopReading:
    row = await orders.reading(session, shop)
    if row is None:
        raise NotFound(f"The shop {shop} was never looked at.")
    return row
