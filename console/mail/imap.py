"""A folder of a mailbox, over IMAP: looked at, fetched from without a trace, and marked only when told to.

Every call waits for the server: it is made in a thread. Nothing but `settle` marks a mail.
"""

from __future__ import annotations

import contextlib
import imaplib
import socket
import ssl
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from console.config import Security, is_loopback
from console.mail.folder import Criteria
from console.mail.mime import HEADERS_BYTES_MAX, MAIL_BYTES_MAX
from widgets.safe_text import one_line

if TYPE_CHECKING:
    from imapclient import IMAPClient

SAID_CHARS_MAX = 200
SIZES_AT_ONCE = 500


class NoMailbox(Exception):
    """The mailbox cannot be used now; the text says what to do."""


class NotGiven(Exception):
    """The server does not give, or does not let be marked, this one mail; the text is what it says."""


@dataclass(frozen=True, slots=True)
class ImapServer:
    """Where the mailbox is. Neither a password nor a mail crosses a network in clear."""

    host: str
    port: int
    username: str
    password: str | None = field(default=None, repr=False)
    security: Security = "tls"
    ca_file: str = ""
    folder: str = "INBOX"
    move_to: str = ""
    timeout_seconds: float = 30

    def __post_init__(self) -> None:
        if self.security == "none" and not is_loopback(self.host):
            raise ValueError(
                f"Mail is not fetched in clear from {one_line(self.host)}: set imap.security to"
                ' "tls" or "starttls".'
            )
        if not self.username or not self.password:
            raise ValueError(
                "The mailbox needs imap.username, and a password in the keyring"
                " (creditdesk-imap), in imap.password_file or in CREDITDESK_IMAP_PASSWORD."
            )

    @property
    def where(self) -> str:
        """The host and port, for sentences."""
        return f"{self.host}:{self.port}"

    @property
    def name(self) -> str:
        """What tells this folder from others, wherever it is reached."""
        return f"{self.username}@{self.host.lower()}/{self.folder}"


@dataclass(frozen=True, slots=True)
class Fetched:
    """A mail as the server has it, or its header where the mail is too large; and when it came there."""

    raw: bytes
    came_at: datetime | None
    whole: bool = True


class Mailbox:
    """An open folder. Raises NoMailbox once the connection is of no use, NotGiven for one mail."""

    def __init__(self, server: ImapServer, *, looks_only: bool = False) -> None:
        """Connect, log in, and unless it `looks_only`, see that what is taken in has somewhere to go."""
        self.server = server
        self.uid_validity = self.uid_next = 0
        self._client = _connected(server)
        try:
            with _trouble(server):
                self._log_in()
                self.can_idle = self._client.has_capability("IDLE")
                self._can_move = self._client.has_capability("MOVE")
                self._can_expunge = self._client.has_capability("UIDPLUS")
            self.select()
            if not looks_only:
                self._make_target()
        except BaseException:
            _drop(self._client)
            raise

    def select(self) -> None:
        """Open the folder, perhaps again: what has come since then is seen."""
        with _trouble(self.server):
            state = self._selected()
            self.uid_validity = int(state.get(b"UIDVALIDITY", 0))
            self.uid_next = int(state.get(b"UIDNEXT", 0))
        if not self.uid_next:
            self.uid_next = 1 + max(self.search(["ALL"]), default=0)

    def search(self, criteria: Criteria) -> Sequence[int]:
        """The UIDs of the mails that meet the criteria."""
        with _trouble(self.server):
            return [int(uid) for uid in self._client.search(list(criteria))]

    def sizes(self, uids: Sequence[int]) -> Mapping[int, int]:
        """How large each mail says it is, 0 where that cannot be read; one that is gone is left out."""
        if not uids:
            return {}
        half = len(uids) // 2
        if len(uids) > SIZES_AT_ONCE:
            return {**self.sizes(uids[:half]), **self.sizes(uids[half:])}
        try:
            found = self._of_one(lambda: self._client.fetch(uids, ["RFC822.SIZE"]))
            return {uid: int(each[b"RFC822.SIZE"]) for uid, each in found.items() if len(each) > 1}
        except (NotGiven, LookupError, ValueError, TypeError):
            if half == 0:
                return dict.fromkeys(uids, 0)
            return {**self.sizes(uids[:half]), **self.sizes(uids[half:])}

    def fetch(self, uid: int, *, size: int) -> Fetched | None:
        """A mail, or None where it is gone or comes without a byte; of one that is too large the header.

        Some servers only guess at sizes: a byte more than may be is asked for, and no more.
        """
        if size <= MAIL_BYTES_MAX:
            found = self._body(uid, "", most_bytes=MAIL_BYTES_MAX + 1)
            if found is None or len(found.raw) <= MAIL_BYTES_MAX:
                return found
        found = self._body(uid, "HEADER", most_bytes=HEADERS_BYTES_MAX)
        return found and Fetched(found.raw, found.came_at, whole=False)

    def settle(self, uid: int, *, flagged: bool = False) -> None:
        """Mark a mail as read, and move it where that is wanted: it has been taken in."""
        flags = [b"\\Seen", *([b"\\Flagged"] if flagged else [])]
        self._of_one(lambda: self._client.add_flags([uid], flags, silent=True))
        if self.server.move_to:
            self._of_one(lambda: self._move(uid))

    def wait(self, seconds: float) -> None:
        """Wait until the server tells of something, or the time is over; by IDLE."""
        with _trouble(self.server):
            self._client.idle()
            self._client.idle_check(timeout=seconds)
            self._client.idle_done()

    def close(self) -> None:
        """Say goodbye, if there is anybody to hear it."""
        try:
            self._client.logout()
        except Exception:  # a library's own trouble with a connection that is given up
            _drop(self._client)

    def abort(self) -> None:
        """End whatever waits for the server, from another thread: its call raises."""
        with contextlib.suppress(OSError, AttributeError):
            self._client.socket().shutdown(socket.SHUT_RDWR)

    def _log_in(self) -> None:
        server, client = self.server, self._client
        try:
            if client.has_capability("AUTH=PLAIN"):  # in UTF-8, which LOGIN is not
                client.plain_login(server.username, server.password)
            else:
                client.login(server.username, server.password)
        except (imaplib.IMAP4.error, UnicodeError) as error:
            if isinstance(error.__context__, imaplib.IMAP4.abort):
                raise error.__context__ from None
            said = _said(error).replace(server.password or "\0", "…")
            raise NoMailbox(
                f"{server.where} does not let {one_line(server.username)} in: check imap.username and the"
                f" password ({said})."
            ) from None

    def _selected(self) -> Mapping[bytes, Any]:
        server = self.server
        try:
            return dict(self._client.select_folder(server.folder))
        except imaplib.IMAP4.readonly as error:
            raise NoMailbox(
                f"The folder {one_line(server.folder)} can only be read by {one_line(server.username)}:"
                " that login needs the right to mark mails as read."
            ) from error
        except imaplib.IMAP4.abort:
            raise
        except imaplib.IMAP4.error as error:
            raise NoMailbox(
                f"There is no folder {one_line(server.folder)} in the mailbox: check imap.folder"
                f" ({_said(error)})."
            ) from error

    def _make_target(self) -> None:
        target = self.server.move_to
        with _trouble(self.server):
            if target and not self._client.folder_exists(target):
                try:
                    self._client.create_folder(target)
                except imaplib.IMAP4.error as error:
                    raise NoMailbox(
                        f"The folder {one_line(target)} cannot be made: check imap.move_to"
                        f" ({_said(error)})."
                    ) from error

    def _body(self, uid: int, part: str, *, most_bytes: int) -> Fetched | None:
        items = [f"BODY.PEEK[{part}]<0.{most_bytes}>", "INTERNALDATE"]
        found = self._of_one(lambda: self._client.fetch([uid], items)).get(uid, {})
        key = f"BODY[{part}]".encode()
        raw = next((value for name, value in found.items() if name.startswith(key)), None)
        if not raw:
            return None
        came_at = found.get(b"INTERNALDATE")
        return Fetched(bytes(raw), came_at if isinstance(came_at, datetime) else None)

    def _move(self, uid: int) -> None:
        client, target = self._client, self.server.move_to
        if self._can_move:
            client.move([uid], target)
            return
        client.copy([uid], target)
        client.add_flags([uid], [b"\\Deleted"], silent=True)
        if self._can_expunge:  # without it, what others have marked would go too
            client.uid_expunge([uid])

    def _of_one(self, ask: Callable[[], Any]) -> Any:
        """Ask for something that the server may refuse, or answer in a way that cannot be read."""
        with _trouble(self.server):
            try:
                return ask()
            except imaplib.IMAP4.abort:
                raise
            except (imaplib.IMAP4.error, ValueError, LookupError, TypeError) as error:
                raise NotGiven(_said(error)) from error


@contextlib.contextmanager
def _trouble(server: ImapServer) -> Iterator[None]:
    """What a network, a server that hangs up or one that speaks nonsense does: the connection is of no use."""
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        raise NoMailbox(
            f"The certificate of {server.where} is not trusted ({one_line(error.verify_message)}): name"
            " whoever signed it in imap.ca_file, or the host that it is for in imap.host."
        ) from error
    except (imaplib.IMAP4.error, OSError, EOFError, ValueError, LookupError) as error:
        raise NoMailbox(
            f"The mail server {server.where} does not answer as it should ({_said(error)}): check"
            " imap.host, imap.port and imap.security, or wait until it is back."
        ) from error


def _connected(server: ImapServer) -> IMAPClient:
    """A connection, encrypted unless it stays on this machine."""
    from imapclient import IMAPClient

    context = _context(server) if server.security != "none" else None
    with _trouble(server):
        client = IMAPClient(
            server.host, port=server.port, ssl=server.security == "tls", ssl_context=context,
            timeout=server.timeout_seconds,
        )  # fmt: skip
        client.normalise_times = False
        try:
            if server.security == "starttls":
                client.starttls(context)
        except BaseException:
            _drop(client)
            raise
    return client


def _drop(client: IMAPClient) -> None:
    """Let go of a connection that is of no use."""
    with contextlib.suppress(Exception):
        client.shutdown()


def _context(server: ImapServer) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=server.ca_file or None)
    except OSError as error:
        raise NoMailbox(
            f"imap.ca_file {one_line(server.ca_file)} cannot be used: {error.strerror or error}."
        ) from error


def _said(error: BaseException) -> str:
    return one_line(str(error), max_chars=SAID_CHARS_MAX).rstrip(".") or type(error).__name__
