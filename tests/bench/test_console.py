"""How soon the console paints, fills and answers a key, and what it keeps in memory."""

import statistics
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.bench.desks import LOGIN, MILLION, subject
from tests.bench.peers import EMPTY_APP, TABLE_APP
from tests.bench.report import Report
from tests.bench.watching import KEYS_PRESSED, Watched, watch
from tests.terminal.program import CREDITDESK

pytestmark = pytest.mark.bench

RUNS = 7
EMPTY, TABLE = "empty app", "table of 50 rows"
SHOWN = {
    "empty": "Nothing waits",
    "1,000 waiting": subject(1),
    "1,000 waiting of a million": subject(MILLION - 999),
    "a million waiting": subject(1),
}
SIZES = tuple(SHOWN)
FILLED_SIZES = SIZES[1:]

PAINT_RATIO = 1.2
FILLED_RATIO = 2.0
KEY_RATIO = 1.0
MEMORY_MB = 110


@dataclass(frozen=True)
class Runs:
    """All runs of the console and of its peers, each in turn."""

    of_name: dict[str, list[Watched]]

    def all(self, name: str, figure: str) -> list[float]:
        """One figure of all runs."""
        return [getattr(each, figure) for each in self.of_name[name]]

    def ratio(self, name: str, figure: str, *, to: str) -> float:
        """The figure in the middle, held against a peer's."""
        mine, floor = self.all(name, figure), self.all(to, figure)
        return statistics.median(mine) / statistics.median(floor)


@pytest.fixture(scope="module")
def runs(desks: dict[str, Path], surroundings: dict[str, str], report: Report) -> Runs:
    """Run everything in turn, so that a noisy moment falls on all alike."""
    found: dict[str, list[Watched]] = {}
    for _ in range(RUNS):
        for name, watched in _round(desks, surroundings):
            found.setdefault(name, []).append(watched)
    measured = Runs(found)
    _tell(measured, report)
    return measured


def _round(desks: dict[str, Path], surroundings: dict[str, str]) -> Iterator[tuple[str, Watched]]:
    empty, table = ([sys.executable, "-c", script] for script in (EMPTY_APP, TABLE_APP))
    yield EMPTY, watch(empty, surroundings, shows="an empty app", keys=0)
    yield TABLE, watch(table, surroundings, shows=subject(1))
    for size, shows in SHOWN.items():
        command = [CREDITDESK, "--database", str(desks[size]), "--as", LOGIN]
        keys = KEYS_PRESSED if size in FILLED_SIZES else 0
        yield size, watch(command, surroundings, shows=shows, keys=keys)


def _tell(runs: Runs, report: Report) -> None:
    _tell_starts(runs, report)
    _tell_keys(runs, report)
    for name in (EMPTY, *SIZES):
        budget = f"<= {MEMORY_MB} MB" if name in SIZES else ""
        report.add(f"memory, {name}", runs.all(name, "memory_mb"), unit="MB", budget=budget)
        report.add(f"its own of that, {name}", runs.all(name, "own_mb"), unit="MB")


def _tell_starts(runs: Runs, report: Report) -> None:
    floor = runs.all(EMPTY, "paint_ms")
    report.add("first paint, empty app", floor, unit="ms")
    for figure, words, most in (
        ("paint_ms", "first paint", PAINT_RATIO),
        ("filled_ms", "list on screen", FILLED_RATIO),
    ):
        for size in SIZES:
            report.add(
                f"{words}, {size}", runs.all(size, figure), unit="ms",
                floor=("empty app", floor), budget=f"<= {most} x",
            )  # fmt: skip


def _tell_keys(runs: Runs, report: Report) -> None:
    floor = runs.all(TABLE, "key_ms")
    report.add("key to paint, table of 50 rows", floor, unit="ms")
    for size in FILLED_SIZES:
        report.add(
            f"key to paint, {size}", runs.all(size, "key_ms"), unit="ms",
            floor=("table", floor), budget=f"<= {KEY_RATIO} x",
        )  # fmt: skip
    for name in (TABLE, *FILLED_SIZES):
        report.add(f"bytes a row moved, {name}", runs.all(name, "key_bytes"), unit="B")
        report.add(
            f"bytes of the look that follows, {name}", runs.all(name, "look_bytes"), unit="B"
        )


@pytest.mark.parametrize("size", SIZES)
def test_the_first_frame_comes_nearly_as_soon_as_an_empty_apps(runs: Runs, size: str) -> None:
    """Nothing large is loaded before it."""
    ratio = runs.ratio(size, "paint_ms", to=EMPTY)
    assert ratio <= PAINT_RATIO, f"{ratio:.2f} times an empty app's, {PAINT_RATIO} at most"


@pytest.mark.parametrize("size", SIZES)
def test_the_queue_is_on_screen_soon_whatever_its_length(runs: Runs, size: str) -> None:
    """The first page is read before the desk is opened."""
    ratio = runs.ratio(size, "filled_ms", to=EMPTY)
    assert ratio <= FILLED_RATIO, f"{ratio:.2f} times an empty app's paint, {FILLED_RATIO} at most"


@pytest.mark.parametrize("size", FILLED_SIZES)
def test_a_key_is_answered_as_soon_as_by_a_short_table(runs: Runs, size: str) -> None:
    """The list draws the lines that are seen, however many there are."""
    ratio = runs.ratio(size, "key_ms", to=TABLE)
    assert ratio <= KEY_RATIO, f"{ratio:.2f} times a table's of 50 rows, {KEY_RATIO} at most"


@pytest.mark.parametrize("size", SIZES)
def test_memory_stays_small(runs: Runs, size: str) -> None:
    """A million requests are not held in memory."""
    used = statistics.median(runs.all(size, "memory_mb"))
    assert used <= MEMORY_MB, f"{used:.0f} MB, {MEMORY_MB} at most"
