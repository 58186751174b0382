"""A connection to a desk's file as the engine awaits it: a thread of its own, to which each statement goes once.

By itself the library goes there four times: for a cursor, the statement, its rows and the cursor's end; and the way
there and back takes longer than most statements do.
"""

import asyncio
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import aiosqlite

from db import driver

_AT_ONCE = 1000
"""Rows that come back with the statement; the rest of a longer answer is fetched as it is asked for."""

Rows = list[tuple[Any, ...]]


class FileCursor:
    """A statement and what it gives."""

    arraysize = 1

    def __init__(self, connection: "FileConnection") -> None:
        self._connection = connection
        self._rest: Any = None
        self._rows: Rows = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None

    async def __aenter__(self) -> "FileCursor":
        return self

    async def execute(self, statement: str, values: Any = ()) -> None:
        """Run a statement."""
        await self._connection.errand(self._run, "execute", statement, values)

    async def executemany(self, statement: str, rows: Any) -> None:
        """Run a statement with each row of values."""
        await self._connection.errand(self._run, "executemany", statement, rows)

    def _run(self, how: str, statement: str, values: Any) -> None:
        cursor = self._connection.file.cursor()
        getattr(cursor, how)(statement, values)
        self.description = cursor.description
        self._rows = cursor.fetchmany(_AT_ONCE) if self.description else []
        self.rowcount, self.lastrowid = cursor.rowcount, cursor.lastrowid
        self._rest = cursor if len(self._rows) == _AT_ONCE else cursor.close()

    async def fetchall(self) -> Rows:
        """All rows that were not fetched yet."""
        rows, self._rows = self._rows, []
        if self._rest is not None:
            rows += await self._connection.errand(self._rest.fetchall)
        return rows

    async def fetchmany(self, size: int) -> Rows:
        """The next rows, so many or what there is."""
        if len(self._rows) < size and self._rest is not None:
            self._rows += await self._connection.errand(self._rest.fetchmany, max(size, _AT_ONCE))
        rows, self._rows = self._rows[:size], self._rows[size:]
        return rows

    async def close(self) -> None:
        """Let go of what was not fetched."""
        self._rows = []
        if self._rest is not None:
            await self._connection.errand(self._rest.close)
            self._rest = None


class FileConnection(aiosqlite.Connection):
    """An open file and its thread."""

    @property
    def file(self) -> Any:
        """The driver's own connection, for the thread."""
        return self._conn

    _left_alone = False
    """Whether nobody waited for the last errand: what it comes to on the thread is not known here."""

    async def errand(self, work: Any, *arguments: Any) -> Any:
        """What a piece of work gives on the thread."""
        try:
            return await self._execute(work, *arguments)  # type: ignore[no-untyped-call]
        except asyncio.CancelledError:
            self._left_alone = True
            raise

    def cursor(self) -> FileCursor:  # type: ignore[override]
        """A cursor, for which nobody has to go anywhere yet."""
        return FileCursor(self)

    async def rollback(self) -> None:
        """End the transaction, where one has begun, or may yet begin: the thread does one thing after another."""
        if self._left_alone or self.in_transaction:
            await super().rollback()
            self._left_alone = False


async def connect(path: Path, pragmas: Sequence[str]) -> FileConnection:
    """Open a file, or make it, with what is set on the connection."""
    connection = FileConnection(partial(_open, path), _AT_ONCE)
    connection._thread.daemon = True  # a console that is ended waits for no file
    await connection
    try:
        await connection.errand(_set, connection.file, pragmas)
    except BaseException:
        await connection.close()
        raise
    return connection


def _open(path: Path) -> driver.sqlite3.Connection:
    # The driver opens no transactions by itself: the engine does, and says which kind.
    return driver.sqlite3.connect(str(path), timeout=driver.BUSY_SECONDS, isolation_level=None)


def _set(file: driver.sqlite3.Connection, pragmas: Sequence[str]) -> None:
    for pragma in pragmas:
        file.execute(f"PRAGMA {pragma}")
