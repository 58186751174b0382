"""The work done on a request: who, when, how long, and how it was counted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from textual.content import Content
from textual.events import Resize
from textual.reactive import reactive
from textual.widget import Widget

from widgets.cells import crop, fit, fit_right

GAP = "  "
WHO, STARTED, LENGTH, HOW = 12, 13, 8, 16


class Session(Protocol):
    """One work session or correction, in words."""

    @property
    def who(self) -> str:
        """Whose work."""

    @property
    def started_text(self) -> str:
        """When it began."""

    @property
    def length_text(self) -> str:
        """How long it was."""

    @property
    def how(self) -> str:
        """How it was counted: by the timer, typed in, corrected, still running."""

    @property
    def note(self) -> str:
        """The reason given with it."""


class WorkTable(Widget):
    """A line for each session, and their sum below."""

    DEFAULT_CSS = """
    WorkTable { height: auto; padding: 0 1; text-wrap: nowrap; }
    """

    sessions: reactive[Sequence[Session]] = reactive((), layout=True)
    """The sessions, oldest first."""

    total_text: reactive[str] = reactive("", layout=True)
    """Their sum in words."""

    empty_text: reactive[str] = reactive("No work yet.", layout=True)
    """What stands there when there is no session."""

    def render(self) -> Content:
        """All sessions under the names of their columns."""
        if not self.sessions:
            return Content.styled(self.empty_text, "$foreground-muted")
        names = (
            fit("Who", WHO),
            fit("Started", STARTED),
            fit_right("Worked", LENGTH),
            fit("How", HOW),
            "Note",
        )
        lines = [Content.styled(GAP.join(names), "$foreground-muted")]
        lines += [Content(self._row(session)) for session in self.sessions]
        if self.total_text:
            before = WHO + STARTED + len(GAP)
            total = fit_right("together", before) + GAP + fit_right(self.total_text, LENGTH)
            lines.append(Content.styled(total, "bold"))
        return Content("\n").join(lines)

    def on_resize(self, _: Resize) -> None:
        """Give the notes their new room."""
        self.refresh()

    def _row(self, session: Session) -> str:
        taken = WHO + STARTED + LENGTH + HOW + 4 * len(GAP)
        cells = (
            fit(session.who, WHO),
            fit(session.started_text, STARTED),
            fit_right(session.length_text, LENGTH),
            fit(session.how, HOW),
            crop(session.note, max(0, self.content_size.width - taken)),
        )
        return GAP.join(cells)
