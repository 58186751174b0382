"""The policy's versions: shown, proposed, tried out on past charges, and let hold from a day on (A1, A2)."""

import tomllib
from collections.abc import Coroutine
from datetime import date
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from console.actions import bindings_for
from console.policy.officehours import office_day
from console.screens import policy_words as words
from console.screens.base import DeskModal
from console.screens.dialogs import AskForm, Field, a_day, day_or_none
from console.screens.listing import ListScreen
from console.screens.reading import ReadingScreen
from console.screens.session import Session
from console.screens.words import last_month
from console.services.explain_words import Section
from console.services.policy_shapes import Trial, VersionView
from console.situations import POLICY, Situation
from widgets.key_bar import KeyBar
from widgets.line_list import LineList
from widgets.safe_text import content
from widgets.text_editor import TextEditor


class VersionScreen(ReadingScreen):
    """One version whole."""

    def __init__(self, session: Session, found: VersionView) -> None:
        super().__init__(session)
        self.found = found

    async def told(self) -> VersionView:
        """It was read with the list."""
        return self.found

    def sections(self, found: VersionView) -> list[Section]:
        """Its figures and its text."""
        current = self.session.desk.terms_at(self.session.now())
        return words.version_sections(found, current, self.session.hours, now=self.session.now())


class TrialScreen(DeskModal[None]):
    """What the charges of some days would have come to under a version; nothing is changed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "leave", "Back", show=False, id="trial.leave"),
    ]

    def __init__(self, session: Session, version: str, *, first: date, last: date) -> None:
        super().__init__(session)
        self.version = version
        self.first, self.last = first, last

    def compose(self) -> ComposeResult:
        """Which version and days, the sums, and the charges that would be others."""
        heading = f"Version {self.version} on the charges of {self.first} to {self.last}"
        with Vertical(classes="dialog", id="trial"):
            yield Static(content(heading), classes="heading")
            yield Static("Counting…", id="trial-sums", classes="about")
            yield LineList()
            yield Static("j k scroll   esc back", classes="hint")

    def on_mount(self) -> None:
        """Count."""
        from console.services import policy_trials

        self.query_one(LineList).focus()
        call = policy_trials.try_out(
            self.session.desk, version=self.version, first_day=self.first, last_day=self.last
        )
        self.read(call, self._show)

    def _show(self, found: Trial) -> None:
        self.query_one("#trial-sums", Static).update(content(words.trial_words(found)))
        shown = self.query_one(LineList)
        shown.empty_text = "No charge would be another."
        shown.show(words.TRIAL_COLUMNS, words.trial_lines(found.lines))

    def action_leave(self) -> None:
        """Back to the versions."""
        self.dismiss(None)


class ProposeScreen(DeskModal[VersionView]):
    """A version as it is proposed, written as TOML; it counts nothing before it is let hold."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Back", show=False, id="proposal.leave"),
        Binding("ctrl+s", "submit", "Propose", show=False, id="proposal.submit"),
    ]

    def compose(self) -> ComposeResult:
        """Room for the text, and what is wrong with it."""
        begun = self.session.proposal or words.begun(self.session.desk.terms_at(self.session.now()))
        with Vertical(classes="dialog", id="proposal"):
            yield Static("Propose a version of the policy", classes="heading")
            yield TextEditor(begun)
            yield Static("", classes="problem")
            yield Static("ctrl+s propose it   esc back, the text is kept", classes="hint")

    def on_mount(self) -> None:
        """Begin with the text."""
        self.query_one(TextEditor).focus()

    def warn(self, sentence: str) -> None:
        """Say what is wrong beside the text, where it is mended."""
        self.query_one(".problem", Static).update(content(sentence))

    def action_submit(self) -> None:
        """Propose it, if it can be read."""
        from console.services import policies

        self._keep()
        try:
            values = tomllib.loads(self.session.proposal)
        except tomllib.TOMLDecodeError as error:
            self.warn(f"It cannot be read: {error}.")
            return
        call = policies.add(*self.session.who, values=values, now=self.session.now())
        self.write(call, self._proposed)

    def _proposed(self, found: VersionView) -> None:
        self.session.proposal = ""
        self.dismiss_with(found)

    def action_leave(self) -> None:
        """Back out; what was written is there the next time."""
        self._keep()
        self.dismiss(None)

    def _keep(self) -> None:
        self.session.proposal = self.query_one(TextEditor).text


class PolicyScreen(ListScreen):
    """The versions, the first one first, those proposed last."""

    where = POLICY
    BINDINGS = [*bindings_for(POLICY)]  # noqa: RUF012 - Textual declares it so

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._versions: tuple[VersionView, ...] = ()

    def compose(self) -> ComposeResult:
        """The list and the keys."""
        yield from self.head("Policy")
        yield LineList()
        yield KeyBar()

    @property
    def situation(self) -> Situation:
        """What decides which actions work just now; the section is the state of the version."""
        found = self.version
        return self.session.situation(
            self.where, cursor=self.cursor, section=found.state if found is not None else ""
        )

    @property
    def version(self) -> VersionView | None:
        """The version under the cursor."""
        place = self.cursor
        return self._versions[place] if place is not None else None

    def changed(self) -> None:
        """Read the versions anew."""
        if self.session.ready:
            from console.services import policies

            call = policies.listing(self.session.desk, now=self.session.now())
            self.read(call, self._show, group="versions")

    def _show(self, found: tuple[VersionView, ...]) -> None:
        self._versions = found
        now, hours = self.session.now(), self.session.hours
        lines = [
            words.version_line(place, each, hours, now=now) for place, each in enumerate(found)
        ]
        self.query_one(LineList).show(words.VERSION_COLUMNS, lines)
        self.refresh_keys()
        self.run_early()

    def on_line_list_opened(self, _: LineList.Opened) -> None:
        """Show the version."""
        if self.version is not None:
            self.app.push_screen(VersionScreen(self.session, self.version))

    def do_policy_look(self) -> None:
        """Show the version under the cursor."""
        self.query_one(LineList).action_list_open()

    def do_policy_try(self) -> None:
        """Ask on which days' charges; the last month's unless others are said."""
        found = self.version
        if found is None:
            return
        first, last = last_month(office_day(self.session.hours, self.session.now()))
        fields = [
            Field("first", "From the charges of", initial=first.isoformat(), check=a_day),
            Field("last", "To those of", initial=last.isoformat(), check=a_day),
        ]
        about = "What was charged then, and what would have been; nothing is changed."
        self.ask(
            AskForm(f"Try version {found.version} out", fields, about=about, does="count"),
            lambda answer: self._try(found.version, answer),
        )

    def _try(self, version: str, answer: dict[str, str]) -> None:
        first, last = date.fromisoformat(answer["first"]), date.fromisoformat(answer["last"])
        if last < first:
            self.warn("The last day is before the first.")
        else:
            self.app.push_screen(TrialScreen(self.session, version, first=first, last=last))

    def do_policy_propose(self) -> None:
        """Write a version."""

        def proposed(found: VersionView | None) -> None:
            if found is not None:
                self.say(f"Version {found.version} is proposed: nothing is counted by it yet.")
                self.changed()

        self.app.push_screen(ProposeScreen(self.session), proposed)

    def do_policy_adopt(self) -> None:
        """Ask from which day on the version holds."""
        found = self.version
        if found is None:
            return
        field = Field(
            "day", "From which day on", placeholder="empty: from now on", check=day_or_none
        )
        self.ask(
            AskForm(f"Let version {found.version} hold", [field], about=found.title, does="go on"),
            lambda answer: self._adopt(found.version, answer["day"]),
        )

    def _adopt(self, version: str, day: str) -> None:
        from console.services import policies

        first = date.fromisoformat(day) if day else None
        since = f"from {day} on" if day else "from now on"

        def adopt() -> None:
            call: Coroutine[Any, Any, Any] = policies.adopt(
                *self.session.who, version=version, first_day=first, now=self.session.now()
            )
            self.change(call, lambda made: f"Version {made.version} holds {since}.")

        self.confirmed(
            f"Let version {version} hold {since}?",
            about="That stays. Charges made before, and requests received before, keep theirs (A1, A2).",
            does=f"let version {version} hold {since}",
            then=adopt,
        )

    def do_app_back(self) -> None:
        """Back to where it was opened."""
        self.dismiss()
