"""A way to a server on this machine that can be cut, refused, or left silent."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress


class Wire:
    """Passes everything on; what it is told to do, it does to the next connection that it concerns.

    `cut_after`: so many bytes of the server's, and no more. `cut_at`: at this word of the client's, which gets
    through only if `word_passes`, while the answer to it never does. `silent`: nothing passes, and nothing ends.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop, target: int) -> None:
        self._loop = loop
        self._target = target
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()
        self.port = 0
        self.connections = 0
        self.heard = b""
        self.mend()

    def mend(self) -> None:
        """Pass everything on again."""
        self.cut_after: int | None = None
        self.cut_at: bytes | None = None
        self.word_passes = False
        self.silent = False

    def open(self) -> None:
        """Let connections through, at the same port as before."""
        asyncio.run_coroutine_threadsafe(self._serve(), self._loop).result(10)

    def shut(self) -> None:
        """Break all connections, and refuse new ones."""
        asyncio.run_coroutine_threadsafe(self._refuse(), self._loop).result(10)

    async def _serve(self) -> None:
        self._server = await asyncio.start_server(self._connect, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _refuse(self) -> None:
        assert self._server is not None
        self._server.close()
        self._break()

    def _break(self) -> None:
        for each in self._open:
            each.transport.abort()
        self._open.clear()

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self.heard = b""
        there = await asyncio.open_connection("127.0.0.1", self._target)
        self._open |= {writer, there[1]}
        with suppress(ConnectionError, asyncio.CancelledError):
            await asyncio.gather(self._up(reader, there[1]), self._down(there[0], writer))

    async def _up(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65536):
            self.heard += data
            if self.cut_at is not None and self.cut_at in data:
                self.cut_at = None
                if not self.word_passes:
                    self._break()
                    return
                self.cut_after = 0
            writer.write(data)
            await writer.drain()
        writer.close()

    async def _down(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65536):
            if self.silent:
                continue
            if self.cut_after is not None and len(data) > self.cut_after:
                writer.write(data[: self.cut_after])
                with suppress(ConnectionError):
                    await writer.drain()
                self.cut_after = None
                self._break()
                return
            if self.cut_after is not None:
                self.cut_after -= len(data)
            writer.write(data)
            await writer.drain()
        writer.close()


@contextmanager
def a_loop_aside() -> Iterator[asyncio.AbstractEventLoop]:
    """A loop in a thread of its own, for what the program under test talks to."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield loop
    finally:
        asyncio.run_coroutine_threadsafe(_end_all(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


async def _end_all() -> None:
    others = [each for each in asyncio.all_tasks() if each is not asyncio.current_task()]
    for each in others:
        each.cancel()
    await asyncio.gather(*others, return_exceptions=True)


@contextmanager
def wire_to(port: int, loop: asyncio.AbstractEventLoop) -> Iterator[Wire]:
    """A wire to a port of this machine."""
    wire = Wire(loop, port)
    wire.open()
    try:
        yield wire
    finally:
        wire.shut()
