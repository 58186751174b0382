"""Intake: what arrives from outside, a mail or a form, becomes a request."""

from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any

from console import bootstrap
from console.cli import wire
from console.cli.context import Context, locate, opened
from console.cli.inputs import MAIL_BYTES, read_bytes
from console.cli.output import Answer
from console.mail import spool
from console.services.faults import BadInput, NotFound, Unreachable
from console.services.shapes import Admitted

if TYPE_CHECKING:  # keeping a mail for later does without the libraries that reading it needs
    from console.mail.message import InboundMail, Unreadable


def email(context: Context) -> Answer | Coroutine[Any, Any, Answer]:
    """Take in one raw mail, or keep it for `work` to take in."""
    raw = read_bytes(context.given.file, most_bytes=MAIL_BYTES)
    if len(raw) > MAIL_BYTES:
        raise BadInput(f"A mail of more than {MAIL_BYTES // 1_000_000} MB is not taken.")
    if not raw.strip():
        raise BadInput("There is no mail on standard input or in the file.")
    if context.given.spool:
        return _spool(context, raw)
    from console.mail import reader

    # In a child process, and before this one has threads.
    return _admit_mail(context, raw, reader.read(raw))


def _spool(context: Context, raw: bytes) -> Answer:
    location = locate(context)
    if (state := bootstrap.state_of(location)) not in {"ready", "older"}:
        raise NotFound(bootstrap.complaint(location, state))
    if context.options.read_only:
        raise Unreachable("This desk is open for reading only.")
    folder = location.spool
    try:
        spool.keep(folder, raw, received_at=context.now)
    except OSError as error:
        raise Unreachable(f"{folder} cannot keep the mail: {error.strerror}.") from error
    kept = Admitted("spooled", None, None, account_created=False, waiting_for=None, reason=None)
    return told(kept)


async def _admit_mail(context: Context, raw: bytes, mail: "InboundMail | Unreadable") -> Answer:
    from console.services import intake as service

    async with opened(context) as desk:
        admitted = await service.admit_mail(desk, raw, mail=mail, received_at=context.now)
    return told(admitted)


async def form(context: Context) -> Answer:
    """Take in one contact form, as JSON."""
    from console.services import intake as service
    from console.services.arrivals import read_form

    raw = read_bytes(context.given.file, most_bytes=MAIL_BYTES)
    read = read_form(raw)
    async with opened(context) as desk:
        admitted = await service.admit_form(desk, read, raw=raw, received_at=context.now)
    return told(admitted)


def told(admitted: Admitted) -> Answer:
    """Where something went, for scripts and in words."""
    return Answer(wire.admitted(admitted), _words(admitted))


_ACTIONS = {
    "new": "A new request",
    "joined": "An answer on",
    "already-known": "Taken in before",
    "spooled": "Kept for `work` to take in",
    "quarantined": "Kept aside for a person to look at",
}


def _words(admitted: Admitted) -> str:
    number = f" #{admitted.ticket}" if admitted.ticket is not None else ""
    waits = f", waiting for {admitted.waiting_for}" if admitted.waiting_for else ""
    reason = f": {admitted.reason}" if admitted.action == "quarantined" else ""
    return f"{_ACTIONS[admitted.action]}{number}{waits}{reason}"
