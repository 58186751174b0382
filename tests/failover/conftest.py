"""A desk behind a way that can be cut."""

from collections.abc import AsyncIterator, Iterator

import pytest

from console import bootstrap
from console.location import Location
from console.services.context import Desk
from tests import team
from tests.conftest import SETTINGS
from tests.failover.proxy import Proxy, open_to
from tests.postgres import Server


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
