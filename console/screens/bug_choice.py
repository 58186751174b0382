"""Choosing the known bug that a request is of: typed to be found."""

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Input, Static

from console.screens import bug_words as words
from console.screens.base import DeskModal
from console.screens.dialogs import ESCAPE
from console.screens.session import Session
from console.services.bug_shapes import BugView
from console.services.shapes import TicketView
from widgets.line_list import LineList, ListLine
from widgets.safe_text import content
from widgets.text_editor import LineEditor

NONE = 0


class BugChoice(DeskModal[int]):
    """Type to find, enter to take; 0 is that it is of none."""

    BINDINGS = [  # noqa: RUF012 - Textual declares it so
        ESCAPE,
        Binding("down", "move(1)", "Down", show=False, id="bug_choice.down"),
        Binding("up", "move(-1)", "Up", show=False, id="bug_choice.up"),
    ]

    def __init__(self, session: Session, view: TicketView) -> None:
        super().__init__(session)
        self.ticket = view
        self._bugs: tuple[BugView, ...] = ()

    def compose(self) -> ComposeResult:
        """What is typed, what is found, the way out."""
        with Vertical(classes="dialog", id="bug-choice"):
            yield Static(f"Of which known bug is #{self.ticket.ticket}?", classes="heading")
            yield LineEditor(placeholder="type to find: what is wrong, component, number")
            yield LineList()
            yield Static(content("↑ ↓ choose   enter take it   esc back"), classes="hint")

    def on_mount(self) -> None:
        """Read the list."""
        from console.services import bugs

        self.query_one(LineList).can_focus = False
        self.query_one(LineList).empty_text = "Reading…"
        self.query_one(LineEditor).focus()
        self.read(bugs.listing(self.session.desk), self._keep)

    def _keep(self, found: tuple[BugView, ...]) -> None:
        """Those of the request's own component come first."""
        about = self.ticket.component.code if self.ticket.component else ""
        self._bugs = tuple(sorted(found, key=lambda each: each.component != about))
        empty = "Nothing fits." if found else "No bug is known: F9 b puts one down."
        self.query_one(LineList).empty_text = empty
        self._show()

    def _show(self) -> None:
        typed = self.query_one(LineEditor).value
        lines = [words.choice_line(each) for each in matching(self._bugs, typed)]
        if self.ticket.bug is not None and not typed.strip():
            lines.append(ListLine(NONE, ("", "none: it is of no known bug", ""), ("", "dim", "")))
        self.query_one(LineList).show(words.CHOICE_COLUMNS, lines)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what fits."""
        event.stop()
        self._show()
        self.query_one(LineList).move_to_edge(end=False)

    def action_move(self, lines: int) -> None:
        """Move in what was found."""
        self.query_one(LineList).move_by(lines)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take what the cursor is on."""
        event.stop()
        self._take()

    def on_line_list_opened(self, _: LineList.Opened) -> None:
        """Take what was clicked."""
        self._take()

    def _take(self) -> None:
        key = self.query_one(LineList).cursor_key
        if key is not None:
            self.dismiss_with(key)

    def action_cancel(self) -> None:
        """Back out."""
        self.dismiss(None)


def matching(found: Iterable[BugView], typed: str) -> list[BugView]:
    """Those in which every typed word stands."""
    wanted = typed.casefold().split()
    told = {each: f"{each.bug} {each.title} {each.component_name}".casefold() for each in found}
    return [each for each, text in told.items() if all(word in text for word in wanted)]
