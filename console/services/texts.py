"""What customers are written: the built-in texts, the desk's own in their place, and pieces for answers (C6, C8)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from console.mail import templates
from console.mail.template_facts import FOR, LANGUAGES, MACROS, examples
from console.mail.templates import BadTextError
from console.policy import access
from console.policy.refusal import Refusal
from console.services import facts, outgoing
from console.services.connection import until_saved
from console.services.context import Desk
from console.services.faults import BadInput, NotFound
from console.services.shapes import Actor
from db import texts, tickets
from db import worktime as db_worktime
from db.engine import Session
from db.tables import DeskText
from widgets.safe_text import clean, one_line

HISTORY = 20


@dataclass(frozen=True, slots=True)
class TextView:
    """A text in a language: what it is for, its source in force, and who wrote that (None: it is built in)."""

    name: str
    language: str
    macro: bool
    purpose: str
    source: str
    written_by: str | None
    written_at: datetime | None
    built_in: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """A text with examples for its facts; without a subject it goes out under its request's own."""

    subject: str | None
    body: str
    facts: tuple[str, ...]


async def listing(desk: Desk) -> tuple[TextView, ...]:
    """Every text in every language: those of mails, then those for answers, the desk's own among them."""
    async with desk.reading() as session:
        rows = await texts.last(session)
        names = await _names(session, rows)
    last = {(row.name, row.language): row for row in rows}
    own = sorted({row.name for row in rows if row.kind == "macro"} - set(MACROS))
    found = [
        _view(name, language, last.get((name, language)), names)
        for name in (*FOR, *MACROS, *own)
        for language in LANGUAGES
    ]
    return tuple(each for each in found if each.source)


async def show(desk: Desk, *, name: str, language: str) -> TextView:
    """One text. Raises NotFound."""
    async with desk.reading() as session:
        return await _the_text(session, name, language)


async def history(desk: Desk, *, name: str, language: str) -> tuple[TextView, ...]:
    """How a text was written, newest first; the built-in one is not among them."""
    async with desk.reading() as session:
        rows = await texts.history(session, name, language, limit=HISTORY)
        names = await _names(session, rows)
    return tuple(_view(name, language, row, names) for row in rows)


def preview(*, name: str, language: str, source: str) -> Preview:
    """A text with examples for its facts, as it would be kept. Raises BadInput with what is wrong."""
    try:
        subject, body = templates.preview(name, language, clean(source))
    except BadTextError as error:
        raise BadInput(str(error)) from None
    return Preview(subject, body, tuple(sorted(examples(name))))


@until_saved
async def write(
    desk: Desk, actor: Actor, *, name: str, language: str, source: str, now: datetime
) -> TextView | Refusal:
    """Put a text of the desk's own in force; a name that no mail has is a piece for answers. Raises BadInput."""
    if refused := access.check(facts.role_of(actor), "texts"):
        return refused
    preview(name=name, language=language, source=source)
    kept = clean(source).strip("\n") + "\n"
    return await _keep(desk, actor, name=name, language=language, source=kept, now=now)


@until_saved
async def reset(
    desk: Desk, actor: Actor, *, name: str, language: str, now: datetime
) -> TextView | Refusal:
    """Let the built-in text hold again; a piece of the desk's own is gone then. Raises NotFound."""
    if refused := access.check(facts.role_of(actor), "texts"):
        return refused
    async with desk.reading() as session:
        found = await _the_text(session, name, language)
    if found.built_in:
        return found
    return await _keep(desk, actor, name=name, language=language, source=None, now=now)


async def _keep(
    desk: Desk, actor: Actor, *, name: str, language: str, source: str | None, now: datetime
) -> TextView:
    async with desk.writing(actor, now) as session:
        before = await texts.in_force(session, name, language)
        if before == source:
            return await _the_text(session, name, language)
        row = await texts.write(
            session, kind="mail" if name in FOR else "macro", name=name, language=language,
            source=source, staff_id=actor.staff_id, written_at=now,
        )  # fmt: skip
        await tickets.record(
            session, "text written", at=now, staff_id=actor.staff_id, text=name, language=language,
            before=_whose(before), after=_whose(source), writing=row.id,
        )  # fmt: skip
        return _view(name, language, row, {actor.staff_id: actor.login})


def _whose(source: str | None) -> str:
    """Whose text it is and how long; what it says is kept with the text."""
    return "built-in" if source is None else f"own, {len(source)} characters"


async def macros(desk: Desk, *, language: str) -> tuple[TextView, ...]:
    """The pieces for answers in a language."""
    return tuple(each for each in await listing(desk) if each.macro and each.language == language)


async def macro(desk: Desk, *, ticket: int, name: str) -> str:
    """A piece filled in for a request, to put into an answer. Raises NotFound, and BadInput where it does not do."""
    async with desk.reading() as session:
        row = await facts.the_ticket(session, ticket)
        language = row.language if row.language in LANGUAGES else LANGUAGES[0]
        await _the_text(session, name, language)
        try:
            return await outgoing.template(session, desk, row, name)
        except ValueError as error:
            raise BadInput(str(error)) from None


async def _the_text(session: Session, name: str, language: str) -> TextView:
    rows = await texts.history(session, name, language, limit=1)
    found = _view(name, language, rows[0] if rows else None, await _names(session, rows))
    if language not in LANGUAGES or not found.source:
        raise NotFound(
            f"There is no text {one_line(name, max_chars=40)!r} in {one_line(language, max_chars=10)!r}."
        )
    return found


async def _names(session: Session, rows: Sequence[DeskText]) -> dict[int, str]:
    people = await db_worktime.names(session, list({row.staff_id for row in rows}))
    return {staff_id: member.login for staff_id, member in people.items()}


def _view(name: str, language: str, row: DeskText | None, logins: dict[int, str]) -> TextView:
    own = row is not None and row.source is not None
    return TextView(
        name=name,
        language=language,
        macro=name not in FOR,
        purpose=FOR.get(name) or MACROS.get(name) or "a piece of the desk's own",
        source=row.source or "" if row is not None and own else templates.built_in(name, language),
        written_by=logins.get(row.staff_id) if row is not None else None,
        written_at=row.written_at if row is not None else None,
        built_in=not own,
    )
