"""An open database, whichever it is, and the two ways to be in it: reading and writing."""

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy.engine import Connection
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel.ext.asyncio.session import AsyncSession

from db import driver  # noqa: F401 - first: it decides which SQLite the libraries below use

Session = AsyncSession
"""One transaction, as the functions of this package take it."""

SchemaWork = Callable[..., None]
"""A synchronous piece of work on a connection that may change tables."""


class Unavailable(Exception):
    """The database did not answer, and nothing was changed; the text says what to do."""


class NotSaved(Unavailable):
    """Nothing was changed, and the same may be done again: the connection was `lost`, or another's change met it."""

    def __init__(self, reason: str, *, lost: bool = True) -> None:
        super().__init__(reason)
        self.lost = lost


class Denied(Exception):
    """The database refuses this to the login; the text says what its rule is."""


@dataclass(frozen=True, slots=True)
class Building:
    """A desk that is being made, in one transaction: nobody else sees any of it until it is shown."""

    session: Session
    show: Callable[[], Awaitable[None]]


class Database(ABC):
    """An open database. `reading()` and `writing()` each give a session that is one transaction."""

    def __init__(self, name: str, *, read_only: bool) -> None:
        self.name = name
        self.read_only = read_only

    @abstractmethod
    def reading(self) -> AbstractAsyncContextManager[Session]:
        """A transaction that only reads: one view of the record from its first statement to its last."""

    def writing(
        self, *, login: str | None = None, alone: bool = False
    ) -> AbstractAsyncContextManager[Session]:
        """A transaction that commits at the end, or leaves no trace.

        Who writes is told by `login` where the database does not know it; `alone` keeps every other writer out.
        """
        if self.read_only:
            raise Unavailable("This desk is open for reading only.")
        return self._writing(login=login, alone=alone)

    @abstractmethod
    def _writing(
        self, *, login: str | None, alone: bool
    ) -> AbstractAsyncContextManager[Session]: ...

    @abstractmethod
    async def run_schema(self, work: SchemaWork, *arguments: Any) -> None:
        """Run a synchronous piece of work on a connection that may change tables, as one transaction."""

    @abstractmethod
    def building(self) -> AbstractAsyncContextManager[Building]:
        """A transaction in which a desk is made where there is none; unless it is shown, it leaves no trace."""

    async def login(self) -> str | None:
        """Who acts, where the database knows it; None where anybody who opens it may say."""
        return None

    async def owned(self) -> bool:
        """Whether who acts is one of those who may do anything to the desk, by what the database says."""
        return False

    @abstractmethod
    async def changes(self) -> int:
        """A number that differs once anybody else has committed; costs no table read."""

    @abstractmethod
    async def close(self) -> None:
        """Close every connection."""


def session_on(engine: AsyncEngine, *, reads: bool = False) -> Session:
    """A session on an engine; rows that it gave stay readable after the commit. One that `reads` locks no rows."""
    return AsyncSession(engine, expire_on_commit=False, autoflush=False, info={"reads": reads})


def is_server(address: str | Path) -> bool:
    """Whether a desk is on a PostgreSQL server, rather than in a file."""
    return isinstance(address, str)


def open_database(address: str | Path, *, read_only: bool = False) -> Database:
    """The database at an address: a file's path, or a PostgreSQL connection string."""
    if isinstance(address, str):
        from db.postgres import PostgresDatabase

        return PostgresDatabase(address, read_only=read_only)
    from db.sqlite import SqliteDatabase

    return SqliteDatabase(address, read_only=read_only)


__all__ = [
    "Building", "Connection", "Database", "Denied", "NotSaved", "SchemaWork", "Session", "Unavailable",
    "is_server",
    "open_database", "session_on",
]  # fmt: skip
