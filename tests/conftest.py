"""A desk to test on: a real file, made once and copied for each test, with a clock that stands still."""

import asyncio
import gc
import shutil
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings as hypothesis_settings

from console.bootstrap import open_desk
from console.config import Settings
from console.founding import init_desk
from console.location import Location
from console.services.context import Desk
from console.services.shapes import Actor
from tests import statements

if TYPE_CHECKING:
    from tests.postgres import Server

# Two cores are shared with other tests: an example that is slow there is not wrong.
hypothesis_settings.register_profile("desk", deadline=None)
hypothesis_settings.load_profile("desk")

statements.share()

# A console sets what it has loaded aside from the collector; here it is done before the first test, and again would
# keep all earlier consoles.
gc.freeze = cache(gc.freeze)


def pytest_collection_finish() -> None:
    """Have the collector leave in peace what is loaded by now, and look at the rest less often than every 700 objects."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


MONDAY = datetime(2026, 11, 16, 6, 0, tzinfo=UTC)
"""A working Monday, 10:00 at the office."""

SETTINGS = Settings(support_address="support@desk.example", desk_name="Desk", acknowledge="never")

STAFF = {"olga": "specialist", "pavel": "specialist", "irina": "lead", "ada": "admin"}


def at(minutes: float = 0, *, seconds: float = 0) -> datetime:
    """So long after Monday 10:00 at the office."""
    return MONDAY + timedelta(minutes=minutes, seconds=seconds)


@pytest.fixture(scope="session")
def blank_desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk's file with its staff and nothing else."""
    path = tmp_path_factory.mktemp("desk") / "blank.db"
    asyncio.run(_make(path))
    return path


async def _make(path: Path) -> None:
    from console.services import staff

    location = Location(path, SETTINGS)
    await init_desk(location, admin="ada", name="Ada", now=at())
    desk = await open_desk(location)
    ada = Actor(1, "ada", "Ada", "admin")
    for login, role in STAFF.items():
        if login != "ada":
            await staff.add(desk, ada, login=login, name=login.title(), role=role, now=at())
    await desk.close()
    # Nobody has been seen at work yet.
    with closing(sqlite3.connect(path)) as file, file:
        file.execute("DELETE FROM presence")


@pytest.fixture
def desk_path(blank_desk: Path, tmp_path: Path) -> Path:
    """A fresh copy of the blank desk's file."""
    return Path(shutil.copy(blank_desk, tmp_path / "desk.db"))


@pytest.fixture(scope="session")
def team_server() -> Iterator["Server"]:
    """A PostgreSQL server of this worker's own, with a desk on it."""
    from tests import postgres, team

    with postgres.running() as server:
        asyncio.run(team.found(server))
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest) -> "Path | Server":
    """Where a desk is: in a file, and on a server."""
    at_hand: Path | Server = request.getfixturevalue(
        "desk_path" if request.param == "sqlite" else "team_server"
    )
    return at_hand


@pytest.fixture
async def desk(place: "Path | Server") -> AsyncIterator[Desk]:
    """A fresh desk, open."""
    if isinstance(place, Path):
        opened = await open_desk(Location(place, SETTINGS))
    else:
        from tests import team

        team.empty(place)
        opened = await team.open_desk(place)
    yield opened
    await opened.close()


@pytest.fixture
def who() -> Callable[[str], Actor]:
    """The member of staff of that login."""
    order = ["ada", "olga", "pavel", "irina"]
    return lambda login: Actor(order.index(login) + 1, login, login.title(), STAFF[login])
