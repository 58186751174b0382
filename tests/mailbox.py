"""A mailbox on this machine: pymap, with a wire to it that can be cut, and another client beside the desk."""

import asyncio
from argparse import Namespace
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from imapclient import IMAPClient
from proxyprotocol.reader import ProxyProtocolReader
from proxyprotocol.version import ProxyProtocolVersion
from pymap.backend.dict import Config, DictBackend, Login
from pymap.imap import IMAPServer
from pymap.user import Passwords, UserMetadata
from pysasl.hashing import BuiltinHash

from console.config import ImapSettings
from tests.certificates import make_certificate, serving_context
from tests.wire import Wire, a_loop_aside, wire_to

USER, PASSWORD = "support", "пароль 1"


class Mailbox:
    """The server; what another client does to the mailbox is done by that client."""

    def __init__(
        self, config: Config, *, port: int, tls: Wire, wire: Wire, certificate: Path
    ) -> None:
        self._config = config
        self._port = port
        self.tls, self.wire, self.certificate = tls, wire, certificate

    def settings(self, **values: Any) -> ImapSettings:
        """How the desk reaches it: in clear by the wire, unless said otherwise."""
        known: dict[str, Any] = {
            "host": "127.0.0.1", "port": self.wire.port, "security": "none", "username": USER,
            "timeout_seconds": 5,
        }  # fmt: skip
        return ImapSettings(**{**known, **values})

    @contextmanager
    def client(self, folder: str = "INBOX") -> Iterator[IMAPClient]:
        """Somebody else's mail program."""
        with IMAPClient("127.0.0.1", port=self._port, ssl=False) as client:
            client.plain_login(USER, PASSWORD)
            client.select_folder(folder)
            yield client

    def put(self, raw: bytes, *, flags: Sequence[bytes] = (), came: datetime | None = None) -> None:
        """A mail arrives."""
        with self.client() as client:
            client.append("INBOX", raw, flags=flags, msg_time=came)

    def flags(self, folder: str = "INBOX") -> list[set[bytes]]:
        """The flags of each mail, without the one that says who was the first to see it."""
        with self.client(folder) as client:
            told = client.fetch(client.search("ALL"), ["FLAGS"])
            return [set(each[b"FLAGS"]) - {b"\\Recent"} for each in told.values()]

    def uids(self) -> list[int]:
        """The numbers of the mails."""
        with self.client() as client:
            return list(client.search("ALL"))

    def mark(self, flag: bytes) -> None:
        """Somebody marks all mails."""
        with self.client() as client:
            client.add_flags(client.search("ALL"), [flag])

    def unmark(self, flag: bytes) -> None:
        """Somebody takes a mark off all mails."""
        with self.client() as client:
            client.remove_flags(client.search("ALL"), [flag])

    def delete(self, uid: int) -> None:
        """Somebody takes a mail away."""
        with self.client() as client:
            client.delete_messages([uid])
            client.expunge()

    def let_only_read(self) -> None:
        """Nobody may change anything."""
        mailboxes, _ = self._config.set_cache[USER]
        mailboxes._inbox._readonly = True

    def begin(self) -> None:
        """Nothing is in it, and the wires hold."""
        self._config.set_cache.clear()
        for wire in (self.wire, self.tls):
            wire.mend()

    def begin_anew(self) -> None:
        """The server loses its numbers: the folder is another one, and its mails are put into it again."""
        with self.client() as client:
            mails = client.fetch(client.search("ALL"), ["BODY.PEEK[]", "FLAGS", "INTERNALDATE"])
        self._config.set_cache.clear()
        with self.client() as client:
            for mail in mails.values():
                flags = [flag for flag in mail[b"FLAGS"] if flag != b"\\Recent"]
                client.append("INBOX", mail[b"BODY[]"], flags=flags, msg_time=mail[b"INTERNALDATE"])


@contextmanager
def open_mailbox(folder: Path, *, host: str = "localhost") -> Iterator[Mailbox]:
    """A mailbox with nothing in it; its certificate is for that host."""
    certificate, key = make_certificate(folder, host=host)
    with a_loop_aside() as loop:
        serve = _serve(certificate, key)
        config, port, tls_port = asyncio.run_coroutine_threadsafe(serve, loop).result(10)
        with wire_to(port, loop) as wire, wire_to(tls_port, loop) as tls:
            yield Mailbox(config, port=port, tls=tls, wire=wire, certificate=certificate)


async def _serve(certificate: Path, key: Path) -> tuple[Config, int, int]:
    """Serve at two ports, one of them encrypted from the start."""
    context = serving_context(certificate, key)
    arguments = Namespace(passlib_cfg=None, proxy_protocol=None)
    config = Config(
        arguments, host=None, port=0, ssl_context=context, demo_data=False, demo_user=USER,
        demo_password=PASSWORD, invalid_user_sleep=0.0, hash_context=BuiltinHash(rounds=1),
    )  # fmt: skip
    config.apply_context()
    login = Login(config)
    hashed = await Passwords(config).hash_password(PASSWORD)
    await login.demo_user_identity.set(UserMetadata(config, USER, password=hashed))
    reader = ProxyProtocolReader(ProxyProtocolVersion.get(None))
    serve = reader.get_callback(IMAPServer(DictBackend(login, config).login, config))
    plain = await asyncio.start_server(serve, "127.0.0.1", 0)
    encrypted = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)
    return config, plain.sockets[0].getsockname()[1], encrypted.sockets[0].getsockname()[1]
