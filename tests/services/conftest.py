"""The desk at work."""

from collections.abc import Callable

import pytest

from console.services.context import Desk
from console.services.shapes import Actor
from tests.services.office import Office


@pytest.fixture
def office(desk: Desk, who: Callable[[str], Actor]) -> Office:
    """A fresh desk and its people."""
    return Office(desk, who)
