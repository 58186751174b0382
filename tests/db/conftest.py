"""A desk that has lived a little, and the bare driver on it, without the program's own settings."""

import asyncio
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from console.bootstrap import open_desk
from console.location import Location
from console.mail.smtp import Sent
from console.services import delivery, timer
from console.services.shapes import Actor
from db.driver import sqlite3
from tests.conftest import SETTINGS, STAFF, at
from tests.services.office import Office

LOGINS = ["ada", "olga", "pavel", "irina"]


def member(login: str) -> Actor:
    """The member of staff of that login."""
    return Actor(LOGINS.index(login) + 1, login, login.title(), STAFF[login])


@pytest.fixture(scope="session")
def lived(blank_desk: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Request 1 closed for 50 with its notice answered and sent; request 2 on Pavel's timer; Anna owes 50."""
    path = Path(shutil.copy(blank_desk, tmp_path_factory.mktemp("lived") / "desk.db"))
    asyncio.run(_live(path))
    return path


async def _live(path: Path) -> None:
    desk = await open_desk(Location(path, SETTINGS))
    office = Office(desk, member)
    await office.worked(61)
    await office.answer_limit()

    async def deliver(raw: bytes, recipient: str) -> Sent:
        return Sent()

    await delivery.send_due(desk, now=lambda: at(80), deliver=deliver)
    await office.closed(minute=90)
    await office.again(minute=91)
    await office.closed(outcome="first-party-bug", minute=92)
    ticket = await office.in_hand("pavel", address="ben@shop.example")
    await timer.start(desk, member("pavel"), ticket=ticket, now=at(100))
    await office.arrive(95)
    await desk.close()


@pytest.fixture
def lived_path(lived: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copy(lived, tmp_path / "desk.db"))


@pytest.fixture
def raw(lived_path: Path) -> Iterator[sqlite3.Connection]:
    """The bare driver on a copy, with nothing switched on."""
    connection = sqlite3.connect(lived_path, isolation_level=None)
    yield connection
    connection.close()
