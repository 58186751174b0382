"""Files that came with a request's messages: told by number, opened only when asked, sent along when wanted."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from console.mail import reader
from console.policy.officehours import OfficeHours, office_day
from console.services import facts
from console.services.context import Desk
from console.services.faults import NotFound, Unreachable
from console.services.letters import Attachment
from db import files, inbound, retention, tickets
from db.engine import Session
from db.tables import Message

THREAD_MESSAGES = 1000


@dataclass(frozen=True, slots=True)
class FileView:
    """A file of a request, numbered from 1 in the order of its thread.

    `kind` is file, inline, calendar, report or mail; `really` the type that its bytes show where it claims another.
    """

    file: int
    message: int
    author: str
    name: str
    content_type: str
    size_bytes: int
    digest: str
    kind: str
    really: str
    let_go_on: date | None = None


async def listing(desk: Desk, *, ticket: int) -> tuple[FileView, ...]:
    """The files of a request. Raises NotFound."""
    async with desk.reading() as session:
        await facts.the_ticket(session, ticket)
        return await _listed(session, desk.hours, ticket)


async def _listed(session: Session, hours: OfficeHours, ticket: int) -> tuple[FileView, ...]:
    """The files, each with when the mail that brought it was let go of, if it was."""
    found = _views(await tickets.thread(session, ticket, THREAD_MESSAGES))
    gone = await retention.of_messages(session, sorted({each.message for each in found}))
    days = {message: office_day(hours, at) for message, at in gone.items()}
    return tuple(replace(each, let_go_on=days.get(each.message)) for each in found)


async def content(desk: Desk, *, ticket: int, file: int) -> Attachment:
    """One of them, with its bytes. Raises NotFound, and Unreachable where its mail cannot be read any more."""
    async with desk.reading() as session:
        await facts.the_ticket(session, ticket)
        found = await _listed(session, desk.hours, ticket)
        wanted = next((each for each in found if each.file == file), None)
        if wanted is None:
            raise NotFound(f"Request #{ticket} has no file {file}.")
        if wanted.let_go_on is not None:
            raise NotFound(f"{wanted.name} was {let_go_words(wanted.let_go_on)}.")
        kept, raw = await _kept(session, wanted)
    if kept is None and raw is not None:
        kept = await reader.content_async(raw, wanted.digest)
    if kept is None:
        raise Unreachable(f"{wanted.name} cannot be taken out of its mail.")
    return Attachment(wanted.name, wanted.content_type, kept)


async def _kept(session: Session, wanted: FileView) -> tuple[bytes | None, bytes | None]:
    """Its bytes where they are kept by themselves, else those of the mail that it came in."""
    found = await files.contents(session, [wanted.digest])
    if wanted.digest in found:
        return found[wanted.digest], None
    row = await inbound.of_message(session, wanted.message)
    return None, row.raw if row is not None else None


def let_go_words(day: date) -> str:
    """That something is not kept any more: "let go of on 2026-11-28 by retention"."""
    return f"let go of on {day} by retention"


def _views(thread: Sequence[Message]) -> tuple[FileView, ...]:
    named = [(row, each) for row in thread for each in row.attachments]
    return tuple(
        FileView(
            file=number, message=facts.key(row), author=row.author, name=each["name"],
            content_type=each["content_type"], size_bytes=each["size_bytes"],
            digest=each.get("digest", ""), kind=each.get("kind", "file"),
            really=each.get("really", ""),
        )
        for number, (row, each) in enumerate(named, start=1)
    )  # fmt: skip
