"""The board's lines, a section at a time: what each says, and what it leads to."""

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from console.services import board_words as words
from console.services.board_shapes import (
    BoardView,
    FreePerson,
    Loose,
    LooseEnd,
    PersonAtWork,
    Thing,
    WaitingGroup,
)
from console.services.board_words import When
from widgets.durations import age_words
from widgets.line_list import Column, ListLine

PEOPLE, ON_WAIT, LOOSE = SECTIONS = ("people", "on wait", "loose ends")
EMPTY: Mapping[str, str] = {
    PEOPLE: "Nobody works here yet.",
    ON_WAIT: "Nothing is on wait.",
    LOOSE: "Nothing is left loose.",
}

_WHO = (
    Column("Who", 12),
    Column("No", 7, right=True),
    Column("Timer", 14),
    Column("Time", 5, right=True),
    Column("Block", 5, right=True),
)
NARROW: Mapping[str, tuple[Column, ...]] = {
    PEOPLE: (*_WHO, Column("Limits and subject")),
    ON_WAIT: (
        Column("Waits for", 11), Column("No", 7, right=True), Column("Since", 12), Column("Office", 6, right=True),
        Column("Customer"), Column("Subject"),
    ),
    LOOSE: (Column("", 3, right=True), Column("Left", 21), Column("Since", 12), Column("What")),
}  # fmt: skip
WIDE: Mapping[str, tuple[Column, ...]] = {
    **NARROW,
    PEOPLE: (
        *(replace(each, cells=20) if each.name == "Timer" else each for each in _WHO),
        Column("Limits", 34),
        Column("Subject"),
    ),
}


@dataclass(frozen=True, slots=True)
class Target:
    """What a line leads to: a request, a customer, or one of the desk's lists, at a line of a section; `kind` tells which keys work."""

    kind: str
    ticket: int | None = None
    customer: int | None = None
    where: str = ""
    section: str = ""
    number: int | None = None


LISTS: Mapping[Loose, tuple[str, str]] = {
    Loose.DISPUTES: ("decisions", "disputes"),
    Loose.PROPOSALS: ("decisions", "to give back"),
    Loose.UNDELIVERED: ("outbox", "failed"),
    Loose.SET_ASIDE: ("outbox", "set aside"),
    Loose.ORDER_PROPOSALS: ("shop", "proposals"),
    Loose.ORDER_LINES: ("shop", "waiting"),
    Loose.OWING: ("customers", "owing"),
}
_BY_THEMSELVES = frozenset({Loose.OWING})
"""What has a list, and yet each of which is gone to by itself."""

Line = tuple[Hashable, tuple[str, ...], tuple[str, ...], Target]
"""What a line is known by, its texts and their styles, and what it leads to."""


class BoardLines:
    """The lines of one board; a line keeps its number for as long as this is kept, so the cursor stays on it."""

    def __init__(self) -> None:
        self._numbers: dict[Hashable, int] = {}
        self._targets: dict[int, Target] = {}

    def of(
        self, section: str, view: BoardView, *, when: When, now: datetime, wide: bool
    ) -> list[ListLine]:
        """The lines of a section."""
        made: Mapping[str, Callable[[], Iterator[Line]]] = {
            PEOPLE: lambda: _people(view, when, now=now, wide=wide),
            ON_WAIT: lambda: _on_wait(view, when),
            LOOSE: lambda: _loose(view, when),
        }
        self._targets.clear()
        return [self._line(*each) for each in made[section]()]

    def target(self, key: int | None) -> Target | None:
        """What a line of the section leads to."""
        return self._targets.get(key) if key is not None else None

    def _line(
        self, known: Hashable, texts: tuple[str, ...], styles: tuple[str, ...], target: Target
    ) -> ListLine:
        number = self._numbers.setdefault(known, len(self._numbers))
        self._targets[number] = target
        return ListLine(number, texts, styles)


def _people(view: BoardView, when: When, *, now: datetime, wide: bool) -> Iterator[Line]:
    for each in view.work:
        yield (each.login, each.ticket), *_worker(each, when, now=now, wide=wide)
    more = words.more_words(view.summary.held, sum(each.holds for each in view.work))
    if more:
        yield (
            "more people",
            ("", "", "", "", "", more),
            (),
            Target("list", where="queue", section="all"),
        )
    for person in view.free:
        yield person.login, *_idle(person, when, wide=wide)


def _worker(
    each: PersonAtWork, when: When, *, now: datetime, wide: bool
) -> tuple[tuple[str, ...], tuple[str, ...], Target]:
    note = words.note_words(each, when, short=not wide)
    urgent = (
        each.goes_back_at is not None
        or not each.holds
        or any(e.answer is None for e in each.limits)
    )
    about = (note, each.subject) if wide else (" · ".join(filter(None, (note, each.subject))),)
    texts = (
        each.name, f"#{each.ticket}", words.state_words(each, when if wide else day_or_time(when)),
        words.worked_words(each, now), str(each.block_at(now)), *about,
    )  # fmt: skip
    timer = "accent" if each.runs else "owes" if each.interrupted else "dim"
    kind = "held" if each.holds else "request"
    return texts, ("", "", timer, "", "", "owes" if urgent else ""), Target(kind, each.ticket)


def day_or_time(when: When) -> When:
    """A moment in fewer words: the time today, the day alone before that."""
    return lambda moment: when(moment).rsplit(" ", 1)[0]


def _idle(
    person: FreePerson, when: When, *, wide: bool
) -> tuple[tuple[str, ...], tuple[str, ...], Target]:
    texts = (
        person.name,
        "",
        "free",
        "",
        "",
        words.seen_words(person, when),
        *([""] if wide else []),
    )
    return texts, ("" if person.here else "dim", "", "dim", "", "", "dim"), Target("person")


def _on_wait(view: BoardView, when: When) -> Iterator[Line]:
    for group in view.waiting:
        for row in group.rows:
            texts = (
                words.waits_for_words(group.waits_for, row), f"#{row.ticket}", when(row.since),
                age_words(row.seconds), row.customer, row.subject,
            )  # fmt: skip
            kind = "held" if row.holder is not None else "request"
            yield row.ticket, texts, ("", "", "dim"), Target(kind, row.ticket, row.customer_id)
        yield from _more_on_wait(group)


def _more_on_wait(group: WaitingGroup) -> Iterator[Line]:
    more = words.more_words(group.count, len(group.rows))
    if more:
        texts = (str(group.waits_for), "", "", "", more, "")
        yield group.waits_for, texts, (), Target("list", where="queue", section="held")


def _loose(view: BoardView, when: When) -> Iterator[Line]:
    for end in view.loose:
        for place, thing in enumerate(end.things):
            count, name = (str(end.count), words.kind_words(end)) if place == 0 else ("", "")
            since = "" if thing.since is None else when(thing.since)
            texts = (count, name, since, words.thing_words(thing))
            yield (end.kind, place), texts, ("", "", "dim"), _leads_to(end.kind, thing)
        yield from _more_loose(end)


def _more_loose(end: LooseEnd) -> Iterator[Line]:
    more = words.more_words(end.count, len(end.things))
    if more:
        where, section = LISTS.get(end.kind, ("queue", "all"))
        target = Target("list", where=where, section=section)
        yield (end.kind, "more"), ("", "", "", more), ("", "", "", "dim"), target


def _leads_to(kind: Loose, thing: Thing) -> Target:
    """A list where the thing is seen to there, else its request or its customer."""
    where, section = LISTS.get(kind, ("", ""))
    if kind in _BY_THEMSELVES or not where:
        known = "held" if thing.held else "request" if thing.ticket is not None else "customer"
        return Target(known, thing.ticket, thing.customer_id)
    if kind is Loose.UNDELIVERED and thing.said.startswith("came back"):
        section = "came back"
    return Target("list", thing.ticket, thing.customer_id, where, section, thing.number)
