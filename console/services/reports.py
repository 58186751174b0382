"""Reports: what happened on some office days, counted and summed, by person, week, customer or component.

A closing belongs to the day of its entry's posting, a session to the day that it ended, a crossing to the day
that it was crossed: days put end to end come to the whole. A customer who was merged is told as whom they are now.
A closing is about the component that was named for it; time and crossings about the one that is named by now.
"""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from console.documents.figures import Figures, Group, Line
from console.policy import access, officehours
from console.policy.officehours import OfficeHours
from console.policy.refusal import Refusal
from console.services import facts, report_balances, report_facts
from console.services.component_shapes import told
from console.services.context import Desk
from console.services.faults import BadInput
from console.services.report_facts import Fact
from console.services.report_layouts import LAYOUTS, By, Name, grouped
from console.services.shapes import Actor
from db import components, people, reports
from db.engine import Session
from db.reports import Span


async def of(
    desk: Desk,
    actor: Actor,
    *,
    name: Name,
    first_day: date | None = None,
    last_day: date | None = None,
    by: By | None = None,
    now: datetime,
) -> Figures | Refusal:
    """A report on these office days, both ends included; this month so far unless said otherwise. Raises BadInput.

    Leads and admins see everybody's; a specialist their own time alone.
    """
    whose = _whose(actor, name)
    if isinstance(whose, Refusal):
        return whose
    first, last = period(desk.hours, first_day, last_day, now=now)
    days = Span(
        officehours.day_begins(desk.hours, first),
        officehours.day_begins(desk.hours, last + timedelta(days=1)),
    )
    async with desk.reading() as session:
        rows, found, groups = await _gather(session, desk, name, days, staff_id=whose, by=by)
    lines, total = (
        _balanced(rows, found, groups) if name is Name.CREDITS else _summed(name, found, groups)
    )
    labels, figures = LAYOUTS[name]
    return Figures(
        name=str(name), first_day=first, last_day=last, grouped=grouped(name, by),
        labels=labels, figures=figures, lines=lines, total=total, own=whose is not None,
        notes=_notes(name, rows),
    )  # fmt: skip


_NOTES: Mapping[Name, tuple[Callable[[Any], bool], tuple[str, ...]]] = {
    Name.OUTCOMES: (
        lambda row: row.old_outcome is not None,
        (
            "A request closed again is told by the difference to its closing before.",
            "What was given back for it is told in Credits alone, as returned.",
        ),
    ),
    Name.CREDITS: (
        lambda row: row.kind == "reversal" and row.credits > 0,
        ("Outcomes tell what closings charged, before any of it was returned.",),
    ),
}
"""Which rows make two reports differ on the same requests, and why they do."""


def _notes(name: Name, rows: Sequence[Any]) -> tuple[str, ...]:
    differs, told = _NOTES.get(name, (lambda _: False, ()))
    return told if any(map(differs, rows)) else ()


def _whose(actor: Actor, name: Name) -> int | Refusal | None:
    """Whose figures the actor may see of a report: everybody's (None), their own, or nobody's."""
    role = facts.role_of(actor)
    refused = access.check(role, "report")
    if refused is None:
        return None
    own = access.check(role, "own_time") if name is Name.TIME else refused
    return own or actor.staff_id


def period(
    hours: OfficeHours, first_day: date | None, last_day: date | None, *, now: datetime
) -> tuple[date, date]:
    """The days that are meant: up to today, and from the first of the last day's month. Raises BadInput."""
    last = last_day or officehours.office_day(hours, now)
    first = first_day or last.replace(day=1)
    if last < first:
        raise BadInput("The last day is before the first.")
    return first, last


async def _gather(
    session: Session, desk: Desk, name: Name, days: Span, *, staff_id: int | None, by: By | None
) -> "tuple[Sequence[Any], list[Fact], _Groups]":
    """What is on record of these days, what of it is counted, and whose it is."""
    staff = {facts.key(each): (each.login, each.name) for each in await people.all_staff(session)}
    rows = await _rows(session, name, days, staff_id=staff_id, component=by is By.COMPONENT)
    found = _facts(desk, name, rows, staff)
    if name is Name.TIME:
        found = _within(found, days, staff_id=staff_id)
    customers = {each.customer for each in found} if by is By.CUSTOMER else set()
    owners = await reports.owners(session, customers) if customers else {}
    named = await _components(session, found) if by is By.COMPONENT else {}
    versions = name is Name.BUGS
    return rows, found, _Groups(by, desk.hours, staff, owners, named, versions=versions)


async def _components(session: Session, found: Iterable[Fact]) -> dict[int, tuple[str, str]]:
    """The codes and names of the components that these are about."""
    ids = {each.about.component for each in found if each.about.component is not None}
    known = await components.of_ids(session, ids)
    return {number: (each.component.code, each.fact.name) for number, each in known.items()}


async def _rows(
    session: Session, name: Name, days: Span, *, staff_id: int | None, component: bool
) -> Sequence[Any]:
    """What is on record of these days, in one query."""
    if name is Name.TIME:
        return await reports.work(session, days, staff_id=staff_id, component=component)
    asked: Mapping[Name, Callable[..., Awaitable[Sequence[Any]]]] = {
        Name.OUTCOMES: reports.closings,
        Name.BUGS: reports.closings,
        Name.CREDITS: reports.entries,
        Name.LIMITS: reports.crossings,
        Name.ESTIMATES: reports.estimated,
    }
    return await asked[name](session, days, component=component)


def _facts(
    desk: Desk, name: Name, rows: Sequence[Any], staff: Mapping[int, tuple[str, str]]
) -> list[Fact]:
    if name is Name.CREDITS:
        return list(report_facts.credits(rows))
    if name is Name.LIMITS:
        return list(report_facts.limits(rows, {each: login for each, (login, _) in staff.items()}))
    told: Mapping[Name, Callable[..., Iterable[Fact]]] = {
        Name.OUTCOMES: report_facts.outcomes,
        Name.BUGS: report_facts.bugs,
        Name.ESTIMATES: report_facts.estimates,
        Name.TIME: report_facts.work,
    }
    return list(told[name](rows, desk.terms_of))


def _within(found: Iterable[Fact], days: Span, *, staff_id: int | None) -> list[Fact]:
    """The sessions that are meant, of the whole requests that they are dealt out on."""
    return [
        each
        for each in found
        if days.since <= each.at < days.until and staff_id in {None, each.person}
    ]


@dataclass(frozen=True, slots=True)
class _Groups:
    """Which group a fact is in."""

    by: By | None
    hours: OfficeHours
    staff: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    owners: Mapping[int, tuple[int, str]] = field(default_factory=dict)
    components: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    versions: bool = False

    def of(self, fact: Fact) -> Group:
        """Its group; without any, all are in one."""
        if self.by is By.WEEK:
            year, week, _ = officehours.office_day(self.hours, fact.at).isocalendar()
            return Group((f"{year}-W{week:02}",), f"{year}-W{week:02}")
        if self.by is By.CUSTOMER:
            number, name = self.owners[fact.customer]
            return Group((number, name), f"{number} {name}")
        if self.by is By.PERSON:
            if fact.person is None:
                return Group((None, None), "nobody")
            login, name = self.staff[fact.person]
            return Group((login, name), name)
        if self.by is By.COMPONENT:
            return self._component(fact)
        return Group()

    def _component(self, fact: Fact) -> Group:
        about = fact.about
        if about.component is None:
            return Group((None, None, *([None] if self.versions else [])), NO_COMPONENT)
        code, name = self.components[about.component]
        if not self.versions:
            return Group((code, name), name)
        return Group((code, name, about.version), told(name, about.version))


NO_COMPONENT = "no component named"
_NO_BALANCE = (By.PERSON, By.COMPONENT)


def _summed(
    name: Name, found: Iterable[Fact], groups: _Groups
) -> tuple[tuple[Line, ...], tuple[int | None, ...]]:
    """The sums of each group and what it is about, and of all."""
    width = len(LAYOUTS[name][1])
    sums = defaultdict[tuple[Group, tuple[str | None, ...]], list[int]](lambda: [0] * width)
    total = [0] * width
    for fact in found:
        row = sums[groups.of(fact), fact.labels]
        for place, figure in enumerate(fact.figures):
            row[place] += figure
            total[place] += figure
    lines = (Line(group, labels, tuple(row)) for (group, labels), row in sums.items())
    return tuple(sorted(lines, key=_order)), tuple(total)


def _balanced(
    rows: Sequence[Any], found: Sequence[Fact], groups: _Groups
) -> tuple[tuple[Line, ...], tuple[int | None, ...]]:
    """The sums of each group between its balances; no person has any, and no component."""
    named = [groups.of(fact) for fact in found]
    balances = report_balances.ends(rows, named, one_pot=groups.by is By.WEEK)
    whole = report_balances.ends(rows, [Group()] * len(rows), one_pot=True)
    sums: dict[Group, list[int]] = {}
    for fact, group in zip(found, named, strict=True):
        row = sums.setdefault(group, [0] * len(fact.figures))
        row[:] = [so_far + more for so_far, more in zip(row, fact.figures, strict=True)]
    lines = []
    for group, row in sums.items():
        before, after = (None, None) if groups.by in _NO_BALANCE else balances[group]
        lines.append(Line(group, (), (before, *row, after)))
    before, after = whole.get(Group(), (0, 0))
    moved = [sum(each) for each in zip(*sums.values(), strict=True)] or [0] * len(
        report_facts.KINDS
    )
    return tuple(sorted(lines, key=_order)), (before, *moved, after)


def _order(line: Line) -> tuple[object, ...]:
    """Groups by their words, each in the order of what its rows are about."""
    first = line.group.cells[0] if line.group.cells else ""
    key = f"{first:>12}" if isinstance(first, int) else first or "~"
    return (key, *((each is None, each or "") for each in (*line.group.cells[1:], *line.labels)))
