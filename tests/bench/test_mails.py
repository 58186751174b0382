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
from tests.bench.peers import TAKE_IN, take_in_many
from tests.bench.report import Report
from tests.bench.test_commands import PYTHON, in_turn, mail, process
from tests.conftest import SETTINGS
from tests.postgres import Server
from tests.terminal.program import CREDITDESK

pytestmark = pytest.mark.bench

BATCHES, MAILS = 5, 60
RUNS = 20
IN_PROCESS_RATIO = 0.05
"""50 mails a second on a machine that does the least for 1,000."""
PIPE_RATIO = 2.08
"""Half of what the gateway of Request Tracker takes, 345 ms where the least takes 83."""


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
    figures, least = asyncio.run(_rates(where, tmp_path))
    line = report.add(
        f"mails taken in, in process, {name}", figures, unit="a second", floor=("least", least),
        budget=f">= {IN_PROCESS_RATIO} x, 50 on an idle machine",
    )  # fmt: skip
    assert line.ratio is not None
    assert line.ratio >= IN_PROCESS_RATIO


async def _rates(where: str, folder: Path) -> tuple[list[float], list[float]]:
    """Mails a second, ours and the least's in turns; the first batch is left out, in which everything is loaded."""
    address = where if where.startswith("postgresql") else Path(where)
    desk = await bootstrap.open_desk(Location(address, SETTINGS))
    desk.spool = folder / "spool"
    ours, least = [], []
    for _ in range(BATCHES + 1):
        for _ in range(MAILS):
            spool.keep(desk.spool, [mail(next(_NUMBERS))], received_at=datetime.now(UTC))
        begun = time.perf_counter()
        done = await job.run(desk, now=datetime.now(UTC))
        ours.append(MAILS / (time.perf_counter() - begun))
        assert (done.admitted, done.failed) == (MAILS, 0)
        begun = time.perf_counter()
        take_in_many(folder / "least.db", [mail(next(_NUMBERS)) for _ in range(MAILS)])
        least.append(MAILS / (time.perf_counter() - begun))
    await desk.close()
    return ours[1:], least[1:]


def test_a_mail_is_kept_by_the_delivery_command(
    place: tuple[str, str], report: Report, surroundings: dict[str, str], tmp_path: Path
) -> None:
    """Beside the least, beside a python that does nothing, and beside the command that takes the mail in itself."""
    name, where = place
    take_in = [CREDITDESK, "--database", where, "intake", "email"]

    def run(*words: str) -> object:
        return process(words, environment=surroundings, given=mail(next(_NUMBERS)))

    run(*take_in, "--spool")
    nothing, least, kept, taken_in = in_turn(
        RUNS,
        lambda: run(*PYTHON, "pass"),
        lambda: run(*PYTHON, TAKE_IN, str(tmp_path / "least.db")),
        lambda: run(*take_in, "--spool"),
        lambda: run(*take_in),
    )
    report.add(f"a mail kept by the pipe, {name}", kept, unit="ms", floor=("python", nothing))
    line = report.add(
        "the same", kept, unit="ms", floor=("least", least), budget=f"<= {PIPE_RATIO} x"
    )
    report.add(f"a mail taken in by a process, {name}", taken_in, unit="ms", floor=("least", least))
    rates = [1000 / each for each in kept]
    report.add(f"mails kept, one process after another, {name}", rates, unit="a second")
    assert line.ratio is not None
    assert line.ratio <= PIPE_RATIO
