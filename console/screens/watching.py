"""Watching the record: tells when another console, the command line or a job has changed it."""

import asyncio
from typing import Any

from textual.app import App
from textual.message import Message

from console.screens.session import Session
from console.services.faults import Fault

LOOK_SECONDS = 0.5
PATIENCE_SECONDS = 10.0


class Watcher:
    """Asks twice a second for the record's version; the next look begins when the last has ended."""

    class Changed(Message):
        """Posted when somebody has changed the record."""

    def __init__(self, app: App[Any], session: Session) -> None:
        self.app = app
        self.session = session
        self.version: int | None = None

    async def run(self) -> None:
        """Look until cancelled; a database that does not answer is asked again later."""
        while True:
            try:
                await self.look()
                await asyncio.sleep(LOOK_SECONDS)
            except (Fault, TimeoutError):
                await asyncio.sleep(PATIENCE_SECONDS)

    async def look(self) -> bool:
        """Ask once, and tell the app if the record has changed. Raises Fault."""
        version = await asyncio.wait_for(self.session.desk.changes(), PATIENCE_SECONDS)
        changed = self.version is not None and version != self.version
        self.version = version
        if changed:
            self.app.post_message(self.Changed())
        return changed
