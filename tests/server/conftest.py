"""A desk on a server at work, which nothing that is refused changes."""

import asyncio

import pytest

from console.services.shapes import Actor
from tests.conftest import STAFF
from tests.postgres import Server
from tests.server import sales, scene


def _member(login: str) -> Actor:
    order = ["ada", "olga", "pavel", "irina"]
    return Actor(order.index(login) + 1, login, login.title(), STAFF[login])


@pytest.fixture(scope="module")
def at_work(team_server: Server) -> Server:
    """The server, its desk at work."""
    asyncio.run(scene.play(team_server, _member))
    sales.play(team_server)
    return team_server
