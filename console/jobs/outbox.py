"""The outbox job: sends what is due by the mail server of the settings."""

import os
from collections.abc import Callable
from datetime import datetime
from functools import partial

from console import config, passwords
from console.config import Settings
from console.jobs.aside import aside
from console.mail.smtp import Deferred, Rejected, Sent, SmtpServer
from console.mail.smtp import deliver as smtp_deliver
from console.services import delivery
from console.services.context import Desk
from console.services.delivery import Counts
from console.services.faults import BadInput, Unreachable

_KEYRING_SECONDS = 60.0
"""A keyring may ask its person to open it."""


async def run(desk: Desk, *, now: Callable[[], datetime]) -> Counts:
    """Send what is due. Raises Unreachable where no mail server is set, BadInput where it is set wrongly."""
    server = await aside(partial(_server, desk), seconds=_KEYRING_SECONDS)

    async def deliver(raw: bytes, recipient: str) -> Sent | Deferred | Rejected:
        return await smtp_deliver(
            server, raw, sender=desk.settings.support_address, recipient=recipient
        )

    return await delivery.send_due(desk, now=now, deliver=deliver)


def obstacle(desk: Desk) -> str | None:
    """Why no mail leaves from here, None where mails do."""
    try:
        _server(desk)
    except (Unreachable, BadInput) as error:
        return str(error)
    return None


def _server(desk: Desk) -> SmtpServer:
    """Where mails leave. Raises Unreachable and BadInput."""
    if desk.facts.sample:
        raise Unreachable("This is the sample desk: its mails never leave.")
    server = server_of(desk.settings)
    if server is None or not desk.settings.support_address:
        raise Unreachable(
            "No mail leaves yet: set support_address and smtp.host in the settings file"
            f" {desk.settings_file or config.default_file()}."
        )
    return server


def server_of(settings: Settings) -> SmtpServer | None:
    """The mail server of the settings. Raises BadInput."""
    smtp = settings.smtp
    if not smtp.host:
        return None
    try:
        password = passwords.find("smtp", smtp, os.environ)
        return SmtpServer(
            host=smtp.host, port=smtp.port, username=smtp.username or None, password=password,
            security=smtp.security, timeout_seconds=smtp.timeout_seconds,
        )  # fmt: skip
    except ValueError as error:
        raise BadInput(str(error)) from None
