"""A console killed in the middle of work: its time is there, and waits for an answer."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from console.bootstrap import open_desk
from console.location import Location
from console.policy.refusal import Refusal
from console.services import timer
from console.services.shapes import TimerView
from tests.conftest import SETTINGS, at
from tests.crash.conftest import Lab
from tests.machines.world import ACTORS
from tests.services.office import Office

OLGA = ACTORS["olga"]


@pytest.fixture
def killed(lab: Lab, tmp_path: Path) -> Path:
    """A desk whose console was killed two minutes into its work, at minute 8."""
    points = lab.ask(lab.fresh("working", tmp_path), "working")["points"]
    path = lab.fresh("working", tmp_path)
    lab.ask(path, "working", kill_at=points)
    return path


@pytest.fixture
async def office(killed: Path) -> AsyncIterator[Office]:
    """That desk, opened again."""
    desk = await open_desk(Location(killed, SETTINGS))
    yield Office(desk, ACTORS.__getitem__)
    await desk.close()


async def test_a_killed_consoles_timer_keeps_its_start(office: Office) -> None:
    """A killed console's timer keeps its start."""
    view = await timer.status(office.desk, OLGA, now=at(9))
    assert (view.started_at, view.last_seen_at, view.running) == (at(6), at(8), True)


async def test_a_killed_console_is_missed_at_once(office: Office) -> None:
    """A killed console is missed at once on its own machine, and its time waits for an answer."""
    view = await timer.status(office.desk, OLGA, now=at(9))
    assert (view.interrupted, view.worked_seconds) == (True, 0)


async def test_a_killed_consoles_request_does_not_close_unanswered(office: Office) -> None:
    """A killed console's request does not close unanswered."""
    assert isinstance(await office.close(minute=9), Refusal)


@pytest.mark.parametrize(("how", "seconds"), [("keep", 240), ("cut", 120), ("discard", 0)])
async def test_the_next_start_keeps_cuts_or_discards(
    office: Office, how: str, seconds: int
) -> None:
    """The next start keeps, cuts or discards what the killed console was timing."""
    view = await timer.resolve(office.desk, OLGA, how=how, now=at(10))
    assert isinstance(view, TimerView)
    assert view.worked_seconds == seconds
