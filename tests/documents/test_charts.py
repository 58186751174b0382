"""Charts as tables and pictures: nothing that somebody wrote acts in them, and no figure is lost."""

import io
import re
from datetime import date
from xml.etree import ElementTree as ET

import pytest
from PIL import Image

from console.documents import chart_drawing, chart_words
from console.documents.charts import Chart
from console.documents.figures import Column, Figures, Group, Line, Unit

HOSTILE = '<script>alert(1)</script> #panic("x") [@click=app.quit]\x1b]52;c;AAAA\x07 $ & "'
DAY = date(2026, 11, 16)
WORKED, CHARGED, FREE = (Column(each, each, Unit.COUNT) for each in ("worked", "charged", "free"))


def chart(*names: str, through_time: bool = False, figures: tuple[int, ...] = (9, 6, 3)) -> Chart:
    """A chart of some people."""
    lines = tuple(Line(Group((each,), each), (), figures) for each in names)
    told = Figures(
        "chart-time", DAY, DAY, (Column("name", "name"),), (), (WORKED, CHARGED, FREE), lines, figures
    )  # fmt: skip
    return Chart(told, ("charged", "free"), through_time, ("Words of it.",))


@pytest.mark.parametrize("through_time", [False, True])
def test_a_picture_is_drawn_whatever_somebody_is_called(through_time: bool) -> None:
    """It is well-formed, without a script, a link or anything from elsewhere, and nobody's name is in its code."""
    made = chart_drawing.drawn(
        chart(HOSTILE, "Olga", through_time=through_time), "svg", desk_name=HOSTILE
    ).decode()
    names = {each.tag.rpartition("}")[2] for each in ET.fromstring(made).iter()}
    assert names <= {"svg", "g", "path", "use", "defs", "symbol", "clipPath", "pattern", "rect"}
    assert not re.search(r"alert|panic|click|\x1b|\son\w+=|href=\"(?!#)", made)


def test_a_png_is_no_blank_page() -> None:
    """It opens, and has light and dark in it."""
    made = chart_drawing.drawn(chart("Olga", "Pavel"), "png", desk_name="Support")
    with Image.open(io.BytesIO(made)) as picture:
        shades = picture.convert("L").getextrema()
        assert (picture.format, shades[0] < 80, shades[1]) == ("PNG", True, 255)


@pytest.mark.parametrize("figures", [(0, 0, 0), (-3, -3, 0)], ids=["nothing", "less than nothing"])
@pytest.mark.parametrize("through_time", [False, True])
def test_what_cannot_be_drawn_is_a_picture_all_the_same(
    figures: tuple[int, ...], through_time: bool
) -> None:
    """Its figures are written."""
    empty = chart("Olga", through_time=through_time, figures=figures)
    assert chart_drawing.drawn(empty, "svg", desk_name="").startswith(b"<svg")


@pytest.mark.parametrize("columns", [40, 78, 118])
def test_a_table_s_bars_fit_beside_its_figures(columns: int) -> None:
    """Figures stay whole; bars take what they leave, and none where that is too little."""
    table, _ = chart_words.table_of(chart("Olga", "Pavel " * 20), columns=columns)
    bars = [row.bar for row in table.rows]
    assert [row.cells[1:] for row in table.rows[1:3]] == [["9", "6", "3"]] * 2
    assert table.cells + max(2 + len(bars[1]), 0) <= columns
    assert bars[1] == bars[2]


def test_each_drawn_column_names_its_mark() -> None:
    """So that a bar is read without colour."""
    table, _ = chart_words.table_of(chart("Olga"), columns=78)
    assert list(table.rows[0].cells[1:]) == ["worked", "█ charged", "░ free"]
    assert set(table.rows[1].bar) == {"█", "░"}


def test_a_rare_column_keeps_the_marks_together() -> None:
    """What is left out takes its mark along in heads, bars and pictures alike."""
    rare = Column("covered", "covered", Unit.COUNT, rare=True)
    lines = (Line(Group(("Olga",), "Olga"), (), (0, 4)),)
    told = Figures(
        "chart-time", DAY, DAY, (Column("name", "name"),), (), (rare, FREE), lines, (0, 4)
    )
    found = Chart(told, ("covered", "free"), through_time=False, words=())
    table, _ = chart_words.table_of(found, columns=78)
    assert (table.rows[0].cells[1], set(table.rows[1].bar)) == ("free", {"█"})
