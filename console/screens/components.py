"""The catalogue of components: found by typing, shown whole, and changed by admins."""

from collections.abc import Coroutine
from typing import Any

from textual.app import ComposeResult
from textual.widgets import Input, Static

from console.actions import bindings_for
from console.screens.base import put
from console.screens.component_changing import ComponentChanging
from console.screens.component_words import COLUMNS, component_line, component_sections
from console.screens.reading import ReadingScreen
from console.screens.session import Session
from console.screens.words import at_text
from console.services.component_shapes import ComponentView, matching
from console.services.explain_words import Section
from console.situations import COMPONENTS
from widgets.key_bar import KeyBar
from widgets.line_list import LineList
from widgets.safe_text import content
from widgets.text_editor import LineEditor

EMPTY = "The catalogue is empty: n puts a component into it, i takes a file in."


class ComponentScreen(ReadingScreen):
    """One component whole."""

    def __init__(self, session: Session, code: str) -> None:
        super().__init__(session)
        self.code = code

    def told(self) -> Coroutine[Any, Any, tuple[ComponentView, ...]]:
        """Read how it was written."""
        from console.services import components

        return components.history(self.session.desk, code=self.code)

    def sections(self, found: tuple[ComponentView, ...]) -> list[Section]:
        """What it is, what it proposes, what it was."""
        now, hours = self.session.now(), self.session.hours
        written = [
            f"{at_text(hours, each.written_at, now=now)}, {each.written_by}" for each in found
        ]
        return component_sections(found, written)


class ComponentsScreen(ComponentChanging):
    """The list of components."""

    where = COMPONENTS
    BINDINGS = [*bindings_for(COMPONENTS)]  # noqa: RUF012 - Textual declares it so

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._known: dict[int, ComponentView] | None = None

    def compose(self) -> ComposeResult:
        """What is shown, the list, the keys."""
        yield from self.head("Components")
        yield LineEditor(placeholder="name, code, vendor or package", id="find")
        yield LineList()
        yield KeyBar()

    def on_mount(self) -> None:
        """Begin without the line to find by."""
        self.query_one("#find").display = False

    @property
    def found(self) -> ComponentView | None:
        """The component under the cursor."""
        return (self._known or {}).get(self.cursor or 0)

    @property
    def codes(self) -> frozenset[str]:
        """Every code that is taken, as far as it is read."""
        return frozenset(each.code for each in (self._known or {}).values())

    def changed(self) -> None:
        """Read the catalogue anew."""
        from console.services import components

        if self.session.ready:
            self.read(components.listing(self.session.desk), self._keep, group="components")

    def _keep(self, catalogue: tuple[ComponentView, ...]) -> None:
        self._known = {each.id: each for each in catalogue}
        self._show()
        self.run_early()

    def _show(self) -> None:
        if self._known is None:
            return
        typed = self.query_one("#find", LineEditor).value
        fit = sorted(matching(self._known.values(), typed), key=lambda each: each.facts.retired)
        shown = self.query_one(LineList)
        shown.empty_text = "Nothing fits." if self._known else EMPTY
        shown.show(COLUMNS, [component_line(each) for each in fit])
        retired = sum(each.facts.retired for each in fit)
        told = f"Components · {len(fit) - retired}" + (f" · {retired} retired" if retired else "")
        put(self.query_one("#list-title", Static), content(told))
        self.refresh_keys()

    def on_line_list_opened(self, _: LineList.Opened) -> None:
        """Show the component."""
        if self.found is not None:
            self.app.push_screen(ComponentScreen(self.session, self.found.code))

    def do_component_look(self) -> None:
        """Show the component under the cursor."""
        self.query_one(LineList).action_list_open()

    def do_list_find(self) -> None:
        """Ask what to find."""
        editor = self.query_one("#find", LineEditor)
        editor.display = True
        editor.focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what fits as it is typed."""
        event.stop()
        self._show()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """To the list, with what was found."""
        event.stop()
        self.query_one(LineList).focus()

    def do_app_back(self) -> None:
        """Show everything again, then back to the queue."""
        editor = self.query_one("#find", LineEditor)
        if editor.display:
            editor.display, editor.value = False, ""
            self.query_one(LineList).focus()
        else:
            self.dismiss()
