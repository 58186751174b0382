"""What a command costs as a process, and a use case within one."""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.bench.desks import make_desk
from tests.bench.peers import TAKE_IN
from tests.bench.report import Report
from tests.terminal.program import CREDITDESK, clean_environment

pytestmark = pytest.mark.bench

RUNS = 15
VERSION_RATIO = 3.0
PYTHON = [sys.executable, "-c"]


def in_turn(runs: int, *calls: Callable[[], object]) -> list[list[float]]:
    """Milliseconds of each call, the calls taking turns."""
    taken: list[list[float]] = [[] for _ in calls]
    for _ in range(runs):
        for times, call in zip(taken, calls, strict=True):
            begun = time.perf_counter()
            call()
            times.append(1000 * (time.perf_counter() - begun))
    return taken


def process(
    command: Sequence[str], *, environment: dict[str, str], given: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    """Run a command to its end. Raises CalledProcessError."""
    surroundings = clean_environment() | environment
    return subprocess.run(command, input=given, env=surroundings, capture_output=True, check=True)


def mail(number: int) -> bytes:
    """A raw mail with a Message-ID of its own."""
    return (
        f"From: Anna Lee <anna@shop.example>\nTo: support@desk.example\n"
        f"Subject: Filters do not open\nMessage-ID: <{number}@shop.example>\n"
        "Content-Type: text/plain; charset=utf-8\n\nHello,\nthe filters do not open.\n"
    ).encode()


def test_the_version_is_told_at_once(report: Report, surroundings: dict[str, str]) -> None:
    """Nothing is loaded to tell it."""
    nothing, version = in_turn(
        RUNS,
        lambda: process([*PYTHON, "pass"], environment=surroundings),
        lambda: process([CREDITDESK, "--version"], environment=surroundings),
    )
    budget = f"<= {VERSION_RATIO} x"
    line = report.add("--version", version, unit="ms", floor=("python", nothing), budget=budget)
    assert line.ratio is not None
    assert line.ratio <= VERSION_RATIO, (
        f"{line.ratio:.2f} times python doing nothing, {VERSION_RATIO} at most"
    )


def test_a_mail_is_taken_in_by_a_process(
    report: Report, surroundings: dict[str, str], tmp_path: Path
) -> None:
    """Beside the least that python, its mail parser and SQLite can do."""
    desk, least = make_desk(tmp_path / "desk.db"), tmp_path / "least.db"
    numbers = iter(range(1000))
    floor, taken = in_turn(
        RUNS,
        lambda: process([*PYTHON, TAKE_IN, str(least)], environment=surroundings,
                        given=mail(next(numbers))),
        lambda: process([CREDITDESK, "--database", str(desk), "intake", "email"],
                        environment=surroundings, given=mail(next(numbers))),
    )  # fmt: skip
    report.add("intake of a mail, a process each", taken, unit="ms", floor=("least", floor))
    assert statistics.median(taken) < 5000, "a mail server would give up waiting"
