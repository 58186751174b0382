"""A desk as one transaction sees it, before anybody else does."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

from db.engine import Building, Database, SchemaWork, Session, Unavailable

_ONLY_LOOKED_AT = "This desk is still being made: it is only looked at."


class Inside(Database):
    """The desk of a transaction; whoever reads it is in that transaction."""

    def __init__(self, session: Session, name: str) -> None:
        super().__init__(name, read_only=True)
        self._session = session

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Session]:
        """The transaction itself."""
        yield self._session

    def _writing(self, *, login: str | None, alone: bool) -> AbstractAsyncContextManager[Session]:
        del login, alone
        raise Unavailable(_ONLY_LOOKED_AT)

    async def run_schema(self, work: SchemaWork, *arguments: Any) -> None:
        """Nothing is changed here."""
        del work, arguments
        raise Unavailable(_ONLY_LOOKED_AT)

    def building(self) -> AbstractAsyncContextManager[Building]:
        """Nothing is made here."""
        raise Unavailable(_ONLY_LOOKED_AT)

    async def changes(self) -> int:
        """Nobody else changes what they do not see."""
        return 0

    async def close(self) -> None:
        """The transaction ends where it began."""
