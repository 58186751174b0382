"""The files of a request: listed, read where they are text, and saved; none is ever run."""

from typing import ClassVar

from platformdirs import user_downloads_path
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from console.documents import saving
from console.screens.base import DeskModal
from console.screens.reading import ReadingScreen
from console.screens.session import Session
from console.services import files as service
from console.services.explain_words import Section
from console.services.files import FileView
from console.services.letters import Attachment
from widgets.line_list import Column, LineList, ListLine
from widgets.safe_text import clean, content
from widgets.thread_lines import size_words

COLUMNS = (
    Column("", 3, right=True),
    Column("File"),
    Column("Size", 7, right=True),
    Column("What it is", 26),
    Column("From", 14),
)
READ_BYTES = 200_000


class FileScreen(ReadingScreen):
    """A file's text, as far as it is one."""

    def __init__(self, session: Session, found: Attachment) -> None:
        super().__init__(session)
        self.found = found

    async def told(self) -> Attachment:
        """It was read to be shown."""
        return self.found

    def sections(self, found: Attachment) -> list[Section]:
        """Its name, and its text."""
        text = text_of(found.content) or ""
        left = len(found.content) - READ_BYTES
        more = [f"… and {size_words(left)} more: save it to read all"] if left > 0 else []
        return [(found.name, [*text.split("\n"), *more])]


class FilesScreen(DeskModal[None]):
    """The files of a request."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "leave", "Back", show=False, id="files.leave"),
        Binding("s", "save", "Save", show=False, id="files.save"),
    ]

    def __init__(self, session: Session, ticket: int) -> None:
        super().__init__(session)
        self.ticket = ticket
        self._files: tuple[FileView, ...] = ()

    def compose(self) -> ComposeResult:
        """The list, and what can be done with a file."""
        with Vertical(classes="dialog", id="files"):
            yield Static(content(f"Files of #{self.ticket}"), classes="heading")
            yield LineList()
            yield Static("", classes="problem")
            yield Static("enter read it as text   s save it   esc back", classes="hint")

    def on_mount(self) -> None:
        """Read the list."""
        shown = self.query_one(LineList)
        shown.empty_text = "Reading…"
        shown.focus()
        self.read(service.listing(self.session.desk, ticket=self.ticket), self._show)

    def _show(self, found: tuple[FileView, ...]) -> None:
        self._files = found
        shown = self.query_one(LineList)
        shown.empty_text = "No files came with it."
        shown.show(COLUMNS, [line(each) for each in found])

    def warn(self, sentence: str) -> None:
        """Say what could not be done, beside the list."""
        self.query_one(".problem", Static).update(content(sentence))

    def on_line_list_opened(self, event: LineList.Opened) -> None:
        """Read the file, where it is text."""
        call = service.content(self.session.desk, ticket=self.ticket, file=event.key)
        self.read(call, self._open, group="file")

    def _open(self, found: Attachment) -> None:
        if text_of(found.content) is None:
            self.warn(f"{found.name} is no text: s saves it.")
            return
        self.warn("")
        self.app.push_screen(FileScreen(self.session, found))

    def action_save(self) -> None:
        """Save the file under the cursor on this machine."""
        number = self.query_one(LineList).cursor_key
        if number is not None:
            call = service.content(self.session.desk, ticket=self.ticket, file=number)
            self.read(call, self._save, group="file")

    def _save(self, found: Attachment) -> None:
        try:
            path = saving.save(user_downloads_path(), found.name, found.content)
        except OSError as error:
            self.warn(f"{found.name} cannot be saved: {error.strerror or error}.")
            return
        self.warn("")
        self.say(f"Saved on this machine as {path}.")

    def action_leave(self) -> None:
        """Back to the request."""
        self.dismiss(None)


def line(each: FileView) -> ListLine:
    """A file in the list; what it claims to be and is not stands out, and says so."""
    what = f"! really {each.really}" if each.really else each.content_type
    if each.let_go_on is not None:
        what = f"let go of on {each.let_go_on}"
    return ListLine(
        each.file,
        (str(each.file), each.name, size_words(each.size_bytes), what, each.author),
        ("dim", "", "dim", "owes" if each.really else "dim", "dim"),
    )


def text_of(content_bytes: bytes) -> str | None:
    """The beginning of a file as safe text; None for what is none."""
    begun = content_bytes[:READ_BYTES]
    if b"\x00" in begun:
        return None
    try:
        text = begun.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < len(begun) - 4:
            return None
        text = begun[: error.start].decode("utf-8")
    return clean(text)
