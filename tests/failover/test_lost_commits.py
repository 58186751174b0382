"""A connection that breaks at a commit: what stood stands once, and what did not is done again."""

from typing import Any

import pytest

from console.services import closing, doctor
from console.services import desk as desk_service
from console.services.context import Desk
from console.services.faults import NotSaved
from console.services.shapes import Actor, Closed
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
