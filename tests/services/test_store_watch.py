"""Keeping up with the shops: beside the other jobs, on from trouble to trouble, and no shop is waited for at the end."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from console.jobs import runner, store_sync
from console.jobs.store_watch import StoreWatch
from console.services.faults import BadInput
from tests.conftest import at
from tests.services.office import Office
from tests.services.shop import Shop, order
from tests.services.test_mail_watch import until
from tests.services.test_store_sync import Shelf


@pytest.fixture
def place(desk_path: Path) -> Path:
    """In a file."""
    return desk_path


@pytest.fixture
async def office_with_shop(office: Office) -> Office:
    """The desk knows a shop and its products."""
    await Shop(office).begin()
    return office


@asynccontextmanager
async def watching(
    office: Office,
    opened: Any,
    *,
    pause_seconds: float = 600.0,
    now: Callable[[], datetime] = lambda: at(60),
) -> AsyncIterator[StoreWatch]:
    """A watch on the shop, for as long as it is needed."""
    watch = StoreWatch(office.desk, now=now, opened=opened, pause_seconds=pause_seconds)
    watch.start()
    try:
        yield watch
    finally:
        await watch.stop()


@dataclass
class Closed:
    """A shop that never answers."""

    asked: int = 0
    clock: None = None
    gone: asyncio.Event = field(default_factory=asyncio.Event)

    @asynccontextmanager
    async def opened(self, *_: Any) -> AsyncIterator["Closed"]:
        """The shop is reached."""
        yield self

    async def paid_statuses(self) -> frozenset[str]:
        """Nothing comes."""
        self.asked += 1
        await self.gone.wait()
        return frozenset()


async def test_what_came_is_told_once(office_with_shop: Office) -> None:
    """A round tells what has come since the one before."""
    shelf = Shelf()
    shelf.put(order(1), order(2))
    async with watching(office_with_shop, shelf.opened) as watch:
        told = 0
        while told < 2:
            told += watch.report().counts.posted
            await asyncio.sleep(0.01)
        assert watch.report().counts == store_sync.Counts()
    assert await office_with_shop.balance() == 40


async def test_the_shop_is_asked_again_and_again(office_with_shop: Office) -> None:
    """What was paid meanwhile comes by itself; the shop's list is asked for every five minutes, not at each look."""
    shelf, minute, looks = Shelf(), [60], 0

    def now() -> datetime:
        nonlocal looks
        looks += 1
        return at(minute[0])

    async with watching(office_with_shop, shelf.opened, pause_seconds=0.01, now=now) as watch:
        await until(lambda: "page 1" in shelf.asked and looks > 40)
        shelf.put(order(1))
        minute[0] = 64
        await until(lambda: looks > 80)
        assert shelf.asked.count("page 1") == 1
        minute[0] = 65
        await until(lambda: watch.report().counts.posted == 1)


async def test_trouble_is_told_until_it_is_over(office_with_shop: Office) -> None:
    """Each report has it, until the shop answers."""
    shelf = Shelf(faults={"statuses": "The shop is closed."})
    async with watching(office_with_shop, shelf.opened, pause_seconds=0.01) as watch:
        await until(lambda: watch.report().problems == ["com: The shop is closed."])
        assert watch.report().problems == ["com: The shop is closed."]
        shelf.faults.clear()
        await until(lambda: watch.report().problems == [])


async def test_in_trouble_a_shop_is_asked_less_and_less_often(
    office_with_shop: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each pause is twice as long as the one before, up to five minutes."""
    pauses: list[float] = []
    sleep = asyncio.sleep

    async def noted(seconds: float) -> None:
        if seconds > 1:
            pauses.append(seconds)
        await sleep(0)

    shelf = Shelf(faults={"statuses": "The shop is closed."})
    async with watching(office_with_shop, shelf.opened, pause_seconds=15):
        monkeypatch.setattr(asyncio, "sleep", noted)
        while len(pauses) < 7:
            await sleep(0.01)
    assert pauses[:7] == [30, 60, 120, 240, 300, 300, 300]


async def test_a_fault_of_the_program_is_told_and_ends_nothing(
    office_with_shop: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """It is written down, and the shop is read again."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    shelf = Shelf()
    shelf.put(order(1))
    failing = iter([RuntimeError("never expected")])

    def opened(*arguments: Any) -> Any:
        for error in failing:
            raise error
        return shelf.opened(*arguments)

    async with watching(office_with_shop, opened, pause_seconds=0.01) as watch:
        await until(lambda: "written down" in "".join(watch.report().problems))
        await until(lambda: watch.report().counts.posted == 1)


async def test_a_shop_that_hangs_keeps_no_round_and_no_end(
    office_with_shop: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other jobs go on, and the program ends without it."""
    closed = Closed()
    monkeypatch.setattr(store_sync, "shop_of", closed.opened)
    stop, rounds = asyncio.Event(), 0
    async for ran in runner.run_for_ever(
        office_with_shop.desk, now=lambda: at(60), stop=stop, pause_seconds=0.01
    ):
        assert [each.job for each in ran] == ["mail", "outbox", "limits", "store"]
        rounds += 1
        if rounds >= 3 and closed.asked:
            stop.set()
    assert closed.asked == 1


async def test_told_to_end_an_order_at_hand_is_taken_in(
    office_with_shop: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing of an order is cut off."""
    shelf = Shelf()
    shelf.put(order(1))
    begun = asyncio.Event()
    take_in = store_sync.orders.take_in

    async def slowly(*arguments: Any, **facts: Any) -> Any:
        begun.set()
        await asyncio.sleep(0)
        return await take_in(*arguments, **facts)

    monkeypatch.setattr(store_sync.orders, "take_in", slowly)
    async with watching(office_with_shop, shelf.opened):
        await begun.wait()
    assert await office_with_shop.balance() == 20


async def test_one_shop_without_a_key_keeps_none_of_the_others(office_with_shop: Office) -> None:
    """It is told, and the other is read."""
    shelf = Shelf()
    shelf.put(order(1))
    desk = office_with_shop.desk
    desk.settings = replace(
        desk.settings, shops={**desk.settings.shops, "au": desk.settings.shops["com"]}
    )

    def opened(desk: Any, shop: str) -> Any:
        if shop == "au":
            raise BadInput("There is no key.")
        return shelf.opened(desk, shop)

    told = await store_sync.run(desk, now=lambda: at(60), opened=opened)
    assert (told.problems, told.counts.posted) == (["au: There is no key."], 1)


async def test_a_keyring_that_waits_for_somebody_holds_up_nobody(
    office_with_shop: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The shop is reached in a thread of its own, and not waited for for ever."""
    import threading

    answers = threading.Event()
    monkeypatch.setattr(store_sync, "_SETTINGS_SECONDS", 0.01)

    def opened(*_: Any) -> Any:
        answers.wait()

    told = await store_sync.run(office_with_shop.desk, now=lambda: at(60), opened=opened)
    answers.set()
    assert told.problems == ["com: The key to the shop com was not there in time."]


async def test_without_a_shop_none_is_read(office: Office) -> None:
    """The job is left out of all, and asked for alone says why."""
    ran = await runner.run_once(office.desk, now=at)
    (alone,) = await runner.run_once(office.desk, only="store", now=at)
    assert [each.job for each in ran] == ["mail", "outbox", "limits"]
    assert alone.problem == "No shop is set: the settings name none."
