"""The open desk: its database, its settings and the clock that the office keeps."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from console.config import Settings
from console.policy.terms import TERMS, Terms
from console.services.calendar import hours_of
from console.services.faults import Unreachable
from db.engine import Database, Session, Unavailable


@dataclass(frozen=True, slots=True)
class DeskFacts:
    """What the desk's own row says."""

    name: str
    sample: bool
    secret: bytes


class Desk:
    """Everything a use case needs besides its own arguments."""

    def __init__(self, database: Database, *, settings: Settings, facts: DeskFacts) -> None:
        self.database = database
        self.settings = settings
        self.facts = facts
        self.terms: Terms = TERMS
        self.hours = hours_of(settings)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Session]:
        """One transaction that only reads. Raises Unreachable."""
        try:
            async with self.database.reading() as session:
                yield session
        except Unavailable as error:
            raise Unreachable(str(error)) from error

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Session]:
        """One transaction that writes: all of it or nothing. Raises Unreachable."""
        try:
            async with self.database.writing() as session:
                yield session
        except Unavailable as error:
            raise Unreachable(str(error)) from error

    async def changes(self) -> int:
        """A number that differs once anybody has changed the record. Raises Unreachable."""
        try:
            return await self.database.data_version()
        except Unavailable as error:
            raise Unreachable(str(error)) from error

    async def close(self) -> None:
        """Let go of the database."""
        await self.database.close()


def to_second(moment: datetime) -> datetime:
    """A moment in whole seconds: work is told by the second, so it is stored so."""
    return moment.replace(microsecond=0)
