"""Reading the shops: what changed is put down, looked up, and taken in; the shop is never asked within a transaction.

The cursor moves only over what was taken in, so that whatever stops a run, the next one goes on from there.
"""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Callable, Collection, Coroutine, Sequence
from contextlib import AbstractAsyncContextManager, aclosing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Protocol, TypeVar

from console.jobs import shops
from console.jobs.aside import aside, to_its_end
from console.services import orders, shop_reading
from console.services.context import Desk
from console.services.faults import BadInput, Fault, NotSaved, Unreachable
from console.services.order_shapes import OrderPlan
from console.services.shop_reading import Due
from console.store.faults import ForNow, ShopFault
from console.store.orders import Order, Page

_T = TypeVar("_T")
Answer = asyncio.Future[Order | None]

EVERY = timedelta(minutes=5)
"""How often a shop is asked what changed; what is known to have changed is looked up at each run."""

AT_ONCE = 50
AHEAD = 3
_SETTINGS_SECONDS = 60.0
LISTINGS_MAX = 3
FAILURES_MAX = 5
"""So many orders in a row that cannot be looked up are the shop's trouble, not theirs."""


class Asked(Protocol):
    """A shop that can be asked."""

    clock: datetime | None

    async def paid_statuses(self) -> frozenset[str]:
        """The statuses of orders that are paid for."""

    async def orders(self, changed_since: datetime, page: int) -> Page:
        """A page of the orders that changed since then."""

    async def order(self, order_no: int) -> Order | None:
        """An order with its lines, or None where there is no such order."""


Open = Callable[[Desk, str], AbstractAsyncContextManager[Asked]]
"""How a shop is reached."""


@dataclass(slots=True)
class Counts:
    """Orders looked up, what they gave in entries and packages, lines that wait, proposals made, and what failed."""

    orders: int = 0
    posted: int = 0
    waiting: int = 0
    proposals: int = 0
    failed: int = 0


@dataclass(slots=True)
class Syncing:
    """What came of the shops; `problem` says which did not answer, and why."""

    counts: Counts = field(default_factory=Counts)
    problems: list[str] = field(default_factory=list)


async def run(
    desk: Desk, *, now: Callable[[], datetime], opened: Open | None = None, at_once: bool = True
) -> Syncing:
    """Read every shop of the settings; one that does not answer keeps none of the others. Safe to run twice at once.

    Unless all is wanted `at_once`, a shop that was asked a moment ago is not asked again what changed.
    """
    told = Syncing()
    for name in sorted(shops.names(desk)):
        try:
            await _Sync(desk, name, now, told).run(opened or shop_of, at_once=at_once)
        except (Unreachable, BadInput, ShopFault) as error:
            await shop_reading.in_trouble(desk, name, problem=str(error), now=now())
            told.problems.append(f"{name}: {error}")
    return told


class _Sync:
    """One shop, read once."""

    def __init__(self, desk: Desk, shop: str, now: Callable[[], datetime], told: Syncing) -> None:
        self._desk = desk
        self._shop = shop
        self._now = now
        self._told = told
        self._paid: Collection[str] = ()
        self._failures = 0

    async def run(self, opened: Open, *, at_once: bool) -> None:
        """List, look up, and go on from there. Raises Unreachable."""
        reach = await shop_reading.reach(self._desk, self._shop, now=self._now())
        listed = at_once or reach.looked_at is None or self._now() - reach.looked_at >= EVERY
        if not listed and not await self._due():
            return
        if listed:
            await orders.settle_waiting(self._desk, None, self._shop, now=self._now())
        async with await _reached(opened, self._desk, self._shop) as asked:
            self._paid = await faulty(asked.paid_statuses())
            since = reach.cursor or reach.began_at
            moment = await self._list(asked, since) if listed else None
            await self._look_up_all(asked)
            if moment is not None:
                again = await shop_reading.due_again(self._desk, self._shop, now=self._now())
                await self._look_up(asked, again)
                await shop_reading.read_to(self._desk, self._shop, moment=moment, now=self._now())

    async def _list(self, asked: Asked, since: datetime) -> datetime:
        """Put down every order that changed since then; the shop's own time when that began. Raises Unreachable."""
        settings = self._desk.settings.shops[self._shop]
        wanted = since - timedelta(minutes=settings.overlap_minutes)
        for _ in range(LISTINGS_MAX):
            began, whole = await self._list_once(asked, wanted)
            if whole:
                return began
        raise Unreachable(
            "The shop's list of orders changes faster than it can be read: it is read again later."
        )

    async def _list_once(self, asked: Asked, wanted: datetime) -> tuple[datetime, bool]:
        """One pass over the pages; whether none of them was missed.

        The list has fewer orders than before when one was deleted, which moves the others up: one may be hidden.
        """
        seen: set[int] = set()
        page = await self._page(asked, wanted, 1)
        began, most = asked.clock or self._now(), page.total
        while page.heads and page.total >= most:
            before = len(seen)
            seen |= {each.order_no for each in page.heads}
            if len(seen) >= page.total:
                return began, True
            if len(seen) == before:
                break
            most = page.total
            page = await self._page(asked, wanted, page.number + 1)
        return began, page.total == 0 and not seen

    async def _page(self, asked: Asked, wanted: datetime, number: int) -> Page:
        page = await faulty(asked.orders(wanted, number))
        await shop_reading.put_down(self._desk, self._shop, page.heads, now=self._now())
        return page

    async def _due(self, limit: int = 1) -> Sequence[Due]:
        return await shop_reading.due(self._desk, self._shop, now=self._now(), limit=limit)

    async def _look_up_all(self, asked: Asked) -> None:
        """Look up what is due, until nothing is. Raises Unreachable where the shop answers nothing any more."""
        while found := await self._due(AT_ONCE):
            await self._look_up(asked, found)

    async def _look_up(self, asked: Asked, found: Sequence[Due]) -> None:
        """Look orders up, and take each in while the next are asked for; one that fails is tried again later."""
        async with aclosing(self._asked_ahead(asked, found)) as answers:
            async for due, moment, answer in answers:
                await self._take(due, moment, answer)

    async def _asked_ahead(
        self, asked: Asked, found: Sequence[Due]
    ) -> AsyncGenerator[tuple[Due, datetime, Answer], None]:
        """Each order, when it was asked for, and the answer that is to come; a few are asked for at once."""
        begun: deque[tuple[Due, datetime, Answer]] = deque()
        try:
            for due in found:
                answer: Answer = asyncio.ensure_future(asked.order(due.order_no))
                begun.append((due, self._now(), answer))
                if len(begun) > AHEAD:
                    yield begun.popleft()
            while begun:
                yield begun.popleft()
        finally:
            for _, _, answer in begun:
                answer.cancel()
            await asyncio.gather(*(answer for _, _, answer in begun), return_exceptions=True)

    async def _take(self, due: Due, moment: datetime, answer: Answer) -> None:
        """Take one order in. Raises Unreachable."""
        try:
            order = await answer
            if order is None:
                await shop_reading.gone(self._desk, due.order, asked_at=moment)
            else:
                await to_its_end(self._take_in(order, moment))
        except NotSaved:
            raise
        except (ShopFault, Fault) as error:
            await self._has_failed(due, str(error))
            if isinstance(error, ForNow):
                # It was asked again already: the others would fare no better.
                raise Unreachable(str(error)) from error
        else:
            self._failures = 0
            self._told.counts.orders += 1

    async def _has_failed(self, due: Due, problem: str) -> None:
        await shop_reading.failed(self._desk, due.order, problem=problem, now=self._now())
        self._told.counts.failed += 1
        self._failures += 1
        if self._failures >= FAILURES_MAX:
            raise Unreachable(problem)

    async def _take_in(self, order: Order, moment: datetime) -> None:
        settled = await orders.take_in(
            self._desk,
            self._shop,
            order,
            paid_statuses=self._paid,
            asked_at=moment,
            now=self._now(),
        )
        counts = self._told.counts
        counts.posted += settled.posted
        counts.waiting += settled.waiting
        counts.proposals += settled.proposed


async def _reached(opened: Open, desk: Desk, shop: str) -> AbstractAsyncContextManager[Asked]:
    """The shop, reached aside: what speaks HTTP loads slowly, and a keyring may wait for somebody. Raises Unreachable."""
    try:
        return await aside(partial(opened, desk, shop), seconds=_SETTINGS_SECONDS)
    except TimeoutError:
        raise Unreachable(f"The key to the shop {shop} was not there in time.") from None
    except ShopFault as error:
        raise Unreachable(str(error)) from error


async def faulty(asking: Coroutine[Any, Any, _T]) -> _T:
    """Ask the shop for what nothing goes on without. Raises Unreachable."""
    try:
        return await asking
    except ShopFault as error:
        raise Unreachable(str(error)) from error


async def plan(
    desk: Desk, shop: str, *, now: Callable[[], datetime], opened: "Open | None" = None
) -> tuple[OrderPlan, ...]:
    """What reading a shop now would do; nothing is changed. Raises Unreachable and BadInput."""
    reach = await shop_reading.reach_so_far(desk, shop, now=now())
    settings = desk.settings.shops[shop]
    since = (reach.cursor or reach.began_at) - timedelta(minutes=settings.overlap_minutes)
    plans: list[OrderPlan] = []
    async with await _reached(opened or shop_of, desk, shop) as asked:
        paid = await faulty(asked.paid_statuses())
        numbers = await _numbers(asked, since)
        numbers |= {
            each.order_no for each in await shop_reading.due(desk, shop, now=now(), limit=AT_ONCE)
        }
        for number in sorted(numbers):
            order = await faulty(asked.order(number))
            if order is not None:
                plans.append(await orders.plan(desk, shop, order, paid_statuses=paid, now=now()))
    return tuple(plans)


async def _numbers(asked: Asked, since: datetime) -> set[int]:
    """The orders that changed since then."""
    seen: set[int] = set()
    page = await faulty(asked.orders(since, 1))
    while new := {each.order_no for each in page.heads} - seen:
        seen |= new
        if len(seen) >= page.total:
            break
        page = await faulty(asked.orders(since, page.number + 1))
    return seen


def shop_of(desk: Desk, name: str) -> AbstractAsyncContextManager[Asked]:
    """The shop of the settings. Raises BadInput where its key cannot be had."""
    from console.store.client import Shop

    return Shop(shops.server_of(desk, name))
