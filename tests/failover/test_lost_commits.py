"""A connection that breaks at a commit: what stood stands once, and what did not is done again."""

import asyncio
from contextlib import AsyncExitStack
from typing import Any

import pytest
from sqlalchemy import text

from console.services import closing, doctor
from console.services import desk as desk_service
from console.services.context import Desk
from console.services.faults import NotSaved, Unreachable
from console.services.shapes import Actor, Closed
from db.postgres import PostgresDatabase
from tests import team
from tests.conftest import at
from tests.failover.proxy import Proxy
from tests.postgres import Server
from tests.services.office import Office

OLGA = Actor(2, "olga", "Olga", "specialist")


@pytest.fixture
async def held(team_server: Server, proxy: Proxy) -> int:
    """A request of Olga's that 16 minutes were worked on."""
    desk = await team.open_desk(team_server)
    ticket = await Office(desk, lambda _: OLGA).worked(16)
    await desk.close()
    return ticket


def what_stands(server: Server) -> list[tuple[Any, ...]]:
    """How many entries, closings and answers there are."""
    return server.rows(
        "SELECT (SELECT count(*) FROM entry), (SELECT count(*) FROM event WHERE what = 'closed'),"
        " (SELECT count(*) FROM message WHERE body LIKE 'Done.%')",
        database=team.DATABASE,
    )


async def _close(desk: Desk, ticket: int) -> object:
    return await closing.close(
        desk, OLGA, ticket=ticket, outcome="answered", text="Done.", now=at(100)
    )


@pytest.mark.parametrize("cut", ["before", "after"])
async def test_a_closing_whose_commit_is_cut_is_there_once(
    proxy: Proxy, olgas: Desk, held: int, team_server: Server, cut: str
) -> None:
    """Cut before the commit got there it is done again, cut after it is found to stand: one charge, one answer."""
    proxy.cut = cut
    done = await _close(olgas, held)
    assert isinstance(done, Closed)
    assert (what_stands(team_server), proxy.cut) == ([(1, 1, 1)], "")


@pytest.mark.parametrize("cut", ["before", "after"])
async def test_the_doctor_finds_a_cut_closing_whole(
    proxy: Proxy, olgas: Desk, held: int, team_server: Server, cut: str
) -> None:
    """Nothing of a lost connection is left in the record."""
    proxy.cut = cut
    await _close(olgas, held)
    desk = await team.open_desk(team_server)
    results = await doctor.examine(desk)
    await desk.close()
    assert [each for each in results if not each.ok] == []


async def test_what_is_asked_while_nobody_answers_is_done_once_somebody_does(
    proxy: Proxy, olgas: Desk, held: int
) -> None:
    """A server that is away for a moment costs nothing but the moment."""
    told: list[bool] = []

    def heard(lost: bool) -> None:
        told.append(lost)
        if lost:
            proxy.open()

    olgas.connection.told = heard
    proxy.shut()
    done = await _close(olgas, held)
    assert (isinstance(done, Closed), told) == (True, [True, False])


async def test_a_server_that_stays_away_is_said_to_be(proxy: Proxy, olgas: Desk, held: int) -> None:
    """After half a minute the person decides; nothing was changed."""
    olgas.connection.try_seconds = 0.3
    proxy.shut()
    with pytest.raises(NotSaved, match="nothing of this was changed"):
        await _close(olgas, held)


async def test_another_look_is_taken_on_a_new_connection(proxy: Proxy, olgas: Desk) -> None:
    """All connections of before are known to be broken as soon as one is."""
    await desk_service.take(olgas, OLGA, now=at(1))
    proxy.shut()
    proxy.open()
    assert await desk_service.take(olgas, OLGA, now=at(2)) is None


async def test_who_is_turned_away_is_told_so_at_once(
    proxy: Proxy, olgas: Desk, team_server: Server
) -> None:
    """A server that lets somebody in no more will not in half a minute either."""
    team_server.run("ALTER ROLE olga NOLOGIN")
    try:
        proxy.shut()
        proxy.open()
        with pytest.raises(Unreachable, match=r"does not let you in: .*not permitted to log in"):
            await desk_service.take(olgas, OLGA, now=at(1))
    finally:
        team_server.run("ALTER ROLE olga LOGIN")


async def test_a_server_without_a_connection_left_is_said_to_be_full(
    proxy: Proxy, olgas: Desk, team_server: Server
) -> None:
    """It is tried for a while, as others go; in the end somebody has to know what is wrong."""
    olgas.connection.try_seconds = 0.3
    team_server.run("ALTER ROLE olga CONNECTION LIMIT 0")
    try:
        proxy.shut()
        proxy.open()
        with pytest.raises(NotSaved, match="has no connections left"):
            await desk_service.take(olgas, OLGA, now=at(1))
    finally:
        team_server.run("ALTER ROLE olga CONNECTION LIMIT -1")


async def test_a_connection_that_only_reads_by_now_is_let_go(olgas: Desk, held: int) -> None:
    """A server that became a standby behind a pooler keeps the connection: the next try asks who can be written."""
    assert isinstance(olgas.database, PostgresDatabase)
    async with olgas.database.reading() as session:
        connection = await session.connection()
        await connection.execute(text("SET SESSION default_transaction_read_only = on"))
    assert isinstance(await _close(olgas, held), Closed)


async def test_a_server_that_answers_nothing_any_more_is_said_not_to(olgas: Desk) -> None:
    """Every connection waits for an answer: a look that would need one more ends in a sentence."""
    assert isinstance(olgas.database, PostgresDatabase)
    olgas.database._engine.pool._timeout = 0.01  # type: ignore[attr-defined]
    async with AsyncExitStack() as waiting:
        for _ in range(8):
            session = await waiting.enter_async_context(olgas.database.reading())
            await session.connection()
        with pytest.raises(Unreachable, match="does not answer what it was asked before"):
            async with olgas.reading():
                pass


async def test_a_lost_connection_is_waited_for_until_it_is_given_up(
    proxy: Proxy, olgas: Desk
) -> None:
    """Whoever is told to end does not wait out the half minute."""
    lost = asyncio.Event()
    olgas.connection.told = lambda _: lost.set()
    proxy.shut()
    taking = asyncio.ensure_future(desk_service.take(olgas, OLGA, now=at(1)))
    await lost.wait()
    olgas.connection.give_up()
    with pytest.raises(NotSaved):
        await asyncio.wait_for(taking, 5)


async def test_a_connection_is_back_once_something_is_answered(
    proxy: Proxy, olgas: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A listener that has not noticed yet, and hears nothing, is no sign of it."""

    async def hears_nothing() -> int:
        return 1

    monkeypatch.setattr(olgas.database, "changes", hears_nothing)
    olgas.connection.heard(lost=True)
    proxy.shut()
    with pytest.raises(Unreachable):
        await olgas.changes()
    assert olgas.connection.lost
