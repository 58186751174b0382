"""Ten thousand orders of a shop, read over a socket: how long it takes, and how often the shop is asked."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from console import bootstrap
from console.config import ShopSettings
from console.jobs import store_sync
from console.location import Location
from console.policy.orders import Meaning, Means
from console.services import products, shop_reading
from console.services.context import Desk
from console.services.products import Wanted
from console.services.shapes import Actor
from console.store.client import Shop, ShopServer
from tests import postgres, team
from tests.bench.desks import make_desk
from tests.bench.report import Report
from tests.conftest import SETTINGS, at
from tests.postgres import Server
from tests.store.fake_shop import FakeShop, Item

pytestmark = pytest.mark.bench

ORDERS, BUYERS = 10_000, 4_000
ADDON, CREDITS = 31, 80
PER_PAGE = 100
READ_AGAIN = 3
"""Seconds that reading on may take where nothing changed."""


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server that keeps what it has acknowledged, with a desk."""
    with postgres.running(careless=False) as running:
        asyncio.run(team.found(running))
        yield running


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, str, str]:
    """Which database, and where the desk is for the admin and for the job."""
    if request.param == "SQLite":
        path = str(make_desk(tmp_path / "desk.db"))
        return request.param, path, path
    running: Server = request.getfixturevalue("server")
    job = running.address(team.DATABASE, f"{team.DATABASE}_store")
    return request.param, running.address(team.DATABASE, "ada"), job


def test_ten_thousand_orders_become_credits(place: tuple[str, str, str], report: Report) -> None:
    """Each once, with a request for each and one for each page of the list; and again, where nothing changed."""
    name, admin, job = place
    now = [at()]
    with FakeShop(clock=lambda: now[0]) as shop:
        for number in range(ORDERS):
            email = f"buyer{number % BUYERS}@shop.example"
            shop.place(Item(ADDON), Item(CREDITS), email=email, status="P")
        now[0] += timedelta(hours=1)
        taken, again, balance, requests = asyncio.run(_read(shop, admin, job, now[0]))
    report.add(f"orders taken in, {name}", [ORDERS / taken], unit="a second")
    report.add(f"{ORDERS:,} orders taken in, {name}", [taken], unit="s")
    report.add(f"the shop was asked, {name}", [requests], unit="times")
    report.add(f"read on, nothing changed, {name}", [again], unit="s", budget=f"<= {READ_AGAIN} s")
    assert balance == ORDERS * 100
    assert requests == ORDERS + ORDERS // PER_PAGE + 1
    assert again <= READ_AGAIN


async def _read(
    shop: FakeShop, admin: str, job: str, now: datetime
) -> tuple[float, float, int, int]:
    """Seconds for all, seconds for reading on, the credits that came of it, and how often the shop was asked."""
    await _map(shop, admin)
    desk = await _open(job, shop)
    await shop_reading.reach(desk, "com", now=at(-1))

    def opened(_desk: Desk, _name: str) -> AbstractAsyncContextManager[Shop]:
        return Shop(ShopServer("com", shop.address, shop.user, shop.key))

    asked, begun = len(shop.requests), time.perf_counter()
    told = await store_sync.run(desk, now=lambda: now, opened=opened)
    taken, requests = time.perf_counter() - begun, len(shop.requests) - asked
    assert (told.counts.orders, told.problems) == (ORDERS, [])
    begun = time.perf_counter()
    await store_sync.run(desk, now=lambda: now + timedelta(minutes=6), opened=opened)
    again = time.perf_counter() - begun
    balance = await _balance(desk)
    await desk.close()
    return taken, again, balance, requests


async def _map(shop: FakeShop, admin: str) -> None:
    """An admin says what the two products mean."""
    desk = await _open(admin, shop)
    wanted = [
        Wanted("com", f"id:{ADDON}", "", Meaning(Means.ADDON)),
        Wanted("com", f"id:{CREDITS}", "", Meaning(Means.CREDITS, 80)),
    ]
    await products.write(desk, Actor(1, "ada", "Ada", "admin"), wanted=wanted, now=at())
    await desk.close()


async def _open(where: str, shop: FakeShop) -> Desk:
    address = where if where.startswith("postgresql") else Path(where)
    shops = {"com": ShopSettings(address=shop.address, user=shop.user)}
    return await bootstrap.open_desk(Location(address, replace(SETTINGS, shops=shops)))


async def _balance(desk: Desk) -> int:
    from sqlalchemy import text

    async with desk.reading() as session:
        connection = await session.connection()
        return int((await connection.execute(text("SELECT sum(credits) FROM entry"))).scalar_one())
