"""Words of the texts that customers are written: in a line, and whole."""

from collections.abc import Sequence
from datetime import datetime

from console.policy.officehours import OfficeHours
from console.screens.words import at_text
from console.services.explain_words import Section
from console.services.texts import Preview, TextView
from widgets.line_list import Column, ListLine

COLUMNS = (
    Column("Text", 18),
    Column("", 2),
    Column("Written by", 12),
    Column("When it is sent"),
)
BUILT_IN = "built in"
NEW_TEXT = "Hello {{ customer }},\n\n"


def line(place: int, each: TextView) -> ListLine:
    """A text in the list."""
    whose = BUILT_IN if each.built_in else each.written_by or ""
    style = "dim" if each.built_in else "accent"
    return ListLine(
        place, (each.name, each.language, whose, each.purpose), ("", "dim", style, "dim")
    )


def sections(
    found: TextView, made: Preview, past: Sequence[TextView], hours: OfficeHours, *, now: datetime
) -> list[Section]:
    """A text heading by heading: when it is sent, as a customer gets it, as it is written, and who wrote it when."""
    told = [f"in answers: {found.purpose}" if found.macro else f"sent when {found.purpose}"]
    parts: list[Section] = [
        (f"{found.name} ({found.language})", told),
        ("With examples", preview_lines(made)),
        ("As it is written", found.source.rstrip("\n").split("\n")),
        ("Facts that it can tell", [", ".join(made.facts)]),
    ]
    if past:
        parts.append(("Who wrote it", [_writing(each, hours, now=now) for each in past]))
    return parts


def preview_lines(made: Preview) -> list[str]:
    """A mail by the text, its subject first."""
    subject = [f"Subject: {made.subject}", ""] if made.subject else []
    return [*subject, *made.body.rstrip("\n").split("\n")]


def _writing(each: TextView, hours: OfficeHours, *, now: datetime) -> str:
    when = at_text(hours, each.written_at, now=now) if each.written_at else ""
    what = "the built-in text again" if each.built_in else f"{len(each.source)} characters"
    return f"{when} by {each.written_by}: {what}"
