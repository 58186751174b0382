"""Reports in words: a table that fits a terminal of 80 columns, with its figures whole."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import TypeVar

from console.cli.output import table
from console.cli.words import signed
from console.documents.figures import Cell, Column, Figures, Group, Line, Unit
from widgets.durations import signed_clock_words
from widgets.safe_text import one_line

_T = TypeVar("_T")

COLUMNS = 80
_GAP = 2
_LEAST = 12
"""What is left of a label at the least, however long the figures are."""

NAMES = {
    "outcomes": "Outcomes",
    "time": "Worked time",
    "credits": "Credits",
    "limits": "Limits crossed",
    "estimates": "Estimates",
    "bugs": "Faults of our own",
}


def period(report: Figures) -> str:
    """What it is of."""
    whose = ", yours alone" if report.own else ""
    return f"{NAMES[report.name]}, {report.first_day} to {report.last_day}{whose}."


def text(report: Figures) -> str:
    """The report, group by group, with its total."""
    if not report.lines:
        return f"{period(report)}\nNothing is on record of these days."
    told = _without_rare(report)
    rows = _rows(told, above=bool(told.labels))
    labels = len(rows[0].cells) - len(told.figures)
    if told.grouped and _room(_wide(rows), labels=labels) < _LEAST:
        rows = _rows(told, above=True)
    lines = _aligned(rows, labels=labels, right=[each.head for each in told.figures])
    named = (
        [row.above, line] if row.above else [line] for row, line in zip(rows, lines, strict=True)
    )
    return "\n".join([period(report), "", *chain.from_iterable(named)])


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of the table, and the name that stands above it."""

    cells: Sequence[str]
    above: str = ""


def _without_rare(report: Figures) -> Figures:
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


def _rows(report: Figures, *, above: bool) -> list[_Row]:
    """The heads and each line in words; the names of groups stand `above` their lines, or before them."""
    names = [each.head for each in report.labels] or [""]
    rows = [_Row([*names, *(each.head for each in report.figures)])]
    told: Group | None = None
    for line in report.lines:
        cells = [*_labels(report, line, above=above), *_figures(report, line.figures)]
        name = one_line(line.group.words, max_chars=COLUMNS)
        rows.append(_Row(cells, name if above and line.group != told else ""))
        told = line.group
    if report.grouped or report.labels:
        total = _figures(report, report.total)
        over = above and not report.labels
        cells = ["" if over else "total", *[""] * (len(names) - 1), *total]
        rows.append(_Row(cells, "total" if over else ""))
    return rows


def _labels(report: Figures, line: Line, *, above: bool) -> list[str]:
    if not report.labels:
        return ["" if above else line.group.words]
    told = [
        str(each) if each is not None else column.empty
        for column, each in zip(report.labels, line.labels, strict=True)
    ]
    return [f"· {told[0]}", *told[1:]] if report.grouped else told


def _figures(report: Figures, figures: Sequence[Cell]) -> list[str]:
    return [_figure(*each) for each in zip(report.figures, figures, strict=True)]


def _figure(column: Column, figure: Cell) -> str:
    if not isinstance(figure, int):
        return ""
    if column.unit is Unit.SECONDS:
        return signed_clock_words(figure)
    return signed(figure) if column.unit is Unit.SIGNED else str(figure)


def _aligned(rows: Sequence[_Row], *, labels: int, right: Sequence[str]) -> list[str]:
    """The rows in columns, their labels cut to what the figures leave to them."""
    rooms = _rooms(_wide(rows), labels=labels)
    heads, *cut = (
        [one_line(cell, max_chars=room) for cell, room in zip(row.cells, rooms, strict=True)]
        for row in rows
    )
    return table(heads, cut, right=" ".join(right)).split("\n")


def _room(wide: Sequence[int], *, labels: int) -> int:
    """What the figures leave to the labels."""
    return COLUMNS - sum(wide[labels:]) - _GAP * (len(wide) - 1)


def _rooms(wide: Sequence[int], *, labels: int) -> list[int | None]:
    """How wide each column may be: figures as they are, the labels share the rest, the first before the others."""
    room = _room(wide, labels=labels)
    found: list[int | None] = []
    for place in range(labels):
        others = sum(min(_LEAST, each) for each in wide[place + 1 : labels])
        here = min(wide[place], max(_LEAST, room - others))
        found.append(here)
        room -= min(here, wide[place])
    return [*found, *[None] * (len(wide) - labels)]


def _wide(rows: Sequence[_Row]) -> list[int]:
    return [max(map(len, column)) for column in zip(*(row.cells for row in rows), strict=True)]
