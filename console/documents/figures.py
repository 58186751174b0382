"""Figures in rows under their heads: as records for scripts, and as CSV."""

import csv as csv_format
import io
import json as json_format
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from console.documents.statement import harmless
from widgets.safe_text import clean

Cell = str | int | None


class Unit(StrEnum):
    """What a column holds."""

    WORDS = "words"
    COUNT = "count"
    SECONDS = "seconds"
    CREDITS = "credits"
    SIGNED = "signed"
    """Credits as a ledger has them: what takes is less than none."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name for scripts, its head for people, and what an empty cell means to them."""

    name: str
    head: str
    unit: Unit = Unit.WORDS
    empty: str = ""
    rare: bool = False
    """Whether people are not told of it where it is 0 throughout."""


@dataclass(frozen=True, slots=True)
class Group:
    """Whose rows some rows are: its own cells, and the words for it."""

    cells: tuple[Cell, ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A row: its group, what it is about, and its figures."""

    group: Group
    labels: tuple[Cell, ...]
    figures: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """A report on some days, both ends included; its lines are in the order of their groups."""

    name: str
    first_day: date
    last_day: date
    grouped: tuple[Column, ...]
    labels: tuple[Column, ...]
    figures: tuple[Column, ...]
    lines: tuple[Line, ...]
    total: tuple[int | None, ...]
    own: bool = False
    """Whether it is of one person alone, who may see no others."""
    notes: tuple[str, ...] = ()
    """What people have to know to read the figures right; a line each."""

    @property
    def columns(self) -> tuple[Column, ...]:
        """All columns, in order."""
        return (*self.grouped, *self.labels, *self.figures)


def records(report: Figures) -> list[dict[str, Cell]]:
    """Each line with the names of its columns."""
    names = [each.name for each in report.columns]
    return [dict(zip(names, cells, strict=True)) for cells in _cells(report)]


def csv(report: Figures) -> str:
    """The lines as RFC 4180 has it, with a header and no total; no text in it is taken for a formula."""
    out = io.StringIO()
    writer = csv_format.writer(out, lineterminator="\r\n")
    writer.writerow([each.name for each in report.columns])
    for cells in _cells(report):
        writer.writerow([harmless(each) if isinstance(each, str) else each for each in cells])
    return out.getvalue()


def json(report: Figures) -> str:
    """The lines as a list of records, texts cleaned."""
    rows = [
        {name: clean(cell) if isinstance(cell, str) else cell for name, cell in row.items()}
        for row in records(report)
    ]
    return json_format.dumps(rows, ensure_ascii=False, indent=1)


def _cells(report: Figures) -> Iterator[tuple[Cell, ...]]:
    for line in report.lines:
        yield (*line.group.cells, *line.labels, *line.figures)
