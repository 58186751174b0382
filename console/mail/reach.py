"""Trying a mail server: connect, greet, secure, log in, and say goodbye; nothing is sent."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl

from console.mail.smtp import QUIT_SECONDS, REASON_CHARS_MAX, SmtpServer
from widgets.safe_text import one_line


async def problem_with(server: SmtpServer) -> str | None:
    """Why no mail could be handed over now, None where it could. Nothing that a network or a server does raises."""
    import aiosmtplib

    client = aiosmtplib.SMTP(
        hostname=server.host, port=server.port, use_tls=server.security == "tls",
        start_tls=server.security == "starttls", username=server.username,
        password=server.password, timeout=server.timeout_seconds,
    )  # fmt: skip
    try:
        async with asyncio.timeout(4 * server.timeout_seconds):
            await client.connect()
            await client.ehlo()
    except (aiosmtplib.SMTPException, OSError, ValueError, EOFError) as trouble:
        return one_line(_plain(trouble), max_chars=REASON_CHARS_MAX)
    else:
        with contextlib.suppress(aiosmtplib.SMTPException, OSError):
            await client.quit(timeout=QUIT_SECONDS)
        return None
    finally:
        client.close()


def _plain(trouble: BaseException) -> str:
    """What happened, by what lies under it where people would not know its name, else in the server's words."""
    import aiosmtplib

    under: BaseException | None = trouble
    while under is not None:
        if isinstance(under, ConnectionRefusedError):
            return "nothing answers at that port"
        if isinstance(under, socket.gaierror):
            return "no machine of that name is known here"
        if isinstance(under, ssl.SSLCertVerificationError):
            return f"its certificate is not trusted: {under.verify_message}"
        if isinstance(under, ssl.SSLError):
            return "it does not speak TLS at that port: look at smtp.security and smtp.port"
        if isinstance(under, TimeoutError | aiosmtplib.SMTPTimeoutError):
            return "it does not answer in time"
        under = under.__cause__ or under.__context__
    return one_line(str(trouble)) or type(trouble).__name__
