"""The running clock: one fixed-width line that repaints only itself, once a second, while a timer runs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Unpack

from textual.content import Content
from textual.reactive import reactive
from textual.timer import Timer
from textual.widget import Widget

from widgets.durations import clock_words
from widgets.named import Named

COMPACT_CELLS = 19
FULL_CELLS = 26


def utc_now() -> datetime:
    """The time by the machine's clock."""
    return datetime.now(UTC)


class WorkClock(Widget):
    """Which request the timer is on, its worked time, and whether it runs."""

    DEFAULT_CSS = """
    WorkClock {
        height: 1;
        width: 26;
        text-align: right;
        text-wrap: nowrap;
        color: $text-muted;
        &.-compact { width: 19; }
        &.-running { color: $text-primary; text-style: bold; }
    }
    """

    compact: reactive[bool] = reactive(False, toggle_class="-compact", init=False)
    """Whether the word "running" is left out, for a narrow header."""

    def __init__(self, *, clock: Callable[[], datetime] = utc_now, **named: Unpack[Named]) -> None:
        super().__init__(**named)
        self.clock = clock
        self._ticket: int | None = None
        self._base_seconds = 0
        self._running_since: datetime | None = None
        self._interrupted = False
        self._ticking: Timer | None = None

    def set(
        self,
        ticket: int | None,
        base_seconds: int = 0,
        running_since: datetime | None = None,
        *,
        interrupted: bool = False,
    ) -> None:
        """Show a request's clock: `base_seconds` worked before, and the time since `running_since`.

        It is paused, or interrupted, where `running_since` is None, and blank where `ticket` is None.
        """
        self._ticket = ticket
        self._interrupted = interrupted
        self._base_seconds = base_seconds
        self._running_since = running_since if ticket is not None else None
        self.set_class(self._running_since is not None, "-running")
        self.display = ticket is not None
        self._tick_or_rest()
        self.refresh()

    @property
    def worked_seconds(self) -> int:
        """The worked time that the clock shows just now."""
        if self._running_since is None:
            return self._base_seconds
        since = (self.clock() - self._running_since).total_seconds()
        return self._base_seconds + max(0, int(since))

    @property
    def ticking(self) -> bool:
        """Whether it repaints each second."""
        return self._ticking is not None

    @property
    def words(self) -> str:
        """What is shown: "● #1042 0:37:12 running"."""
        if self._ticket is None:
            return ""
        time = clock_words(self.worked_seconds)
        if self._running_since is not None:
            return f"● #{self._ticket} {time}" + ("" if self.compact else " running")
        if self._interrupted:
            return f"○ #{self._ticket} interrupted"
        return f"○ #{self._ticket} " + ("paused" if self.compact else f"{time} paused")

    def render(self) -> Content:
        """The words, at the right."""
        return Content(self.words)

    def on_mount(self) -> None:
        """Begin to tick where the timer was set before."""
        self._tick_or_rest()

    def _tick_or_rest(self) -> None:
        running = self._running_since is not None and self.is_attached
        if running and self._ticking is None:
            self._ticking = self.set_interval(1.0, self.refresh)
        elif not running and self._ticking is not None:
            self._ticking.stop()
            self._ticking = None
