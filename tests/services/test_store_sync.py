"""Reading a shop: page by page, each order in a transaction of its own, on from where it came to."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime

import pytest

from console.jobs import store_sync
from console.jobs.store_sync import Syncing
from console.policy.orders import Meaning, Means
from console.services import order_views, orders, shop_reading
from console.services.context import Desk
from console.store.faults import ShopFault
from console.store.orders import Head, Order, Page
from tests.conftest import at
from tests.services.office import Office
from tests.services.shop import COM, Shop, line, order

PER_PAGE = 2


@dataclass
class Shelf:
    """A shop without a network: its orders, what it was asked, and what goes wrong at which question."""

    found: dict[int, Order] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    faults: dict[str, str] = field(default_factory=dict)
    before: dict[str, Callable[[], None]] = field(default_factory=dict)
    clock: datetime | None = field(default_factory=lambda: at(60))
    since: datetime | None = None

    def put(self, *made: Order) -> None:
        """Orders as they are now."""
        self.found |= {each.order_no: each for each in made}

    def _ask(self, what: str) -> None:
        self.asked.append(what)
        if happens := self.before.pop(what, None):
            happens()
        if what in self.faults:
            raise ShopFault(self.faults[what])

    async def paid_statuses(self) -> frozenset[str]:
        """Paid and complete."""
        self._ask("statuses")
        return frozenset({"P", "C"})

    async def orders(self, changed_since: datetime, page: int) -> Page:
        """A page; one past the last is the last."""
        self._ask(f"page {page}")
        self.since = changed_since
        heads = [
            Head(each.order_no, each.status, each.changed_at, each.placed_at)
            for _, each in sorted(self.found.items())
            if each.changed_at is None or each.changed_at >= changed_since
        ]
        last = max(1, -(-len(heads) // PER_PAGE))
        number = min(page, last)
        shown = heads[(number - 1) * PER_PAGE : number * PER_PAGE]
        return Page(tuple(shown), number, PER_PAGE, len(heads))

    async def order(self, order_no: int) -> Order | None:
        """One order."""
        self._ask(f"order {order_no}")
        return self.found.get(order_no)

    @asynccontextmanager
    async def opened(self, _desk: Desk, _shop: str) -> AsyncIterator["Shelf"]:
        """The shop is reached."""
        yield self


@pytest.fixture
async def shop(office: Office) -> Shop:
    """The desk's side."""
    return await Shop(office).begin()


@pytest.fixture
def shelf() -> Shelf:
    """The shop's side."""
    return Shelf()


async def sync(shop: Shop, shelf: Shelf, *, minute: float = 60, at_once: bool = True) -> Syncing:
    """Read the shop once."""
    return await store_sync.run(
        shop.office.desk, now=lambda: at(minute), opened=shelf.opened, at_once=at_once
    )


async def test_every_page_is_read_and_every_order_taken_in(shop: Shop, shelf: Shelf) -> None:
    """Five orders on three pages are five add-ons, and the cursor is where the shop's clock was."""
    shelf.put(*(order(number) for number in range(1, 6)))
    told = await sync(shop, shelf)
    assert (told.counts.orders, told.counts.posted, told.problems) == (5, 5, [])
    assert await shop.office.balance() == 100
    (status,) = await order_views.status(shop.office.desk)
    assert (status.cursor, status.to_look_up) == (at(60), 0)


async def test_what_was_read_is_not_looked_up_again(shop: Shop, shelf: Shelf) -> None:
    """The next run asks for the list alone."""
    shelf.put(order(1), order(2))
    await sync(shop, shelf)
    shelf.asked.clear()
    await sync(shop, shelf, minute=70)
    assert shelf.asked == ["statuses", "page 1"]


async def test_a_run_goes_back_over_the_one_before(shop: Shop, shelf: Shelf) -> None:
    """An hour's overlap, so that a clock that is wrong or a late change loses nothing."""
    await sync(shop, shelf)
    await sync(shop, shelf, minute=70)
    assert shelf.since == at(0)


async def test_an_order_deleted_between_two_pages_hides_none(shop: Shop, shelf: Shelf) -> None:
    """It moves the others up, so the list is read again."""
    shelf.put(*(order(number) for number in range(1, 6)))
    shelf.before["page 2"] = lambda: shelf.found.pop(1) and None
    await sync(shop, shelf)
    assert await shop.office.balance() == 80


async def test_a_list_that_never_holds_still_is_the_shops_trouble(shop: Shop, shelf: Shelf) -> None:
    """After three tries it is left for later, and the cursor stays."""
    shelf.put(*(order(number) for number in range(1, 30)))
    real = shelf.orders

    async def shrinking(changed_since: datetime, page: int) -> Page:
        shelf.found.pop(next(iter(shelf.found)))
        return await real(changed_since, page)

    shelf.orders = shrinking  # type: ignore[method-assign]
    told = await sync(shop, shelf)
    assert told.problems == [
        "com: The shop's list of orders changes faster than it can be read: it is read again later."
    ]
    (status,) = await order_views.status(shop.office.desk)
    assert status.cursor is None


@pytest.mark.parametrize("question", ["statuses", "page 1", "page 2"])
async def test_a_shop_in_trouble_moves_no_cursor_and_says_why(
    shop: Shop, shelf: Shelf, question: str
) -> None:
    """What was put down before is kept, and the reason is told in words."""
    shelf.put(*(order(number) for number in range(1, 4)))
    shelf.faults[question] = "The shop answers with a web page."
    told = await sync(shop, shelf)
    assert told.problems == ["com: The shop answers with a web page."]
    (status,) = await order_views.status(shop.office.desk)
    assert (status.cursor, status.problem) == (None, "The shop answers with a web page.")


async def test_a_shop_that_is_back_has_no_problem_any_more(shop: Shop, shelf: Shelf) -> None:
    """The next run clears it and posts what was missed, once."""
    shelf.put(*(order(number) for number in range(1, 4)))
    shelf.faults["page 2"] = "The shop answers with a web page."
    await sync(shop, shelf)
    shelf.faults.clear()
    await sync(shop, shelf, minute=61)
    (status,) = await order_views.status(shop.office.desk)
    assert status.problem is None
    assert await shop.office.balance() == 60


async def test_an_order_that_fails_holds_up_none_of_the_others(shop: Shop, shelf: Shelf) -> None:
    """It stays due with its reason, and the cursor stays before it."""
    shelf.put(order(1), order(2, changed_at=at(30)), order(3))
    shelf.faults["order 2"] = "Order 2 has no status."
    told = await sync(shop, shelf)
    assert (told.counts.orders, told.counts.failed, told.problems) == (2, 1, [])
    (failed,) = await order_views.faults(shop.office.desk)
    assert (failed.order_no, failed.problem) == (2, "Order 2 has no status.")
    (status,) = await order_views.status(shop.office.desk)
    assert status.cursor == at(30)


async def test_an_order_that_failed_is_taken_in_when_it_can_be(shop: Shop, shelf: Shelf) -> None:
    """Its turn comes again, and then it gives."""
    shelf.put(order(1))
    shelf.faults["order 1"] = "Order 1 has no status."
    await sync(shop, shelf)
    shelf.faults.clear()
    await sync(shop, shelf, minute=62)
    assert await shop.office.balance() == 20
    assert await order_views.faults(shop.office.desk) == ()


async def test_five_orders_in_a_row_that_fail_are_the_shops_trouble(
    shop: Shop, shelf: Shelf
) -> None:
    """It is not asked for the hundreds after them."""
    shelf.put(*(order(number) for number in range(1, 30)))
    shelf.faults |= {f"order {number}": "The shop is closed." for number in range(1, 30)}
    told = await sync(shop, shelf)
    assert told.problems == ["com: The shop is closed."]
    asked = [each for each in shelf.asked if each.startswith("order")]
    assert len(asked) <= store_sync.FAILURES_MAX + store_sync.AHEAD + 1


async def test_an_order_that_is_gone_is_looked_up_no_more(shop: Shop, shelf: Shelf) -> None:
    """The shop has no such order, and that is an answer."""
    await shop_reading.hint(shop.office.desk, COM, 7, job="store", now=at(1))
    await sync(shop, shelf)
    assert await shop_reading.due(shop.office.desk, COM, now=at(1000), limit=10) == ()


async def test_between_two_lists_only_what_is_due_is_asked_for(shop: Shop, shelf: Shelf) -> None:
    """A hint is looked up at the next run; the list is asked for every five minutes."""
    await sync(shop, shelf)
    shelf.put(order(9))
    shelf.asked.clear()
    await sync(shop, shelf, minute=62, at_once=False)
    assert shelf.asked == []
    await shop_reading.hint(shop.office.desk, COM, 9, job="store", now=at(62))
    await sync(shop, shelf, minute=63, at_once=False)
    assert shelf.asked == ["statuses", "order 9"]


async def test_a_return_that_moves_no_time_is_seen_within_a_day(shop: Shop, shelf: Shelf) -> None:
    """Paid orders of late are looked up again each day."""
    shelf.put(order(1, line(amount=2)))
    await sync(shop, shelf)
    shelf.put(order(1, line(amount=1)))
    told = await sync(shop, shelf, minute=60 + 1441)
    assert told.counts.proposals == 1


async def test_two_runs_at_once_give_once(shop: Shop, shelf: Shelf) -> None:
    """Whoever comes second finds it given."""
    shelf.put(*(order(number) for number in range(1, 6)))
    await asyncio.gather(sync(shop, shelf), sync(shop, shelf))
    assert await shop.office.balance() == 100


async def test_a_product_that_became_known_gives_without_the_shop(
    shop: Shop, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What waited is settled by the job too, where who mapped it was stopped in between."""
    await shop.take_in(order(1, line(99)))

    async def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(orders, "settle_waiting", stopped)
        with pytest.raises(KeyboardInterrupt):
            await shop.map({99: Meaning(Means.ADDON)})
    await sync(shop, shelf, at_once=False)
    assert await shop.office.balance() == 20


async def test_a_dry_run_writes_nothing(shop: Shop, shelf: Shelf) -> None:
    """It tells what each order would do."""
    shelf.put(order(1, line(amount=2)), order(2, status="O"))
    plans = await store_sync.plan(shop.office.desk, COM, now=lambda: at(60), opened=shelf.opened)
    assert [(each.order_no, [step.credits for step in each.steps]) for each in plans] == [
        (1, [40]),
        (2, []),
    ]
    assert await shop.office.one("SELECT count(*) FROM shop_order") == 0


async def test_a_shop_without_a_clock_is_read_by_ours(shop: Shop, shelf: Shelf) -> None:
    """Where the answers carry no date, the cursor moves by the desk's own time."""
    shelf.clock = None
    await sync(shop, shelf, minute=77)
    (status,) = await order_views.status(shop.office.desk)
    assert status.cursor == at(77)


async def test_each_shop_is_read_whatever_becomes_of_the_others(shop: Shop, shelf: Shelf) -> None:
    """One that does not answer keeps none of the others."""
    settings = shop.office.desk.settings
    shop.office.desk.settings = replace(
        settings, shops={**settings.shops, "a-first": settings.shops[COM]}
    )

    @asynccontextmanager
    async def opened(desk: Desk, name: str) -> AsyncIterator[Shelf]:
        if name == "a-first":
            raise ShopFault("It is closed.")
        yield shelf

    shelf.put(order(1))
    told = await store_sync.run(shop.office.desk, now=lambda: at(60), opened=opened)
    assert told.problems == ["a-first: It is closed."]
    assert await shop.office.balance() == 20
