"""A list of lines under the names of their columns: draws those that are seen, and asks for more at its end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import ClassVar, Unpack

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.binding import BindingType
from textual.events import Click, Resize
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from widgets.cells import crop, fit, fit_right
from widgets.column_rooms import rooms
from widgets.list_keys import MOVES, OPEN, ListMoves
from widgets.named import Named

HEADER_LINES = 1
GAP = 2
AHEAD_LINES = 20
CHARS_MEASURED = 200
STYLES = frozenset({"dim", "owes", "accent"})


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, its cells (0: what is left over), and whether it is set right."""

    name: str
    cells: int = 0
    right: bool = False


@dataclass(frozen=True, slots=True)
class ListLine:
    """One line: what it stands for, its texts, and a style for some of them by their place.

    With `across`, its first text has so many cells, and the next all that are left of the line.
    """

    key: int
    texts: tuple[str, ...]
    styles: tuple[str, ...] = ()
    across: int = 0


def _differ(old: ListLine, new: ListLine) -> tuple[int, int]:
    """The first and the last place at which two lines of as many texts look different."""
    last = max(len(old.texts), len(new.texts)) - 1
    if len(old.texts) != len(new.texts) or old.styles != new.styles:
        return 0, last
    told = zip(old.texts, new.texts, strict=True)
    places = [place for place, (before, after) in enumerate(told) if before != after]
    return (places[0], places[-1]) if places else (0, last)


class LineList(ListMoves, ScrollView, can_focus=True):
    """Lines in the order they are given; more are asked for before the last one is come to."""

    BINDINGS: ClassVar[list[BindingType]] = [*MOVES, OPEN]

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "line-list--cursor",
        "line-list--header",
        "line-list--dim",
        "line-list--owes",
        "line-list--accent",
    }

    DEFAULT_CSS = """
    LineList {
        height: 1fr;
        overflow-x: hidden;
        scrollbar-size-vertical: 1;
        scrollbar-gutter: stable;
        scrollbar-color: $foreground 25%;
        scrollbar-color-hover: $foreground 40%;
        scrollbar-background: $background;
        scrollbar-background-hover: $background;
        & .line-list--cursor { background: $primary 20%; }
        & .line-list--header { color: $text-muted; }
        & .line-list--dim { color: $text-muted; }
        & .line-list--owes { color: $text-error; }
        & .line-list--accent { color: $text-primary; }
        &:focus .line-list--cursor { background: $primary 35%; text-style: bold; }
        &:ansi .line-list--cursor { background: ansi_bright_black; text-style: bold; }
    }
    """

    cursor_line: reactive[int] = reactive(0, init=False, repaint=False)
    """The line that the cursor is at, from 0."""

    empty_text: reactive[str] = reactive("")
    """What stands there when the list has no line."""

    class OfLine(Message):
        """About one line."""

        def __init__(self, line_list: LineList, key: int) -> None:
            super().__init__()
            self.line_list = line_list
            self.key = key

        @property
        def control(self) -> LineList:
            """The list it happened in."""
            return self.line_list

    class Highlighted(OfLine):
        """Posted when the cursor comes to another line."""

    class Opened(OfLine):
        """Posted when a line is opened, with enter or a double click."""

    class MoreWanted(Message):
        """Posted when the end of what was given comes near."""

        def __init__(self, line_list: LineList) -> None:
            super().__init__()
            self.line_list = line_list

        @property
        def control(self) -> LineList:
            """The list it happened in."""
            return self.line_list

    def __init__(self, **named: Unpack[Named]) -> None:
        super().__init__(**named)
        self._columns: tuple[Column, ...] = ()
        self._lines: tuple[ListLine, ...] = ()
        self._needed: list[int] = []
        self._more = False
        self._asked = False
        self.begins_at: int | None = None
        """What the cursor stands on once there are lines, None for the first of them."""

    def show(
        self, columns: Sequence[Column], lines: Sequence[ListLine], *, more: bool = False
    ) -> None:
        """Show these lines; the cursor stays on what it was on, or else at its height, and begins where it is to."""
        kept = self.cursor_key
        before = self._columns, self._lines, self._rooms()
        self._columns, self._lines = tuple(columns), tuple(lines)
        if self._columns != before[0]:
            self._needed = [cell_len(each.name) for each in self._columns]
        self._measure(self._lines)
        self._more, self._asked = more, False
        self.virtual_size = Size(1, len(self._lines) + HEADER_LINES)
        places = {line.key: place for place, line in enumerate(self._lines)}
        place = places.get(kept, self.cursor_line) if kept is not None else 0
        if lines and self.begins_at is not None:
            place, self.begins_at = places.get(self.begins_at, place), None
        self.cursor_line = max(0, min(place, len(self._lines) - 1))
        self._repaint(*before)
        self._highlight()
        self._ask()

    def _measure(self, lines: Sequence[ListLine]) -> None:
        """See what each column needs; it never needs less than it did, so that no column moves to and fro."""
        for line in lines:
            if not line.across:
                for place, text in enumerate(line.texts[: len(self._needed)]):
                    self._needed[place] = max(self._needed[place], cell_len(text[:CHARS_MEASURED]))

    def _repaint(
        self, columns: Sequence[Column], lines: Sequence[ListLine], before: list[int]
    ) -> None:
        """Repaint what differs from these, cell by cell where there are as many lines, in columns as wide."""
        alike = columns == self._columns and before == self._rooms()
        if not alike or not lines or len(lines) != len(self._lines):
            self.refresh()
            return
        starts = [*accumulate((room + GAP for room in before), initial=1)]
        for place, (old, new) in enumerate(zip(lines, self._lines, strict=True)):
            y = place + HEADER_LINES - self.scroll_offset.y
            if old != new and HEADER_LINES <= y < self.size.height:
                first, last = _differ(old, new)
                self.refresh(Region(starts[first], y, starts[last + 1] - starts[first], 1))

    def extend(self, lines: Sequence[ListLine], *, more: bool) -> None:
        """Add lines that continue those shown."""
        self._lines = (*self._lines, *lines)
        self._measure(lines)
        self._more, self._asked = more, False
        self.virtual_size = Size(1, len(self._lines) + HEADER_LINES)
        self.refresh()
        self._ask()

    @property
    def cursor_key(self) -> int | None:
        """What the line under the cursor stands for, None where there is none."""
        return self._lines[self.cursor_line].key if self.cursor_line < len(self._lines) else None

    @property
    def total(self) -> int:
        """How many lines have been given."""
        return len(self._lines)

    def page_lines(self) -> int:
        """How many lines are seen at once."""
        return max(1, self.scrollable_content_region.height - HEADER_LINES)

    def move_by(self, lines: int) -> None:
        """Move the cursor so many lines, up where negative."""
        self._move_to(self.cursor_line + lines)

    def move_to_edge(self, *, end: bool) -> None:
        """Move the cursor to the first line, or the last one given."""
        self._move_to(len(self._lines) - 1 if end else 0)

    def _move_to(self, line: int) -> None:
        if self._lines:
            self.cursor_line = max(0, min(line, len(self._lines) - 1))
            self._bring_in_sight()
            self._ask()

    def _bring_in_sight(self) -> None:
        top = self.scroll_offset.y
        top = min(max(top, self.cursor_line - self.page_lines() + 1), self.cursor_line)
        top = max(0, min(top, len(self._lines) - self.page_lines()))
        if top != self.scroll_offset.y:
            self.scroll_to(y=top, animate=False, force=True)

    def _ask(self) -> None:
        near = self.cursor_line + self.page_lines() + AHEAD_LINES >= len(self._lines)
        if self._more and near and not self._asked and self.is_mounted:
            self._asked = True
            self.post_message(self.MoreWanted(self))

    def _highlight(self) -> None:
        key = self.cursor_key
        if key is not None:
            self.post_message(self.Highlighted(self, key))

    def watch_cursor_line(self, old: int, new: int) -> None:
        """Repaint the two lines that the cursor left and came to."""
        self.refresh_line(old + HEADER_LINES)
        self.refresh_line(new + HEADER_LINES)
        self._highlight()

    def on_resize(self, _: Resize) -> None:
        """Keep the cursor in sight."""
        self._bring_in_sight()

    def on_click(self, event: Click) -> None:
        """Put the cursor on the line clicked, and open it at the second click."""
        line = event.y - HEADER_LINES + self.scroll_offset.y
        if event.y >= HEADER_LINES and line < len(self._lines):
            self._move_to(line)
            if event.chain > 1:
                self.action_list_open()

    def action_list_open(self) -> None:
        """Open the line under the cursor."""
        key = self.cursor_key
        if key is not None:
            self.post_message(self.Opened(self, key))

    def render_line(self, y: int) -> Strip:
        """Draw the names of the columns, or the line seen at `y`."""
        width = self._width
        if y < HEADER_LINES:
            names = [(column.name, "header") for column in self._columns]
            return self._strip(names, width)
        if not self._lines:
            words = f" {crop(self.empty_text, width - 1)}" if y == HEADER_LINES + 1 else ""
            told = Strip([Segment(words, self._style("line-list--dim"))])
            # In a style of its own: what has none ends a console without colours.
            return told.adjust_cell_length(width, self._style())
        place = y - HEADER_LINES + self.scroll_offset.y
        if place >= len(self._lines):
            return Strip.blank(width, self._style())
        line = self._lines[place]
        styles = (*line.styles, *[""] * len(line.texts))
        cursor = place == self.cursor_line
        cells = list(zip(line.texts, styles, strict=False))
        if line.across:
            return self._across(cells, width, line.across, cursor=cursor)
        return self._strip(cells, width, cursor=cursor)

    def _across(
        self, cells: Sequence[tuple[str, str]], width: int, across: int, *, cursor: bool
    ) -> Strip:
        below = ["line-list--cursor"] if cursor else []
        plain = self._style(*below)
        segments = [Segment(" ", plain)]
        for (text, style), room in zip(cells, (across, max(0, width - across)), strict=False):
            named = [f"line-list--{style}"] if style in STYLES else []
            told = fit(text, room - 1) + " "
            segments.append(Segment(told, self._style(*below, *named)))
        return Strip(segments).adjust_cell_length(width, plain)

    def _strip(
        self, cells: Sequence[tuple[str, str]], width: int, *, cursor: bool = False
    ) -> Strip:
        below = ["line-list--cursor"] if cursor else []
        plain = self._style(*below)
        segments = [Segment(" ", plain)]
        for (text, style), column, room in zip(cells, self._columns, self._rooms(), strict=False):
            told = fit_right(text, room) if column.right else fit(text, room)
            named = [f"line-list--{style}"] if style in STYLES or style == "header" else []
            segments += [Segment(told, self._style(*below, *named)), Segment(" " * GAP, plain)]
        # Side by side in one style they are sent as one.
        return Strip(segments).adjust_cell_length(width, plain).simplify()

    def _rooms(self) -> list[int]:
        """The cells of each column."""
        left = max(0, self._width - 1 - GAP * len(self._columns))
        return rooms([column.cells for column in self._columns], self._needed, left)

    @property
    def _width(self) -> int:
        return self.scrollable_content_region.width

    def _style(self, *component_classes: str) -> Style:
        return self.get_visual_style(*component_classes).rich_style
