"""What one run of a program on a terminal comes to: when it painted, filled, and answered a key."""

import os
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.terminal.emulator import Emulator
from tests.terminal.program import Chunk, Program

SIZE = (120, 36)
KEYS_PRESSED = 12
_GAP_SECONDS = 0.4
_BURST_SECONDS = 0.012
_REST_SECONDS = 0.3
_GLYPHS = 5
_TICK_SECONDS = 1 / os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Watched:
    """Milliseconds from its start until it painted and filled; its keys; its memory in MB."""

    paint_ms: float
    filled_ms: float
    key_ms: float
    key_bytes: float
    look_bytes: float
    memory_mb: float
    own_mb: float


def watch(
    command: Sequence[str], environment: dict[str, str], *, shows: str, keys: int = KEYS_PRESSED
) -> Watched:
    """Run the program until its list is on the screen, press "down" so many times, and end it."""
    columns, lines = SIZE
    with Program(command, environment=environment, columns=columns, lines=lines) as program:
        program.until_quiet(_GAP_SECONDS)
        program.until_shown(shows)
        rest(program)
        filled = list(program.chunks)
        memory, own = memory_mb(program.pid)
        pressed = [press(program) for _ in range(keys)]
    paint = first_shown(filled, lambda text: len("".join(text.split())) >= _GLYPHS)
    full = first_shown(filled, lambda text: shows in text)
    return Watched(
        paint_ms=1000 * (paint - program.started_seconds),
        filled_ms=1000 * (full - program.started_seconds),
        key_ms=statistics.median(each.ms for each in pressed) if pressed else 0.0,
        key_bytes=statistics.median(each.painted for each in pressed) if pressed else 0.0,
        look_bytes=statistics.median(each.followed for each in pressed) if pressed else 0.0,
        memory_mb=memory,
        own_mb=own,
    )


def first_shown(chunks: Sequence[Chunk], happens: Callable[[str], bool]) -> float:
    """The moment of the chunk after which the screen was so."""
    emulator = Emulator(*SIZE)
    for chunk in chunks:
        emulator.feed(chunk.data)
        if happens(emulator.text):
            return chunk.at_seconds
    raise AssertionError(f"it was never so; at last the screen was:\n{emulator.text}")


@dataclass(frozen=True)
class Pressed:
    """Milliseconds until a key's repaint was written, its bytes, and those that followed until it was quiet."""

    ms: float
    painted: int
    followed: int


def press(program: Program, key: str = "down") -> Pressed:
    """Press a key once the program is quiet, and read until it is quiet again."""
    program.until_quiet(_REST_SECONDS)
    first = len(program.chunks)
    pressed = program.press(key)
    if not program.read(5.0):
        raise AssertionError(f"{key} changed nothing on the screen:\n{program.text}")
    program.until_quiet(_BURST_SECONDS)
    burst = len(program.chunks)
    program.until_quiet(_REST_SECONDS)
    painted, followed = program.chunks[first:burst], program.chunks[burst:]
    return Pressed(1000 * (painted[-1].at_seconds - pressed), size_of(painted), size_of(followed))


def size_of(chunks: Sequence[Chunk]) -> int:
    """How many bytes the chunks are."""
    return sum(len(each.data) for each in chunks)


def rest(program: Program, *, limit_seconds: float = 20.0) -> None:
    """Read until the program has nothing to do: little processor time for a second."""
    end = time.monotonic() + limit_seconds
    while time.monotonic() < end:
        before = processor_seconds(program.pid)
        program.read_for(1.0)
        if processor_seconds(program.pid) - before <= 3 * _TICK_SECONDS:
            return
    raise AssertionError("the program never came to rest")


def processor_seconds(pid: int) -> float:
    """Processor time that the process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * _TICK_SECONDS


def memory_mb(pid: int) -> tuple[float, float]:
    """What the process keeps in memory, and its own share of that, in millions of bytes."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    kib = {line.split()[0]: int(line.split()[1]) for line in lines[1:]}
    return kib["Rss:"] * 1.024e-3, kib["Pss:"] * 1.024e-3
