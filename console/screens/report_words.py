"""Words: how reports and charts read in a list, and the days that they can be of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from console.documents import chart_words, figure_words
from console.documents.charts import Chart
from console.documents.figure_words import Row, Table
from console.documents.figures import Figures, Line
from console.policy.limits import Limit
from console.policy.outcomes import LABELS
from console.screens.words import last_month
from widgets.charts import Kind
from widgets.line_list import Column, ListLine

BESIDE = 4
"""What a list needs beside its columns: a margin, a gap after the last one, and the scroll bar."""

WHOLE = 200
"""More cells than a line has."""

CALLED: Mapping[str, Mapping[str, str]] = {
    "outcome": LABELS,
    "ground": LABELS,
    "limit": {
        Limit.OVER_40_CREDITS: "40 credits", Limit.SIXTY_MINUTES: "60 minutes",
        Limit.PACKAGE_90_MINUTES: "package, 90 minutes", Limit.PACKAGE_120_MINUTES: "package, 120 minutes",
    },
    "answer": {"go-on": "go on", "no-notice": "no notice", "close": "close now"},
}  # fmt: skip
"""What people call what scripts have names for."""

DAY_CHARS = len("2026-01-31")
PERIODS = ("this month", "last month", "this week", "last week")


@dataclass(frozen=True, slots=True)
class Period:
    """Some days, both ends included, and what they are called; without an end they go up to today."""

    words: str
    first: date | None = None
    last: date | None = None


def period_named(words: str, today: date) -> Period:
    """A period by its name, seen from today."""
    monday = today - timedelta(days=today.weekday())
    week = timedelta(days=7)
    ends = {
        "this month": (today.replace(day=1), None),
        "last month": last_month(today),
        "this week": (monday, None),
        "last week": (monday - week, monday - timedelta(days=1)),
    }
    return Period(words, *ends[words])


def caption(found: Figures, *, grouped: str) -> str:
    """What is shown, of which days, and how it is grouped."""
    by = f", by {grouped}" if grouped else ""
    days = {found.first_day: None, found.last_day: None}
    whose = ", yours alone" if found.own else ""
    return f"{figure_words.NAMES[found.name]}, {' to '.join(map(str, days))}{by}{whose}"


def in_words(found: Figures) -> Figures:
    """The same figures with what people call an outcome, a limit and an answer, instead of what scripts do."""
    names = [each.name for each in found.labels]

    def worded(line: Line) -> Line:
        told = dict(zip(names, line.labels, strict=True))
        ground, words = f"{told.get('ground')} ", told.get("words")
        if isinstance(words, str):
            told["words"] = words.removeprefix(ground)
        labels = (CALLED.get(name, {}).get(str(cell), cell) for name, cell in told.items())
        return replace(line, labels=tuple(labels))

    return replace(found, lines=tuple(worded(each) for each in found.lines))


def report_list(found: Figures, *, cells: int) -> tuple[list[Column], list[ListLine]]:
    """A report as columns and lines of a list so wide."""
    told = in_words(figure_words.without_rare(found))
    return _list(figure_words.table_of(told, columns=cells - BESIDE), bars=False)


def chart_list(found: Chart, *, cells: int) -> tuple[list[Column], list[ListLine]]:
    """A chart's figures as columns and lines of a list so wide, with bars where there is room."""
    told = replace(found, figures=in_words(found.figures))
    table, _ = chart_words.table_of(told, columns=cells - BESIDE)
    return _list(table, bars=any(row.bar for row in table.rows))


def _list(table: Table, *, bars: bool) -> tuple[list[Column], list[ListLine]]:
    heads, *rows = table.rows
    columns = [
        Column(name, max(1, room), right=place >= table.labels)
        for place, (name, room) in enumerate(zip(heads.cells, table.rooms, strict=True))
    ]
    lines: list[ListLine] = []
    for row in rows:
        if row.above:
            room = chart_words.NAME_CELLS if row.bar_above else WHOLE
            lines.append(ListLine(len(lines), (row.above, row.bar_above), ("", "accent"), room))
        lines.append(_line(len(lines), row, bars=bars))
    return [*columns, *([Column("")] if bars else [])], lines


def _line(number: int, row: Row, *, bars: bool) -> ListLine:
    style = "accent" if row.line is None else ""
    bar = (row.bar,) if bars else ()
    styles = (*[style] * len(row.cells), *["accent"] * len(bar))
    return ListLine(number, (*row.cells, *bar), styles)


def columns_of(found: Chart) -> tuple[list[str], list[Kind]]:
    """What a chart draws through time: its names, without what all of them say, and its columns."""
    bars = found.bars
    kinds = [
        Kind(column.head, tuple(bar.values[place] for bar in bars))
        for place, column in enumerate(found.series)
    ]
    return [short(bar.words) for bar in bars], kinds


def short(name: str) -> str:
    """A day or a week without its year: "16 Nov", "W47"."""
    if len(name) == DAY_CHARS:
        day = date.fromisoformat(name)
        return f"{day.day} {day:%b}"
    return name.rpartition("-")[2]


def trend(found: Chart, name: str) -> tuple[str, Sequence[int], str]:
    """A column that is drawn small: its name, its values, and the most of them."""
    values, bars = found.column(name), found.bars
    most = max(range(len(values)), key=values.__getitem__)
    name_of_most = bars[most].words
    when = f"{'on' if len(name_of_most) == DAY_CHARS else 'in'} {short(name_of_most)}"
    told = f"{sum(values)} in all, most {values[most]} {when}"
    head = next(each.head for each in found.figures.figures if each.name == name)
    return head, values, told
