"""Watching the record: tells when another console, the command line or a job has changed it."""

import asyncio
from contextlib import suppress
from typing import Any

from textual.app import App
from textual.message import Message

from console.screens.base import SAY_SECONDS, CallFailed, warn
from console.screens.session import Session
from console.services.connection import LOST
from console.services.faults import Fault

LOOK_SECONDS = 0.5
PATIENCE_SECONDS = 10.0
RETURN_SECONDS = 1.0
"""Between two looks at whether a lost connection is back."""

BACK = "Connected again."


class Watcher:
    """Asks twice a second for the record's version, and says when the database is gone and back."""

    class Changed(Message):
        """Posted when somebody has changed the record."""

    def __init__(self, app: App[Any], session: Session) -> None:
        self.app = app
        self.session = session
        self.version: int | None = None
        self._back_shown = 0.0
        self._over = asyncio.Event()
        self._looking = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to look."""
        self.session.desk.connection.told = self.heard
        self._task = asyncio.ensure_future(self._run())

    async def stop(self) -> None:
        """Look no more; a look under way ends first, since a statement cut off breaks its connection."""
        self._over.set()
        if self._task is not None:
            await self._task

    async def _run(self) -> None:
        while not self._over.is_set():
            await self._rest(await self._look_calmly())

    async def _look_calmly(self) -> float:
        """Look, and give the seconds until the next time: a database that does not answer is left in peace."""
        try:
            await self.look()
        except Fault:
            if not self.session.desk.connection.lost:
                return PATIENCE_SECONDS
            self._tell_lost()
            return RETURN_SECONDS
        except Exception as error:
            self.app.post_message(CallFailed(error))
            return PATIENCE_SECONDS
        return LOOK_SECONDS

    def _tell_lost(self) -> None:
        warn(self.app, self.session, LOST)

    def heard(self, lost: bool) -> None:
        """Say at once when the connection is lost or back, whoever met it."""
        now = asyncio.get_running_loop().time()
        if lost:
            self._tell_lost()
            return
        self.session.warned.pop(LOST, None)
        if now > self._back_shown:
            # Each connection that broke is met by itself: one word is enough for all.
            self._back_shown = now + SAY_SECONDS
            self.app.notify(BACK, timeout=SAY_SECONDS)

    async def _rest(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._over.wait(), seconds)

    async def look(self) -> bool:
        """Ask once, and tell the app if the record has changed. Raises Fault."""
        async with self._looking:
            version = await self.session.desk.changes()
        changed = self.version is not None and version != self.version
        self.version = version
        if changed:
            self.app.post_message(self.Changed())
        return changed
