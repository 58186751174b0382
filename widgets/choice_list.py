"""One question with its choices, each answered by one key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Click, Key
from textual.message import Message
from textual.reactive import reactive
from textual.style import Style
from textual.widget import Widget

from widgets.cells import crop, fit, fit_right

LINES_BEFORE = 2
LINES_EACH = 2
FACTS_CELLS = 30
CURSOR = "choice-list--cursor"


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer: its key, its words, and what follows from it."""

    key: str
    label: str
    cost: str = ""
    clause: str = ""
    balance: str = ""
    note: str = ""
    refusal: str = ""


class ChoiceList(Widget, can_focus=True):
    """A question; beside each choice its cost, below it its clause and the balance after.

    A choice with a refusal is dim, says why, and cannot be taken.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "list_down", "Down", show=False, id="list.down"),
        Binding("up", "list_up", "Up", show=False, id="list.up"),
        Binding("enter", "list_open", "Choose", show=False, id="list.open"),
    ]

    COMPONENT_CLASSES: ClassVar[set[str]] = {CURSOR}

    DEFAULT_CSS = """
    ChoiceList {
        height: auto;
        padding: 0 1;
        text-wrap: nowrap;
        text-overflow: ellipsis;
        & .choice-list--cursor { background: $primary 25%; }
        &:ansi .choice-list--cursor { background: ansi_bright_black; }
    }
    """

    question: reactive[str] = reactive("", layout=True)
    """What is asked."""

    step: reactive[str] = reactive("")
    """Where in a row of questions this one stands, such as "2 of 3"."""

    choices: reactive[Sequence[Choice]] = reactive((), layout=True)
    """The answers to choose from."""

    cursor: reactive[int] = reactive(0)
    """Which choice enter takes, from 0."""

    class Chosen(Message):
        """Posted when a choice is taken."""

        def __init__(self, choice_list: ChoiceList, key: str) -> None:
            super().__init__()
            self.choice_list = choice_list
            self.key = key

        @property
        def control(self) -> ChoiceList:
            """The list it happened in."""
            return self.choice_list

    def ask(self, question: str, choices: Sequence[Choice], *, step: str = "") -> None:
        """Put another question."""
        self.question, self.choices, self.step, self.cursor = question, choices, step, 0

    def render(self) -> Content:
        """The question and its choices."""
        width = self.content_size.width
        question = Content.styled(crop(self.question, width - cell_len(self.step) - 2), "bold")
        gap = " " * max(0, width - question.cell_length - cell_len(self.step))
        lines = [
            question + Content(gap) + Content.styled(crop(self.step, 12), "$foreground-muted"),
            Content(""),
        ]
        for index, choice in enumerate(self.choices):
            lines += self._choice_lines(choice, width, here=index == self.cursor)
        return Content("\n").join(lines)

    def _choice_lines(self, choice: Choice, width: int, *, here: bool) -> list[Content]:
        label_cells = max(0, width - 6 - 14)
        line = "$foreground-disabled" if choice.refusal else "bold" if here else ""
        first = Content.assemble(
            (" ▸ " if here else "   ", "$text-primary"),
            (
                crop(choice.key, 1) + "  ",
                "$foreground-disabled" if choice.refusal else "bold $text-primary",
            ),
            (fit(choice.label, label_cells), line),
            (fit_right(choice.cost, 14), line),
        )
        second = _second_line(choice, max(0, width - 6))
        if here:
            below = Style(background=self.get_visual_style(CURSOR).background)
            first, second = first.stylize(below), second.stylize(below)
        return [first, second]

    def on_key(self, event: Key) -> None:
        """Take the choice whose key was pressed."""
        for choice in self.choices:
            if event.character == choice.key:
                event.stop()
                self._take(choice)

    def on_click(self, event: Click) -> None:
        """Take the choice clicked."""
        index = (event.y - LINES_BEFORE) // LINES_EACH
        if event.y >= LINES_BEFORE and index < len(self.choices):
            self.cursor = index
            self._take(self.choices[index])

    def action_list_down(self) -> None:
        """To the next choice."""
        self.cursor = min(self.cursor + 1, max(0, len(self.choices) - 1))

    def action_list_up(self) -> None:
        """To the choice before."""
        self.cursor = max(0, self.cursor - 1)

    def action_list_open(self) -> None:
        """Take the choice under the cursor."""
        if self.cursor < len(self.choices):
            self._take(self.choices[self.cursor])

    def _take(self, choice: Choice) -> None:
        if not choice.refusal:
            self.post_message(self.Chosen(self, choice.key))


def _second_line(choice: Choice, width: int) -> Content:
    if choice.refusal:
        return Content.styled(" " * 6 + fit(choice.refusal, width), "$foreground-muted")
    after = " · ".join(filter(None, [choice.clause, choice.note]))
    balance_cells = min(FACTS_CELLS, cell_len(choice.balance))
    facts = fit(after, max(0, width - balance_cells)) + fit_right(choice.balance, balance_cells)
    return Content.styled(" " * 6 + facts, "$foreground-muted")
