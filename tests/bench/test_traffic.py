"""What an open console sends over the line while nobody touches it."""

from pathlib import Path

import pytest

from tests.bench.desks import LOGIN, make_desk, subject
from tests.bench.report import Report
from tests.bench.watching import SIZE, rest
from tests.terminal.program import CREDITDESK, Program

pytestmark = pytest.mark.bench

WINDOW_SECONDS = 35.0
TIMED_SECONDS = 20.0
TIMER_BYTES = 300


@pytest.fixture
def program(tmp_path: Path, surroundings: dict[str, str]):
    """A console on a desk with twenty requests, at rest."""
    path = make_desk(tmp_path / "desk.db", requests=20, waiting=20)
    columns, lines = SIZE
    command = [CREDITDESK, "--database", str(path), "--as", LOGIN]
    with Program(command, environment=surroundings, columns=columns, lines=lines) as running:
        running.until_shown(subject(1))
        rest(running)
        yield running


def test_nothing_is_sent_between_two_minutes(program: Program, report: Report) -> None:
    """Watching the record and telling that the console is there paint nothing."""
    sent = len(program.read_for(WINDOW_SECONDS))
    report.add("sent while idle", [sent / WINDOW_SECONDS], unit="B/s", budget="0 B/s")
    assert sent == 0, f"{sent} bytes in {WINDOW_SECONDS:.0f} s, 0 at most"


@pytest.mark.parametrize(("place", "keys"), [("request", ()), ("queue", ("f2",))])
def test_a_running_timer_sends_little(
    program: Program, report: Report, place: str, keys: tuple[str, ...]
) -> None:
    """The clock alone is painted, and what closing would cost."""
    program.press("p")
    program.until_shown("you hold it")
    program.press("space")
    program.until_shown("pause")
    program.press(*keys)
    rest(program)
    rate = len(program.read_for(TIMED_SECONDS)) / TIMED_SECONDS
    budget = f"<= {TIMER_BYTES} B/s"
    report.add(f"sent while a timer runs, {place}", [rate], unit="B/s", budget=budget)
    assert rate <= TIMER_BYTES, f"{rate:.0f} bytes a second, {TIMER_BYTES} at most"
