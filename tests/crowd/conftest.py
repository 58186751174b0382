"""A crowd at a desk on a server."""

from collections.abc import AsyncIterator

import pytest

from tests.crowd import crowd as crowds
from tests.crowd.crowd import Crowd
from tests.postgres import Server


@pytest.fixture
async def crowd(team_server: Server, request: pytest.FixtureRequest) -> AsyncIterator[Crowd]:
    """As many specialists as the test asks for, at a fresh desk."""
    found = await crowds.gather_at(team_server, request.param)
    yield found
    await crowds.send_home(found)
