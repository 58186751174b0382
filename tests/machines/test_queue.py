"""The queue agrees with a plain dict, whatever is done to it."""

import pytest

from tests.machines.queue import Queue
from tests.machines.world import FEW, MANY


class TestQueue(Queue.TestCase):  # type: ignore[misc, name-defined]
    """Some sequences, each time others."""

    settings = FEW


@pytest.mark.usefixtures("on_server")
class TestQueueOnServer(Queue.TestCase):  # type: ignore[misc, name-defined]
    """Some sequences on a server."""

    settings = FEW


@pytest.mark.soak
class TestQueueAtLength(Queue.TestCase):  # type: ignore[misc, name-defined]
    """Many long ones."""

    settings = MANY
