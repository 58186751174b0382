"""Requests like the one in hand: what they turned out to be and took, and what was answered."""

from datetime import datetime
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from console.policy.officehours import OfficeHours
from console.screens.base import DeskModal, RequestOpened
from console.screens.session import Session
from console.screens.words import day_text
from console.services import similar as service
from console.services.bug_shapes import BugRef
from console.services.explain_words import Section
from console.services.similar import SimilarView
from widgets.durations import clock_words
from widgets.line_list import Column, LineList, ListLine
from widgets.long_text import LongText
from widgets.safe_text import content

MOST_LINES = 7
"""So many are seen at once: the answer below needs the room."""

COLUMNS = (
    Column("No", 6, right=True),
    Column("Alike", 8),
    Column("Subject"),
    Column("Was", 20),
    Column("Took", 10, right=True),
)


class SimilarScreen(DeskModal[str]):
    """The list above, what was answered below; dismissed with an answer that is to be put in."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,s", "leave", "Back", show=False, id="similar.leave"),
        Binding("a", "put_in", "Put its answer into mine", show=False, id="similar.put_in"),
        Binding("b", "same_bug", "It is of the same known bug", show=False, id="similar.same_bug"),
        Binding("right_square_bracket", "scroll_answer(1)", "Read on", show=False, id="similar.down"),
        Binding("left_square_bracket", "scroll_answer(-1)", "Read back", show=False, id="similar.up"),
    ]  # fmt: skip

    def __init__(self, session: Session, ticket: int) -> None:
        super().__init__(session)
        self.ticket = ticket
        self._found: dict[int, SimilarView] = {}

    def compose(self) -> ComposeResult:
        """The list, the answer to the one under the cursor, and what can be done with it."""
        with Vertical(classes="dialog", id="similar"):
            yield Static(content(f"Like #{self.ticket}"), classes="heading")
            yield LineList()
            yield LongText(id="similar-answer")
            yield Static("", classes="problem")
            yield Static("enter look   a put its answer into mine   b same known bug   [ ] scroll   esc back", classes="hint", markup=False)  # fmt: skip

    def on_mount(self) -> None:
        """Look for them."""
        shown = self.query_one(LineList)
        shown.empty_text = "Looking…"
        self.query_one(LongText).empty_text = ""
        shown.focus()
        self.read(service.to(self.session.desk, ticket=self.ticket), self._show)

    def _show(self, found: tuple[SimilarView, ...]) -> None:
        self._found = {each.ticket: each for each in found}
        shown = self.query_one(LineList)
        shown.empty_text = "No request has so much in common with it."
        shown.styles.height = max(2, min(len(found), MOST_LINES)) + 1
        shown.show(COLUMNS, [line(each) for each in found])

    def on_line_list_highlighted(self, event: LineList.Highlighted) -> None:
        """Show what the request was, and what was answered."""
        view = self._found.get(event.key)
        if view is not None:
            told = sections(view, self.session.hours, now=self.session.now())
            answer = self.query_one(LongText)
            answer.sections = told
            answer.scroll_home(animate=False)

    def on_line_list_opened(self, event: LineList.Opened) -> None:
        """Look at the request; back comes here again."""
        self.post_message(RequestOpened(event.key))

    def action_scroll_answer(self, way: int) -> None:
        """Read on, or back."""
        answer = self.query_one(LongText)
        answer.move_by(way * max(1, answer.size.height - 1))

    def action_put_in(self) -> None:
        """Go back with the answer under the cursor."""
        view = self._found.get(self.query_one(LineList).cursor_key or 0)
        if view is not None and view.answer:
            self.dismiss_with(view.answer)
        elif view is not None:
            self.query_one(".problem", Static).update(content(f"Nobody wrote an answer on #{view.ticket}."))  # fmt: skip

    def action_same_bug(self) -> None:
        """Say that the request in hand is of the same known bug as the one under the cursor."""
        from console.services import bugs

        view = self._found.get(self.query_one(LineList).cursor_key or 0)
        problem = self.query_one(".problem", Static)
        if view is None:
            return
        if self.session.read_only:
            problem.update("This console only reads: it was opened with --read-only.")
        elif view.bug is None:
            problem.update(f"#{view.ticket} is of no known bug.")
        else:
            call = bugs.attach(
                *self.session.who, ticket=self.ticket, bug=view.bug.bug, now=self.session.now()
            )
            self.write(call, self._of_bug)

    def _of_bug(self, found: BugRef | None) -> None:
        if found is not None:
            self.say(f"#{self.ticket} is of known bug {found.bug}: {found.title}.")

    def action_leave(self) -> None:
        """Back to the request."""
        self.dismiss(None)


def line(view: SimilarView) -> ListLine:
    """A request in the list."""
    return ListLine(
        view.ticket,
        (str(view.ticket), view.alike_words, view.subject, view.ended, view.took),
        ("dim", "accent" if view.alike_words == "very" else "dim", "", "", "dim"),
    )


def sections(view: SimilarView, hours: OfficeHours, *, now: datetime) -> list[Section]:
    """What a request was, in a few lines, and what was answered."""
    came = day_text(hours, view.received_at, now=now)
    worked = f"{clock_words(view.worked_seconds)} of work" if view.worked_seconds else ""
    ground = f"({view.ground})" if view.ground else ""
    was = [" ".join(filter(None, (view.ended, ground))), worked, view.took, " ".join(view.clauses)]
    about = [
        f"{view.customer}, {came} · {' · '.join(filter(None, was))}",
        *([f"Known bug {view.bug.bug}: {view.bug.title}"] if view.bug else []),
        f"In common: {', '.join(view.shared)}",
    ]
    answered = view.answer.split("\n") if view.answer else ["nothing by a person"]
    return [(f"#{view.ticket} {view.subject}", about), ("Answered", answered)]
