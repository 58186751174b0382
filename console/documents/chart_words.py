"""Charts in words: their table, with a bar of marks for each group, where there is room for it."""

from collections.abc import Sequence
from dataclasses import replace

from console.documents import figure_words
from console.documents.charts import Chart
from console.documents.figure_words import GAP, Row, Table, figure
from console.documents.figures import Column, Figures
from widgets.bar_marks import MARKS, bar

LEAST_BAR = 10
MOST_BAR = 40
NAME_CELLS = 16


def table_of(chart: Chart, *, columns: int) -> tuple[Table, tuple[Column, ...]]:
    """The chart's table in so many cells, with the columns of its figures; each that is drawn names its mark."""
    chart = without_rare(chart)
    told = _marked(chart)
    table = figure_words.table_of(told, columns=columns - LEAST_BAR - GAP)
    cells = min(MOST_BAR, columns - table.cells - GAP)
    if told.labels or cells < LEAST_BAR:
        table, cells = figure_words.table_of(told, columns=columns), 0
    by_name = {each.words: each.values for each in chart.bars}
    most = max((sum(max(0, part) for part in each) for each in by_name.values()), default=0)
    beside = {words: values_told(chart, values) for words, values in by_name.items()}
    longest = max(map(len, beside.values()), default=0)
    wide = min(MOST_BAR, columns - NAME_CELLS - GAP - longest)

    def drawn(row: Row) -> Row:
        line = row.line
        if line is None:
            return row
        if not row.above:
            return replace(row, bar=bar(chart.values(line), most=most, cells=cells))
        name = line.group.words
        there = bar(by_name[name], most=most, cells=wide)
        return replace(row, bar_above=f"{there} {beside[name]}".strip())

    return replace(table, rows=[drawn(row) for row in table.rows]), told.figures


def values_told(chart: Chart, values: Sequence[int]) -> str:
    """What is drawn of a group, each value after its mark."""
    named = zip(marks(chart), values, strict=True)
    return ", ".join(f"{mark} {figure(column, value)}" for (mark, column), value in named if value)


def without_rare(chart: Chart) -> Chart:
    """The chart without rare columns that are 0 throughout."""
    return replace(chart, figures=figure_words.without_rare(chart.figures))


def marks(chart: Chart) -> Sequence[tuple[str, Column]]:
    """Each column that is drawn, with its mark."""
    return list(zip(MARKS, chart.series, strict=False))


def _marked(chart: Chart) -> Figures:
    """The figures with each drawn column's mark in its head, where there are several."""
    if len(chart.series) == 1:
        return chart.figures
    heads = {column.name: f"{mark} {column.head}" for mark, column in marks(chart)}
    figures = chart.figures.figures
    named = (replace(each, head=heads.get(each.name, each.head)) for each in figures)
    return replace(chart.figures, figures=tuple(named))
