"""A small web server on loopback, in a thread of its own, that can do all the wrong that servers do.

`Web(answer)` asks `answer(path, query, headers)` for each GET and sends what it says, unless one of `faults` is due:
each of these is done to one request, in their order.
"""

import asyncio
import gzip
import ssl
import threading
import zlib
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Literal, Self
from urllib.parse import parse_qsl, unquote

HTML = b"<html><body>This shop is closed for now.</body></html>"


@dataclass(frozen=True, slots=True)
class Reply:
    """What is sent back; `cut` breaks it off: where, and whether the connection is dropped or left open."""

    body: bytes = b""
    code: int = 200
    headers: Mapping[str, str] = field(default_factory=lambda: {"Content-Type": "application/json"})
    cut: Literal["", "before", "midway"] = ""
    stalls: bool = False


Fault = Reply


def status(code: int, *, retry_after: str = "", body: bytes = HTML) -> Fault:
    """An error, by default of the web server and not of the API."""
    more = {"Retry-After": retry_after} if retry_after else {}
    return Reply(body, code, {"Content-Type": "text/html", **more})


def html() -> Fault:
    """A page with code 200, as shops show while they are closed."""
    return status(200)


def empty() -> Fault:
    """Nothing, said to be JSON: PHP died."""
    return Reply()


def redirect(to: str, code: int = 302) -> Fault:
    """To somewhere else."""
    return Reply(b"", code, {"Location": to, "Content-Type": "text/html"})


def drop() -> Fault:
    """The connection is closed instead of an answer."""
    return Reply(cut="before")


def truncate(body: bytes = b'{"orders": [], "params": {}}') -> Fault:
    """Half of what Content-Length says, and the connection is closed."""
    return Reply(body, cut="midway")


def stall(*, midway: bool = False) -> Fault:
    """No answer, or half of one, and then nothing more."""
    return Reply(b'{"orders": []}', cut="midway" if midway else "before", stalls=True)


def raw(body: bytes, code: int = 200, **headers: str) -> Fault:
    """These bytes; of a header's name, a line stands for a dash."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(body, code, {"Content-Type": "application/json", **named})


def bomb(megabytes: int = 256) -> Fault:
    """A few bytes that unpack to so many."""
    return raw(_bomb(megabytes), Content_Encoding="gzip")


@cache
def _bomb(megabytes: int) -> bytes:
    packing = zlib.compressobj(9, wbits=16 + zlib.MAX_WBITS)
    piece = b" " * 1024 * 1024
    return b"".join([*(packing.compress(piece) for _ in range(megabytes)), packing.flush()])


Answering = Callable[[str, list[tuple[str, str]], Mapping[str, str]], Reply]


class Web:
    """Serves while it is entered; `requests` are the targets that were asked for, oldest first, `asked` whether any was."""

    def __init__(self, answering: Answering, *, tls: ssl.SSLContext | None = None) -> None:
        self.answering, self.tls = answering, tls
        self.faults: deque[Fault] = deque()
        self.requests: list[str] = []
        self.asked = threading.Event()
        self.connections = 0
        self.port = 0
        self._loop = asyncio.new_event_loop()
        self._open: set[asyncio.BaseTransport] = set()

    @property
    def address(self) -> str:
        """Where it is."""
        return f"https://localhost:{self.port}" if self.tls else f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._serve(), self._loop).result(10)
        return self

    def __exit__(self, *error: object) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    def shut(self) -> None:
        """Be gone: connections are dropped, and new ones refused."""
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result(10)

    def open(self) -> None:
        """Be there again, at the same port."""
        asyncio.run_coroutine_threadsafe(self._serve(), self._loop).result(10)

    async def _serve(self) -> None:
        self._server = await self._loop.create_server(
            lambda: _Connection(self), "127.0.0.1", self.port, ssl=self.tls
        )
        self.port = self._server.sockets[0].getsockname()[1]

    async def _end(self) -> None:
        self._server.close()
        for each in list(self._open):
            each.abort()
        await asyncio.sleep(0)


class _Connection(asyncio.Protocol):
    """One connection, asked for one thing after another."""

    def __init__(self, web: Web) -> None:
        self.web = web
        self.came = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        self.web.connections += 1
        self.web._open.add(transport)

    def connection_lost(self, exc: Exception | None) -> None:
        self.web._open.discard(self.transport)

    def data_received(self, data: bytes) -> None:
        self.came += data
        while b"\r\n\r\n" in self.came:
            head, _, self.came = self.came.partition(b"\r\n\r\n")
            self._answer(head.decode("latin-1"))

    def _answer(self, head: str) -> None:
        first, *lines = head.split("\r\n")
        target = first.split(" ")[1]
        headers = {
            name.lower(): value.strip()
            for name, _, value in (each.partition(":") for each in lines)
        }
        path, _, query = target.partition("?")
        self.web.requests.append(target)
        self.web.asked.set()
        if self.web.faults:
            reply = self.web.faults.popleft()
        else:
            reply = self.web.answering(unquote(path), parse_qsl(query), headers)
        self._send(reply, packs="gzip" in headers.get("accept-encoding", ""))

    def _send(self, reply: Reply, *, packs: bool) -> None:
        body, headers = reply.body, dict(reply.headers)
        if packs and not reply.cut and "Content-Encoding" not in headers and len(body) > 500:
            body = gzip.compress(body, 1)
            headers["Content-Encoding"] = "gzip"
        lines = [f"HTTP/1.1 {reply.code} Said", f"Content-Length: {len(body)}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        whole = "\r\n".join([*lines, "", ""]).encode("latin-1") + body
        if reply.cut == "midway":
            self.transport.write(whole[: len(whole) - len(body) // 2])
        elif not reply.cut:
            self.transport.write(whole)
        if reply.cut and not reply.stalls:
            self.transport.close()
