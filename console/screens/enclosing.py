"""What goes into an answer besides what is typed: files that go along, and pieces that are written already."""

import mimetypes
from pathlib import Path
from typing import TYPE_CHECKING

from console.mail.attached import safe_name
from console.screens.dialogs import AskChoice, AskForm, Field
from console.screens.request import RequestPart
from console.services.letters import Attachment
from widgets.choice_list import Choice
from widgets.reply_editor import ReplyEditor
from widgets.thread_lines import size_words

if TYPE_CHECKING:  # loaded once a file or a piece is asked for
    from console.services.files import FileView
    from console.services.texts import TextView

KEYS = "1234567890abcdefghijklmnoqrstuvwxyz"
"""Keys of choices in their order; p is the path's."""

MOST = len(KEYS)


class EnclosingPart(RequestPart):
    """Puts files and pieces into the answer in hand; the files stay with it until it is sent."""

    @property
    def enclosed(self) -> list[Attachment]:
        """The files that go along with the answer in hand."""
        return self.session.enclosed.setdefault(self.number, [])

    def show_enclosed(self) -> None:
        """Tell the editor what goes along."""
        told = [f"{each.name} {size_words(len(each.content))}" for each in self.enclosed]
        self.query_one(ReplyEditor).files = tuple(told)

    def on_reply_editor_attach_asked(self, _: ReplyEditor.AttachAsked) -> None:
        """Ask which file goes along, or stays here."""
        from console.services import files

        self.read(
            files.listing(self.session.desk, ticket=self.number), self._ask_file, group="files"
        )

    def _ask_file(self, found: "tuple[FileView, ...]") -> None:
        own = found[len(self.enclosed) - MOST :]
        taken = [Choice("", f"take {each.name} away again") for each in self.enclosed]
        sent = [
            Choice("", f"the request's own {each.name}", note=size_words(each.size_bytes))
            for each in own
        ]
        keyed = [
            Choice(key, each.label, note=each.note)
            for key, each in zip(KEYS, [*taken, *sent], strict=False)
        ]
        chosen = {choice.key: place for place, choice in enumerate(keyed)}

        def go_on(key: str) -> None:
            place = chosen.get(key)
            if place is None:
                self._ask_path()
            elif place < len(taken):
                del self.enclosed[place]
                self._enclosed()
            else:
                self._enclose_own(own[place - len(taken)].file)

        path = Choice("p", "a file of this machine, by its path")
        self.choose(AskChoice("Which file goes along?", [path, *keyed]), go_on)

    def _ask_path(self) -> None:
        field = Field("path", "The file's path", check=_a_file)
        self.ask(
            AskForm("Send a file along", [field], does="send it along"),
            self._enclose_path,
        )

    def _enclose_path(self, answer: dict[str, str]) -> None:
        try:
            self._enclose(_read(answer["path"]))
        except OSError as error:
            self.warn(f"It cannot be read: {error.strerror or error}.")

    def _enclose_own(self, number: int) -> None:
        from console.services import files

        call = files.content(self.session.desk, ticket=self.number, file=number)
        self.read(call, self._enclose, group="file")

    def _enclose(self, found: Attachment) -> None:
        from console.services.replies import MAX_FILES_BYTES

        size = sum(len(each.content) for each in [*self.enclosed, found])
        if size > MAX_FILES_BYTES:
            self.warn(
                f"The files would have {size_words(size)}: an answer takes {size_words(MAX_FILES_BYTES)}."
            )
        else:
            self.enclosed.append(found)
        self._enclosed()

    def _enclosed(self) -> None:
        self.session.forms.pop("Send a file along", None)
        self.show_enclosed()
        self.query_one(ReplyEditor).focus_text()

    def on_reply_editor_piece_asked(self, _: ReplyEditor.PieceAsked) -> None:
        """Ask which piece is put in."""
        from console.services import texts

        language = self.view.language if self.view is not None else "en"
        self.read(
            texts.macros(self.session.desk, language=language), self._ask_piece, group="pieces"
        )

    def _ask_piece(self, found: "tuple[TextView, ...]") -> None:
        keyed = dict(zip(KEYS, found, strict=False))
        choices = [Choice(key, each.name, note=each.purpose) for key, each in keyed.items()]
        self.choose(
            AskChoice("Which text goes in?", choices), lambda key: self._put_in(keyed[key].name)
        )

    def _put_in(self, name: str) -> None:
        from console.services import texts

        call = texts.macro(self.session.desk, ticket=self.number, name=name)
        self.read(call, self.query_one(ReplyEditor).put_in, group="pieces")


def _a_file(text: str) -> str | None:
    """What is wrong with a path."""
    from console.services.replies import MAX_FILES_BYTES

    path = Path(text.strip()).expanduser()
    try:
        if not path.is_file():
            return "There is no file of that path on this machine."
        if path.stat().st_size > MAX_FILES_BYTES:
            return f"It is larger than {size_words(MAX_FILES_BYTES)}."
        with path.open("rb"):
            return None
    except (OSError, ValueError) as error:
        return f"It cannot be read: {getattr(error, 'strerror', None) or 'that is no path'}."


def _read(text: str) -> Attachment:
    path = Path(text.strip()).expanduser()
    guessed = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return Attachment(safe_name(path.name) or "file", guessed, path.read_bytes())
