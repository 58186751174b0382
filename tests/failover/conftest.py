"""A desk behind a way that can be cut."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import pytest

from console import bootstrap
from console.app import CreditDesk
from console.location import Location
from console.screens.session import Session
from console.services.context import Desk
from tests import team
from tests.conftest import MONDAY, SETTINGS
from tests.failover.proxy import Proxy, open_to
from tests.postgres import Server
from tests.services.office import Office
from tests.stories.theatre import Clock, Stage


@pytest.fixture
def proxy(team_server: Server) -> Iterator[Proxy]:
    """The way to a server with a fresh desk."""
    team.empty(team_server)
    with open_to(team_server.socket) as opened:
        yield opened


@pytest.fixture
async def olgas(proxy: Proxy) -> AsyncIterator[Desk]:
    """The desk as Olga is logged in to it, the way of which can be cut."""
    desk = await bootstrap.open_desk(Location(proxy.address(team.DATABASE, "olga"), SETTINGS))
    yield desk
    await desk.close()


@pytest.fixture
async def on_stage(team_server: Server, proxy: Proxy) -> AsyncIterator[Stage]:
    """Olga's console, with a request that waits."""
    desk = await team.open_desk(team_server)
    await Office(desk, lambda _: None).arrive()  # type: ignore[arg-type,return-value]
    await desk.close()
    async with stage_at(proxy) as stage:
        session = stage.app.session
        await stage.until(lambda: session.ready and session.timer is not None)
        await stage.settle()
        yield stage


@asynccontextmanager
async def stage_at(proxy: Proxy) -> AsyncIterator[Stage]:
    """Olga's console as it starts."""
    clock = Clock(MONDAY)
    app = CreditDesk(Session(Location(proxy.address(team.DATABASE, "olga"), SETTINGS), clock))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        yield Stage(app, pilot, clock)
