"""Intake: what arrives from outside, a mail or a form, becomes a request."""

from collections.abc import Coroutine, Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from console import bootstrap
from console.cli.context import Context, locate, opened
from console.cli.inputs import opened_bytes, read_bytes
from console.cli.output import Answer
from console.mail import spool
from console.services.faults import BadInput, NotFound, Unreachable

if TYPE_CHECKING:  # keeping a mail for later does without the libraries that reading it needs
    from console.location import Location
    from console.mail.message import InboundMail, Unreadable
    from console.services.shapes import Admitted

FORM_BYTES = 64_000_000


def email(context: Context) -> Answer | Coroutine[Any, Any, Answer]:
    """Take in one raw mail, or keep it for `work` to take in."""
    with opened_bytes(context.given.file) as pieces:
        start = _start_of(pieces)
        if not start.strip():
            raise BadInput("There is no mail on standard input or in the file.")
        if context.given.spool:
            _keep(context, chain([start], pieces))
            return _KEPT
        if len(start) > spool.WHOLE_BYTES_MAX:
            return _admit_kept(context, _keep(context, chain([start], pieces)))
    from console.mail import reader

    # In a child process, and before this one has threads.
    return _admit_mail(context, start, reader.read(start))


def _start_of(pieces: Iterator[bytes]) -> bytes:
    """A whole mail, or the start of one that is too large to be held."""
    read, length = [], 0
    while length <= spool.WHOLE_BYTES_MAX and (piece := next(pieces, b"")):
        read.append(piece)
        length += len(piece)
    return b"".join(read)


def _keep(context: Context, pieces: Iterator[bytes]) -> Path:
    """Keep a mail beside the desk, so that nothing loses it."""
    location = locate(context)
    _check_there(location)
    if context.options.read_only:
        raise Unreachable("This desk is open for reading only.")
    folder = location.spool
    try:
        return spool.keep(folder, pieces, received_at=context.now)
    except OSError as error:
        raise Unreachable(f"{folder} cannot keep the mail: {error.strerror}.") from error


def _check_there(location: "Location") -> None:
    """No mail is kept for a desk that nobody would open; a server that mails were kept for need not be there now."""
    if location.is_server and location.spool.is_dir():
        return
    if (state := bootstrap.state_of(location)) not in {"ready", "older"}:
        raise NotFound(bootstrap.complaint(location, state))


async def _admit_kept(context: Context, kept: Path) -> Answer:
    """Take in a mail that stays a file; where that fails, whoever brought it has it still."""
    from console.jobs import mail as job

    try:
        async with opened(context) as desk:
            return told(await job.admit(desk, kept))
    except BaseException:
        spool.forget(kept)
        raise


async def _admit_mail(context: Context, raw: bytes, mail: "InboundMail | Unreadable") -> Answer:
    from console.services import intake as service

    async with opened(context) as desk:
        admitted = await service.admit_mail(desk, raw, mail=mail, received_at=context.now)
    return told(admitted)


async def form(context: Context) -> Answer:
    """Take in one contact form, as JSON."""
    from console.services import intake as service
    from console.services.arrivals import read_form

    raw = read_bytes(context.given.file, most_bytes=FORM_BYTES)
    read = read_form(raw)
    async with opened(context) as desk:
        admitted = await service.admit_form(desk, read, raw=raw, received_at=context.now)
    return told(admitted)


def told(admitted: "Admitted") -> Answer:
    """Where something went, for scripts and in words."""
    from console.cli import wire

    return Answer(wire.admitted(admitted), _words(admitted))


_KEPT = Answer(
    {"action": "spooled", "ticket": None, "customer": None, "account_created": False,
     "waiting_for": None, "reason": None},
    "Kept for `work` to take in",
)  # fmt: skip
"""The answer to a mail that is kept for later: as of one that was taken in, without loading what that takes."""

_ACTIONS = {
    "new": "A new request",
    "joined": "An answer on",
    "already-known": "Taken in before",
    "quarantined": "Kept aside for a person to look at",
}


def _words(admitted: "Admitted") -> str:
    number = f" #{admitted.ticket}" if admitted.ticket is not None else ""
    waits = f", waiting for {admitted.waiting_for}" if admitted.waiting_for else ""
    reason = f": {admitted.reason}" if admitted.action == "quarantined" else ""
    return f"{_ACTIONS[admitted.action]}{number}{waits}{reason}"
