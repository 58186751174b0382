"""What customers are written: every text with examples, and the desk's own put in place of the built-in ones."""

from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static, TextArea

from console.actions import bindings_for
from console.screens import text_words as words
from console.screens.base import DeskModal, put
from console.screens.dialogs import AskForm, Field
from console.screens.listing import ListScreen
from console.screens.reading import ReadingScreen
from console.screens.session import Session
from console.services import texts as service
from console.services.explain_words import Section
from console.services.faults import BadInput
from console.services.texts import Preview, TextView
from console.situations import TEXTS, Situation
from widgets.key_bar import KeyBar
from widgets.line_list import LineList
from widgets.safe_text import clean, content
from widgets.text_editor import TextEditor

SHOWN_AFTER_SECONDS = 0.4
WIDE_CELLS = 100

_Whole = tuple[Preview, tuple[TextView, ...]]


class TextScreen(ReadingScreen):
    """One text whole."""

    def __init__(self, session: Session, found: TextView) -> None:
        super().__init__(session)
        self.found = found

    async def told(self) -> _Whole:
        """Fill it in, and read how it was written before."""
        found = self.found
        made = service.preview(name=found.name, language=found.language, source=found.source)
        past = await service.history(self.session.desk, name=found.name, language=found.language)
        return made, past

    def sections(self, found: _Whole) -> list[Section]:
        """When it is sent, as a customer gets it, as it is written, and who wrote it."""
        made, past = found
        return words.sections(self.found, made, past, self.session.hours, now=self.session.now())


class WriteTextScreen(DeskModal[TextView]):
    """A text being written, with what a customer would get beside it, or in its place where there is no room."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Back", show=False, id="text.leave"),
        Binding("ctrl+s", "submit", "Put it in force", show=False, id="text.submit", priority=True),
        Binding("f5", "look", "Preview", show=False, id="text.preview", priority=True),
    ]

    def __init__(self, session: Session, name: str, language: str, *, source: str) -> None:
        super().__init__(session)
        self.text_name = name
        self.language = language
        self.source = source
        self._showing: Timer | None = None
        self._looks = False

    @property
    def _kept_under(self) -> str:
        return f"{self.text_name}.{self.language}"

    def compose(self) -> ComposeResult:
        """The text, what it comes to, and what is wrong with it."""
        begun = self.session.texts.get(self._kept_under, self.source)
        with Vertical(classes="dialog", id="text"):
            yield Static(content(f"{self.text_name} ({self.language})"), classes="heading")
            with Horizontal(id="text-both"):
                yield TextEditor(begun)
                with VerticalScroll(id="text-preview", can_focus=False):
                    yield Static("", id="text-made")
            yield Static("", classes="problem")
            yield Static(
                "ctrl+s put it in force   f5 preview   esc back, it is kept", classes="hint"
            )

    def on_mount(self) -> None:
        """Begin with the text."""
        self.query_one(TextEditor).focus()
        self._arrange()
        self._show()

    def on_resize(self) -> None:
        """Side by side only where there is room."""
        self._arrange()

    def on_text_area_changed(self, _: TextArea.Changed) -> None:
        """Show what it comes to, a moment after the last key."""
        if self._showing is not None:
            self._showing.stop()
        self._showing = self.set_timer(SHOWN_AFTER_SECONDS, self._show)

    def action_look(self) -> None:
        """Show the preview in place of the text, or the text again."""
        self._looks = not self._looks
        self._arrange()
        self._show()

    def _arrange(self) -> None:
        wide = self.app.size.width >= WIDE_CELLS
        self.query_one("#text-preview").display = wide or self._looks
        self.query_one(TextEditor).display = wide or not self._looks
        if not self._looks:
            self.query_one(TextEditor).focus()

    def _show(self) -> None:
        """Fill it in with examples, or say what is wrong with it."""
        try:
            made = service.preview(
                name=self.text_name, language=self.language, source=self.query_one(TextEditor).text
            )
        except BadInput as error:
            self.warn(str(error))
            return
        self.warn("")
        lines = "\n".join(clean(each) for each in words.preview_lines(made))
        put(self.query_one("#text-made", Static), Content(lines), layout=True)

    def warn(self, sentence: str) -> None:
        """Say what is wrong beside the text, where it is mended."""
        self.query_one(".problem", Static).update(content(sentence))

    def action_submit(self) -> None:
        """Put it in force, if it will do."""
        self._keep()
        call = service.write(
            *self.session.who, name=self.text_name, language=self.language,
            source=self.query_one(TextEditor).text, now=self.session.now(),
        )  # fmt: skip
        self.write(call, self._written)

    def _written(self, found: TextView) -> None:
        self.session.texts.pop(self._kept_under, None)
        self.dismiss_with(found)

    def action_leave(self) -> None:
        """Back out; what was written is there the next time."""
        self._keep()
        self.dismiss(None)

    def _keep(self) -> None:
        written = self.query_one(TextEditor).text
        if written != self.source:
            self.session.texts[self._kept_under] = written


class TextsScreen(ListScreen):
    """Every text in every language: those of mails, then the pieces for answers."""

    where = TEXTS
    BINDINGS = [*bindings_for(TEXTS)]  # noqa: RUF012 - Textual declares it so

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._texts: tuple[TextView, ...] = ()

    def compose(self) -> ComposeResult:
        """The list and the keys."""
        yield from self.head("Texts")
        yield LineList()
        yield KeyBar()

    @property
    def situation(self) -> Situation:
        """What decides which actions work just now; the section is whose the text is."""
        found = self.found
        whose = "" if found is None else words.BUILT_IN if found.built_in else "own"
        return self.session.situation(self.where, cursor=self.cursor, section=whose)

    @property
    def found(self) -> TextView | None:
        """The text under the cursor."""
        place = self.cursor
        return self._texts[place] if place is not None and place < len(self._texts) else None

    def changed(self) -> None:
        """Read the texts anew."""
        if self.session.ready:
            self.read(service.listing(self.session.desk), self._show, group="texts")

    def _show(self, found: tuple[TextView, ...]) -> None:
        self._texts = found
        lines = [words.line(place, each) for place, each in enumerate(found)]
        self.query_one(LineList).show(words.COLUMNS, lines)
        self.refresh_keys()
        self.run_early()

    def on_line_list_opened(self, _: LineList.Opened) -> None:
        """Show the text."""
        if self.found is not None:
            self.app.push_screen(TextScreen(self.session, self.found))

    def do_text_look(self) -> None:
        """Show the text under the cursor."""
        self.query_one(LineList).action_list_open()

    def do_text_write(self) -> None:
        """Write the text under the cursor."""
        if self.found is not None:
            self._write_text(self.found.name, self.found.language, self.found.source)

    def do_text_new(self) -> None:
        """Ask for a name, and write a piece for answers under it."""
        fields = [
            Field("name", "Its name", placeholder="small letters, digits and dashes"),
            Field("language", "In which language, en or ru", initial="en"),
        ]
        about = "A piece for answers: a specialist puts it in with a key."
        self.ask(
            AskForm("A new piece for answers", fields, about=about, does="write it"),
            lambda answer: self._new(answer["name"].strip(), answer["language"].strip()),
        )

    def _new(self, name: str, language: str) -> None:
        there = [each for each in self._texts if (each.name, each.language) == (name, language)]
        source = there[0].source if there else words.NEW_TEXT
        try:
            service.preview(name=name, language=language, source=source)
        except BadInput as error:
            self.warn(str(error))
            return
        self._write_text(name, language, source)

    def _write_text(self, name: str, language: str, source: str) -> None:
        def written(found: TextView | None) -> None:
            if found is not None:
                self.session.forms.pop("A new piece for answers", None)
                self.say(f"{found.name} ({found.language}) is sent as you wrote it.")
                self.changed()

        self.app.push_screen(WriteTextScreen(self.session, name, language, source=source), written)

    def do_text_reset(self) -> None:
        """Ask, and let the built-in text hold again."""
        found = self.found
        if found is None:
            return
        which = f"{found.name} ({found.language})"

        def reset() -> None:
            call: Any = service.reset(
                *self.session.who, name=found.name, language=found.language, now=self.session.now()
            )
            self.change(
                call,
                lambda made: (
                    f"{which} is sent as it is built in." if made.source else f"{which} is gone."
                ),
            )

        self.confirmed(
            f"Let the built-in text of {which} hold again?",
            about="What was written stays on record: `creditdesk texts history` has it.",
            does=f"let the built-in text of {which} hold",
            then=reset,
        )

    def do_app_back(self) -> None:
        """Back to where it was opened."""
        self.dismiss()
