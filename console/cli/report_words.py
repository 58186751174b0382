"""Reports and charts in words: a table that fits a terminal of 80 columns, with its figures whole."""

from collections.abc import Sequence

from console.cli.output import table
from console.documents import chart_words
from console.documents.chart_words import NAME_CELLS
from console.documents.charts import Chart
from console.documents.figure_words import Table, period, table_of, without_rare
from console.documents.figures import Column, Figures
from widgets.safe_text import one_line

COLUMNS = 80


def text(report: Figures) -> str:
    """The report, group by group, with its total."""
    if not report.lines:
        return f"{period(report)}\nNothing is on record of these days."
    told = without_rare(report)
    lines = _lines(table_of(told, columns=COLUMNS), told.figures)
    notes = ["", *report.notes] if report.notes else []
    return "\n".join([period(report), "", *lines, *notes])


def chart(drawn: Chart) -> str:
    """The chart as a table with its bars in it, after what it comes to."""
    told, columns = chart_words.table_of(drawn, columns=COLUMNS)
    return "\n".join([period(drawn.figures), *drawn.words, "", *_lines(told, columns)])


def _lines(told: Table, figures: Sequence[Column]) -> list[str]:
    """The rows in columns, each below the name that stands above it."""
    aligned = _aligned(told, right=[each.head for each in figures])
    found: list[str] = []
    for row, line in zip(told.rows, aligned, strict=True):
        if row.above:
            name = one_line(row.above, max_chars=NAME_CELLS - 1) if row.bar_above else row.above
            found.append(f"{name:<{NAME_CELLS}}{row.bar_above}".rstrip())
        found.append(f"{line}  {row.bar}".rstrip())
    return found


def _aligned(told: Table, *, right: Sequence[str]) -> list[str]:
    heads, *cut = (
        [one_line(cell, max_chars=room) for cell, room in zip(row.cells, told.rooms, strict=True)]
        for row in told.rows
    )
    return table(heads, cut, right=right).split("\n")
