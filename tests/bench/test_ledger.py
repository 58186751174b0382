"""Accounts with a long past: what is looked up takes as long among a million entries as among ten thousand."""

import statistics
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from console.bootstrap import open_desk
from console.location import Location
from console.services import customers, explain, reports, views
from console.services.context import Desk
from console.services.report_layouts import By, Name
from console.services.shapes import Actor
from tests.bench.desks import stamp
from tests.bench.ledgers import Ledger, last_entry, make_ledger
from tests.bench.report import Report
from tests.conftest import SETTINGS

pytestmark = pytest.mark.bench

NOW = datetime(2026, 11, 16, 6, tzinfo=UTC)
RUNS = 25
FLAT = 2.0
LEDGERS = {
    "10,000 entries": Ledger(10_000, 100),
    "1,000,000 entries": Ledger(1_000_000, 10_000),
    "20,000 on one account": Ledger(20_000, 1),
}

ADA = Actor(1, "ada", "Ada", "admin")

Asked = Callable[[Desk, Ledger], Awaitable[object]]

ASKED: dict[str, Asked] = {
    "a customer": lambda desk, _: customers.view(desk, customer=1, now=NOW),
    "first page of entries": lambda desk, _: customers.entries(desk, customer=1),
    "list of customers": lambda desk, _: customers.listing(desk),
    "a charge explained": lambda desk, ledger: explain.explain(desk, entry=last_entry(ledger)),
    "a request": lambda desk, ledger: views.ticket_view(desk, ticket=last_entry(ledger), now=NOW),
    "a day's time reported": lambda desk, ledger: _day(desk, ledger, Name.TIME),
    "a day's outcomes by component": lambda desk, ledger: _day(
        desk, ledger, Name.OUTCOMES, By.COMPONENT
    ),
    "a day's credits reported": lambda desk, ledger: _day(desk, ledger, Name.CREDITS),
}


async def _day(desk: Desk, ledger: Ledger, name: Name, by: By = By.WEEK) -> object:
    """A report on a day in the middle, on which an entry was posted every minute."""
    day = datetime.fromisoformat(stamp(ledger.entries // 2)).date() - timedelta(days=1)
    return await reports.of(desk, ADA, name=name, by=by, first_day=day, last_day=day, now=NOW)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A desk's file for each ledger."""
    folder = tmp_path_factory.mktemp("ledgers")
    return {
        name: make_ledger(folder / f"{ledger.entries}-{ledger.accounts}.db", ledger)
        for name, ledger in LEDGERS.items()
    }


@pytest.mark.parametrize("asked", ASKED)
async def test_a_long_past_costs_nothing(
    files: dict[str, Path], report: Report, asked: str
) -> None:
    """Measured in turn, so that a noisy moment falls on all alike."""
    desks = {name: await open_desk(Location(path, SETTINGS)) for name, path in files.items()}
    took: dict[str, list[float]] = {name: [] for name in desks}
    for _ in range(RUNS):
        for name, desk in desks.items():
            begun = time.perf_counter()
            await ASKED[asked](desk, LEDGERS[name])
            took[name].append(1000 * (time.perf_counter() - begun))
    for desk in desks.values():
        await desk.close()
    short = took["10,000 entries"]
    for name, figures in took.items():
        report.add(
            f"{asked}, {name}", figures, unit="ms", floor=("10,000 entries", short),
            budget=f"<= {FLAT:.0f} x",
        )  # fmt: skip
    middle = {name: statistics.median(figures) for name, figures in took.items()}
    slow = {
        name: figure for name, figure in middle.items() if figure > FLAT * middle["10,000 entries"]
    }
    assert slow == {}
