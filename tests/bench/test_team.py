"""A team at a server: picks and closings a second beside pgbench, and fifty who take two thousand requests."""

import asyncio
import multiprocessing
import re
import subprocess
import time
from collections.abc import Iterator, Sequence
from multiprocessing.synchronize import Event
from typing import Any

import pytest

from console import bootstrap
from console.location import Location
from console.services import closing
from console.services import desk as desk_service
from console.services.shapes import Actor, Closed
from tests import postgres, team
from tests.bench.report import Report
from tests.conftest import SETTINGS, at
from tests.crowd import crowd as crowds
from tests.crowd.crowd import Picked, out_of_order
from tests.postgres import Server

pytestmark = pytest.mark.bench

CLIENTS = (1, 8, 32)
SECONDS = 5
CORES = 2
CROWD, REQUESTS = 50, 2000


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server that keeps what it has acknowledged, with a desk, and a database for pgbench."""
    with postgres.running(careless=False) as running:
        asyncio.run(team.found(running))
        running.run("CREATE DATABASE pgbench")
        _pgbench(running, "-i", "-q", "-s", "10")
        yield running


@pytest.mark.parametrize("clients", CLIENTS)
def test_picks_and_closings_a_second(server: Server, report: Report, clients: int) -> None:
    """Each at a connection of their own, as in consoles; pgbench -N with as many beside it."""
    mine = asyncio.run(_rate(server, clients))
    peer = _pgbench_rate(server, clients)
    report.add(f"pgbench -N, {clients} clients", [peer], unit="a second")
    report.add(
        f"picks and closings, {clients} clients", [mine], unit="a second",
        floor=("pgbench -N", [peer]), budget="aim 0.8 x at 8",
    )  # fmt: skip
    assert mine > 0


def test_fifty_take_two_thousand(server: Server, report: Report) -> None:
    """Each request once, none past an older one; the time beside as many transactions of pgbench -N."""
    taken, seconds = asyncio.run(_take_all(server))
    peer = REQUESTS / _pgbench_rate(server, CROWD)
    report.add(
        f"{CROWD} take {REQUESTS:,} requests", [seconds], unit="s", floor=("pgbench -N", [peer])
    )
    numbers = sorted(each.ticket for each in taken)
    assert (numbers, out_of_order(taken)) == ([*range(1, REQUESTS + 1)], [])


async def _rate(server: Server, clients: int) -> float:
    """How many picks and closings a second that many clients do, spread over as many processes as there are cores."""
    crowd = await crowds.gather_at(server, clients)
    for number in range(60 if clients == 1 else 240):
        await crowd.office.arrive(number / 10, address=f"a{number}@shop.example")
    logins = [(each.staff_id, server.address(team.DATABASE, each.login)) for each in crowd.people]
    await crowds.send_home(crowd)
    spawn = multiprocessing.get_context("spawn")
    begin, results = spawn.Event(), spawn.Queue()
    shares = [logins[each :: min(CORES, clients)] for each in range(min(CORES, clients))]
    workers = [spawn.Process(target=_work, args=(share, begin, results)) for share in shares]
    for worker in workers:
        worker.start()
    for _ in workers:
        results.get()
    begin.set()
    done = [results.get() for _ in workers]
    for worker in workers:
        worker.join()
    first, last = min(begun for begun, _, _ in done), max(ended for _, ended, _ in done)
    return float(sum(count for _, _, count in done) / (last - first))


def _work(logins: Sequence[tuple[int, str]], begin: Event, results: Any) -> None:
    """One process: its clients begin when all are ready."""

    async def all_of_them() -> None:
        desks = [await bootstrap.open_desk(Location(address, SETTINGS)) for _, address in logins]
        results.put("ready")
        await asyncio.to_thread(begin.wait)
        begun = time.time()
        counts = await asyncio.gather(
            *(
                _take_and_close(desk, number)
                for desk, (number, _) in zip(desks, logins, strict=True)
            )
        )
        results.put((begun, time.time(), sum(counts)))
        for desk in desks:
            await desk.close()

    asyncio.run(all_of_them())


async def _take_and_close(desk: Any, number: int) -> int:
    me, done = Actor(number, f"s{number}", f"S{number}", "specialist"), 0
    while ticket := await desk_service.take(desk, me, now=at(500)):
        assert isinstance(ticket, int)
        closed = await closing.close(
            desk, me, ticket=ticket, outcome="answered", text="Done.", now=at(501)
        )
        assert isinstance(closed, Closed)
        done += 2
    return done


async def _take_all(server: Server) -> tuple[list[Picked], float]:
    crowd = await crowds.gather_at(server, CROWD)
    for number in range(REQUESTS):
        await crowd.office.arrive(number / 10, address=f"a{number}@shop.example")
    taken: list[Picked] = []

    async def work(number: int) -> None:
        while picked := await crowd.pick(number):
            taken.append(picked)
            await crowd.put_by(number, picked.ticket)

    begun = time.perf_counter()
    await crowd.together(work)
    seconds = time.perf_counter() - begun
    await crowds.send_home(crowd)
    return taken, seconds


def _pgbench_rate(server: Server, clients: int) -> float:
    jobs = str(min(CORES, clients))
    said = _pgbench(server, "-N", "-c", str(clients), "-j", jobs, "-T", str(SECONDS))
    found = re.search(r"tps = ([\d.]+)", said)
    assert found, said
    return float(found[1])


def _pgbench(server: Server, *options: str) -> str:
    command = [str(postgres.program("pgbench")), "-h", str(server.socket), "-U", "postgres"]
    done = subprocess.run(
        [*command, *options, "pgbench"], capture_output=True, text=True, check=True
    )
    return done.stdout
