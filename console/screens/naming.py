"""Naming the component that a request is about: typed to be found, with its version if that is known."""

from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from console.policy.components import problem_with_version
from console.screens.base import DeskModal
from console.screens.component_words import NAMING_COLUMNS, naming_line
from console.screens.dialogs import ESCAPE
from console.screens.session import Session
from console.services.component_shapes import ComponentView, matching
from console.services.shapes import TicketView
from widgets.line_list import LineList, ListLine
from widgets.safe_text import content
from widgets.text_editor import LineEditor

NONE = 0
HINT = "↑ ↓ choose   enter {does}   esc back"


@dataclass(frozen=True, slots=True)
class Named:
    """What was chosen: a component by its code, with its version if that was said; no code is none."""

    code: str | None
    version: str | None = None


class NamingScreen(DeskModal[Named]):
    """Type to find, enter to take, then the version, which can be left out."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ESCAPE,
        Binding("down", "move(1)", "Down", show=False, id="naming.down"),
        Binding("up", "move(-1)", "Up", show=False, id="naming.up"),
    ]

    def __init__(self, session: Session, view: TicketView) -> None:
        super().__init__(session)
        self.about = view.component
        self.number = view.ticket
        self._known: dict[int, ComponentView] = {}

    def compose(self) -> ComposeResult:
        """What is typed, what is found, the version."""
        with Vertical(classes="dialog", id="naming"):
            yield Static(f"Which component is #{self.number} about?", classes="heading")
            yield LineEditor(id="naming-find", placeholder="type to find: name, code, vendor")
            yield LineList(id="naming-found")
            yield Static("Its version, if it is known", classes="label")
            yield LineEditor(value=(self.about and self.about.version) or "", id="naming-version")
            yield Static("", classes="problem")
            yield Static(content(HINT.format(does="take it")), classes="hint")

    def on_mount(self) -> None:
        """Read the catalogue."""
        from console.services import components

        self.found.can_focus = False
        self.found.empty_text = "Reading…"
        self.query_one("#naming-find", LineEditor).focus()
        self.read(components.listing(self.session.desk, retired=False), self._keep)

    @property
    def found(self) -> LineList:
        """What fits what was typed."""
        return self.query_one(LineList)

    def _keep(self, catalogue: tuple[ComponentView, ...]) -> None:
        self._known = {each.id: each for each in catalogue}
        empty = "The catalogue is empty: an admin fills it." if not catalogue else "Nothing fits."
        self.found.empty_text = empty
        self._show()

    def _show(self) -> None:
        typed = self.query_one("#naming-find", LineEditor).value
        lines = [naming_line(each) for each in matching(self._known.values(), typed)]
        if self.about is not None and not typed.strip():
            lines.append(ListLine(NONE, ("none", "it is about no component"), ("", "dim")))
        self.found.show(NAMING_COLUMNS, lines)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what fits."""
        event.stop()
        if event.input.id == "naming-find":
            self._show()
            self.found.move_to_edge(end=False)

    def action_move(self, lines: int) -> None:
        """Move in what was found."""
        self.found.move_by(lines)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """From what is found to the version, and from there out."""
        event.stop()
        self._take(at_once=event.input.id == "naming-version")

    def on_line_list_opened(self, _: LineList.Opened) -> None:
        """Take what was clicked."""
        self._take(at_once=False)

    def _take(self, *, at_once: bool) -> None:
        key = self.found.cursor_key
        version = self.query_one("#naming-version", LineEditor)
        if key is None:
            return
        if key == NONE:
            self.dismiss(Named(None))
        elif not at_once:
            version.focus()
            self.query_one(".hint", Static).update(content(HINT.format(does="name it")))
        elif problem := problem_with_version(version.value.strip()):
            self.query_one(".problem", Static).update(content(f"{problem}."))
        else:
            self.dismiss(Named(self._known[key].code, version.value.strip() or None))

    def action_cancel(self) -> None:
        """Back out."""
        self.dismiss(None)
