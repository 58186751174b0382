"""Dialogs: a question with choices, and a few lines to fill in. Escape backs out of each."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.events import Key
from textual.screen import ModalScreen
from textual.suggester import SuggestFromList
from textual.widgets import Input, Static

from console.policy.consents import CEILING_MAX
from console.policy.terms import Terms
from widgets.choice_list import Choice, ChoiceList
from widgets.safe_text import content
from widgets.text_editor import LineEditor

ESCAPE = Binding("escape", "cancel", "Back", show=False, id="dialog.cancel")


Check = Callable[[str], str | None]
"""What is wrong with a line, in a sentence; None where it will do."""


def required(text: str) -> str | None:
    """What is wrong with a line that has to be filled in."""
    return None if text.strip() else "This has to be filled in."


def optional(_: str) -> str | None:
    """Nothing is wrong with any line."""
    return None


def whole_number(least: int, most: int, *, step: int = 1) -> Callable[[str], str | None]:
    """A check that a line is a whole number within bounds."""

    def check(text: str) -> str | None:
        value = text.strip()
        if not (value.isascii() and value.isdigit() and len(value) < 10):
            return "A whole number is needed here."
        if not least <= int(value) <= most or int(value) % step:
            steps = f", in steps of {step}" if step > 1 else ""
            return f"From {least} to {most}{steps}."
        return None

    return check


def a_day(text: str) -> str | None:
    """What is wrong with a day."""
    try:
        date.fromisoformat(text.strip())
    except ValueError:
        return "A day is written as 2026-01-31."
    return None


def untaken(check: Check, taken: Collection[str], told: str) -> Check:
    """A check that a line is good, and none of those that are taken; `told` says of it that it is taken."""

    def free(text: str) -> str | None:
        return check(text) or (told.format(text.strip()) if text.strip() in taken else None)

    return free


def day_or_none(text: str) -> str | None:
    """What is wrong with a day that may be left out."""
    return a_day(text) if text.strip() else None


def a_ceiling(terms: Terms) -> Callable[[str], str | None]:
    """A check that a line is an amount that is agreed to: past what needs none, in whole blocks (U9)."""
    least = terms.notify_credits + terms.credits_per_block
    return whole_number(least, CEILING_MAX, step=terms.credits_per_block)


@dataclass(frozen=True, slots=True)
class Field:
    """One line of a form: `check` gives a sentence where its text will not do.

    `known` are answers to complete; what is hidden is never kept.
    """

    name: str
    label: str
    initial: str = ""
    placeholder: str = ""
    check: Callable[[str], str | None] = required
    known: tuple[str, ...] = ()
    hidden: bool = False


class AskChoice(ModalScreen[str | None]):
    """One question; the answer is the key of a choice, None where the person backed out."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [ESCAPE]

    def __init__(self, question: str, choices: Sequence[Choice], *, about: str = "") -> None:
        super().__init__()
        self.question = question
        self.choices = choices
        self.about = about

    def compose(self) -> ComposeResult:
        """What it is about, the question, and the way back."""
        with Vertical(classes="dialog"):
            if self.about:
                yield Static(content(self.about), classes="about")
            yield ChoiceList()
            yield Static("", classes="hint")

    def on_mount(self) -> None:
        """Put the question."""
        self.asked.ask(self.question, self.choices)
        self.listen()

    @property
    def asked(self) -> ChoiceList:
        """The question with its choices."""
        return self.query_one(ChoiceList)

    def listen(self) -> None:
        """Let keys answer."""
        self.hint("↑ ↓ enter, or the key of a choice   esc back")
        self.asked.focus()

    def hint(self, words: str) -> None:
        """Tell which keys work."""
        self.query_one(".hint", Static).update(content(words))

    def on_choice_list_chosen(self, event: ChoiceList.Chosen) -> None:
        """Answer with the choice's key."""
        self.dismiss(event.key)

    def action_cancel(self) -> None:
        """Back out."""
        self.dismiss(None)


class SuddenChoice(AskChoice):
    """A question that comes by itself: what was meant for something else while it came answers nothing."""

    AUTO_FOCUS = ""
    QUIET_SECONDS = 0.6
    """Keys answer after so long a silence."""

    def listen(self) -> None:
        """Let keys answer once the hands rest."""
        self.hint("keys answer in a moment   esc back")
        self._rest = self.set_timer(self.QUIET_SECONDS, super().listen)

    def on_key(self, _: Key) -> None:
        """Wait on while somebody types."""
        self._rest.reset()


class AskForm(ModalScreen[dict[str, str] | None]):
    """A few lines to fill in; the answer names each, None where the person backed out.

    What was `begun` in it stands there at the start, and is what was typed at the end.
    """

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [ESCAPE]

    def __init__(
        self, heading: str, fields: Sequence[Field], *, about: str = "", does: str = "do it"
    ) -> None:
        super().__init__()
        self.heading = heading
        self.fields = fields
        self.about = about
        self.does = does
        self.begun: Mapping[str, str] = {}
        self._wrong: str | None = None
        """Which line the problem on screen is about."""

    def compose(self) -> ComposeResult:
        """The heading, each line under its label, and what enter does."""
        with Vertical(classes="dialog"):
            yield Static(content(self.heading), classes="heading")
            if self.about:
                yield Static(content(self.about), classes="about")
            for field in self.fields:
                yield Static(content(field.label), classes="label")
                yield LineEditor(
                    value=self.begun.get(field.name, field.initial),
                    placeholder=Content(field.placeholder).plain,
                    password=field.hidden,
                    id=f"field-{field.name}",
                    suggester=SuggestFromList(field.known) if field.known else None,
                )
            yield Static("", classes="problem")
            tab = "tab next   " if len(self.fields) > 1 else ""
            yield Static(f"{tab}enter {self.does}   esc back", classes="hint")

    def on_mount(self) -> None:
        """Begin with the first line."""
        self.query(LineEditor).first().focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go to the first line that will not do; answer where all do."""
        event.stop()
        for field in self.fields:
            editor = self.query_one(f"#field-{field.name}", LineEditor)
            problem = field.check(editor.value)
            if problem is not None:
                untouched = editor is not event.input and not editor.value.strip()
                self._complain(editor, problem, quietly=untouched)
                return
        self._leave_with({f.name: self._value(f) for f in self.fields})

    def on_input_blurred(self, event: Input.Blurred) -> None:
        """Say at once what is wrong with a line that was filled in and left."""
        event.stop()
        field = next(each for each in self.fields if f"field-{each.name}" == event.input.id)
        problem = field.check(event.value) if event.value.strip() else None
        if problem is not None:
            self._tell(event.input, problem)
        elif self._wrong == event.input.id:
            self._tell(event.input, "")

    def _leave_with(self, answer: dict[str, str] | None) -> None:
        """Go away; what was typed is there to begin with the next time."""
        seen = [f for f in self.fields if not f.hidden]
        self.begun = {f.name: self._value(f) for f in seen if self._value(f) != f.initial}
        self.dismiss(answer)

    def _complain(self, editor: LineEditor, problem: str, *, quietly: bool) -> None:
        """Put the cursor where the problem is; a line not yet come to is no mistake."""
        self._tell(editor, "" if quietly else problem)
        editor.focus()

    def _tell(self, editor: Input, problem: str) -> None:
        self._wrong = editor.id if problem else None
        for told in self.query(".problem").results(Static):
            told.update(content(problem))

    def _value(self, field: Field) -> str:
        return self.query_one(f"#field-{field.name}", LineEditor).value.strip()

    def action_cancel(self) -> None:
        """Back out."""
        self._leave_with(None)


def ask_reason(heading: str, *, about: str = "", does: str = "do it") -> AskForm:
    """A form that asks for a reason alone; its answer's name is "reason"."""
    return AskForm(heading, [Field("reason", "Reason")], about=about, does=does)


def confirm(question: str, *, about: str, does: str) -> AskChoice:
    """A last question: the safe answer is under the cursor, and the other says what it does."""
    choices = [Choice("n", "no, change nothing"), Choice("y", does)]
    return AskChoice(question, choices, about=about)
