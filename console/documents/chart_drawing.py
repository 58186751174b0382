"""Charts as pictures: the bars of a chart with their values, told apart in grey; all that is in them is data."""

import json
from dataclasses import replace
from importlib.resources import files
from typing import Any, Literal

from console.documents.chart_words import without_rare
from console.documents.charts import Bar, Chart
from console.documents.figure_words import NAMES, figure
from console.documents.printing import printed

DOTS_PER_INCH = 144
NAME_CHARS = 40


def drawn(chart: Chart, form: Literal["svg", "png"], *, desk_name: str) -> bytes:
    """The chart as a picture on one page; what it says goes in as data, never as markup."""
    import typst

    source = files("console.documents").joinpath("chart.typ").read_bytes()
    # On paper there is room for what is drawn small on a screen.
    whole = replace(without_rare(chart), drawn=(*chart.trends, *chart.drawn), trends=())
    data = json.dumps(_data(whole, desk_name))
    made: bytes = typst.compile(
        source, sys_inputs={"data": data}, format=form, ppi=DOTS_PER_INCH, ignore_system_fonts=True
    )
    return made


def _data(chart: Chart, desk_name: str) -> dict[str, Any]:
    told = chart.figures
    days = {told.first_day, told.last_day}
    bars = [_bar(chart, bar) for bar in chart.bars]
    return {
        "desk": printed(desk_name),
        "title": NAMES[told.name],
        "period": " to ".join(sorted(map(str, days))),
        "words": [printed(words) for words in chart.words],
        "series": [each.head for each in chart.series],
        "through_time": chart.through_time,
        "bars": bars,
        "most": max((_longest(chart, bar["values"]) for bar in bars), default=0),
    }


def _bar(chart: Chart, bar: Bar) -> dict[str, Any]:
    """A group's values; less than nothing is not drawn, and its figure is written all the same."""
    named = [
        (column.head, figure(column, value) if value else "")
        for column, value in zip(chart.series, bar.values, strict=True)
    ]
    return {
        "name": printed(bar.words, max_chars=NAME_CHARS),
        "values": [max(0, value) for value in bar.values],
        "told": [told for _, told in named],
        "beside": "  ·  ".join(f"{head} {told}" for head, told in named if told),
    }


def _longest(chart: Chart, values: list[int]) -> int:
    """What a group takes: its highest column, or all that is in its row."""
    return max(values) if chart.through_time else sum(values)
