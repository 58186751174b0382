"""Mails taken in: by the job in process, and handed to the delivery command, a process a mail."""

import asyncio
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from console import bootstrap
from console.jobs import mail as job
from console.location import Location
from console.mail import spool
from tests import postgres, team
from tests.bench.desks import make_desk
from tests.bench.report import Report
from tests.bench.test_commands import PYTHON, in_turn, mail, process
from tests.conftest import SETTINGS
from tests.postgres import Server
from tests.terminal.program import CREDITDESK

pytestmark = pytest.mark.bench

BATCHES, MAILS = 5, 60
A_SECOND = 50
RUNS = 20
PIPE_MS = 200

_NUMBERS = iter(range(1_000_000))


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server that keeps what it has acknowledged, with a desk."""
    with postgres.running(careless=False) as running:
        asyncio.run(team.found(running))
        yield running


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, str]:
    """Which database, and where the desk is, for the login that takes mails in."""
    if request.param == "SQLite":
        return request.param, str(make_desk(tmp_path / "desk.db"))
    running: Server = request.getfixturevalue("server")
    return request.param, running.address(team.DATABASE, f"{team.DATABASE}_intake")


def test_mails_taken_in_a_second(place: tuple[str, str], report: Report, tmp_path: Path) -> None:
    """By the job that `work` and an open console run, from the folder of the delivery command."""
    name, where = place
    figures = asyncio.run(_rates(where, tmp_path / "spool"))
    line = report.add(
        f"mails taken in, in process, {name}", figures, unit="a second", budget=f">= {A_SECOND}"
    )
    assert line.median >= A_SECOND


async def _rates(where: str, folder: Path) -> list[float]:
    """Mails a second, for each batch of them but the first, in which everything is loaded."""
    address = where if where.startswith("postgresql") else Path(where)
    desk = await bootstrap.open_desk(Location(address, SETTINGS))
    desk.spool = folder
    rates = []
    for _ in range(BATCHES + 1):
        for _ in range(MAILS):
            spool.keep(folder, [mail(next(_NUMBERS))], received_at=datetime.now(UTC))
        begun = time.perf_counter()
        done = await job.run(desk, now=datetime.now(UTC))
        rates.append(MAILS / (time.perf_counter() - begun))
        assert (done.admitted, done.failed) == (MAILS, 0)
    await desk.close()
    return rates[1:]


def test_a_mail_is_kept_by_the_delivery_command(
    place: tuple[str, str], report: Report, surroundings: dict[str, str]
) -> None:
    """Beside a python that does nothing, and beside the same command when it takes the mail in itself."""
    name, where = place
    take_in = [CREDITDESK, "--database", where, "intake", "email"]

    def hand_over(*words: str) -> object:
        return process([*take_in, *words], environment=surroundings, given=mail(next(_NUMBERS)))

    hand_over("--spool")
    nothing, kept, taken_in = in_turn(
        RUNS,
        lambda: process([*PYTHON, "pass"], environment=surroundings),
        lambda: hand_over("--spool"),
        hand_over,
    )
    line = report.add(
        f"a mail kept by the pipe, {name}", kept, unit="ms", floor=("python", nothing),
        budget=f"<= {PIPE_MS} ms",
    )  # fmt: skip
    report.add(
        f"a mail taken in by the pipe, {name}", taken_in, unit="ms", floor=("python", nothing)
    )
    rates = [1000 / each for each in kept]
    report.add(f"mails kept by the pipe, one by one, {name}", rates, unit="a second")
    assert line.median <= PIPE_MS
