"""A way to a server that can be cut, before or after a commit has got through."""

import asyncio
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

COMMIT = b"COMMIT\0"


class Proxy:
    """Passes everything on to a server's socket; `cut` is "before" or "after" for the next commit, once."""

    def __init__(self, socket: Path) -> None:
        self.loop = asyncio.new_event_loop()
        self._socket = socket
        self._writers: set[asyncio.StreamWriter] = set()
        self._server: asyncio.Server | None = None
        self.port = 0
        self.cut = ""
        self.commits = 0

    def address(self, database: str, login: str = "postgres") -> str:
        """How somebody connects through it."""
        return (
            f"postgresql://{quote(login)}@127.0.0.1:{self.port}/{quote(database)}?connect_timeout=5"
        )

    def open(self) -> None:
        """Let connections through, at the same port as before."""
        self._run(self._open())

    def shut(self) -> None:
        """Break all connections and refuse new ones."""
        self._run(self._shut())

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self.loop).result(10)

    async def _open(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _shut(self) -> None:
        assert self._server is not None
        self._server.close()
        self._break_all()

    def _break_all(self) -> None:
        for each in self._writers:
            each.transport.abort()
        self._writers.clear()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there = await asyncio.open_unix_connection(self._socket / ".s.PGSQL.5432")
        self._writers |= {writer, there[1]}
        ways = (self._up(reader, there[1]), self._down(there[0], writer))
        with suppress(ConnectionError):
            await asyncio.gather(*ways)

    async def _up(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65536):
            if COMMIT in data:
                self.commits += 1
                if self.cut == "before":
                    self.cut = ""
                    self._break_all()
                    return
                if self.cut == "after":
                    self.cut = "answer"
            writer.write(data)
            await writer.drain()
        writer.close()

    async def _down(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65536):
            if self.cut == "answer":
                self.cut = ""
                self._break_all()
                return
            writer.write(data)
            await writer.drain()
        writer.close()


@contextmanager
def open_to(socket: Path) -> Iterator[Proxy]:
    """A proxy to a server's socket, in a thread of its own: the program under test may hold up its own."""
    proxy = Proxy(socket)
    thread = threading.Thread(target=proxy.loop.run_forever)
    thread.start()
    proxy.open()
    try:
        yield proxy
    finally:
        proxy.shut()
        proxy.loop.call_soon_threadsafe(proxy.loop.stop)
        thread.join(10)
        proxy.loop.close()
