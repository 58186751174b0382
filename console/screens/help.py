"""Help: every key that works here, what it does, and why it is off just now."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from console.actions import actions_for, hint
from console.situations import Situation
from widgets.safe_text import one_line

KEY_CELLS = 9
MUTED = "$foreground 60%"
LIST_KEYS = (
    ("j k", "down and up; arrows too (in a request, k is its kind)"),
    ("g G", "first and last"),
    ("ctrl+d", "half a page down, ctrl+u up"),
    ("t", "in a thread: show or fold what is quoted"),
    ("x", "in a thread: more of very long messages"),
    ("tab", "to the next part of the screen"),
)


class HelpScreen(ModalScreen[None]):
    """The actions of a screen, from the same table as its keys."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,?,f1,q", "leave", "Back", show=False, id="help.leave"),
        Binding("j,down", "down", "Down", show=False, id="help.down"),
        Binding("k,up", "up", "Up", show=False, id="help.up"),
    ]

    def __init__(self, situation: Situation) -> None:
        super().__init__()
        self.situation = situation

    def compose(self) -> ComposeResult:
        """One line an action, then the keys of lists."""
        with Vertical(classes="dialog", id="help"):
            yield Static("Keys here", classes="heading")
            with VerticalScroll(can_focus=False):
                yield Static(Content("\n").join(help_lines(self.situation)))
            yield Static("esc back", classes="hint")

    def action_leave(self) -> None:
        """Back to the screen below."""
        self.dismiss(None)

    def action_down(self) -> None:
        """Scroll down."""
        self.query_one(VerticalScroll).scroll_down(animate=False)

    def action_up(self) -> None:
        """Scroll up."""
        self.query_one(VerticalScroll).scroll_up(animate=False)


def help_lines(situation: Situation) -> list[Content]:
    """A line for each action: its key, what it does, and the sentence for why it is off."""
    lines = []
    for action in actions_for(situation.screen):
        if not action.keys:
            continue
        told = hint(action, situation)
        key = Content.styled(f"{told.key:<{KEY_CELLS}}", "bold $text-primary")
        if told.enabled:
            lines.append(key + Content(action.name))
        else:
            reason = f"{action.name} · {one_line(told.reason)}"
            lines.append(key + Content.styled(reason, MUTED))
    lines.append(Content(""))
    lines += [
        Content.styled(f"{key:<{KEY_CELLS}}", "bold") + Content(what) for key, what in LIST_KEYS
    ]
    return lines
