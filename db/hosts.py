"""Which of a desk's servers is written to: of those that can be, the one on the latest timeline."""

import asyncio
from collections.abc import Sequence
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from db import server
from db.silence import Attentive

OTHERS_SECONDS = 1.0
"""How long the other hosts are waited for once one has answered."""

_WRITTEN = frozenset({"read-write", "primary"})

Connection = psycopg.AsyncConnection[Any]


class LeftBehind(psycopg.OperationalError):
    """A server can be written, but the desk has gone over to another since: nothing may be written there."""


def each_of(conninfo: str) -> list[str]:
    """A connection string for each of the hosts that one names."""
    given = conninfo_to_dict(conninfo)
    named = {
        key: str(given[key]).split(",") for key in ("host", "hostaddr", "port") if given.get(key)
    }
    hosts = max((len(each) for each in named.values()), default=1)
    return [
        make_conninfo(conninfo, **{key: _nth(each, number) for key, each in named.items()})
        for number in range(hosts)
    ]


def _nth(values: Sequence[str], number: int) -> str:
    return values[number] if len(values) > 1 else values[0]


class Hosts:
    """Connects to the server that a desk is on, and never to one that it has left.

    A standby that is promoted begins a new timeline; the old primary, should it come back, is still on the
    earlier one. The latest that was seen is kept, and every host is asked again for each new connection.
    """

    def __init__(self, conninfo: str) -> None:
        self._conninfo = conninfo
        self._written = conninfo_to_dict(conninfo).get("target_session_attrs") in _WRITTEN
        self.timeline = 0

    async def connect(self) -> Connection:
        """An open connection; raises psycopg.Error."""
        if not self._written:
            return await Attentive.connect(self._conninfo)
        asked = [asyncio.ensure_future(_open(each)) for each in each_of(self._conninfo)]
        try:
            await _answers(asked)
        finally:
            late = [each for each in asked if each.cancel()]
        found = [each.result() for each in asked if each not in late and not each.exception()]
        if not found:
            raise _reason(asked, late)
        return await self._latest(found)

    async def _latest(self, found: list[tuple[int, Connection]]) -> Connection:
        found.sort(key=lambda each: each[0])
        timeline, connection = found.pop()
        for _, other in found:
            await other.close()
        if timeline < self.timeline:
            where = f"{connection.info.host}:{connection.info.port}"
            await connection.close()
            raise LeftBehind(
                f"{where} can be written, but the desk has gone over to"
                f" another server since (timeline {self.timeline}; this one is on {timeline}): it must be stopped"
            )
        self.timeline = timeline
        return connection


async def _open(conninfo: str) -> tuple[int, Connection]:
    """A connection, and the timeline that its server is on."""
    connection = await Attentive.connect(conninfo, autocommit=True)
    try:
        cursor = await connection.execute("SELECT pg_walfile_name(pg_current_wal_lsn())")
        row = await cursor.fetchone()
        await connection.set_autocommit(False)
    except BaseException:
        await connection.close()
        raise
    return int(str(row[0])[:8], 16) if row else 0, connection


async def _answers(asked: "Sequence[asyncio.Future[tuple[int, Connection]]]") -> None:
    """Wait until one can be written and the others have had their time, or all have failed."""
    waiting = set(asked)
    while waiting:
        done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        if any(not each.exception() for each in done):
            if waiting:
                await asyncio.wait(waiting, timeout=OTHERS_SECONDS)
            return


def _reason(
    asked: "Sequence[asyncio.Future[tuple[int, Connection]]]",
    late: "Sequence[asyncio.Future[tuple[int, Connection]]]",
) -> BaseException:
    errors = [error for each in asked if each not in late and (error := each.exception())]
    # A server that turns somebody away, or has no room, says more than one that is not there.
    told = [error for error in errors if server.turned_away(error) or server.full(error)]
    return (told or errors)[0]
