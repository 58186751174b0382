"""Comparing: earlier requests like the one on screen, and their answers put into the one in hand."""

from console.actions import ACTIONS, why_off
from console.screens.answering import AnsweringPart
from console.services.bug_shapes import BugRef


class ComparingPart(AnsweringPart):
    """Looks for requests like this one."""

    def do_request_similar(self) -> None:
        """Show what is like it."""
        from console.screens.similar import SimilarScreen

        self.app.push_screen(SimilarScreen(self.session, self.number), self._put_answer_in)

    def do_request_bug(self) -> None:
        """Ask which known bug it is of."""
        from console.screens.bug_choice import BugChoice

        if self.view is not None:
            self.app.push_screen(BugChoice(self.session, self.view), self._of_bug)

    def _of_bug(self, number: int | None) -> None:
        from console.services import bugs

        if number is None:
            return
        call = bugs.attach(
            *self.who, ticket=self.number, bug=number or None, now=self.session.now()
        )

        def said(found: BugRef | None) -> None:
            named = f"of known bug {found.bug}: {found.title}" if found else "of no known bug"
            self.say(f"#{self.number} is {named}.")
            self.changed()

        self.write(call, said)

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
