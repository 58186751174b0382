"""A long text is broken at its width, drawn where it is seen, and ends where nobody reads on."""

import pytest
from textual.geometry import Offset
from textual.selection import Selection

from tests.widgets.host import HOSTILE, is_harmless, staged
from widgets.long_text import MOST_CHARS, MOST_LINES, LongText, lay_out

SAID = "  … and more that is not shown here"


def text(*told: str, heading: str = "Its text") -> LongText:
    """A text under one heading."""
    made = LongText()
    made.sections = [(heading, told)]
    return made


async def test_a_heading_stands_over_its_lines() -> None:
    """A heading stands over its lines, which are set in."""
    async with staged(text("one", "two")) as stage:
        assert stage.shown().split("\n")[0].startswith("Its text")


async def test_while_there_is_nothing_it_says_so() -> None:
    """While nothing has been read it says that it is being read."""
    async with staged(LongText()) as stage:
        assert "Reading…" in stage.shown()


async def test_the_spaces_within_a_line_stay() -> None:
    """The spaces that begin a line and stand in it stay: a program's text keeps its form."""
    async with staged(text("if x:", "    y  =  1")) as stage:
        assert "      y  =  1" in stage.shown()


async def test_it_scrolls_to_its_end() -> None:
    """Its end is reached."""
    shown = text(*(f"line {number}" for number in range(500)))
    async with staged(shown) as stage:
        shown.move_to_edge(end=True)
        await stage.pilot.pause()
        assert "line 499" in stage.shown()


@pytest.mark.parametrize("hostile", HOSTILE)
async def test_hostile_text_is_harmless(hostile: str) -> None:
    """Hostile text is harmless in heading and line."""
    async with staged(text(hostile, heading=hostile)) as stage:
        assert is_harmless(stage.shown())


@pytest.mark.parametrize(
    ("told", "ends"),
    [
        (["x"] * (MOST_LINES + 100), True),
        (["x" * 100] * (MOST_CHARS // 100 + 1), True),
        (["x" * (MOST_CHARS + 1)], True),
        (["x" * MOST_CHARS], False),
        (["x"] * 100, False),
    ],
)
def test_past_what_anybody_reads_it_ends(told: list[str], ends: bool) -> None:
    """Past so many lines or characters it ends, and says so; short of that it is whole."""
    assert (lay_out([("Its text", told)], 70)[-1].plain == SAID) is ends


async def test_its_marked_text_can_be_copied() -> None:
    """What the mouse marks is its text."""
    shown = text("one", "two")
    async with staged(shown):
        marked = shown.get_selection(Selection(Offset(0, 1), Offset(5, 2)))
        assert marked == ("  one\n  two", "\n")
