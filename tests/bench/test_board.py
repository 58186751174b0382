"""How soon the board answers a key while the desk is busy, and what it sends while nobody touches it."""

import random
import statistics
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.bench.boards import make_board
from tests.bench.desks import LOGIN, make_desk
from tests.bench.report import Report
from tests.bench.watching import processor_seconds, rest
from tests.terminal.emulator import Emulator
from tests.terminal.program import CREDITDESK, Program

pytestmark = pytest.mark.bench

SIZES = ((80, 24), (120, 40))
PRESSED = 200
KEY_MS = 50
QUIET_SECONDS, QUIET_BYTES = 60.0, 300
IDLE_SECONDS = 35.0


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk with 100,000 requests on record, and thirty people at work."""
    return make_board(tmp_path_factory.mktemp("board") / "busy.db")


@pytest.fixture(params=SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def size(request: pytest.FixtureRequest) -> tuple[int, int]:
    """The size of the terminal."""
    found: tuple[int, int] = request.param
    return found


def board(path: Path, surroundings: dict[str, str], size: tuple[int, int]) -> Iterator[Program]:
    """A console that shows the board."""
    command = [CREDITDESK, "--database", str(path), "--as", LOGIN]
    with Program(command, environment=surroundings, columns=size[0], lines=size[1]) as running:
        running.until_shown("pick")
        rest(running)
        running.press("f5")
        running.until_shown("Board · ", "Loose ends" if size[1] < 34 else "Board · ")
        yield running


@dataclass(frozen=True)
class Pressed:
    """A key, when it was pressed, and how much had been read by then."""

    key: str
    at_seconds: float
    chunks: int


def keys() -> Iterator[str]:
    """Down and up the list of people, and now and then to what is left loose and back."""
    while True:
        yield from ("j",) * 9
        yield from ("k",) * 9
        yield from ("3", "1")


def test_keys_are_answered_soon_on_a_busy_desk(
    busy: Path, surroundings: dict[str, str], size: tuple[int, int], report: Report
) -> None:
    """Ten changes a second, thirty timers, and a key at any moment, whether or not the board is being read."""
    chance, pressed = random.Random(size[0]), []
    for program in board(busy, surroundings, size):
        changer = subprocess.Popen([sys.executable, "-m", "tests.bench.boards", str(busy)])
        try:
            program.read_for(3.0)
            used, first = processor_seconds(program.pid), len(program.chunks)
            begun = program.chunks[-1].at_seconds
            for key, _ in zip(keys(), range(PRESSED), strict=False):
                chunks = len(program.chunks)
                pressed.append(Pressed(key, program.press(key), chunks))
                program.read_for(chance.uniform(0.15, 0.35))
            seconds = program.chunks[-1].at_seconds - begun
            used = processor_seconds(program.pid) - used
        finally:
            changer.kill()
            changer.wait()
        sent = sum(len(each.data) for each in program.chunks[first:])
        times = answered(program, pressed, size)
    name = f"{size[0]}x{size[1]}"
    at95 = statistics.quantiles(times, n=20)[-1]
    report.add(f"key to paint on the busy board, {name}", times, unit="ms")
    report.add(f"the 95th of a hundred of them, {name}", [at95], unit="ms", budget=f"< {KEY_MS} ms")
    report.add(f"processor used by the busy board, {name}", [100 * used / seconds], unit="%")
    report.add(f"sent by the busy board, {name}", [sent / seconds], unit="B/s")
    assert at95 < KEY_MS, f"{at95:.0f} ms at the 95th percentile, {KEY_MS} at most"


def answered(program: Program, pressed: list[Pressed], size: tuple[int, int]) -> list[float]:
    """The milliseconds until each key's effect was on the screen: the cursor elsewhere, or another section."""
    emulator, times, fed = Emulator(*size), [], 0
    for each in pressed:
        for chunk in program.chunks[fed : each.chunks]:
            emulator.feed(chunk.data)
        fed, before = each.chunks, state(emulator)
        while state(emulator) == before:
            assert fed < len(program.chunks), f"{each.key} changed nothing:\n{emulator.text}"
            emulator.feed(program.chunks[fed].data)
            fed += 1
        times.append(1000 * (program.chunks[fed - 1].at_seconds - each.at_seconds))
    return times


def state(emulator: Emulator) -> tuple[int, str]:
    """The line that the cursor is at, which stands out, and the names of the columns."""
    lit = [y for y in range(4, 22) if emulator.screen.buffer[y][1].bold]
    return lit[0] if lit else -1, emulator.lines[3]


def test_running_timers_send_little(
    busy: Path, surroundings: dict[str, str], size: tuple[int, int], report: Report
) -> None:
    """Thirty timers that run on, and nothing else."""
    for program in board(busy, surroundings, size):
        rest(program)
        rate = len(program.read_for(QUIET_SECONDS)) / QUIET_SECONDS
    name = f"sent by the board with thirty timers, {size[0]}x{size[1]}"
    report.add(name, [rate], unit="B/s", budget=f"<= {QUIET_BYTES} B/s")
    assert rate <= QUIET_BYTES, f"{rate:.0f} bytes a second, {QUIET_BYTES} at most"


def test_a_board_at_rest_sends_nothing(
    tmp_path: Path, surroundings: dict[str, str], report: Report
) -> None:
    """No timer runs: nothing is painted between two minutes."""
    path = make_desk(tmp_path / "desk.db", requests=20, waiting=20)
    for program in board(path, surroundings, SIZES[0]):
        rest(program)
        sent = len(program.read_for(IDLE_SECONDS))
    report.add("sent by the board at rest", [sent / IDLE_SECONDS], unit="B/s", budget="0 B/s")
    assert sent == 0, f"{sent} bytes in {IDLE_SECONDS:.0f} s, 0 at most"
