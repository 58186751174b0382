"""A mail server on this machine that keeps what arrives."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import Message

from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message as Handler


class Postbox(Handler):
    """Keeps what arrives at its port."""

    def __init__(self, port: int) -> None:
        super().__init__()
        self.port = port
        self.mails: list[Message] = []

    def handle_message(self, message: Message) -> None:
        """Keep it."""
        self.mails.append(message)


@contextmanager
def open_postbox() -> Iterator[Postbox]:
    """A mail server that runs as long as it is needed."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    box = Postbox(port)
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    try:
        yield box
    finally:
        server.stop()
