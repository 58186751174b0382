"""Figures in words: what reports and charts are called, and each row as the cells that people read."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from console.documents.figures import Cell, Column, Figures, Group, Line, Unit
from console.documents.statement import signed
from widgets.durations import signed_clock_words
from widgets.safe_text import one_line

_T = TypeVar("_T")

NAME_CHARS = 80
GAP = 2
LEAST = 12
"""What is left of a label at the least, however long the figures are."""

NAMES = {
    "outcomes": "Outcomes",
    "time": "Worked time",
    "credits": "Credits",
    "limits": "Limits crossed",
    "estimates": "Estimates",
    "bugs": "Faults of our own",
    "chart-backlog": "Backlog and arrivals",
    "chart-ages": "Age of what is open",
    "chart-charges": "Credits charged and free",
    "chart-time": "Worked time",
    "chart-flow": "Credits sold, given and spent",
}


def period(report: Figures) -> str:
    """What it is of."""
    whose = ", yours alone" if report.own else ""
    return f"{NAMES[report.name]}, {report.first_day} to {report.last_day}{whose}."


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table, and the name that stands above it; each with its bar, in a chart."""

    cells: Sequence[str]
    above: str = ""
    line: Line | None = None
    bar: str = ""
    bar_above: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """The heads and the rows of a report, how many of the columns are labels, and how wide each may be."""

    rows: Sequence[Row]
    labels: int
    rooms: Sequence[int]

    @property
    def cells(self) -> int:
        """How wide it is as a whole."""
        return sum(self.rooms) + GAP * (len(self.rooms) - 1)


def table_of(report: Figures, *, columns: int) -> Table:
    """The report in so many cells of a terminal: its figures whole, its labels cut to what those leave."""
    found = rows(report, above=bool(report.labels))
    labels = len(found[0].cells) - len(report.figures)
    if report.grouped and _room(_wide(found), labels=labels, columns=columns) < LEAST:
        found = rows(report, above=True)
    return Table(found, labels, _rooms(_wide(found), labels=labels, columns=columns))


def _room(wide: Sequence[int], *, labels: int, columns: int) -> int:
    """What the figures leave to the labels."""
    return columns - sum(wide[labels:]) - GAP * (len(wide) - 1)


def _rooms(wide: Sequence[int], *, labels: int, columns: int) -> list[int]:
    """How wide each column may be: figures as they are, the labels share the rest, the first before the others."""
    room = _room(wide, labels=labels, columns=columns)
    found: list[int] = []
    for place in range(labels):
        others = sum(min(LEAST, each) for each in wide[place + 1 : labels])
        here = min(wide[place], max(LEAST, room - others))
        found.append(here)
        room -= here
    return [*found, *wide[labels:]]


def _wide(found: Sequence[Row]) -> list[int]:
    return [max(map(len, column)) for column in zip(*(row.cells for row in found), strict=True)]


def without_rare(report: Figures) -> Figures:
    """The report without rare columns that are 0 throughout."""
    kept = [
        place
        for place, column in enumerate(report.figures)
        if not column.rare or any(line.figures[place] for line in report.lines)
    ]

    def of(row: Sequence[_T]) -> tuple[_T, ...]:
        return tuple(row[place] for place in kept)

    lines = tuple(replace(line, figures=of(line.figures)) for line in report.lines)
    return replace(report, figures=of(report.figures), total=of(report.total), lines=lines)


def rows(report: Figures, *, above: bool) -> list[Row]:
    """The heads and each line in words; the names of groups stand `above` their lines, or before them."""
    names = [each.head for each in report.labels] or [""]
    found = [Row([*names, *(each.head for each in report.figures)])]
    told: Group | None = None
    for line in report.lines:
        cells = [*_labels(report, line, above=above), *_figures(report, line.figures)]
        name = one_line(line.group.words, max_chars=NAME_CHARS)
        found.append(Row(cells, name if above and line.group != told else "", line))
        told = line.group
    if report.grouped or report.labels:
        total = _figures(report, report.total)
        over = above and not report.labels
        cells = ["" if over else "total", *[""] * (len(names) - 1), *total]
        found.append(Row(cells, "total" if over else ""))
    return found


def _labels(report: Figures, line: Line, *, above: bool) -> list[str]:
    if not report.labels:
        return ["" if above else line.group.words]
    told = [
        str(each) if each is not None else column.empty
        for column, each in zip(report.labels, line.labels, strict=True)
    ]
    return [f"· {told[0]}", *told[1:]] if report.grouped else told


def _figures(report: Figures, figures: Sequence[Cell]) -> list[str]:
    return [figure(*each) for each in zip(report.figures, figures, strict=True)]


def figure(column: Column, value: Cell) -> str:
    """A figure as people read it."""
    if not isinstance(value, int):
        return ""
    if column.unit is Unit.SECONDS:
        return signed_clock_words(value)
    return signed(value) if column.unit is Unit.SIGNED else str(value)
