"""Columns through time and trends: as high as their values, told apart without colour, safe whatever they are called."""

import pytest
from textual.widgets import Sparkline

from tests.widgets.host import HOSTILE, NARROW, WIDE, Stage, is_harmless, staged
from widgets.bar_marks import MARKS
from widgets.charts import ColumnChart, Kind, Trend, figures_beside, names_below

DAYS = tuple(f"{day} Nov" for day in range(1, 31))


def heights(stage: Stage, chart: ColumnChart, mark: str) -> list[int]:
    """How many lines of the mark each column of the terminal has, without those that have none."""
    columns = zip(*(line.ljust(chart.size.width) for line in stage.lines(chart)), strict=False)
    return [many for many in (column.count(mark) for column in columns) if many]


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_each_column_is_as_high_as_its_value(size: tuple[int, int]) -> None:
    """Of several kinds each has a mark of its own, as wide as the others; nothing is no column."""
    chart = ColumnChart()
    async with staged(chart, size) as stage:
        lines = size[1] - 1
        chart.show(("W44", "W45"), [Kind("sold", (lines, 0)), Kind("spent", (lines // 2, lines))])
        await stage.pilot.pause()
        sold, spent = heights(stage, chart, MARKS[0]), heights(stage, chart, MARKS[1])
        assert set(sold) == {lines}
        assert sorted(set(spent)) == pytest.approx([lines // 2, lines], abs=1)
        assert len(spent) == 2 * len(sold) > 0
        assert "W44" in stage.lines(chart)[-1]


async def test_what_does_not_fit_goes_from_the_left() -> None:
    """The last days are drawn, each with a cell at the least."""
    chart = ColumnChart()
    async with staged(chart, (40, 12)) as stage:
        chart.show([*DAYS, *DAYS[:20]], [Kind("open", (5,) * 50)])
        await stage.pilot.pause()
        assert (chart.shown, len(heights(stage, chart, MARKS[0]))) == (38, 38)
        assert stage.lines(chart)[-1].rstrip().endswith("20 Nov")


@pytest.mark.parametrize("values", [(), (0,), (-4,), (10**9,)])
async def test_any_values_are_drawn(values: tuple[int, ...]) -> None:
    """None, nothing, less than nothing, and very many; in a room too small for anything, too."""
    chart = ColumnChart()
    for size in ((80, 24), (12, 3)):
        async with staged(chart, size) as stage:
            chart.show(["16 Nov"] * len(values), [Kind("open", values)])
            await stage.pilot.pause()
            assert bool(heights(stage, chart, MARKS[0])) == (
                max(values, default=0) > 0 and size[1] > 3
            )
        chart = ColumnChart()


async def test_nobody_s_name_moves_the_terminal() -> None:
    """Names and words come out as text, in their place."""
    chart = ColumnChart()
    async with staged(chart) as stage:
        chart.show(HOSTILE, [Kind(name, (3,) * len(HOSTILE)) for name in HOSTILE[:2]])
        await stage.pilot.pause()
        assert is_harmless(stage.shown())
        assert {len(line) for line in stage.lines()} <= {79, 80}
    trend = Trend()
    async with staged(trend) as stage:
        trend.show(HOSTILE[1], (1, 2), HOSTILE[3])
        await stage.pilot.pause()
        assert is_harmless(stage.shown())
        assert HOSTILE[3] in stage.shown()


async def test_trends_below_one_another_are_of_one_width() -> None:
    """The same day stands in the same place, whatever the words behind."""
    widths = set()
    for words in ("58 in all, most 12 on 27 Nov", "39 in all, most 5 on 18 Nov"):
        trend = Trend()
        async with staged(trend) as stage:
            trend.show("arrived", (1, 2), words)
            await stage.pilot.pause()
            widths.add(trend.query_one(Sparkline).size.width)
    assert len(widths) == 1


@pytest.mark.parametrize(
    ("most", "told"),
    [
        (0, [0]),
        (1, [0, 1]),
        (4, [0, 1, 2, 3, 4]),
        (21, [0, 10, 20]),
        (800, [0, 200, 400, 600, 800]),
    ],
)
def test_figures_beside_are_round_and_few(most: int, told: list[int]) -> None:
    """Whole, evenly apart, none above the most."""
    assert figures_beside(most) == told


def test_the_last_name_stands_below() -> None:
    """As many as there is room for, evenly apart."""
    assert (names_below(30, 4), names_below(2, 9)) == ([5, 13, 21, 29], [0, 1])
