"""Comparing: earlier requests like the one on screen, and their answers put into the one in hand."""

from console.actions import ACTIONS, why_off
from console.screens.answering import AnsweringPart


class ComparingPart(AnsweringPart):
    """Looks for requests like this one."""

    def do_request_similar(self) -> None:
        """Show what is like it."""
        from console.screens.similar import SimilarScreen

        self.app.push_screen(SimilarScreen(self.session, self.number), self._put_answer_in)

    def _put_answer_in(self, text: str | None) -> None:
        """Put another request's answer into the editor, after what was begun there."""
        from console.services import replies

        if text is None:
            return
        if reason := why_off(ACTIONS["request.reply"], self.situation):
            self.warn(reason)
            return
        if self.writing:
            self.editor.put_in(text)
            return

        def begun(draft: str) -> None:
            self._open_editor("answer", f"{draft.rstrip()}\n\n{text}".lstrip())
            self.editor.focus_text()

        call = replies.draft(*self.who, ticket=self.number)
        self.read(call, begun, group="draft")
