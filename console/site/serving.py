"""Serving: uvicorn on the address in the settings, until it is told to stop; what is under way is finished."""

import asyncio
import logging
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import h11
from uvicorn import Config, Server
from uvicorn.protocols.http.h11_impl import H11Protocol

from console.config import MOST_PORT
from console.services.faults import BadInput, Unreachable
from console.site.answering import Site
from console.site.server import make_app

PATIENCE_SECONDS = 2.0
"""How long a call waits for a database that is away."""

FINISH_SECONDS = 20
CONNECTIONS_MAX = 200
HEAD_SECONDS = 10
IDLE_SECONDS = 15
HEADER_BYTES = 16 * 1024


class _Protocol(H11Protocol):
    """uvicorn's HTTP, but the head of a call has to come in time: nobody holds a connection by saying nothing."""

    _late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first call."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Wait on while a head is not whole."""
        super().data_received(data)
        if self.conn.their_state is not h11.IDLE or not self.conn.trailing_data[0]:
            self._stop_waiting()
        elif self._late is None:
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing any more."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _wait(self) -> None:
        self._late = self.loop.call_later(HEAD_SECONDS, self.transport.close)

    def _stop_waiting(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None


class _Server(Server):
    """uvicorn, but the signals are the command's own."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals alone."""
        yield


def listen(host: str, port: int) -> socket.socket:
    """Listen at an address; port 0 is any that is free. Raises BadInput and Unreachable."""
    if not 0 <= port <= MOST_PORT:
        raise BadInput(f"A port is 0 to {MOST_PORT}.")
    try:
        kind, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        heard = socket.socket(kind, socket.SOCK_STREAM)
        heard.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        heard.bind(address)
    except OSError as error:
        raise Unreachable(f"{host}:{port} cannot be listened at: {error.strerror}.") from error
    return heard


async def serve(site: Site, heard: socket.socket, *, ready: Callable[[], None]) -> None:
    """Serve until SIGTERM, SIGINT or SIGHUP; `ready` is called once it is listening."""
    logging.getLogger("uvicorn").addHandler(logging.NullHandler())
    logging.getLogger("uvicorn").propagate = False
    site.desk.connection.try_seconds = PATIENCE_SECONDS
    server = _Server(_config(site))
    loop = asyncio.get_running_loop()

    def stop() -> None:
        server.should_exit = True
        site.desk.connection.give_up()

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        # Only the main thread of a POSIX process can; elsewhere the signal keeps its own effect.
        with suppress(NotImplementedError, RuntimeError, ValueError):
            loop.add_signal_handler(number, stop)
    # The system takes connections from here on, and they are answered as soon as the server runs.
    heard.listen(512)
    ready()
    await server.serve(sockets=[heard])


def _config(site: Site) -> Config:
    proxy = site.settings.proxy
    return Config(
        make_app(site), http=_Protocol, ws="none", lifespan="off", log_config=None, access_log=False,
        server_header=False, proxy_headers=bool(proxy), forwarded_allow_ips=proxy or "",
        limit_concurrency=CONNECTIONS_MAX, timeout_keep_alive=IDLE_SECONDS,
        timeout_graceful_shutdown=FINISH_SECONDS, h11_max_incomplete_event_size=HEADER_BYTES,
    )  # fmt: skip
