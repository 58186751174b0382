"""Hearing of others' changes: at once by LISTEN, and by asking where nothing is ever heard."""

import time
from collections.abc import AsyncIterator
from typing import Any

import psycopg
import pytest

from db import server
from db.listening import ASK_SECONDS, Listener
from tests.postgres import Server

NAME = "heard"


class Clock:
    """Seconds that pass when they are told to."""

    seconds = 100.0

    def __call__(self) -> float:
        """The time."""
        return self.seconds


class Deaf(psycopg.AsyncConnection[Any]):
    """A connection behind a pooler that gives another server process to each transaction: nothing is heard."""

    async def notifies(self, **_: Any) -> Any:
        """Nothing."""
        for nothing in list[psycopg.Notify]():
            yield nothing


@pytest.fixture
def address(team_server: Server) -> str:
    """A database where somebody may write."""
    team_server.drop(NAME)
    team_server.run(f'CREATE DATABASE "{NAME}"')
    team_server.run("CREATE TABLE written (number integer)", database=NAME)
    return team_server.address(NAME)


@pytest.fixture
def clock() -> Clock:
    """When it is."""
    return Clock()


@pytest.fixture
async def listener(address: str, clock: Clock) -> AsyncIterator[Listener]:
    """Somebody who listens, and has asked just now."""

    async def connect() -> psycopg.AsyncConnection[Any]:
        return await psycopg.AsyncConnection.connect(address)

    opened = Listener(connect, clock=clock)
    await opened.count()
    yield opened
    await opened.close()


@pytest.fixture
async def deaf(address: str, clock: Clock) -> AsyncIterator[Listener]:
    """Somebody who hears nothing, and has asked just now."""

    async def connect() -> psycopg.AsyncConnection[Any]:
        return await Deaf.connect(address)

    opened = Listener(connect, clock=clock)
    await opened.count()
    yield opened
    await opened.close()


def write(running: Server) -> None:
    """Change the record, and tell nobody."""
    running.run("INSERT INTO written VALUES (1)", database=NAME)


def tell(running: Server) -> None:
    """Tell that something has changed."""
    running.run(f"NOTIFY {server.CHANNEL}", database=NAME)


async def heard_within_a_second(listener: Listener, before: int) -> bool:
    """Whether it counts more than before, looked at again and again; its own clock stands still."""
    end = time.monotonic() + 1
    while time.monotonic() < end:
        if await listener.count() > before:
            return True
    return False


async def test_what_is_told_is_heard_within_a_second(
    listener: Listener, team_server: Server
) -> None:
    """The server brings it by itself: nobody has to ask."""
    before = await listener.count()
    tell(team_server)
    assert await heard_within_a_second(listener, before)


async def test_nothing_is_heard_while_nobody_writes(listener: Listener, clock: Clock) -> None:
    """A quiet desk makes no screen read anew, however long it is."""
    before = await listener.count()
    counts = set()
    for _ in range(3):
        clock.seconds += ASK_SECONDS
        counts.add(await listener.count())
    assert counts == {before}


async def test_who_hears_nothing_asks(deaf: Listener, team_server: Server, clock: Clock) -> None:
    """A change shows within five seconds behind a pooler."""
    before = await deaf.count()
    write(team_server)
    tell(team_server)
    clock.seconds += ASK_SECONDS
    assert await deaf.count() > before


async def test_who_hears_nothing_does_not_ask_all_the_time(
    deaf: Listener, team_server: Server, clock: Clock
) -> None:
    """Two hundred consoles that look twice a second cost the server nothing in between."""
    before = await deaf.count()
    write(team_server)
    clock.seconds += ASK_SECONDS - 0.5
    assert await deaf.count() == before


async def test_what_happened_while_nobody_listened_counts(
    listener: Listener, team_server: Server
) -> None:
    """A listener whose connection broke has missed what was told meanwhile: it looks anew."""
    before = await listener.count()
    await listener.close()
    write(team_server)
    tell(team_server)
    assert await listener.count() > before


async def test_a_listening_connection_that_was_ended_is_replaced_without_a_word(
    listener: Listener, team_server: Server
) -> None:
    """The server is there: only this connection is not, and what was told meanwhile counts as heard."""
    before = await listener.count()
    team_server.run(
        f"SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = '{NAME}'"
    )
    tell(team_server)
    assert await heard_within_a_second(listener, before)
