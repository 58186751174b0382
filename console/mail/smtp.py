"""Handing a finished mail to an SMTP server, and what became of it."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from console.config import is_loopback
from widgets.safe_text import one_line

if TYPE_CHECKING:
    import aiosmtplib

Security = Literal["none", "starttls", "tls"]
REASON_CHARS_MAX = 300
QUIT_SECONDS = 5


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """Where mail is handed over. A password crosses no network in clear."""

    host: str
    port: int
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    security: Security = "starttls"
    timeout_seconds: float = 30

    def __post_init__(self) -> None:
        if self.security == "none" and self.username and not is_loopback(self.host):
            raise ValueError(
                f"A password is not sent in clear to {one_line(self.host)}: choose starttls or tls."
            )


@dataclass(frozen=True, slots=True)
class Sent:
    """The server has taken the mail."""


@dataclass(frozen=True, slots=True)
class Deferred:
    """Not now: try again with the same Message-ID."""

    reason: str


@dataclass(frozen=True, slots=True)
class Rejected:
    """The server will never take this mail."""

    reason: str


async def deliver(
    server: SmtpServer, raw: bytes, *, sender: str, recipient: str
) -> Sent | Deferred | Rejected:
    """Hands one mail over. Nothing that a network or a server does raises here.

    Trouble with the connection, its security or the log-in is the desk's, not the mail's: deferred.
    """
    import aiosmtplib

    client = aiosmtplib.SMTP(
        hostname=server.host,
        port=server.port,
        use_tls=server.security == "tls",
        start_tls=server.security == "starttls",
        username=server.username,
        password=server.password,
        timeout=server.timeout_seconds,
    )
    try:
        async with asyncio.timeout(4 * server.timeout_seconds):
            await client.connect()
            outcome = await _hand_over(client, raw, sender=sender, recipient=recipient)
    except (aiosmtplib.SMTPException, OSError, ValueError, EOFError) as trouble:
        return Deferred(_reason(server, trouble))
    else:
        # Whatever the server says to a farewell, the mail's fate is known.
        with contextlib.suppress(aiosmtplib.SMTPException, OSError):
            await client.quit(timeout=QUIT_SECONDS)
        return outcome
    finally:
        client.close()


async def _hand_over(
    client: aiosmtplib.SMTP, raw: bytes, *, sender: str, recipient: str
) -> Sent | Deferred | Rejected:
    import aiosmtplib

    plain = sender.isascii() and recipient.isascii()
    if not plain:
        await client.ehlo()
        if not client.supports_extension("smtputf8"):
            return Rejected("The mail server takes no addresses with letters outside ASCII.")
    try:
        await client.sendmail(sender, [recipient], raw, mail_options=[] if plain else ["SMTPUTF8"])
    except aiosmtplib.SMTPSenderRefused as refused:
        # The desk's own address or log-in is not taken: that is no fault of this mail's.
        return Deferred(_answer(refused).reason)
    except aiosmtplib.SMTPRecipientsRefused as refused:
        return _answer(refused.recipients[0])
    except aiosmtplib.SMTPResponseException as answered:
        return _answer(answered)
    return Sent()


def _answer(answered: aiosmtplib.SMTPResponseException) -> Deferred | Rejected:
    reason = one_line(f"{answered.code} {answered.message}", max_chars=REASON_CHARS_MAX)
    return Rejected(reason) if 500 <= answered.code < 600 else Deferred(reason)


def _reason(server: SmtpServer, trouble: Exception) -> str:
    said = one_line(str(trouble)) or type(trouble).__name__
    where = f"{server.host}:{server.port}"
    return one_line(f"The mail server {where} did not take it: {said}", max_chars=REASON_CHARS_MAX)
