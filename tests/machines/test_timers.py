"""The timer agrees with a plain list, whatever is done to it."""

import pytest

from tests.machines.timers import Timers
from tests.machines.world import FEW, MANY


class TestTimers(Timers.TestCase):  # type: ignore[misc, name-defined]
    """Some sequences, each time others."""

    settings = FEW


@pytest.mark.usefixtures("on_server")
class TestTimersOnServer(Timers.TestCase):  # type: ignore[misc, name-defined]
    """Some sequences on a server."""

    settings = FEW


@pytest.mark.soak
class TestTimersAtLength(Timers.TestCase):  # type: ignore[misc, name-defined]
    """Many long ones."""

    settings = MANY
