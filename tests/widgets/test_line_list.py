"""The list of lines: its cursor, its columns, and asking for more before its end."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.pilot import Pilot

from widgets.line_list import Column, LineList, ListLine

COLUMNS = (Column("No", 4, right=True), Column("Name"))


def lines(start: int, stop: int) -> list[ListLine]:
    """Lines of these numbers."""
    return [ListLine(number, (str(number), f"Name {number}")) for number in range(start, stop)]


class Host(App[None]):
    """An app with one list, which remembers what it posted."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[int] = []
        self.wanted = 0

    def compose(self) -> ComposeResult:
        """The list."""
        yield LineList()

    def on_line_list_opened(self, event: LineList.Opened) -> None:
        """Remember what was opened."""
        self.opened.append(event.key)

    def on_line_list_more_wanted(self, _: LineList.MoreWanted) -> None:
        """Remember that more was wanted."""
        self.wanted += 1


@asynccontextmanager
async def showing(count: int, *, more: bool = False) -> AsyncIterator[tuple[Pilot[None], LineList]]:
    """A list of so many lines."""
    app = Host()
    async with app.run_test(size=(40, 10)) as pilot:
        shown = app.query_one(LineList)
        shown.show(COLUMNS, lines(1, count + 1), more=more)
        shown.focus()
        await pilot.pause()
        yield pilot, shown


def text(shown: LineList) -> str:
    """What is on screen."""
    return "\n".join(shown.render_line(y).text for y in range(shown.size.height))


@pytest.mark.parametrize(
    ("keys", "key"),
    [
        (["j"], 2),
        (["j", "j", "k"], 2),
        (["G"], 50),
        (["G", "g"], 1),
        (["k"], 1),
        (["pagedown"], 10),
    ],
)
async def test_keys_move_the_cursor(keys: list[str], key: int) -> None:
    """The keys of lists move the cursor."""
    async with showing(50) as (pilot, shown):
        await pilot.press(*keys)
        assert shown.cursor_key == key


async def test_enter_opens_the_line() -> None:
    """Enter opens the line under the cursor."""
    async with showing(5) as (pilot, _):
        await pilot.press("j", "enter")
        assert pilot.app.opened == [2]  # type: ignore[attr-defined]  # the host has it


async def test_the_cursor_stays_on_its_line() -> None:
    """Lines that come before the cursor's do not move it to another."""
    async with showing(5) as (pilot, shown):
        await pilot.press("j")
        shown.show(COLUMNS, lines(0, 6))
        assert shown.cursor_key == 2


async def test_it_begins_on_the_line_that_was_asked_for_once_there_are_lines() -> None:
    """An empty list waits for it; once there, the cursor is the person's."""
    async with showing(0) as (pilot, shown):
        shown.begins_at = 3
        shown.show(COLUMNS, ())
        shown.show(COLUMNS, lines(1, 6))
        assert shown.cursor_key == 3
        await pilot.press("g")
        shown.show(COLUMNS, lines(0, 6))
        assert shown.cursor_key == 1


async def test_the_end_asks_for_more_once() -> None:
    """More is asked for once, before the end is come to."""
    async with showing(50, more=True) as (pilot, _):
        await pilot.press("G", "k", "j")
        assert pilot.app.wanted == 1  # type: ignore[attr-defined]  # the host has it


async def test_more_lines_go_on() -> None:
    """What is added goes on below."""
    async with showing(5, more=True) as (pilot, shown):
        shown.extend(lines(6, 9), more=False)
        await pilot.press("G")
        assert shown.cursor_key == 8


async def test_an_empty_list_says_so() -> None:
    """A list without lines says why."""
    async with showing(0) as (pilot, shown):
        shown.empty_text = "Nobody is found."
        await pilot.pause()
        assert "Nobody is found." in text(shown)


async def test_numbers_stand_right_and_names_left() -> None:
    """Cells stand as their columns say."""
    async with showing(3) as (_, shown):
        assert "    2  Name 2" in text(shown)


LONG = "Name " + "of somebody with a name so long"
SPACED = (Column("No", 12, right=True), Column("Name"))


async def test_a_column_gives_way_before_a_text_is_cut() -> None:
    """A column that needs less than it is meant to have leaves it to a text that would be cut."""
    async with showing(0) as (_, shown):
        shown.show(SPACED, [ListLine(1, ("1", LONG[:32]))])
        assert f"  1  {LONG[:32]}" in text(shown)


async def test_columns_do_not_move_back() -> None:
    """Where the long text is gone again, its columns stay where they are."""
    async with showing(0) as (_, shown):
        shown.show(SPACED, [ListLine(1, ("1", LONG))])
        shown.show(SPACED, [ListLine(2, ("2", "Olga"))])
        assert text(shown).splitlines()[1].startswith("  2  Olga")


async def test_other_columns_begin_as_they_are_meant() -> None:
    """Other columns begin as they are meant, whatever was there before them."""
    async with showing(0) as (_, shown):
        shown.show(SPACED, [ListLine(1, ("1", LONG))])
        shown.show(COLUMNS, lines(1, 2))
        assert text(shown).splitlines()[1].startswith("    1  Name 1")


async def test_columns_give_way_to_what_comes_later() -> None:
    """A long text further down makes room for itself once it has come."""
    async with showing(0) as (_, shown):
        shown.show(SPACED, [ListLine(1, ("1", "Olga"))], more=True)
        shown.extend([ListLine(2, ("2", LONG))], more=False)
        assert text(shown).splitlines()[1].startswith("  1  Olga")


async def test_what_comes_from_outside_is_safe() -> None:
    """Escape codes and markup in a line are shown as what they are."""
    async with showing(1) as (_, shown):
        shown.show(COLUMNS, [ListLine(1, ("1", "\x1b[31m[@click=app.quit]x"))])
        assert "\x1b" not in text(shown)


async def test_nothing_is_opened_in_an_empty_list() -> None:
    """Enter on nothing opens nothing."""
    async with showing(0) as (pilot, _):
        await pilot.press("enter", "j", "G")
        assert pilot.app.opened == []  # type: ignore[attr-defined]  # the host has it


@pytest.mark.parametrize(
    ("changed", "painted"),
    [
        (lines(1, 4), []),
        ([*lines(1, 3), ListLine(3, ("3", "Other"))], [(7, 3, 32, 1)]),
        ([*lines(1, 3), ListLine(3, ("4", "Name 3"))], [(1, 3, 6, 1)]),
        ([*lines(1, 3), ListLine(3, ("3", "Name 3"), ("dim",))], [(1, 3, 38, 1)]),
        (lines(1, 3), [(0, 0, 40, 10)]),
        ([*lines(1, 3), ListLine(3, ("3", "N" * 33))], [(0, 0, 40, 10)]),
    ],
    ids=["nothing", "a text", "a number", "a style", "a line less", "columns that move"],
)
async def test_what_is_shown_again_repaints_the_cells_that_differ(
    changed: list[ListLine], painted: list[tuple[int, int, int, int]]
) -> None:
    """A list that is read anew all the time sends little."""
    async with showing(3) as (pilot, shown):
        await pilot.pause()
        asked: list[tuple[int, int, int, int]] = []
        refresh = shown.refresh

        def note(*regions: Region, **how: bool) -> LineList:
            asked.extend(tuple(each) for each in regions or (shown.size.region,))
            return refresh(*regions, **how)

        shown.refresh = note  # type: ignore[method-assign]
        shown.show(COLUMNS, changed)
        assert sorted(set(asked)) == painted
