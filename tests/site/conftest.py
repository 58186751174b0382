"""A website of a desk in a file, and who calls it."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from console.bootstrap import open_desk
from console.location import Location
from console.services.shapes import Actor
from tests.conftest import SETTINGS
from tests.services.office import Office
from tests.site.asgi import Visitor


@pytest.fixture
async def office(desk_path: Path, who: Callable[[str], Actor]) -> AsyncIterator[Office]:
    """A fresh desk in a file and its people."""
    desk = await open_desk(Location(desk_path, SETTINGS))
    yield Office(desk, who)
    await desk.close()


@pytest.fixture
def shop(office: Office) -> Visitor:
    """Who calls the website."""
    return Visitor(office.desk)
