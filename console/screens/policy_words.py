"""Words of the policy's versions: in a line, whole, and as the text that a new one begins with."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from console.policy.officehours import OfficeHours
from console.policy.terms import Terms
from console.screens.words import at_text, clock_words
from console.services.explain_words import Section
from console.services.policy_shapes import Trial, TrialLine, VersionView
from widgets.line_list import Column, ListLine

VERSION_COLUMNS = (
    Column("Version", 10),
    Column("State", 9),
    Column("From", 13),
    Column("Title"),
    Column("By", 10),
)
TRIAL_COLUMNS = (
    Column("Entry", 6, right=True),
    Column("Request", 7, right=True),
    Column("Outcome"),
    Column("Worked", 8, right=True),
    Column("Took", 5, right=True),
    Column("Would", 5, right=True),
)
FIGURES: Mapping[str, str] = {
    "block_seconds": "a started block of work",
    "credits_per_block": "credits for a block",
    "notify_credits": "credits that are charged without a notice",
    "notify_seconds": "the customer is told at",
    "warn_seconds": "the specialist is warned at",
    "package_seconds": "Incident and Examination cover",
    "package_warn_seconds": "their specialist is warned at",
    "packages": "packages of credits",
    "addon_grant": "free credits with a paid add-on",
    "bundle_grant": "free credits for each add-on of a package",
}


def version_line(place: int, each: VersionView, hours: OfficeHours, *, now: datetime) -> ListLine:
    """A version in the list."""
    return ListLine(
        place,
        (each.version, each.state, since_words(each, hours, now=now), each.title, each.added_by),
        ("", "accent" if each.state == "in force" else "dim", "dim", "", "dim"),
    )


def since_words(each: VersionView, hours: OfficeHours, *, now: datetime) -> str:
    """Since when a version holds."""
    if each.in_force_from is not None:
        return at_text(hours, each.in_force_from, now=now)
    return "" if each.state == "proposed" else "the beginning"


def version_sections(
    found: VersionView, current: Terms, hours: OfficeHours, *, now: datetime
) -> list[Section]:
    """A version heading by heading; figures that differ from those in force say so."""
    since = since_words(found, hours, now=now)
    state = [f"{found.state}, from {since}" if since else found.state]
    if found.added_by:
        state.append(f"proposed by {found.added_by}")
    worded = [f"{name} {words}" for name, words in found.words.items()]
    return [
        (f"Version {found.version}: {found.title}", state),
        ("Figures", list(_figures(found.terms, current))),
        *([("Clauses in new words", worded)] if worded else []),
        ("Text", found.text.split("\n")),
    ]


def _figures(terms: Terms, current: Terms) -> Iterator[str]:
    for each in fields(Terms):
        if each.name == "version":
            continue
        value, now = getattr(terms, each.name), getattr(current, each.name)
        differs = f" (now {figure(each.name, now)})" if value != now else ""
        yield f"{FIGURES.get(each.name, each.name)}: {figure(each.name, value)}{differs}"


def figure(name: str, value: Any) -> str:
    """A figure as people read it."""
    if name.endswith("_seconds"):
        return clock_words(value)
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def trial_words(found: Trial) -> str:
    """What the charges took and would have taken, in a sentence."""
    if not found.charges:
        return "Nothing was charged in these days."
    less = found.took - found.would
    change = f"{less} less" if less > 0 else f"{-less} more" if less < 0 else "the same"
    many = "1 charge" if found.charges == 1 else f"{found.charges} charges"
    told = f"{many} took {found.took} credits; they would have taken {found.would}, {change}."
    return f"{told} {found.differing} differ." if found.differing else told


def trial_lines(found: Sequence[TrialLine]) -> list[ListLine]:
    """The charges that would have been others."""
    return [
        ListLine(
            each.entry,
            (str(each.entry), f"#{each.ticket}", each.outcome, clock_words(each.worked_seconds),
             str(each.took), str(each.would)),
            ("dim", "dim", "", "dim", "", "accent"),
        )
        for each in found
    ]  # fmt: skip


def begun(terms: Terms) -> str:
    """What a proposal begins with: the figures in force, in the form that is read."""
    lines = [
        'version = ""',
        'title = ""',
        'text = """',
        "The policy's whole text, in its new words.",
        '"""',
        "",
        "[terms]",
    ]
    for each in fields(Terms):
        if each.name != "version":
            value = getattr(terms, each.name)
            written = list(value) if isinstance(value, tuple) else value
            lines.append(f"{each.name} = {written}")
    return "\n".join([*lines, "", "[words]", '# U8 = "a clause in its new words"', ""])
