"""The clock tells whose timer runs, in words, and rests when none does."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.widgets.host import staged
from widgets.work_clock import WorkClock

START = datetime(2025, 11, 17, 7, 0, tzinfo=UTC)


def clock_at(seconds: float, *, compact: bool = False) -> WorkClock:
    """A clock that takes it to be so many seconds past START."""
    clock = WorkClock(clock=lambda: START + timedelta(seconds=seconds))
    clock.compact = compact
    return clock


@pytest.mark.parametrize(
    ("compact", "running", "words"),
    [
        (False, True, "● #1042 0:37:12 running"),
        (False, False, "○ #1042 0:36:00 paused"),
        (True, True, "● #1042 0:37:12"),
        (True, False, "○ #1042 paused"),
    ],
)
async def test_the_clock_says_whether_it_runs(compact: bool, running: bool, words: str) -> None:
    """The clock says whether it runs."""
    async with staged(clock_at(72, compact=compact)) as stage:
        clock = stage.pilot.app.query_one(WorkClock)
        clock.set(1042, 2160, START if running else None)
        await stage.pilot.pause()
        assert stage.shown(clock).strip() == words


@pytest.mark.parametrize("compact", [False, True])
async def test_an_interrupted_timer_is_no_paused_one(compact: bool) -> None:
    """An interrupted timer is no paused one."""
    async with staged(clock_at(0, compact=compact)) as stage:
        clock = stage.pilot.app.query_one(WorkClock)
        clock.set(1042, 60, interrupted=True)
        await stage.pilot.pause()
        assert stage.shown(clock).strip() == "○ #1042 interrupted"


async def test_without_a_request_it_is_blank() -> None:
    """Without a request it is blank."""
    async with staged(clock_at(0)) as stage:
        clock = stage.pilot.app.query_one(WorkClock)
        clock.set(None)
        assert clock.words == ""


@pytest.mark.parametrize(("running", "ticks"), [(True, True), (False, False)])
async def test_it_ticks_only_while_a_timer_runs(running: bool, ticks: bool) -> None:
    """It ticks only while a timer runs."""
    async with staged(clock_at(0)) as stage:
        clock = stage.pilot.app.query_one(WorkClock)
        clock.set(1042, 0, START)
        clock.set(1042, 0, START if running else None)
        assert clock.ticking is ticks


async def test_a_clock_set_before_it_is_shown_ticks() -> None:
    """A clock set before it is shown ticks."""
    clock = clock_at(0)
    clock.set(1042, 0, START)
    async with staged(clock):
        assert clock.ticking


async def test_a_clock_that_went_back_takes_no_time_away() -> None:
    """A clock that went back takes no time away."""
    clock = clock_at(-100)
    async with staged(clock):
        clock.set(1042, 60, START)
        assert clock.worked_seconds == 60


async def test_its_width_never_changes() -> None:
    """Its width never changes."""
    async with staged(clock_at(36_000)) as stage:
        clock = stage.pilot.app.query_one(WorkClock)
        before = clock.region
        clock.set(104_233, 0, START)
        await stage.pilot.pause()
        assert clock.region == before
