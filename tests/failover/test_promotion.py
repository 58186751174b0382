"""A primary killed at work, and its synchronous standby promoted: nothing acknowledged is lost, nothing is there twice."""

import asyncio
import random
from collections.abc import AsyncIterator, Iterator
from typing import Any, cast

import pytest

from console import bootstrap
from console.location import Location
from console.policy.refusal import Refusal
from console.services import closing, doctor, staff, timer
from console.services import desk as desk_service
from console.services.context import Desk
from console.services.faults import NotSaved, Unreachable
from console.services.shapes import Actor, Closed
from db import postgres
from tests import team
from tests.conftest import SETTINGS, at
from tests.failover import cluster as clusters
from tests.failover.cluster import Cluster
from tests.services.office import Office

WORKERS, REQUESTS = 6, 30
ADA = Actor(1, "ada", "Ada", "admin")
OLGA = Actor(2, "olga", "Olga", "specialist")


_SLOW = """
CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(1); RETURN NULL; END $$;
CREATE CONSTRAINT TRIGGER slow AFTER INSERT ON commit_mark DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION slow();
"""


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    """Two servers with a desk on them."""
    with clusters.running() as running:
        asyncio.run(team.found(cast("Any", running.primary)))
        yield running


async def opened(cluster: Cluster, login: str) -> Desk:
    """The desk as somebody is logged in to it, wherever it is."""
    return await bootstrap.open_desk(Location(cluster.address(team.DATABASE, login), SETTINGS))


@pytest.fixture
async def olgas(cluster: Cluster) -> AsyncIterator[Desk]:
    """Olga's desk."""
    desk = await opened(cluster, "olga")
    yield desk
    await desk.close()


class Load:
    """Specialists who take, work on and close everything that waits; the closings that they were told of."""

    def __init__(self, cluster: Cluster) -> None:
        self.cluster = cluster
        self.told: list[int] = []
        self.kill_after = 0
        self.enough = asyncio.Event()

    async def prepare(self) -> None:
        """Let requests come in, each of a customer's own, and specialists be there."""
        desk = await team.open_desk(cast("Any", self.cluster.primary))
        office = Office(desk, lambda _: ADA)
        for number in range(5, 5 + WORKERS):
            await staff.add(desk, ADA, login=f"s{number}", name="S", role="specialist", now=at())
        for number in range(REQUESTS):
            await office.arrive(number, address=f"c{number % 7}@shop.example")
        await desk.close()

    async def run(self, *, kill_after: int, moment: float) -> None:
        """Work; after so many closings and a moment more, the primary is killed and the standby promoted."""
        work = [asyncio.ensure_future(self._work(number)) for number in range(5, 5 + WORKERS)]
        self.kill_after = kill_after
        await self.enough.wait()
        await asyncio.sleep(moment)
        await asyncio.to_thread(self.cluster.fail_over)
        await asyncio.gather(*work)

    async def _work(self, number: int) -> None:
        me = Actor(number, f"s{number}", "S", "specialist")
        desk = await opened(self.cluster, me.login)
        while ticket := await desk_service.take(desk, me, now=at(100)):
            assert isinstance(ticket, int)
            added = await timer.add(
                desk, me, ticket=ticket, minutes=16, reason="By hand", now=at(101)
            )
            assert not isinstance(added, Refusal)
            done = await closing.close(
                desk, me, ticket=ticket, outcome="answered", text="Done.", now=at(102)
            )
            assert isinstance(done, Closed), done
            self.told.append(ticket)
            if len(self.told) == self.kill_after:
                self.enough.set()
        await desk.close()

    def stands(self) -> list[tuple[Any, ...]]:
        """Of each request: its charges, its answers, its recorded seconds."""
        return self.cluster.standby.rows(
            "SELECT t.id, (SELECT sum(-credits) FROM entry e WHERE e.ticket_id = t.id),"
            " (SELECT count(*) FROM message m WHERE m.ticket_id = t.id AND m.body LIKE 'Done.%'),"
            " (SELECT sum(typed_seconds) FROM work_session w WHERE w.ticket_id = t.id)"
            " FROM ticket t ORDER BY t.id",
            database=team.DATABASE,
        )

    async def findings(self) -> list[str]:
        """What the doctor finds on the new primary."""
        desk = await team.open_desk(cast("Any", self.cluster.standby))
        results = await doctor.examine(desk)
        await desk.close()
        return [f"{each.check}: {each.detail}" for each in results if not each.ok]


ALL_ONCE = [(number, 20, 1, 960) for number in range(1, REQUESTS + 1)]


async def survive(
    cluster: Cluster, seed: int
) -> tuple[list[int], list[tuple[Any, ...]], list[str]]:
    """A morning with a failover at a moment that the seed decides: what was told, what stands, what is wrong."""
    dice = random.Random(seed)
    load = Load(cluster)
    await load.prepare()
    await load.run(kill_after=dice.randrange(3, 15), moment=dice.random() / 10)
    return sorted(load.told), load.stands(), await load.findings()


async def test_a_failover_under_load_loses_and_doubles_nothing(cluster: Cluster) -> None:
    """Every closing that somebody was told of is there, each charge, answer and minute once, and the rest is done."""
    told, stands, findings = await survive(cluster, 1)
    assert (told, stands, findings) == ([*range(1, REQUESTS + 1)], ALL_ONCE, [])


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(20))
async def test_twenty_failovers_lose_and_double_nothing(cluster: Cluster, seed: int) -> None:
    """Whenever it happens."""
    told, stands, findings = await survive(cluster, seed)
    assert (told, stands, findings) == ([*range(1, REQUESTS + 1)], ALL_ONCE, [])


async def test_an_old_primary_that_returns_is_not_written_to(cluster: Cluster, olgas: Desk) -> None:
    """A server that the desk has left can be written by its own account, and stands first in the address."""
    await desk_service.take(olgas, OLGA, now=at(1))
    cluster.fail_over()
    await desk_service.take(olgas, OLGA, now=at(2))
    cluster.primary.start()
    cluster.standby.kill()
    olgas.connection.try_seconds = 0.5
    with pytest.raises(NotSaved, match="the desk has gone over to another server since"):
        await desk_service.take(olgas, OLGA, now=at(3))


async def test_who_comes_new_finds_the_newer_primary(cluster: Cluster) -> None:
    """Whoever never saw the new one asks both, and takes the one on the later timeline."""
    cluster.fail_over()
    cluster.primary.start()
    desk = await opened(cluster, "olga")
    await desk_service.take(desk, OLGA, now=at(1))
    await desk.close()
    marks = [
        node.rows("SELECT count(*) FROM commit_mark", database=team.DATABASE)[0][0]
        for node in (cluster.primary, cluster.standby)
    ]
    assert marks == [0, 1]


async def test_a_dead_standby_is_named(cluster: Cluster, olgas: Desk) -> None:
    """What waits for it is told of after five seconds, with what to do (the commit is on one server alone)."""
    cluster.standby.kill()
    with pytest.raises(Unreachable, match=r"The standby \* of desk at .* does not answer"):
        await desk_service.take(olgas, OLGA, now=at(1))


async def test_a_slow_commit_is_no_dead_standby(
    cluster: Cluster, olgas: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that takes long over a commit is waited for: its standby is there, and blamed for nothing."""
    monkeypatch.setattr(postgres, "STANDBY_SECONDS", 0.3)
    cluster.primary.run(_SLOW, database=team.DATABASE)
    assert await desk_service.take(olgas, OLGA, now=at(1)) is None


async def test_what_waited_for_a_standby_stands_once_it_is_back(
    cluster: Cluster, olgas: Desk
) -> None:
    """A commit that somebody was told to wait for is there in the end, once."""
    cluster.standby.kill()
    with pytest.raises(Unreachable):
        await desk_service.take(olgas, OLGA, now=at(1))
    cluster.standby.start()
    await desk_service.take(olgas, OLGA, now=at(2))
    marks = cluster.primary.rows("SELECT count(*) FROM commit_mark", database=team.DATABASE)
    assert marks == [(2,)]


async def test_what_is_done_behind_a_waiting_commit_names_the_standby_too(
    cluster: Cluster, olgas: Desk
) -> None:
    """It is not begun: the commit that waits has its locks still, and nobody else is changing anything."""
    cluster.standby.kill()
    for words in ("What you did is on the main server alone", "nothing of this was changed"):
        with pytest.raises(Unreachable, match=rf"The standby \* of desk .*{words}"):
            await desk_service.take(olgas, OLGA, now=at(1))
