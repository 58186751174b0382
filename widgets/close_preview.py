"""What closing just now would cost, and how far the block is used."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, Unpack

from rich.cells import cell_len
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from widgets.block_meter import BLOCK_SECONDS, block_meter, block_words
from widgets.cells import crop
from widgets.durations import countdown_words
from widgets.named import Named

GAP = "   "


class Way(Protocol):
    """One way of closing; both numbers are None where it is not open."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def credits(self) -> int | None:
        """What it costs."""

    @property
    def balance_after(self) -> int | None:
        """The balance that it leaves."""


class ClosePreview(Widget):
    """Two lines: each way of closing with its cost and the balance after; the block and the next one.

    It is drawn again by the minute, and by the second only in a block's last minute.
    """

    DEFAULT_CSS = """
    ClosePreview { height: 2; padding: 0 1; text-wrap: nowrap; text-overflow: ellipsis; }
    """

    ways: reactive[Sequence[Way]] = reactive((), repaint=False)
    """The ways of closing, in the order to show them."""

    worked_seconds: reactive[int] = reactive(0, repaint=False)
    """The chargeable time so far."""

    seconds_to_next_block: reactive[int | None] = reactive(None, repaint=False)
    """The time until closing costs more; None where it never will."""

    block_seconds: reactive[int] = reactive(BLOCK_SECONDS, repaint=False)
    """The length of a block."""

    def __init__(self, **named: Unpack[Named]) -> None:
        super().__init__(**named)
        self._shown = Content("")

    def render(self) -> Content:
        """Both lines."""
        return self._shown

    def on_mount(self) -> None:
        """Draw what was set before."""
        self._show()

    def on_resize(self) -> None:
        """Put the countdown at the right edge."""
        self._show()

    def watch_ways(self) -> None:
        """Draw it, where its words change."""
        self._show()

    watch_worked_seconds = watch_ways
    watch_seconds_to_next_block = watch_ways
    watch_block_seconds = watch_ways

    def _show(self) -> None:
        shown = Content("\n").join([self._ways_line(), self._block_line()])
        if (shown.plain, shown.spans) != (self._shown.plain, self._shown.spans):
            self._shown = shown
            self.refresh()

    def _ways_line(self) -> Content:
        said = [_way_content(way) for way in self.ways]
        return Content(GAP).join([Content.styled("if closed now", "$foreground-muted"), *said])

    def _block_line(self) -> Content:
        meter = block_meter(self.worked_seconds, block_seconds=self.block_seconds)
        words = block_words(self.worked_seconds, block_seconds=self.block_seconds)
        left = self.seconds_to_next_block
        line = Content.styled(meter, "$text-primary") + Content(f" {words}")
        if left is None:
            return line
        ahead = f"next block in {countdown_words(left)}"
        gap = max(len(GAP), self.content_size.width - line.cell_length - cell_len(ahead))
        return (
            line
            + Content(" " * gap)
            + Content.styled(ahead, "$text-warning" if left < 60 else "$foreground-muted")
        )


def _way_content(way: Way) -> Content:
    name = Content.styled(f"{crop(way.name, 24)} ", "$foreground-muted")
    if way.credits is None:
        return name + Content.styled("–", "$foreground-muted")
    cost = name + Content.styled(str(way.credits), "bold")
    if way.balance_after is None:
        return cost
    after = f"owes {-way.balance_after}" if way.balance_after < 0 else str(way.balance_after)
    return (
        cost
        + Content(" → ")
        + Content.styled(after, "$text-error" if way.balance_after < 0 else "")
    )
