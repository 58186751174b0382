"""A request's messages, oldest first, with what they quote folded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Unpack

from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.events import Resize
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from widgets.drawn_lines import DrawnLines
from widgets.list_keys import MOVES
from widgets.message_text import parts_of
from widgets.named import Named
from widgets.thread_lines import Attachment, Line, Shown, Splitter, lay_out

__all__ = ["Attachment", "Shown", "Thread"]

NEWEST_WHOLE = 20
CHARS_OF_NEW = 16_000
CHARS_OF_OLD = 4_000


class Thread(DrawnLines, can_focus=True):
    """Messages laid out as lines; only the seen ones are drawn, and very long ones are cut until asked for."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *MOVES,
        Binding("t", "toggle_quotes", "Quotes", show=False, id="thread.quotes"),
        Binding("x", "more", "More of long messages", show=False, id="thread.more"),
    ]

    STYLES = "thread--"
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "thread--in",
        "thread--answer",
        "thread--note",
        "thread--dim",
        "thread--fold",
        "thread--bad",
    }

    DEFAULT_CSS = """
    Thread {
        height: 1fr;
        overflow-x: hidden;
        scrollbar-size-vertical: 1;
        scrollbar-gutter: stable;
        scrollbar-color: $foreground 25%;
        scrollbar-color-hover: $foreground 40%;
        scrollbar-background: $background;
        scrollbar-background-hover: $background;
        & .thread--in { text-style: bold; }
        & .thread--answer { text-style: bold; color: $text-primary; }
        & .thread--note { color: $text-warning; }
        & .thread--dim { color: $text-muted; }
        & .thread--fold { color: $text-muted; text-style: italic; }
        & .thread--bad { color: $text-error; }
    }
    """

    messages: reactive[Sequence[Shown]] = reactive((), repaint=False)
    """The messages, oldest first."""

    quotes: reactive[bool] = reactive(False, repaint=False)
    """Whether quoted history is shown whole."""

    empty_text: reactive[str] = reactive("Nothing written yet.")
    """What stands there when there is no message."""

    class QuotesToggled(Message):
        """Posted when quoted history is folded or shown whole."""

        def __init__(self, thread: Thread, *, quotes: bool) -> None:
            super().__init__()
            self.thread = thread
            self.quotes = quotes

        @property
        def control(self) -> Thread:
            """The thread it happened in."""
            return self.thread

    def __init__(self, *, split: Splitter = parts_of, **named: Unpack[Named]) -> None:
        super().__init__(**named)
        self.split = split
        self._lines = []
        self._starts: list[int] = []
        self._laid_out: dict[tuple[int, int, bool, int], tuple[Shown, list[Line]]] = {}
        self._times_more = 1
        self._at_end = True

    def _scroll_to_newest(self) -> None:
        """Show the newest message whole, or from its beginning where it is longer than the view."""
        self.scroll_to_line(self._starts[-1] if self._starts else 0)

    def _lay_out(self) -> None:
        self._lines, self._starts, kept = [], [], {}
        for index, shown in enumerate(self.messages):
            newest = len(self.messages) - index <= NEWEST_WHOLE
            chars = (CHARS_OF_NEW if newest else CHARS_OF_OLD) * self._times_more
            key = (shown.message, self._width, self.quotes, chars)
            known = self._laid_out.get(key)
            if known is None or known[0] != shown:
                lines = lay_out(
                    shown, self._width, quotes=self.quotes, chars=chars, split=self.split
                )
                known = (shown, lines)
            kept[key] = known
            self._starts.append(len(self._lines))
            self._lines += known[1]
        self._laid_out = kept
        self.virtual_size = Size(1, len(self._lines))
        self.refresh()

    def watch_messages(self, old: Sequence[Shown], new: Sequence[Shown]) -> None:
        """Lay out what is new; stay where the reader is, or at the end where the reader is there."""
        if not self._width:
            return
        same = bool(old) and bool(new) and old[0].message == new[0].message
        at_end = self._at_end
        grown = len(new) > len(old)
        self._lay_out()
        if not same or (at_end and grown):
            self._scroll_to_newest()

    def watch_quotes(self) -> None:
        """Fold or unfold, with the same message at the top."""
        self._lay_out_again()

    def _lay_out_again(self) -> None:
        top = self._message_at(self.scroll_offset.y)
        within = self.scroll_offset.y - self._starts[top] if self._starts else 0
        self._lay_out()
        if self._starts:
            end = [*self._starts, len(self._lines)][top + 1]
            self.scroll_to_line(min(self._starts[top] + within, end - 1))

    def _message_at(self, line: int) -> int:
        return max(0, sum(start <= line for start in self._starts) - 1)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Remember whether the reader is at the end."""
        super().watch_scroll_y(old_value, new_value)
        self._at_end = new_value >= len(self._lines) - self.page_lines()

    def on_resize(self, _: Resize) -> None:
        """Break the lines anew for another width; a reader at the end stays there."""
        width = self.scrollable_content_region.width
        at_end, changed = self._at_end, width != self._width
        self._width = width
        if changed:
            self._lay_out_again()
        if at_end:
            self._scroll_to_newest()

    def render_line(self, y: int) -> Strip:
        """Draw the line seen at `y`."""
        if not self._lines:
            style = self.get_visual_style().rich_style
            text = f" {self.empty_text}" if y == 1 else ""
            dim = self.get_visual_style("thread--dim").rich_style
            return Strip([Segment(text, dim)]).adjust_cell_length(self._width, style)
        return super().render_line(y)

    def action_toggle_quotes(self) -> None:
        """Fold or unfold what is quoted."""
        self.quotes = not self.quotes
        self.post_message(self.QuotesToggled(self, quotes=self.quotes))

    def action_more(self) -> None:
        """Show four times as much of long messages."""
        self._times_more *= 4
        self._lay_out_again()
