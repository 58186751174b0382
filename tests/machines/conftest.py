"""Machines that drive a desk on a server."""

from collections.abc import Iterator

import pytest

from tests.machines.world import World
from tests.postgres import Server


@pytest.fixture
def on_server(team_server: Server) -> Iterator[None]:
    """Each world is a desk on a server."""
    World.server = team_server
    yield
    World.server = None
