"""A connection whose server has stopped answering anybody: it is given up, instead of waited for for ever."""

import asyncio
import os
import socket
from contextlib import suppress
from typing import Any, TypeVar

import psycopg
from psycopg.abc import PQGen
from psycopg.conninfo import make_conninfo

SILENT_SECONDS = 3.0
"""How long an answer may take until it is asked whether the server still answers others."""

PROBE_SECONDS = 3

_INTERVAL = 0.1
_T = TypeVar("_T")


class Attentive(psycopg.AsyncConnection[Any]):
    """Waits as long as a busy server takes, and breaks off where a new connection gets no answer either.

    A machine that hangs keeps its connections open, and the server's own time-outs hang with it.
    """

    async def wait(
        self,
        gen: PQGen[_T],
        interval: float = _INTERVAL,
        timeout: float | None = None,  # noqa: ASYNC109 - the driver's
    ) -> _T:
        """What the driver waits for everything by."""
        watch: list[asyncio.Task[None]] = []

        def suspect() -> None:
            watch.append(asyncio.ensure_future(self._watch()))

        alarm = asyncio.get_running_loop().call_later(SILENT_SECONDS, suspect)
        try:
            return await super().wait(gen, interval, timeout)
        finally:
            alarm.cancel()
            for each in watch:
                each.cancel()

    async def _watch(self) -> None:
        # A server tells nobody that it hangs: it has to be asked.
        while await self._answers_others():  # noqa: ASYNC110
            await asyncio.sleep(SILENT_SECONDS)
        self.break_off()

    async def _answers_others(self) -> bool:
        where = {"host": self.info.host, "hostaddr": self.info.hostaddr, "port": self.info.port}
        given = {name: str(value) for name, value in where.items() if value}
        asked = make_conninfo(self.info.dsn, connect_timeout=PROBE_SECONDS, **given)
        try:
            other = await psycopg.AsyncConnection.connect(
                asked, password=self.info.password or None
            )
        except psycopg.Error as error:
            return "FATAL" in str(error)  # it is there, and turned us away in words
        await other.close()
        return True

    def break_off(self) -> None:
        """End it from this side: whoever waits for it hears that it is lost."""
        with suppress(OSError, psycopg.Error), socket.socket(fileno=os.dup(self.fileno())) as ours:
            ours.shutdown(socket.SHUT_RDWR)
