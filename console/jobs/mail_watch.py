"""Keeping up with the mailbox: told by IDLE where the server has it, asked every minute where not."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import partial

from console import faultlog
from console.jobs.aside import aside
from console.jobs.mail_fetch import Fetcher, Fetching, server_of
from console.mail.imap import ImapServer
from console.services.context import Desk
from console.services.faults import Fault

WAIT_SECONDS = 60.0
"""Neither a server that forgets to tell nor a connection that died in silence keeps a mail back for longer."""

FIRST_PAUSE_SECONDS = 5.0
LONGEST_PAUSE_SECONDS = 300.0
_SETTINGS_SECONDS = 60.0

_WENT_WRONG = (
    "Something went wrong in the program itself while mails were fetched: it is written down in {}."
)


class MailWatch:
    """Follows the mailbox until it is told to stop; connects again by itself, less and less often."""

    def __init__(
        self,
        desk: Desk,
        *,
        now: Callable[[], datetime],
        wait_seconds: float = WAIT_SECONDS,
        first_pause_seconds: float = FIRST_PAUSE_SECONDS,
    ) -> None:
        self._desk = desk
        self._now = now
        self._wait_seconds = wait_seconds
        self._first_pause = self._pause = first_pause_seconds
        self._told = Fetching()
        self._reported = 0
        self._fetcher: Fetcher | None = None
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin, in the background."""
        self._task = asyncio.create_task(self._follow_for_ever())

    async def stop(self) -> None:
        """End at once: a mail that is being taken in is taken in, and nobody else is waited for."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    def report(self) -> Fetching:
        """What has come since this was last asked, and what is wrong now."""
        admitted = self._told.admitted - self._reported
        self._reported = self._told.admitted
        return replace(self._told, admitted=admitted)

    async def _follow_for_ever(self) -> None:
        while True:
            try:
                server = await aside(partial(server_of, self._desk), seconds=_SETTINGS_SECONDS)
                if server is None:
                    return
                await self._follow(server)
            except Fault as error:
                self._told.problem = str(error)
            except Exception as error:
                self._told.problem = _WENT_WRONG.format(faultlog.record(error, self._now()))
            await asyncio.sleep(self._pause)
            self._pause = min(2 * self._pause, LONGEST_PAUSE_SECONDS)

    async def _follow(self, server: ImapServer) -> None:
        """Look, wait until there is something to see, and look again, until something goes wrong."""
        if self._fetcher is None:
            self._fetcher = Fetcher(self._desk, server, self._now, self._told)
        fetcher = self._fetcher
        fetcher.server = server
        try:
            while True:
                taken = await fetcher.look()
                self._pause = self._first_pause
                # While mails were taken in more may have come, of which the server has told already.
                if not taken and not await fetcher.wait(self._wait_seconds):
                    await asyncio.sleep(self._wait_seconds)
        finally:
            fetcher.hang_up()
