"""The line at the top of every screen: how the queue stands, the office hours, the running clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Unpack

from textual.app import ComposeResult
from textual.content import Content
from textual.events import Resize
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from widgets.cells import crop
from widgets.durations import age_words
from widgets.named import Named
from widgets.work_clock import WorkClock, utc_now

FULL_CLOCK_CELLS = 100
GAP = "   "
PIECE_CELLS = 40


class HeaderFacts(Widget):
    """The left of the header, drawn again only where its words change."""

    DEFAULT_CSS = """
    HeaderFacts { width: 1fr; height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
    """

    facts: reactive[Content] = reactive(Content(""))
    """What is shown."""

    class Resized(Message):
        """Posted when there is more or less room: the clock came or went, or the window changed."""

    def render(self) -> Content:
        """The facts."""
        return self.facts

    def on_resize(self) -> None:
        """Tell that the room has changed."""
        self.post_message(self.Resized())


class DeskHeader(Widget):
    """One line: the desk's name, how many wait and how long, the office, what is undelivered, the clock."""

    DEFAULT_CSS = """
    DeskHeader {
        layout: horizontal;
        height: 1;
        padding: 0 1;
        background: $primary 15%;
        &:ansi { background: transparent; }
    }
    """

    title: reactive[str] = reactive("Credit Desk")
    """The desk's name."""

    waiting: reactive[int | None] = reactive(None)
    """How many requests wait; None while it is not known."""

    oldest_seconds: reactive[int | None] = reactive(None)
    """How long the oldest has waited, in office time."""

    office_text: reactive[str] = reactive("")
    """Whether the office is open, and until when."""

    undelivered: reactive[int] = reactive(0)
    """How many e-mails could not be delivered."""

    notice: reactive[str] = reactive("")
    """Something that must not be forgotten, such as "sample desk"."""

    def __init__(self, *, clock: Callable[[], datetime] = utc_now, **named: Unpack[Named]) -> None:
        super().__init__(**named)
        self.clock = WorkClock(clock=clock)

    def compose(self) -> ComposeResult:
        """The facts at the left, the clock at the right."""
        yield HeaderFacts()
        yield self.clock

    def set_clock(
        self, ticket: int | None, base_seconds: int = 0, running_since: datetime | None = None
    ) -> None:
        """Show whose timer runs, as `WorkClock.set` does."""
        self.clock.set(ticket, base_seconds, running_since)

    def on_resize(self, event: Resize) -> None:
        """Shorten the clock where there is little room."""
        self.clock.compact = event.size.width < FULL_CLOCK_CELLS

    def watch_title(self) -> None:
        """Show it."""
        self._show()

    watch_waiting = watch_title
    watch_oldest_seconds = watch_title
    watch_office_text = watch_title
    watch_undelivered = watch_title
    watch_notice = watch_title

    def _show(self) -> None:
        if self.is_mounted:
            self.query_one(HeaderFacts).facts = self._facts(self._room())

    def on_header_facts_resized(self, event: HeaderFacts.Resized) -> None:
        """Leave words out where they do not fit, and bring them back where they do."""
        event.stop()
        self._show()

    def _room(self) -> int:
        return self.query_one(HeaderFacts).size.width

    def _facts(self, room: int) -> Content:
        """The facts that fit into `room` cells; what matters least goes first."""
        kept = self._pieces()
        for least in ("title", "oldest", "office", "waiting"):
            if _line(kept).cell_length <= room:
                break
            kept.pop(least, None)
        return _line(kept)

    def _pieces(self) -> dict[str, Content]:
        pieces = {"title": Content.styled(crop(self.title, PIECE_CELLS), "bold")}
        if self.notice:
            pieces["notice"] = Content.styled(crop(self.notice, PIECE_CELLS), "$text-warning")
        if self.waiting is not None:
            pieces["waiting"] = Content(f"{self.waiting} waiting")
        if self.waiting and self.oldest_seconds is not None:
            pieces["oldest"] = Content(f"oldest {age_words(self.oldest_seconds)}")
        if self.office_text:
            pieces["office"] = Content.styled(
                crop(self.office_text, PIECE_CELLS), "$foreground-muted"
            )
        if self.undelivered:
            pieces["undelivered"] = Content.styled(f"{self.undelivered} undelivered", "$text-error")
        return pieces


def _line(pieces: dict[str, Content]) -> Content:
    """The pieces in a row; the oldest one's age belongs to how many wait."""
    line = Content("")
    for name, piece in pieces.items():
        gap = "" if not line else " · " if name == "oldest" else GAP
        line = line + Content(gap) + piece
    return line
