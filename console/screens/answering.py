"""Answering: the editor below the thread, for an answer that goes out or a note that stays."""

from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any, Literal, TypeVar

from console.policy.refusal import Refusal
from console.screens.dialogs import AskChoice
from console.screens.enclosing import EnclosingPart
from console.screens.overtaking import SEND, last_message, question
from console.services.shapes import Overtaken, Sent
from widgets.choice_list import Choice
from widgets.reply_editor import ReplyEditor
from widgets.thread import Thread

_T = TypeVar("_T")


class AnsweringPart(EnclosingPart):
    """The editor: what is written in it is kept, sent or put down as a note."""

    _seen = 0
    """The newest message that the answer in hand was written in sight of."""

    @property
    def editor(self) -> ReplyEditor:
        """The editor below the thread."""
        return self.query_one(ReplyEditor)

    @property
    def writing(self) -> bool:
        """Whether the editor is open."""
        return bool(self.editor.display)

    def do_request_reply(self) -> None:
        """Open the editor with the answer begun before, if there is one."""
        from console.services import replies

        if unsaved := self.session.unsaved.get(self.number):
            self._open_editor("answer", unsaved)
            return
        call = replies.draft(*self.who, ticket=self.number)
        self.read(call, lambda draft: self._open_editor("answer", draft), group="draft")

    def do_request_note(self) -> None:
        """Open the editor for a note."""
        self._open_editor("note", self.session.notes.get(self.number, ""))

    def _open_editor(self, mode: Literal["answer", "note"], draft: str) -> None:
        view = self.view
        if view is None:
            return
        if self.writing:
            self._keep(self.editor.mode, self.editor.draft)
        else:
            self._seen = last_message(view)
        self.editor.display = True
        self.show_enclosed()
        self.editor.start(
            mode, recipient=f"{view.row.customer} <{view.customer_address}>", draft=draft
        )
        self.refresh_keys()

    def close_editor(self) -> None:
        """Put the editor away; what was written stays in its draft."""
        self.editor.display = False
        self.query_one(Thread).focus()
        self.refresh_keys()

    def on_reply_editor_changed(self, event: ReplyEditor.Changed) -> None:
        """Keep what was written so far, unless it has been sent meanwhile."""
        if self.writing:
            self._keep(event.mode, event.text)

    def on_reply_editor_cancelled(self, event: ReplyEditor.Cancelled) -> None:
        """Keep what was written, and go back to the thread."""
        self._keep(event.mode, event.text)
        self.close_editor()

    def _keep(self, mode: str, text: str) -> None:
        from console.services import replies

        if mode == "note":
            self.session.notes[self.number] = text
            return
        call = partial(
            replies.save_draft, *self.who, ticket=self.number, text=text, now=self.session.now()
        )
        self.write(self._saving(call, text), lambda _: None, quietly=True)

    def _saving(
        self, call: Callable[[], Coroutine[Any, Any, _T]], text: str
    ) -> Coroutine[Any, Any, _T]:
        """Hold what was typed until it is in the record."""
        unsaved, number = self.session.unsaved, self.number
        unsaved[number] = text

        async def saved() -> _T:
            value = await call()
            if not isinstance(value, Refusal) and unsaved.get(number) == text:
                del unsaved[number]
            return value

        return saved()

    def on_reply_editor_submitted(self, event: ReplyEditor.Submitted) -> None:
        """Put a note down, or ask how an answer goes out."""
        if event.mode == "note":
            self._put_down(event.text)
            return
        choices = [
            Choice("s", "send it, and go on working"),
            Choice("w", "send it, and wait for the customer", note="the timer stops"),
        ]
        whom = self.view.customer_address if self.view else ""

        self.choose(
            AskChoice("Send the answer?", choices, about=f"To {whom}, and on the request (C6)."),
            lambda key: self._send(event.text, wait=key == "w"),
        )

    def _send(self, text: str, *, wait: bool) -> None:
        from console.services import replies

        # Kept first, should it be refused; then away from the keys, before the next one is pressed.
        self._keep("answer", text)
        self.close_editor()
        call = partial(
            replies.reply, *self.who, ticket=self.number, text=text,
            wait_for="customer" if wait else None, seen=self._seen,
            attachments=tuple(self.enclosed), now=self.session.now(),
        )  # fmt: skip

        def refused(refusal: Refusal) -> None:
            if isinstance(refusal, Overtaken):
                self._overtaken(refusal, text, wait=wait)
            else:
                self._not_sent(refusal)

        def sent(made: Sent) -> None:
            self.session.enclosed.pop(self.number, None)
            self._sent(made, "The answer is on its way.")

        self.write(
            self._saving(call, text), sent,
            refused=refused, failed=lambda: self._open_again("answer", text),
        )  # fmt: skip

    def _open_again(self, mode: Literal["answer", "note"], text: str) -> None:
        """Have what could not be saved before the person again, unless they write something else by now."""
        if not self.writing:
            self._open_editor(mode, text)

    def _overtaken(self, overtaken: Overtaken, text: str, *, wait: bool) -> None:
        """Show what came while the answer was written, and ask whether it still holds."""
        self._seen = overtaken.messages[-1].message
        self.changed()
        asked = question(
            overtaken, stay="go on writing", does="send the answer as it is", hours=self.session.hours,
            now=self.session.now(),
        )  # fmt: skip

        def chosen(key: str | None) -> None:
            if key == SEND:
                self._send(text, wait=wait)
            else:
                self.do_request_reply()

        self.app.push_screen(asked, chosen)

    def _not_sent(self, refusal: Refusal) -> None:
        """Say why, with the answer in the editor as it was."""
        self.refuse(refusal)
        self.do_request_reply()

    def _put_down(self, text: str) -> None:
        from console.services import replies

        call = replies.note(*self.who, ticket=self.number, text=text, now=self.session.now())
        self.session.notes[self.number] = ""
        self.close_editor()

        def failed() -> None:
            self.session.notes[self.number] = self.session.notes[self.number] or text
            self._open_again("note", text)

        self.write(call, lambda sent: self._sent(sent, "The note is kept."), failed=failed)

    def _sent(self, _: Sent, said: str) -> None:
        self.say(said)
        self.changed()
