"""What every part of a customer's screen works with: who it is, asking, confirming, and changing."""

import secrets
from collections.abc import Callable, Coroutine
from typing import Any

from console.policy.refusal import Refusal
from console.screens import account_dialogs as dialogs
from console.screens.base import DeskScreen
from console.screens.dialogs import AskChoice, AskForm
from console.screens.session import Session
from console.services.account_shapes import CustomerView
from console.services.shapes import EntryView


class AccountPart(DeskScreen):
    """A screen that shows one customer."""

    def __init__(self, session: Session, customer: int) -> None:
        super().__init__(session)
        self.number = customer
        self.account: CustomerView | None = None

    def entry_at_cursor(self) -> EntryView | None:
        """The entry under the cursor."""
        raise NotImplementedError

    @property
    def shown(self) -> CustomerView:
        """The customer as last read; actions are off before that."""
        if self.account is None:
            raise RuntimeError("the customer is still being read")
        return self.account

    def ask(self, dialog: AskForm, then: Callable[[dict[str, str]], None]) -> None:
        """Ask, and go on with the answer unless the person backed out."""
        self.app.push_screen(dialog, lambda answer: None if answer is None else then(answer))

    def choose(self, dialog: AskChoice, then: Callable[[str], None]) -> None:
        """Put a question, and go on with the choice unless the person backed out."""
        self.app.push_screen(dialog, lambda key: None if key is None else then(key))

    def confirmed(self, question: str, *, about: str, does: str, then: Callable[[], None]) -> None:
        """Ask for the last time, naming person and amount."""
        dialog = dialogs.confirm(question, about=about, does=does)
        self.choose(dialog, lambda key: then() if key == "y" else None)

    def change(self, call: Coroutine[Any, Any, Any | Refusal], say: Callable[[Any], str]) -> None:
        """Change it, say what was done, and show it."""

        def done(result: Any) -> None:
            self.say(say(result))
            self.changed()

        self.write(call, done)


def new_reference() -> str:
    """A reference that one dialog alone posts under: pressed twice, it posts once."""
    return f"console:{secrets.token_hex(8)}"
