"""Hearing that others have changed the record: LISTEN, and asking where that does not work."""

import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

import psycopg

from db import server

Connect = Callable[[], Awaitable[psycopg.AsyncConnection[Any]]]

ASK_SECONDS = 5.0
"""How long no news is taken for no change: behind some poolers nothing is ever heard."""


class Listener:
    """One connection that listens; it is opened when first asked, and again after it was lost."""

    def __init__(self, connect: Connect, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._connect = connect
        self._clock = clock
        self._connection: psycopg.AsyncConnection[Any] | None = None
        self._count = 0
        self._asked_at = 0.0
        self._snapshot: str | None = None

    async def count(self) -> int:
        """How many changes were heard of; raises psycopg.Error where the server does not answer."""
        if self._connection is not None:
            with suppress(psycopg.OperationalError):
                return await self._heard()
        # A connection may have been ended for a server, or a pooler, that is there as before.
        return await self._heard()

    async def _heard(self) -> int:
        try:
            connection = self._connection or await self._open()
            async for _ in connection.notifies(timeout=0):
                self._count += 1
            if self._clock() - self._asked_at >= ASK_SECONDS:
                await self._ask(connection)
        except psycopg.Error:
            await self.close()
            raise
        return self._count

    async def _open(self) -> psycopg.AsyncConnection[Any]:
        connection = await self._connect()
        self._connection = connection
        await connection.set_autocommit(True)
        await connection.execute(f"LISTEN {server.CHANNEL}")
        self._count += 1  # what happened while nobody listened
        return connection

    async def _ask(self, connection: psycopg.AsyncConnection[Any]) -> None:
        """Compare the server's count of transactions: it stands still while nobody writes."""
        row = await (
            await connection.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text")
        ).fetchone()
        seen = str(row[0]) if row else None
        if seen != self._snapshot:
            self._count += 1
        self._snapshot, self._asked_at = seen, self._clock()

    async def close(self) -> None:
        """Stop listening."""
        if self._connection is not None:
            with suppress(psycopg.Error):
                await self._connection.close()
        self._connection = None
