"""Why an entry is what it is, in a dialog that scrolls."""

import textwrap
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from console.screens.base import DeskModal
from console.screens.session import Session
from console.services.explain_shapes import Explanation
from widgets.list_keys import MOVES, ListMoves
from widgets.safe_text import one_line


class ExplainScreen(ListMoves, DeskModal[None]):
    """An explanation, heading by heading."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,x", "leave", "Back", show=False, id="explain.leave"),
        *MOVES,
    ]

    def __init__(self, session: Session, entry: int) -> None:
        super().__init__(session)
        self.entry = entry

    def compose(self) -> ComposeResult:
        """The explanation and the way back."""
        with Vertical(classes="dialog", id="explain"):
            with VerticalScroll(can_focus=False):
                yield Static("Reading…", id="explain-text")
            yield Static("j k scroll   esc back", classes="hint")

    def on_mount(self) -> None:
        """Read why."""
        from console.services import explain

        self.read(explain.explain(self.session.desk, entry=self.entry), self._show)

    def _show(self, found: Explanation) -> None:
        from console.services import explain_words

        room = max(20, self.query_one(VerticalScroll).scrollable_content_region.width)
        lines: list[Content] = []
        for heading, told in explain_words.sections(found, self.session.hours):
            lines += [Content.styled(heading, "bold $text-primary")]
            lines += [Content(part) for line in told for part in hanging(line, room)]
            lines += [Content("")]
        self.query_one("#explain-text", Static).update(Content("\n").join(lines[:-1]))

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

    def action_leave(self) -> None:
        """Back to where the entry was."""
        self.dismiss(None)


def hanging(line: str, columns: int) -> list[str]:
    """A line in as many as it needs, those after the first set in."""
    return textwrap.wrap(one_line(line), columns, initial_indent="  ", subsequent_indent="    ")
