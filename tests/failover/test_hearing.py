"""Hearing of others' changes: by NOTIFY at once, by asking where nothing is heard, and again after a loss."""

from collections.abc import AsyncIterator
from typing import Any

import psycopg
import pytest

from console.services import desk as desk_service
from console.services.context import Desk
from console.services.shapes import Actor
from db import server
from db.listening import ASK_SECONDS, Listener
from tests import team
from tests.conftest import at
from tests.failover.proxy import Proxy
from tests.postgres import Server

OLGA = Actor(2, "olga", "Olga", "specialist")
HEARD_SECONDS = 1.0


class Ear:
    """A listener behind the proxy, with a clock that stands: it asks only when it is told what time it is."""

    def __init__(self, proxy: Proxy) -> None:
        self._proxy = proxy
        self.seconds = 0.0
        self.connection: psycopg.AsyncConnection[Any] | None = None
        self.listener = Listener(self._connect, clock=lambda: self.seconds)

    async def _connect(self) -> psycopg.AsyncConnection[Any]:
        address = server.conninfo(self._proxy.address(team.DATABASE, "olga"))
        self.connection = await psycopg.AsyncConnection.connect(address)
        return self.connection

    async def forget(self) -> None:
        """Lose the LISTEN, as a pooler loses it that gives each transaction another connection."""
        assert self.connection is not None
        await self.connection.execute("UNLISTEN *")

    async def hears(self, since: int) -> bool:
        """Whether a notification comes within a second."""
        assert self.connection is not None
        async for _ in self.connection.notifies(timeout=HEARD_SECONDS, stop_after=1):
            return True
        return await self.listener.count() != since


@pytest.fixture
async def ear(proxy: Proxy) -> AsyncIterator[Ear]:
    """A listener that listens."""
    ear = Ear(proxy)
    await ear.listener.count()
    yield ear
    await ear.listener.close()


@pytest.fixture
async def others(team_server: Server, proxy: Proxy) -> AsyncIterator[Desk]:
    """Another console, which does not go through the proxy."""
    desk = await team.open_desk(team_server)
    yield desk
    await desk.close()


async def test_a_change_is_heard_within_a_second(ear: Ear, others: Desk) -> None:
    """What another console does is told by the server; nobody has to ask."""
    before = await ear.listener.count()
    await desk_service.take(others, OLGA, now=at(1))
    assert await ear.hears(before)


async def test_no_change_is_heard_where_there_is_none(ear: Ear) -> None:
    """Nobody reads everything anew for nothing."""
    assert not await ear.hears(await ear.listener.count())


async def test_where_nothing_is_heard_it_is_asked(ear: Ear, others: Desk) -> None:
    """Behind a pooler of transactions LISTEN is never heard: the change is seen at the next asking, not before."""
    ear.seconds += ASK_SECONDS
    before = await ear.listener.count()
    await ear.forget()
    await desk_service.take(others, OLGA, now=at(1))
    early = await ear.listener.count()
    ear.seconds += ASK_SECONDS
    assert (early, await ear.listener.count()) == (before, before + 1)


async def test_what_happened_while_nobody_listened_is_not_missed(
    ear: Ear, others: Desk, proxy: Proxy
) -> None:
    """A connection that was lost and is back counts as a change: something may have been one."""
    before = await ear.listener.count()
    proxy.shut()
    with pytest.raises(psycopg.OperationalError):
        await ear.listener.count()
    await desk_service.take(others, OLGA, now=at(1))
    proxy.open()
    assert await ear.listener.count() > before


async def test_after_a_loss_it_is_listened_again(ear: Ear, others: Desk, proxy: Proxy) -> None:
    """The next change is heard within a second, as before."""
    proxy.shut()
    with pytest.raises(psycopg.OperationalError):
        await ear.listener.count()
    proxy.open()
    before = await ear.listener.count()
    await desk_service.take(others, OLGA, now=at(1))
    assert await ear.hears(before)
