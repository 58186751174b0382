"""Screens that ask and confirm: nothing happens to anybody before the last question is answered."""

from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from console.policy.refusal import Refusal
from console.screens.base import DeskScreen
from console.screens.dialogs import AskChoice, AskForm, confirm

_T = TypeVar("_T")


class Asking(DeskScreen):
    """A screen whose keys open dialogs; what was typed in one is kept until it has had its effect."""

    _form = ""

    def ask(self, dialog: AskForm, then: Callable[[dict[str, str]], None]) -> None:
        """Ask, and go on with the answer unless the person backed out."""
        kept = self.session.forms
        dialog.begun = kept.get(dialog.heading, {})

        def answered(answer: dict[str, str] | None) -> None:
            kept[dialog.heading] = dialog.begun
            if answer is not None:
                self._form = dialog.heading
                then(answer)

        self.app.push_screen(dialog, answered)

    def choose(self, dialog: AskChoice, then: Callable[[str], None]) -> None:
        """Put a question, and go on with the choice unless the person backed out."""
        self.app.push_screen(dialog, lambda key: None if key is None else then(key))

    def confirmed(self, question: str, *, about: str, does: str, then: Callable[[], None]) -> None:
        """Ask for the last time, naming person and amount."""
        dialog = confirm(question, about=about, does=does)
        self.choose(dialog, lambda key: then() if key == "y" else None)

    def learn(
        self, call: Coroutine[Any, Any, _T | Refusal], then: Callable[[_T], None], *, group: str
    ) -> None:
        """Read what a change would come to, and go on with it unless it would be refused."""

        def learnt(value: _T | Refusal) -> None:
            if isinstance(value, Refusal):
                self.refuse(value)
            else:
                then(value)

        self.read(call, learnt, group=group)

    def write(
        self,
        call: Coroutine[Any, Any, _T | Refusal],
        then: Callable[[_T], None],
        *,
        refused: Callable[[Refusal], None] | None = None,
        failed: Callable[[], None] | None = None,
        quietly: bool = False,
    ) -> None:
        """Write in the background; the form that it was asked by is forgotten once that is done."""

        def done(value: _T) -> None:
            self.session.forms.pop(self._form, None)
            then(value)

        super().write(
            call, then if quietly else done, refused=refused, failed=failed, quietly=quietly
        )
