"""A server that hangs with its connections open: it is left for the one that was promoted, and not written to after."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Any, cast

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from console import bootstrap
from console.location import Location
from console.services import closing, timer
from console.services import desk as desk_service
from console.services.context import Desk
from console.services.heartbeat import beat
from console.services.shapes import Actor, Closed
from db import postgres, silence
from tests import team
from tests.conftest import SETTINGS, at
from tests.failover import cluster as clusters
from tests.failover.cluster import Cluster
from tests.services.office import Office

OLGA = Actor(2, "olga", "Olga", "specialist")


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    """Two servers with a desk on them."""
    with clusters.running() as running:
        asyncio.run(team.found(cast("Any", running.primary)))
        yield running


@pytest.fixture
async def held(cluster: Cluster) -> int:
    """A request of Olga's that 16 minutes were worked on."""
    desk = await team.open_desk(cast("Any", cluster.primary))
    ticket = await Office(desk, lambda _: OLGA).worked(16)
    await desk.close()
    return ticket


@pytest.fixture
async def olgas(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Desk]:
    """Olga's desk, whose connections are quick to suspect their server."""
    monkeypatch.setattr(silence, "SILENT_SECONDS", 0.5)
    address = cluster.address(team.DATABASE, "olga")
    desk = await bootstrap.open_desk(Location(address, SETTINGS))
    yield desk
    await desk.close()


async def test_a_hanging_primary_is_left_for_the_promoted_one(
    cluster: Cluster, olgas: Desk, held: int
) -> None:
    """A closing that was asked of a server that hangs is on the new one, once, and never on the old."""
    await desk_service.take(olgas, OLGA, now=at(90))
    cluster.primary.freeze()
    asked = asyncio.ensure_future(_close(olgas, held))
    await asyncio.to_thread(cluster.standby.promote)
    done = await asyncio.wait_for(asked, 25)
    cluster.primary.thaw()
    assert (isinstance(done, Closed), _charges(cluster)) == (True, [[(0,)], [(1,)]])


async def test_a_commit_at_a_primary_that_hangs_is_asked_after_at_the_promoted_one(
    cluster: Cluster, olgas: Desk, held: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It never got there: it is done again on the new one, once, though a standby would be named before."""
    monkeypatch.setattr(postgres, "STANDBY_SECONDS", 1.0)
    commit = AsyncSession.commit
    hangs = asyncio.Event()

    async def hang_at_commit(session: AsyncSession) -> None:
        monkeypatch.setattr(AsyncSession, "commit", commit)
        cluster.primary.freeze()
        hangs.set()
        await commit(session)

    monkeypatch.setattr(AsyncSession, "commit", hang_at_commit)
    asked = asyncio.ensure_future(_close(olgas, held))
    await hangs.wait()
    await asyncio.to_thread(cluster.standby.promote)
    done = await asyncio.wait_for(asked, 25)
    cluster.primary.thaw()
    assert (isinstance(done, Closed), _charges(cluster)[1]) == (True, [(1,)])


async def test_a_hanging_server_is_said_to_be_lost(cluster: Cluster, olgas: Desk) -> None:
    """Who only looks hears of it too: a connection that hangs is no news, which is not good news."""
    told = asyncio.Event()
    olgas.connection.told = lambda _lost: told.set()
    await olgas.changes()
    cluster.primary.freeze()
    olgas.connection.try_seconds = 0
    asked = asyncio.ensure_future(desk_service.take(olgas, OLGA, now=at(90)))
    await asyncio.wait_for(told.wait(), 15)
    cluster.primary.thaw()
    await asyncio.wait({asked})
    assert olgas.connection.lost


async def test_a_timer_runs_through_a_failover(cluster: Cluster, olgas: Desk, held: int) -> None:
    """Time is counted whole, and once: from where it was begun to where it ended, on whichever server."""
    await timer.start(olgas, OLGA, ticket=held, console="here", now=at(90))
    await beat(olgas, OLGA, console="here", now=at(92))
    cluster.fail_over()
    await timer.status(olgas, OLGA, now=at(94))
    await beat(olgas, OLGA, console="here", now=at(94))
    await timer.stop(olgas, OLGA, now=at(97))
    spans = cluster.standby.rows(
        "SELECT extract(epoch FROM ended_at::timestamptz - started_at::timestamptz)::int"
        " FROM work_session ORDER BY started_at",
        database=team.DATABASE,
    )
    assert spans == [(16 * 60,), (7 * 60,)]


async def _close(desk: Desk, ticket: int) -> object:
    return await closing.close(
        desk, OLGA, ticket=ticket, outcome="answered", text="Done.", now=at(100)
    )


def _charges(cluster: Cluster) -> list[list[tuple[Any, ...]]]:
    return [
        node.rows("SELECT count(*) FROM entry", database=team.DATABASE)
        for node in (cluster.primary, cluster.standby)
    ]
