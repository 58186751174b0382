"""The figures of charts, counted from what is on record: each a function of what it is given."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import NamedTuple, Protocol

from console.documents.charts import Chart, summed
from console.documents.figures import Column, Figures, Group, Line
from console.documents.statement import signed
from console.policy import officehours
from console.policy.officehours import OfficeHours
from console.services.chart_layouts import (
    AGE,
    DAY,
    DRAWN,
    FIGURES,
    GROUND,
    OUTCOME,
    PERSON,
    WEEK,
    Name,
)
from widgets.durations import age_words, clock_words

ONE_DAY = timedelta(days=1)
DAYS_DRAWN = 62
"""So many days are told one by one; more are told by weeks."""

Row = tuple[Group, tuple[str | None, ...], tuple[int, ...]]


class Waiting(Protocol):
    """An open request."""

    @property
    def received_at(self) -> datetime:
        """When it came."""

    @property
    def held(self) -> bool:
        """Whether somebody has it in hand."""

    @property
    def waiting_for(self) -> str | None:
        """Whom or what it waits for."""


class Turned(NamedTuple):
    """How often requests came, were opened again and were closed."""

    arrived: int = 0
    again: int = 0
    closed: int = 0

    @property
    def more(self) -> int:
        """By how many open requests there are more after it."""
        return self.arrived + self.again - self.closed


def turned(counts: Mapping[str, int]) -> Turned:
    """Counts by the name of the event."""
    again = sum(many for what, many in counts.items() if what.startswith("reopened"))
    return Turned(counts.get("received", 0), again, counts.get("closed", 0))


def backlog(
    turns: Iterable[tuple[str, date, int]], *, open_after: int, first: date, last: date
) -> Chart:
    """How many came, were opened again and were closed each day, and were open at its end.

    It is counted back from `open_after`, those open when the last day was over: what is open is what had come,
    or been opened again, and not been closed since. One that was opened again is open from then on, and comes
    but once; whom a request belongs to changes nothing.
    """
    days = defaultdict[date, Counter[str]](Counter)
    for what, day, many in turns:
        days[day][what] += many
    told: list[tuple[date, Turned, int]] = []
    left = open_after
    for day in reversed(list(_days(first, last))):
        found = turned(days[day])
        told.append((day, found, left))
        left -= found.more
    rows = _by_step(list(reversed(told)), weekly=(last - first).days >= DAYS_DRAWN)
    lines = [(group, (), (*each, after)) for group, each, after in rows]
    step = WEEK if (last - first).days >= DAYS_DRAWN else DAY
    figures = _figures(Name.BACKLOG, (step,), (), lines, first=first, last=last)
    figures = replace(figures, total=(*figures.total[:-1], open_after))
    return _chart(Name.BACKLOG, figures, _backlog_words(figures), trends=("arrived", "closed"))


def _by_step(
    told: Sequence[tuple[date, Turned, int]], *, weekly: bool
) -> Iterator[tuple[Group, Turned, int]]:
    """Each day, or each week with what all of its days come to and what was open at its end."""
    steps: dict[Group, list[tuple[Turned, int]]] = {}
    for day, found, after in told:
        group = _week(day) if weekly else Group((day.isoformat(),), day.isoformat())
        steps.setdefault(group, []).append((found, after))
    for group, each in steps.items():
        yield group, Turned(*map(sum, zip(*(found for found, _ in each), strict=True))), each[-1][1]


def _backlog_words(figures: Figures) -> tuple[str, ...]:
    arrived, again, closed, after = (each or 0 for each in figures.total)
    most = max(figures.lines, key=lambda line: line.figures[-1] or 0)
    return (
        f"{after} open at the end. {arrived} came, {again} were opened again, {closed} were closed.",
        f"Most were open on {most.group.words}: {most.figures[-1]}."
        if figures.grouped[0] is DAY
        else f"Most were open at the end of {most.group.words}: {most.figures[-1]}.",
    )


def ages(found: Sequence[Waiting], *, hours: OfficeHours, now: datetime) -> Chart:
    """The open requests by how long ago they came, in office time, and what they wait for."""
    edges, words = _buckets(hours)
    passed = [officehours.office_seconds(hours, each.received_at, end=now) for each in found]
    counts = [[0] * len(DRAWN[Name.AGES]) for _ in words]
    for each, seconds in zip(found, passed, strict=True):
        counts[bisect_right(edges, seconds)][_kind(each)] += 1
    rows: list[Row] = [
        (Group((told,), told), (), (sum(row), *row))
        for told, row in zip(words, counts, strict=True)
    ]
    today = officehours.office_day(hours, now)
    figures = _figures(Name.AGES, (AGE,), (), rows, first=today, last=today)
    return _chart(Name.AGES, figures, _ages_words(figures.total, max(passed, default=0)))


def _kind(each: Waiting) -> int:
    """Which column a request is told in."""
    if each.waiting_for is not None:
        return 2 if each.waiting_for == "customer" else 3
    return 1 if each.held else 0


def _buckets(hours: OfficeHours) -> tuple[list[int], list[str]]:
    """Where ages part, in office seconds, and the words for what lies between."""
    opens, closes = (datetime.combine(date.min, each) for each in (hours.opens, hours.closes))
    day = int((closes - opens).total_seconds())
    parts = [(n, "h", n * 3600) for n in (1, 2, 4) if n * 3600 < day]
    parts += [(n, "day", n * day) for n in (1, 2, 5, 10)]
    words = [f"under {_length(*parts[0])}"]
    for one, other in pairwise(parts):
        same = one[1] == other[1]
        words.append(f"{one[0] if same else _length(*one)} to {_length(*other)}")
    return [edge for *_, edge in parts], [*words, f"over {_length(*parts[-1])}"]


def _length(number: int, unit: str, _: int) -> str:
    return f"{number} {unit}{'s' if number > 1 and unit == 'day' else ''}"


def _ages_words(total: Sequence[int | None], oldest_seconds: int) -> tuple[str, ...]:
    every, waiting, held, customer, credits = (each or 0 for each in total)
    if not every:
        return ("No request is open.",)
    waits = f"{customer} waiting for the customer, {credits} for credits"
    return (
        f"{every} open: {waiting} to take, {held} in hand, {waits}.",
        f"The oldest came {age_words(oldest_seconds)} ago, in office time.",
    )


def charges(report: Figures) -> Chart:
    """Credits charged, and what the work would have cost more, by week and ground."""
    sums = defaultdict[tuple[Group, str], list[tuple[int, ...]]](list)
    for line in report.lines:
        closings, _, charged, free = (each or 0 for each in line.figures)
        # What has no ground of the policy is told by its outcome.
        ground = str(line.labels[1] or line.labels[0])
        sums[line.group, ground].append((closings, charged, free))
    rows: list[Row] = []
    for week in _weeks(report.first_day, report.last_day):
        grounds = sorted(told for group, told in sums if group == week)
        rows += [(week, (told,), summed(sums[week, told])) for told in grounds]
        rows += [] if grounds else [(week, (None,), (0, 0, 0))]
    figures = _figures(
        Name.CHARGES, (WEEK,), (GROUND,), rows, first=report.first_day, last=report.last_day
    )
    closings, charged, free = (each or 0 for each in figures.total)
    told = f"{closings} closings: {charged} credits charged, {free} free."
    return _chart(Name.CHARGES, figures, (told,))


def work(report: Figures) -> Chart:
    """Worked time by person and outcome, and what became of it."""
    rows: list[Row] = []
    for line in report.lines:
        worked, charged, free, covered, waived, _ = (each or 0 for each in line.figures)
        unclosed = worked - charged - free - covered - waived
        outcome = None if line.labels[0] is None else str(line.labels[0])
        rows.append((line.group, (outcome,), (worked, charged, free, covered, waived, unclosed)))
    figures = _figures(
        Name.TIME, PERSON, (OUTCOME,), rows, first=report.first_day, last=report.last_day
    )
    chart = _chart(Name.TIME, figures, _work_words(figures.total))
    return replace(chart, figures=replace(figures, own=report.own))


def _work_words(total: Sequence[int | None]) -> tuple[str, ...]:
    """What all the time came to: the rest is on a line of its own, as there seldom is any of each kind."""
    worked, charged, free, *more = (each or 0 for each in total)
    rest = [
        f"{clock_words(seconds)} {name}"
        for name, seconds in zip(("covered", "waived", "open"), more, strict=True)
        if seconds
    ]
    told = f"{clock_words(charged)} charged, {clock_words(free)} free"
    first = f"{clock_words(worked)} worked: {told}."
    return (first, f"The rest: {', '.join(rest)}.") if rest else (first,)


def flow(report: Figures) -> Chart:
    """Credits that were sold, given and spent each week; what else moved them is told beside it."""
    found = {line.group: line.figures[1:-1] for line in report.lines}
    rows: list[Row] = []
    for week in _weeks(report.first_day, report.last_day):
        bought, granted, charged, corrected, back, taken, moved = (
            each or 0 for each in found.get(week, (0,) * 7)
        )
        rows.append((week, (), (bought, granted, -charged, corrected, back, taken, moved)))
    figures = _figures(
        Name.FLOW, (WEEK,), (), rows, first=report.first_day, last=report.last_day
    )  # fmt: skip
    sold, given, spent, corrected, back, *_ = (each or 0 for each in figures.total)
    told = [f"{sold} credits sold", f"{given} given", f"{spent} spent"]
    told += [f"{back} returned"] if back else []
    told += [f"{signed(corrected)} corrected"] if corrected else []
    return _chart(Name.FLOW, figures, (f"{', '.join(told)}.",))


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def _weeks(first: date, last: date) -> list[Group]:
    """The weeks that these days are in, each once."""
    return list(dict.fromkeys(map(_week, _days(first, last))))


def _week(day: date) -> Group:
    year, week, _ = day.isocalendar()
    return Group((f"{year}-W{week:02}",), f"{year}-W{week:02}")


def _figures(
    name: Name,
    grouped: tuple[Column, ...],
    labels: tuple[Column, ...],
    rows: Sequence[Row],
    *,
    first: date,
    last: date,
) -> Figures:
    columns = FIGURES[name]
    total = summed([figures for _, _, figures in rows]) or (0,) * len(columns)
    return Figures(
        name=f"chart-{name}", first_day=first, last_day=last, grouped=grouped, labels=labels,
        figures=columns, lines=tuple(Line(*row) for row in rows), total=total,
    )  # fmt: skip


def _chart(
    name: Name, figures: Figures, words: tuple[str, ...], *, trends: tuple[str, ...] = ()
) -> Chart:
    return Chart(
        figures, DRAWN[name], through_time=name in {Name.BACKLOG, Name.CHARGES, Name.FLOW},
        words=words, trends=trends,
    )  # fmt: skip
