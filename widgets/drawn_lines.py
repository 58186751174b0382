"""Lines of which only the seen ones are drawn: any number of them opens at once."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip

from widgets.list_keys import ListMoves
from widgets.thread_lines import Line


class DrawnLines(ListMoves, ScrollView):
    """Lines that scroll; what they say, and how wide, is said by who inherits it."""

    STYLES: ClassVar[str] = ""
    """What the names of its lines' styles begin with."""

    _lines: list[Line]
    _width = 0

    def page_lines(self) -> int:
        """How many lines are seen at once."""
        return max(1, self.scrollable_content_region.height)

    def move_by(self, lines: int) -> None:
        """Scroll so many lines, up where negative."""
        self.scroll_to_line(self.scroll_offset.y + lines)

    def move_to_edge(self, *, end: bool) -> None:
        """Scroll to the first or the last line."""
        self.scroll_to_line(len(self._lines) if end else 0)

    def scroll_to_line(self, line: int) -> None:
        """Have a line at the top, or as near as the end allows."""
        last = max(0, len(self._lines) - self.page_lines())
        self.scroll_to(y=max(0, min(line, last)), animate=False, force=True)

    def render_line(self, y: int) -> Strip:
        """Draw the line seen at `y`."""
        number = y + self.scroll_offset.y
        style = self.get_visual_style().rich_style
        pieces = self._lines[number].pieces if number < len(self._lines) else ()
        segments = [Segment(text, self._piece_style(name)) for text, name in pieces]
        strip = Strip(segments).adjust_cell_length(self._width, style)
        return self._with_selection(strip, number).apply_offsets(0, number)

    def _piece_style(self, name: str) -> Style:
        return self.get_visual_style(*([f"{self.STYLES}{name}"] if name else [])).rich_style

    def _with_selection(self, strip: Strip, number: int) -> Strip:
        selection = self.text_selection
        span = selection.get_span(number) if selection is not None else None
        if span is None:
            return strip
        start, end = span
        end = strip.cell_length if end == -1 else end
        chosen = strip.crop(start, end).apply_style(self.selection_style)
        return Strip.join([strip.crop(0, start), chosen, strip.crop(end)])

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """The text that the mouse has marked."""
        return selection.extract("\n".join(line.plain.rstrip() for line in self._lines)), "\n"
