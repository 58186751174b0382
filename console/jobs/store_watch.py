"""Keeping up with the shops beside the other jobs: one that is slow, or has much to tell, holds up no mail and no limit."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime

from console import faultlog
from console.jobs import shops, store_sync
from console.jobs.store_sync import Counts, Open, Syncing
from console.services.context import Desk
from console.services.faults import Fault

PAUSE_SECONDS = 15.0
LONGEST_PAUSE_SECONDS = 300.0

_WENT_WRONG = (
    "Something went wrong in the program itself while shops were read: it is written down in {}."
)


class StoreWatch:
    """Reads the shops again and again until it is told to stop; in trouble less and less often."""

    def __init__(
        self,
        desk: Desk,
        *,
        now: Callable[[], datetime],
        pause_seconds: float = PAUSE_SECONDS,
        opened: Open | None = None,
    ) -> None:
        self._desk = desk
        self._now = now
        self._pause = pause_seconds
        self._opened = opened
        self._told = Syncing()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin, in the background, where there is a shop."""
        if shops.names(self._desk):
            self._task = asyncio.create_task(self._read_for_ever())

    async def stop(self) -> None:
        """End at once: an order that is being taken in is taken in, and no shop is waited for."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    def report(self) -> Syncing:
        """What has come since this was last asked, and what is wrong now."""
        told, self._told = self._told, Syncing(problems=self._told.problems)
        return told

    async def _read_for_ever(self) -> None:
        pause = self._pause
        while True:
            self._told.problems = await self._read()
            pause = min(2 * pause, LONGEST_PAUSE_SECONDS) if self._told.problems else self._pause
            await asyncio.sleep(pause)

    async def _read(self) -> list[str]:
        """Read each shop, and say what is wrong."""
        try:
            done = await store_sync.run(
                self._desk, now=self._now, opened=self._opened, at_once=False
            )
        except Fault as error:
            return [str(error)]
        except Exception as error:
            return [_WENT_WRONG.format(faultlog.record(error, self._now()))]
        before, came = asdict(self._told.counts), asdict(done.counts)
        self._told.counts = Counts(**{name: before[name] + came[name] for name in came})
        return done.problems
