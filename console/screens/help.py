"""Help: every key that works here, what it does, and why it is off just now."""

from collections.abc import Iterator, Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from console.actions import actions_for, hint, shown_key
from console.places import places
from console.screens.reading import Scrolled
from console.situations import (
    BOARD,
    CUSTOMER,
    DECISIONS,
    HUB,
    OFFICE,
    OUTBOX,
    REPORTS,
    SHOP,
    TICKET,
    Situation,
)
from widgets.list_keys import MOVES
from widgets.safe_text import one_line
from widgets.thread_lines import wrapped

KEY_CELLS = 9
MUTED = "$foreground 60%"
Keys = tuple[tuple[str, str], ...]
PAGING: Keys = (("g G", "first and last"), ("ctrl+d", "half a page down, ctrl+u up"))
IN_LIST: Keys = (("j k", "down and up; arrows too"), *PAGING)
IN_THREAD: Keys = (
    ("j ↓ ↑", "down and up; k is the kind"),
    *PAGING,
    ("t", "show or fold what is quoted"),
    ("x", "more of very long messages"),
    ("tab", "to the next part of the screen"),
)
IN_SECTIONS: Keys = (("1 2 …", "to a section; tab goes to the next one"), *IN_LIST)
IN_HUB: Keys = (*((each.letter, f"to {each.about}") for each in places()), *IN_LIST)
MOVING: Mapping[str, Keys] = {
    TICKET: IN_THREAD,
    HUB: IN_HUB,
    **dict.fromkeys((BOARD, CUSTOMER, DECISIONS, OFFICE, OUTBOX, REPORTS, SHOP), IN_SECTIONS),
}
"""How one moves on a screen; on any other as in a list."""


class HelpScreen(Scrolled[None], ModalScreen[None]):
    """The actions of a screen, from the same table as its keys."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,f1,q", "leave", "Back", show=False, id="help.leave"),
        *MOVES,
    ]

    def __init__(self, situation: Situation) -> None:
        super().__init__()
        self.situation = situation

    def compose(self) -> ComposeResult:
        """One line an action, then the keys of lists."""
        with Vertical(classes="dialog", id="help"):
            yield Static("Keys here", classes="heading")
            with VerticalScroll(can_focus=False):
                yield Static("", id="help-lines")
            yield Static("j k scroll   esc back", classes="hint")

    def on_resize(self) -> None:
        """Break the lines anew."""
        self.call_after_refresh(self._fit)

    def _fit(self) -> None:
        room = self.query_one(VerticalScroll).scrollable_content_region.width - 1
        lines = help_lines(self.situation, columns=room)
        self.query_one("#help-lines", Static).update(Content("\n").join(lines))

    def action_leave(self) -> None:
        """Back to the screen below."""
        self.dismiss(None)


def help_lines(situation: Situation, *, columns: int) -> list[Content]:
    """For each action its key, what it does, and the sentence for why it is off."""
    lines: list[Content] = []
    there = [each for each in actions_for(situation.screen) if each.keys]
    barred = [each for each in there if each.writes and situation.read_only]
    for action in (each for each in there if each not in barred):
        told = hint(action, situation)
        words = action.name if told.enabled else f"{action.name} · {told.reason}"
        style = "" if told.enabled else MUTED
        lines += _broken(told.key, words, columns, style=style)
    if barred:
        keys = " ".join(shown_key(each, situation.keymap) for each in barred)
        words = f"Opened with --read-only, it changes nothing, so these are off: {keys}"
        lines += [Content(""), *_broken("", words, columns, style=MUTED)]
    lines.append(Content(""))
    for key, words in MOVING.get(situation.screen, IN_LIST):
        lines += _broken(key, words, columns)
    return lines


def _broken(key: str, words: str, columns: int, *, style: str = "") -> Iterator[Content]:
    """A key and its words, the lines after the first set in below them."""
    for number, part in enumerate(wrapped(one_line(words), max(1, columns - KEY_CELLS))):
        before = f"{'' if number else key:<{KEY_CELLS}}"
        yield Content.styled(before, "bold $text-primary") + Content.styled(part, style)
