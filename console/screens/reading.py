"""Long things to read, heading by heading, in a dialog that scrolls."""

from collections.abc import Coroutine
from typing import Any, ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import Screen
from textual.widgets import Static

from console.screens.base import DeskModal
from console.services.explain_words import Section
from widgets.list_keys import MOVES, ListMoves
from widgets.long_text import LongText

_R = TypeVar("_R")


class Scrolled(ListMoves, Screen[_R]):
    """A screen whose list keys scroll the one part that scrolls."""

    def move_by(self, lines: int) -> None:
        """Scroll so many lines."""
        self.query_one(VerticalScroll).scroll_relative(y=lines, animate=False)

    def move_to_edge(self, *, end: bool) -> None:
        """Scroll to the top or the end."""
        scroll = self.query_one(VerticalScroll)
        (scroll.scroll_end if end else scroll.scroll_home)(animate=False)

    def page_lines(self) -> int:
        """How many lines are seen at once."""
        return max(1, self.query_one(VerticalScroll).size.height)


class ReadingScreen(ListMoves, DeskModal[None]):
    """What a service tells, heading by heading."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,x", "leave", "Back", show=False, id="reading.leave"),
        *MOVES,
    ]

    def told(self) -> Coroutine[Any, Any, Any]:
        """The call that reads it."""
        raise NotImplementedError

    def sections(self, found: Any) -> list[Section]:
        """What was read, as headings with lines below them."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        """The text and the way back."""
        with Vertical(classes="dialog", id="reading"):
            yield LongText(id="reading-text")
            yield Static("j k scroll   esc back", classes="hint")

    def on_mount(self) -> None:
        """Read it."""
        self.read(self.told(), self._show)

    def _show(self, found: Any) -> None:
        self.query_one(LongText).sections = self.sections(found)

    def move_by(self, lines: int) -> None:
        """Scroll so many lines."""
        self.query_one(LongText).move_by(lines)

    def move_to_edge(self, *, end: bool) -> None:
        """Scroll to the top or the end."""
        self.query_one(LongText).move_to_edge(end=end)

    def page_lines(self) -> int:
        """How many lines are seen at once."""
        return self.query_one(LongText).page_lines()

    def action_leave(self) -> None:
        """Back to where it was opened."""
        self.dismiss(None)
