"""Long things to read, heading by heading, in a dialog that scrolls."""

from collections.abc import Coroutine, Sequence
from typing import Any, ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from console.screens.base import DeskModal
from console.services.explain_words import Section
from widgets.list_keys import MOVES, ListMoves
from widgets.safe_text import one_line
from widgets.thread_lines import wrapped

SET_IN = 4

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


class ReadingScreen(Scrolled[None], DeskModal[None]):
    """What a service tells, heading by heading."""

    _sections: Sequence[Section] = ()

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
            with VerticalScroll(can_focus=False):
                yield Static("Reading…", id="reading-text")
            yield Static("j k scroll   esc back", classes="hint")

    def on_mount(self) -> None:
        """Read it."""
        self.read(self.told(), self._show)

    def _show(self, found: Any) -> None:
        self._sections = self.sections(found)
        self._fit()

    def on_resize(self) -> None:
        """Break the lines anew."""
        self.call_after_refresh(self._fit)

    def _fit(self) -> None:
        room = max(20, self.query_one(VerticalScroll).scrollable_content_region.width - 1)
        lines: list[Content] = []
        for heading, told in self._sections:
            lines += [Content.styled(one_line(heading), "bold $text-primary")]
            lines += [Content(part) for line in told for part in hanging(line, room)]
            lines += [Content("")]
        if lines:
            self.query_one("#reading-text", Static).update(Content("\n").join(lines[:-1]))

    def action_leave(self) -> None:
        """Back to where it was opened."""
        self.dismiss(None)


def hanging(line: str, columns: int) -> list[str]:
    """A line in as many as it needs, those after the first set in."""
    parts = wrapped(one_line(line), max(1, columns - SET_IN))
    return [" " * (SET_IN if number else SET_IN // 2) + part for number, part in enumerate(parts)]
