"""Trying a mail server: connect, greet, secure, log in, and say goodbye; nothing is sent."""

from __future__ import annotations

import asyncio
import contextlib

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
        said = one_line(str(trouble)) or type(trouble).__name__
        return one_line(said, max_chars=REASON_CHARS_MAX)
    else:
        with contextlib.suppress(aiosmtplib.SMTPException, OSError):
            await client.quit(timeout=QUIT_SECONDS)
        return None
    finally:
        client.close()
