"""The first start: there is no desk yet, so one is started, or the sample desk is looked around in."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Static

from console.screens.dialogs import AskForm, Field
from console.screens.session import Session
from widgets.choice_list import Choice, ChoiceList
from widgets.safe_text import content


class FirstStart(Screen[None]):
    """Three ways to begin, each by one key."""

    CSS_PATH = "first_start.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q,escape", "leave", "Quit", show=False, id="app.quit"),
    ]

    class Start(Message):
        """Posted when a desk is to be started; `name` is its first admin's."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    class LookAround(Message):
        """Posted when the sample desk is to be opened."""

    def __init__(self, session: Session, *, login: str) -> None:
        super().__init__()
        self.session = session
        self.login = login

    def compose(self) -> ComposeResult:
        """What this is, and the ways to begin."""
        with Vertical(id="first-start"):
            yield Static("Credit Desk", id="first-title")
            yield Static(content(f"There is no desk at {self.session.location.name} yet."))
            yield Static("", classes="gap")
            yield ChoiceList()
            yield Static("", id="first-progress")

    def on_mount(self) -> None:
        """Put the question."""
        asked = self.query_one(ChoiceList)
        asked.ask(
            "How to begin?",
            [
                Choice("s", "start a desk here", note=f"{self.login} becomes its admin"),
                Choice("l", "look around a sample desk", note="in a file of its own"),
                Choice("q", "quit", note="nothing is written"),
            ],
        )
        asked.focus()

    def on_choice_list_chosen(self, event: ChoiceList.Chosen) -> None:
        """Begin as chosen."""
        if event.key == "s":
            name = Field("name", "Your name, as customers see it", initial=self.login)
            self.app.push_screen(
                AskForm("Start a desk", [name], about=f"Login {self.login}", does="start it"),
                self._start,
            )
        elif event.key == "l":
            self.progress("Building the sample desk…")
            self.post_message(self.LookAround())
        else:
            self.action_leave()

    def _start(self, answer: dict[str, str] | None) -> None:
        if answer is not None:
            self.progress("Starting the desk…")
            self.post_message(self.Start(answer["name"]))

    def progress(self, sentence: str) -> None:
        """Say what is going on; there is nothing to choose meanwhile."""
        self.query_one(ChoiceList).display = False
        self.query_one("#first-progress", Static).update(content(sentence))

    def action_leave(self) -> None:
        """Quit; nothing has been written."""
        self.app.exit(0)
