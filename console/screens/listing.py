"""Screens that show a list, whole or a section at a time; each knows what its cursor stands on."""

from collections.abc import Callable, Coroutine, Sequence
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from console.policy.refusal import Refusal
from console.screens.asking import Asking
from console.screens.session import Session
from console.situations import Situation
from widgets.line_list import LineList
from widgets.work_clock import WorkClock


class ListScreen(Asking):
    """A screen with one list under the keys."""

    CSS_PATH = "lists.tcss"

    begins_at: int | None = None
    """What the cursor stands on first, None for the first line."""

    def head(self, title: str) -> ComposeResult:
        """What is listed, and the clock."""
        with Horizontal(id="list-head"):
            yield Static(title, id="list-title")
            yield WorkClock(clock=self.session.clock)

    def on_mount(self) -> None:
        """Begin with the list, and read it."""
        shown = self.query_one(LineList)
        shown.focus()
        shown.empty_text = "Reading…"
        shown.begins_at = self.begins_at
        self.timer_changed()
        self.changed()

    def on_screen_resume(self) -> None:
        """Catch up with what has changed meanwhile."""
        self.timer_changed()
        self.changed()

    @property
    def cursor(self) -> int | None:
        """What the line under the cursor stands for."""
        return self.query_one(LineList).cursor_key if self.is_mounted else None

    def change(self, call: Coroutine[Any, Any, Any | Refusal], say: Callable[[Any], str]) -> None:
        """Change it, say what was done, and show it."""

        def done(result: Any) -> None:
            self.say(say(result))
            self.changed()

        self.write(call, done)

    def on_line_list_highlighted(self, _: LineList.Highlighted) -> None:
        """Another line, other keys."""
        self.refresh_keys()


class SectionedScreen(ListScreen):
    """A screen whose list shows one of several sections; their numbers and tab choose which."""

    SECTIONS: ClassVar[tuple[str, ...]] = ("",)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.section = self.SECTIONS[0]

    @property
    def situation(self) -> Situation:
        """What decides which actions work just now."""
        return self.session.situation(self.where, cursor=self.cursor, section=self.section)

    def begin_at(self, section: str, number: int | None) -> None:
        """Begin with a section, and the line that stands for a number; before it is shown."""
        self.section, self.begins_at = section, number

    def show_section(self) -> None:
        """Show the section that was chosen."""
        raise NotImplementedError

    def action_section(self, place: int) -> None:
        """Show the section of that place, from its top: a number of one means another thing in the next."""
        if self.section != self.SECTIONS[place]:
            self.query_one(LineList).show((), ())
        self.section = self.SECTIONS[place]
        self.show_section()

    def action_next_section(self, step: int) -> None:
        """Show the section beside this one."""
        self.action_section((self.SECTIONS.index(self.section) + step) % len(self.SECTIONS))

    def section_names(self, counts: Sequence[int]) -> Content:
        """The sections with their keys and, where there is room, how much is in each; the one shown stands out."""
        whole = Content("  ").join(map(self._section_name, self.SECTIONS, counts))
        if whole.cell_length <= self.app.size.width - 2:
            return whole
        return Content("  ").join(self._section_name(name, 0) for name in self.SECTIONS)

    def _section_name(self, name: str, count: int) -> Content:
        here = name == self.section
        return Content.assemble(
            (str(self.SECTIONS.index(name) + 1), "bold $text-primary"),
            (f" {name}", "bold underline" if here else "$foreground 60%"),
            (f" {count}" if count else "", "" if here else "$foreground 60%"),
        )


def section_bindings(names: Sequence[str], *, screen: str) -> list[BindingType]:
    """The keys that choose a section."""
    return [
        *(
            Binding(str(place), f"section({place - 1})", name.capitalize(), show=False,
                    id=f"{screen}.section.{place}")
            for place, name in enumerate(names, start=1)
        ),
        Binding("tab", "next_section(1)", "Next section", show=False, id=f"{screen}.next"),
        Binding("shift+tab", "next_section(-1)", "Section before", show=False,
                id=f"{screen}.previous"),
    ]  # fmt: skip
