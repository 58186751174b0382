"""The list of requests: draws the lines that are seen, keeps its cursor on a request and not on a line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Unpack

from rich.segment import Segment
from rich.style import Style
from textual.binding import BindingType
from textual.events import Click, Resize
from textual.geometry import Size
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from widgets.cells import crop
from widgets.durations import age_words
from widgets.list_keys import MOVES, OPEN, ListMoves
from widgets.named import Named
from widgets.queue_columns import Columns, Row, columns_for, header_text, row_cells
from widgets.queue_messages import OfRequest, OfWindow
from widgets.queue_window import QueueWindow, Wanted

__all__ = ["Row", "TicketQueue", "age_words"]

HEADER_LINES = 1
STRIPS_KEPT = 1000


class TicketQueue(ListMoves, ScrollView, can_focus=True):
    """Requests in the order they are given, one a line, under the names of their columns."""

    BINDINGS: ClassVar[list[BindingType]] = [*MOVES, OPEN]

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "ticket-queue--cursor",
        "ticket-queue--header",
        "ticket-queue--dim",
        "ticket-queue--owes",
        "ticket-queue--accent",
    }

    DEFAULT_CSS = """
    TicketQueue {
        height: 1fr;
        overflow-x: hidden;
        scrollbar-size-vertical: 1;
        scrollbar-gutter: stable;
        scrollbar-color: $foreground 25%;
        scrollbar-color-hover: $foreground 40%;
        scrollbar-background: $background;
        scrollbar-background-hover: $background;
        & .ticket-queue--cursor { background: $primary 20%; }
        & .ticket-queue--header { color: $text-muted; }
        & .ticket-queue--dim { color: $text-muted; }
        & .ticket-queue--owes { color: $text-error; }
        & .ticket-queue--accent { color: $text-primary; }
        &:focus .ticket-queue--cursor { background: $primary 35%; text-style: bold; }
        &:ansi .ticket-queue--cursor { background: ansi_bright_black; text-style: bold; }
    }
    """

    cursor_ticket: reactive[int | None] = reactive(None, init=False, repaint=False)
    """The number of the request that the cursor is on."""

    empty_text: reactive[str] = reactive("Nothing waits.")
    """What stands there when the list has no line."""

    class Highlighted(OfRequest):
        """Posted when the cursor comes to another request."""

    class Opened(OfRequest):
        """Posted when a request is opened, with enter or a double click."""

    class WindowWanted(OfWindow):
        """Posted when rows are needed that `show_window` has not been given."""

    def __init__(self, **named: Unpack[Named]) -> None:
        super().__init__(**named)
        self._window = QueueWindow()
        self._columns = Columns(0)
        self._cursor_line = 0
        self._goal_line: int | None = None
        self._asked: Wanted | None = None
        self._strips: dict[tuple[int, bool], tuple[Row, Strip]] = {}

    def show_window(self, start: int, rows: Sequence[Row], total: int) -> None:
        """Show `rows` at the lines from `start` on, of `total` lines; the cursor stays on its request."""
        old, self._window = self._window, QueueWindow(start, tuple(rows), total)
        self._asked = None
        in_sight = self._is_in_sight(self._cursor_line)
        self.virtual_size = Size(1, total + HEADER_LINES)
        self._repaint_changed(old)
        self._place_cursor(old.total)
        if in_sight:
            self._bring_in_sight(
                self._goal_line if self._goal_line is not None else self._cursor_line
            )

    @property
    def cursor_row(self) -> Row | None:
        """The row under the cursor, None where there is none or it is outside the window."""
        line = self._window.line_of(self.cursor_ticket)
        return None if line is None else self._window.row_at(line)

    @property
    def cursor_line(self) -> int:
        """The line that the cursor is at, from 0."""
        return self._cursor_line

    @property
    def total(self) -> int:
        """How many lines the list has."""
        return self._window.total

    def page_lines(self) -> int:
        """How many rows are seen at once."""
        return max(1, self.scrollable_content_region.height - HEADER_LINES)

    def _is_in_sight(self, line: int) -> bool:
        return 0 <= line - self.scroll_offset.y < self.page_lines()

    def _bring_in_sight(self, line: int) -> None:
        top = self.scroll_offset.y
        top = min(max(top, line - self.page_lines() + 1), line)
        top = max(0, min(top, self._window.total - self.page_lines()))
        if top != self.scroll_offset.y:
            self.scroll_to(y=top, animate=False, force=True)

    def _repaint_changed(self, old: QueueWindow) -> None:
        width = self.scrollable_content_region.width
        columns = columns_for(width, self._window.rows, before=self._columns)
        if columns != self._columns or (old.total == 0) != (self._window.total == 0):
            self._columns = columns
            self._strips.clear()
            self.refresh()
            return
        top = self.scroll_offset.y
        for line in range(top, top + self.page_lines()):
            if old.row_at(line) != self._window.row_at(line):
                self._refresh_row(line)

    def _refresh_row(self, line: int) -> None:
        self.refresh_line(line + HEADER_LINES)

    def _place_cursor(self, old_total: int) -> None:
        window, goal = self._window, self._goal_line
        if goal is not None:
            goal = window.total - 1 if goal == old_total - 1 else min(goal, window.total - 1)
            self._goal_line = goal if window.row_at(goal) is None and window.total else None
        kept = window.line_of(self.cursor_ticket)
        if goal is not None and self._goal_line is None:
            self._set_cursor(goal)
        elif kept is not None:
            self._cursor_line = kept
        else:
            self._set_cursor(min(self._cursor_line, max(0, window.total - 1)))

    def _set_cursor(self, line: int) -> None:
        row = self._window.row_at(line)
        if row is None and self._window.rows and self.cursor_ticket is None:
            row, line = self._window.rows[0], self._window.start
        if row is not None:
            self.cursor_ticket = row.ticket
        elif self._window.total == 0:
            self.cursor_ticket = None

    def _move_to(self, line: int) -> None:
        if self._window.total == 0:
            return
        line = max(0, min(line, self._window.total - 1))
        self._bring_in_sight(line)
        in_window = self._window.row_at(line) is not None
        self._goal_line = None if in_window else line
        if in_window:
            self._set_cursor(line)
        self._ask()

    def move_by(self, lines: int) -> None:
        """Move the cursor so many lines, up where negative."""
        here = self._cursor_line if self._goal_line is None else self._goal_line
        self._move_to(here + lines)

    def move_to_edge(self, *, end: bool) -> None:
        """Move the cursor to the first or the last line."""
        self._move_to(self._window.total - 1 if end else 0)

    def _ask(self) -> None:
        """Ask for rows, once for the same lines until they come."""
        top = self.scroll_offset.y
        bottom = min(top + self.page_lines(), self._window.total) - 1
        wanted = self._window.wanted(top, bottom)
        asked = self._asked
        if wanted is None or not self.is_mounted:
            return
        if asked and asked.first_line <= top and bottom < asked.first_line + asked.count:
            return
        self._asked = wanted
        self.post_message(self.WindowWanted(self, wanted))

    def notify_style_update(self) -> None:
        """Forget strips drawn in other colours."""
        super().notify_style_update()
        self._strips.clear()

    def render_line(self, y: int) -> Strip:
        """Draw the names of the columns, or the row seen at `y`."""
        if y < HEADER_LINES:
            return self._words(header_text(self._columns), "ticket-queue--header")
        if self._window.total == 0:
            return self._words(self._empty_line(y), "ticket-queue--dim")
        line = y - HEADER_LINES + self.scroll_offset.y
        row = self._window.row_at(line)
        if row is not None:
            return self._row_strip(row)
        return self._words("    …" if line < self._window.total else "", "ticket-queue--dim")

    def _empty_line(self, y: int) -> str:
        lines = self.empty_text.splitlines()
        return f"     {crop(lines[y - 2], self._columns.width)}" if 0 <= y - 2 < len(lines) else ""

    def _words(self, text: str, *component_classes: str) -> Strip:
        style = self._style(*component_classes)
        return Strip([Segment(text, style)]).adjust_cell_length(self._columns.width, style)

    def _row_strip(self, row: Row) -> Strip:
        key = (row.ticket, row.ticket == self.cursor_ticket)
        kept = self._strips.get(key)
        if kept is not None and kept[0] == row:
            return kept[1]
        if len(self._strips) >= STRIPS_KEPT:
            self._strips.clear()
        cursor = ["ticket-queue--cursor"] if key[1] else []
        segments = [
            Segment(text, self._style(*cursor, *([f"ticket-queue--{style}"] if style else [])))
            for text, style in row_cells(row, self._columns)
        ]
        strip = Strip(segments).adjust_cell_length(self._columns.width)
        self._strips[key] = (row, strip)
        return strip

    def _style(self, *component_classes: str) -> Style:
        return self.get_visual_style(*component_classes).rich_style

    def watch_cursor_ticket(self, ticket: int | None) -> None:
        """Repaint the two lines that the cursor left and came to."""
        self._refresh_row(self._cursor_line)
        line = self._window.line_of(ticket)
        if line is not None:
            self._cursor_line = line
            self._refresh_row(line)
            self._bring_in_sight(line)
        if ticket is not None:
            self.post_message(self.Highlighted(self, ticket))

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Read on where the view has come near the window's edge."""
        super().watch_scroll_y(old_value, new_value)
        self._ask()

    def on_resize(self, _: Resize) -> None:
        """Give the columns their new widths, and keep the cursor in sight."""
        self._repaint_changed(self._window)
        self._bring_in_sight(self._cursor_line)
        self._ask()

    def on_click(self, event: Click) -> None:
        """Put the cursor on the row clicked, and open it at the second click."""
        line = event.y - HEADER_LINES + self.scroll_offset.y
        if event.y >= HEADER_LINES and self._window.row_at(line) is not None:
            self._move_to(line)
            if event.chain > 1:
                self.action_list_open()

    def action_list_open(self) -> None:
        """Open the request under the cursor, unless the cursor is still on its way."""
        if self.cursor_row is not None and self._goal_line is None:
            self.post_message(self.Opened(self, self.cursor_row.ticket))
