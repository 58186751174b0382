"""How many requests can be taken in and closed in a second, each for good before the next."""

import json
import sqlite3
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from console.bootstrap import actor_for, open_desk
from console.config import Settings
from console.location import Location
from console.policy.refusal import Refusal
from console.services import closing, desk, intake
from console.services.context import Desk
from console.services.shapes import Actor, Closed
from tests.bench.desks import LOGIN, make_desk
from tests.bench.report import Report

pytestmark = pytest.mark.bench

REQUESTS = 60
NOW = datetime(2026, 11, 16, 6, tzinfo=UTC)
SETTINGS = Settings(support_address="support@desk.example", desk_name="Desk", acknowledge="never")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A fresh desk's file."""
    return make_desk(tmp_path / "desk.db")


@pytest.fixture
async def opened(path: Path) -> AsyncIterator[Desk]:
    """That desk, open."""
    found = await open_desk(Location(path, SETTINGS))
    yield found
    await found.close()


async def test_closings_a_second(opened: Desk, report: Report, tmp_path: Path) -> None:
    """Beside bare transactions that are as durable."""
    me = await actor_for(opened, LOGIN)
    assert isinstance(me, Actor)
    admitted, picked, closed, bare = [], [], [], []
    for number in range(REQUESTS):
        begun = time.perf_counter()
        await _take_in(opened, number)
        admitted.append(_rate(begun))
        begun = time.perf_counter()
        view = await desk.pick(opened, me, now=NOW)
        picked.append(_rate(begun))
        assert view is not None
        assert not isinstance(view, Refusal)
        begun = time.perf_counter()
        done = await closing.close(
            opened, me, ticket=view.ticket, outcome="answered", text="Done.", now=NOW
        )
        closed.append(_rate(begun))
        bare.append(_bare(tmp_path / "bare.db"))
    report.add("bare durable transactions", bare, unit="a second")
    for words, rates in (("requests in", admitted), ("picks", picked), ("closings", closed)):
        report.add(f"{words}, in process", rates, unit="a second", floor=("bare", bare))
    assert isinstance(done, Closed)


async def _take_in(opened: Desk, number: int) -> None:
    form = {
        "name": "Anna", "email": "anna@shop.example",
        "subject": f"Request {number}", "message": f"Hello {number}",
    }  # fmt: skip
    await intake.admit_form(opened, form, raw=json.dumps(form).encode(), received_at=NOW)


def _rate(begun: float) -> float:
    return 1 / (time.perf_counter() - begun)


def _bare(path: Path) -> float:
    record = sqlite3.connect(path, isolation_level=None)
    record.execute("PRAGMA journal_mode=WAL")
    record.execute("PRAGMA synchronous=FULL")
    record.execute("CREATE TABLE IF NOT EXISTS fact (id INTEGER PRIMARY KEY, words TEXT)")
    begun = time.perf_counter()
    record.execute("BEGIN IMMEDIATE")
    for _ in range(5):
        record.execute("INSERT INTO fact (words) VALUES (?)", ("x" * 400,))
    record.execute("COMMIT")
    rate = _rate(begun)
    record.close()
    return rate
