"""Writing to many customers: what kind, to whom, the text, and the last question with the count."""

from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from console.policy.mailings import MailingKind, Text
from console.screens.account_part import new_reference
from console.screens.dialogs import ESCAPE, AskChoice
from console.screens.listing import ListScreen
from console.screens.reading import ReadingScreen
from console.screens.session import Session
from console.screens.words import LANGUAGES
from console.services.explain_words import Section
from console.services.mailing_shapes import Draft, MailingPreview, MailingView, Selection
from widgets.choice_list import Choice
from widgets.safe_text import content
from widgets.text_editor import LineEditor, TextEditor

KINDS = (
    Choice("i", "informational", note="goes to all of them"),
    Choice("p", "promotional", note="spares who opted out, and says how to"),
)
WHOM: Mapping[str, tuple[str, Selection]] = {
    "a": ("all customers", Selection()),
    "o": ("customers who owe", Selection(owing=True)),
    "p": ("customers with a running Premium", Selection(premium=True)),
    "e": ("customers who write English", Selection(language="en")),
    "r": ("customers who write Russian", Selection(language="ru")),
}


class MailingText(ModalScreen[Text | None]):
    """Subject and text in one language; None where the person backed out."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        ESCAPE,
        Binding("ctrl+s", "submit", "Go on", show=False, id="mailing.submit"),
    ]

    def __init__(self, session: Session, language: str) -> None:
        super().__init__()
        self.session = session
        self.language = language
        self.begun = Text(*session.mailing.get(language, ("", "")))

    def compose(self) -> ComposeResult:
        """A line for the subject and room for the text."""
        with Vertical(classes="dialog", id="mailing"):
            yield Static(f"The mail in {LANGUAGES[self.language]}", classes="heading")
            yield Static("Subject", classes="label")
            yield LineEditor(value=self.begun.subject, id="mailing-subject")
            yield Static("Text", classes="label")
            yield TextEditor(self.begun.text, id="mailing-text")
            yield Static("", classes="problem")
            yield Static("tab next   ctrl+s go on   esc back, the text is kept", classes="hint")

    def on_mount(self) -> None:
        """Begin with the subject."""
        self.query_one(LineEditor).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """From the subject to the text."""
        event.stop()
        self.query_one(TextEditor).focus()

    def action_submit(self) -> None:
        """Go on, once there is a subject and a text."""
        told = self._keep()
        if told.subject and told.text:
            self.dismiss(told)
            return
        self.query_one(".problem", Static).update(content("A subject and a text are needed."))

    def action_cancel(self) -> None:
        """Back out; what was written is there the next time."""
        self._keep()
        self.dismiss(None)

    def _keep(self) -> Text:
        subject, text = self.query_one(LineEditor).value, self.query_one(TextEditor).text
        self.session.mailing[self.language] = (subject.strip(), text.strip())
        return Text(subject.strip(), text.strip())


class MailsScreen(ReadingScreen):
    """The mails as customers would get them."""

    def __init__(self, session: Session, draft: Draft) -> None:
        super().__init__(session)
        self.draft = draft

    async def told(self) -> MailingPreview:
        """Read what sending would do."""
        from console.services import mailings

        return await mailings.preview(self.session.desk, draft=self.draft, now=self.session.now())

    def sections(self, found: MailingPreview) -> list[Section]:
        """Each language's mail."""
        return [
            (f"{LANGUAGES[language]}: {subject}", body.split("\n"))
            for language, (subject, body) in found.mails.items()
        ]


class MailingPart(ListScreen):
    """A screen from which many customers are written to; one mailing at a time, under one reference."""

    reference = ""

    def do_customers_write(self) -> None:
        """Ask what kind of message it is, and for whom."""
        whom = [Choice(key, words) for key, (words, _) in WHOM.items()]

        def chosen(kind: str) -> None:
            wanted = MailingKind.PROMOTIONAL if kind == "p" else MailingKind.INFORMATIONAL
            self.choose(
                AskChoice("To whom?", whom),
                lambda key: self._begin(Draft(wanted, {}, WHOM[key][1])),
            )

        self.choose(AskChoice("What kind of message is it?", KINDS), chosen)

    def _begin(self, draft: Draft) -> None:
        self.reference = new_reference()
        self._ask_text(draft, draft.selection.language or "en")

    def _ask_text(self, draft: Draft, language: str) -> None:
        def written(told: Text | None) -> None:
            if told is not None:
                more = replace(draft, texts={**draft.texts, language: told})
                self._go_on(more, language)

        self.app.push_screen(MailingText(self.session, language), written)

    def _go_on(self, draft: Draft, language: str) -> None:
        """Offer the other language, then ask for the last time."""
        if language == "ru" or draft.selection.language is not None:
            self._look(draft)
            return
        choices = [
            Choice("n", "no, all get the English mail"),
            Choice("y", "yes, write it in Russian too"),
        ]
        self.choose(
            AskChoice("Also in Russian?", choices),
            lambda key: self._ask_text(draft, "ru") if key == "y" else self._look(draft),
        )

    def _look(self, draft: Draft) -> None:
        from console.services import mailings

        call = mailings.preview(self.session.desk, draft=draft, now=self.session.now())
        self.read(call, lambda found: self._ask(draft, found), group="mailing")

    def _ask(self, draft: Draft, found: MailingPreview) -> None:
        choices = [
            Choice("n", "no, send nothing"),
            Choice("l", "look at the mails first"),
            Choice("y", f"send it to {counted(found.recipients)}"),
        ]
        self.choose(
            AskChoice("Send it?", choices, about=about_words(found)),
            lambda key: self._answered(draft, found, key),
        )

    def _answered(self, draft: Draft, found: MailingPreview, key: str) -> None:
        from console.services import mailings

        if key == "l":
            self.app.push_screen(MailsScreen(self.session, draft), lambda _: self._look(draft))
        elif key == "y":
            call = mailings.send(
                *self.session.who, draft=draft, expected=found.recipients,
                reference=self.reference, now=self.session.now(),
            )  # fmt: skip
            self.change(call, self._sent)

    def _sent(self, found: MailingView) -> str:
        """Forget what was written, now that it is sent."""
        self.session.mailing.clear()
        return f"Mailing {found.mailing} to {counted(found.recipients)} is in the outbox."


def about_words(found: MailingPreview) -> str:
    """What sending would do, in a few words."""
    spared = f", {found.opted_out} opted out" if found.opted_out else ""
    first = ", ".join(found.first)
    more = " and others" if found.recipients > len(found.first) else ""
    return f"{found.kind.capitalize()}, to {counted(found.recipients)}{spared}: {first}{more}."


def counted(customers: int) -> str:
    """So many customers."""
    return "1 customer" if customers == 1 else f"{customers} customers"
