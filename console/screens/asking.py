"""Screens that ask, confirm and change: nothing happens to anybody before the last question is answered."""

from collections.abc import Callable, Coroutine
from typing import Any

from console.policy.refusal import Refusal
from console.screens.base import DeskScreen
from console.screens.dialogs import AskChoice, AskForm, confirm


class Asking(DeskScreen):
    """A screen whose keys open dialogs."""

    def ask(self, dialog: AskForm, then: Callable[[dict[str, str]], None]) -> None:
        """Ask, and go on with the answer unless the person backed out."""
        self.app.push_screen(dialog, lambda answer: None if answer is None else then(answer))

    def choose(self, dialog: AskChoice, then: Callable[[str], None]) -> None:
        """Put a question, and go on with the choice unless the person backed out."""
        self.app.push_screen(dialog, lambda key: None if key is None else then(key))

    def confirmed(self, question: str, *, about: str, does: str, then: Callable[[], None]) -> None:
        """Ask for the last time, naming person and amount."""
        dialog = confirm(question, about=about, does=does)
        self.choose(dialog, lambda key: then() if key == "y" else None)

    def change(self, call: Coroutine[Any, Any, Any | Refusal], say: Callable[[Any], str]) -> None:
        """Change it, say what was done, and show it."""

        def done(result: Any) -> None:
            self.say(say(result))
            self.changed()

        self.write(call, done)
