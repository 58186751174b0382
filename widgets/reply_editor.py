"""Where an answer or a note is written; its text is kept whatever happens."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Literal, Unpack

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.timer import Timer
from textual.widgets import Static, TextArea

from widgets.cells import crop
from widgets.named import Named
from widgets.safe_text import clean, content
from widgets.text_editor import TextEditor

Mode = Literal["answer", "note"]
KEPT_AFTER_SECONDS = 0.6
RECIPIENT_CELLS = 44
NOTHING_WRITTEN = "There is nothing written yet."


class OfText(Message):
    """What is told of the text in an editor."""

    def __init__(self, reply_editor: ReplyEditor, mode: Mode, *, text: str) -> None:
        super().__init__()
        self.reply_editor = reply_editor
        self.mode: Mode = mode
        self.text = text

    @property
    def control(self) -> ReplyEditor:
        """The editor it happened in."""
        return self.reply_editor


class ReplyEditor(Vertical):
    """A title that says where the text goes, the text, and the two keys that end it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "submit", "Send", show=False, id="editor.submit"),
        Binding("escape", "cancel", "Back", show=False, id="editor.cancel"),
        Binding("ctrl+o", "attach", "Send a file along", show=False, id="editor.attach"),
        Binding("ctrl+t", "piece", "Put a text in", show=False, id="editor.piece"),
    ]

    DEFAULT_CSS = """
    ReplyEditor {
        height: 1fr;
        & > Static { height: 1; padding: 0 1; text-wrap: nowrap; text-overflow: ellipsis; }
        & > .reply-editor--hint { color: $text-muted; }
        & > .reply-editor--files { color: $text-primary; }
        & > TextEditor { height: 1fr; }
    }
    """

    mode: reactive[Mode] = reactive("answer", repaint=False)
    """Whether an answer or a note is written."""

    recipient: reactive[str] = reactive("", repaint=False)
    """Who gets the answer."""

    send_words: reactive[str] = reactive("", repaint=False)
    """What ctrl+s does, where that is more than to send or to keep."""

    files: reactive[Sequence[str]] = reactive((), repaint=False)
    """The files that go along with the answer, each with its size."""

    class AttachAsked(OfText):
        """Posted when a file is to go along, or to stay here after all."""

    class PieceAsked(OfText):
        """Posted when a text that is written already is to be put in."""

    class Submitted(OfText):
        """Posted when the text is to be sent, or kept as a note."""

    class Cancelled(OfText):
        """Posted when the editor is left; the text stays in `draft`."""

    class Changed(OfText):
        """Posted a moment after the text was changed, so that it can be kept."""

    def __init__(
        self,
        *,
        draft: str = "",
        kept_after_seconds: float = KEPT_AFTER_SECONDS,
        **named: Unpack[Named],
    ) -> None:
        super().__init__(**named)
        self.kept_after_seconds = kept_after_seconds
        self._title = Static(classes="reply-editor--title")
        self._files = Static(classes="reply-editor--files")
        self._editor = TextEditor()
        self._hint = Static(classes="reply-editor--hint")
        self._told = self._start = draft
        self._telling: Timer | None = None
        self._ready = False

    def compose(self) -> ComposeResult:
        """Title, text and keys."""
        yield self._title
        yield self._files
        yield self._editor
        yield self._hint

    def on_mount(self) -> None:
        """Show the draft it was made with."""
        self._ready = True
        self.draft = self._start
        self._show_words()

    @property
    def draft(self) -> str:
        """The text as it stands."""
        return self._editor.text if self._ready else self._start

    @draft.setter
    def draft(self, text: str) -> None:
        self._start = text
        if self._ready:
            self._editor.load_text(text)
            self._editor.move_cursor(self._editor.document.end)
            self._told = self._editor.text

    def start(self, mode: Mode, *, recipient: str = "", draft: str = "") -> None:
        """Begin an answer or a note, with what was written of it before."""
        self.mode, self.recipient, self.draft = mode, recipient, draft
        self.focus_text()

    def focus_text(self) -> None:
        """Put the keyboard into the text."""
        self._editor.focus()

    def put_in(self, text: str) -> None:
        """Put a text in where the cursor is."""
        self._editor.insert(clean(text))
        self.focus_text()

    def watch_mode(self) -> None:
        """Say where the text goes."""
        self._show_words()

    watch_recipient = watch_mode
    watch_send_words = watch_mode
    watch_files = watch_mode

    def _show_words(self, refusal: str = "") -> None:
        if not self._ready:
            return
        self._title.update(self._title_content())
        answers = self.mode == "answer"
        self._files.display = answers and bool(self.files)
        self._files.update(content(f"With {', '.join(self.files)}"))
        sends = self.send_words or ("send" if answers else "keep the note")
        more = "   ctrl+o file   ctrl+t text" if answers else ""
        hint = Content(f"ctrl+s {sends}{more}   esc back, the text is kept")
        self._hint.update(Content.styled(refusal, "$text-error") if refusal else hint)

    def _title_content(self) -> Content:
        if self.mode == "note":
            return Content.styled("Note", "bold $text-warning") + Content(" · never sent")
        whom = crop(self.recipient, RECIPIENT_CELLS)
        title = Content.styled(f"Answer to {whom}" if whom else "Answer", "bold")
        return title + Content.styled(" · here and by e-mail", "$foreground-muted")

    @on(TextArea.Changed)
    def text_changed(self, event: TextArea.Changed) -> None:
        """Wait for a moment's rest, then tell."""
        event.stop()
        if self._telling is not None:
            self._telling.stop()
        if self.draft == self._told:
            return
        self._show_words()
        if self.kept_after_seconds > 0:
            self._telling = self.set_timer(self.kept_after_seconds, self._tell)
        else:
            self._tell()

    def _tell(self) -> None:
        if self.draft != self._told:
            self._told = self.draft
            self.post_message(self.Changed(self, self.mode, text=self.draft))

    def action_submit(self) -> None:
        """Hand the text over, unless there is none."""
        if not self.draft.strip():
            self._show_words(NOTHING_WRITTEN)
            return
        self._tell()
        self.post_message(self.Submitted(self, self.mode, text=self.draft))

    def action_attach(self) -> None:
        """Ask for a file to go along; a note has none."""
        if self.mode == "answer":
            self.post_message(self.AttachAsked(self, self.mode, text=self.draft))

    def action_piece(self) -> None:
        """Ask for a text to be put in; a note has none."""
        if self.mode == "answer":
            self.post_message(self.PieceAsked(self, self.mode, text=self.draft))

    def action_cancel(self) -> None:
        """Leave; what was written stays."""
        self._tell()
        self.post_message(self.Cancelled(self, self.mode, text=self.draft))
