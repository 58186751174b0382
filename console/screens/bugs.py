"""Known bugs: listed with their requests, put down, changed, and solved, which tells and closes them free."""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from console.actions import bindings_for
from console.policy.bugs import FAULTS
from console.screens import bug_words as words
from console.screens.base import DeskModal, RequestOpened
from console.screens.dialogs import ESCAPE, AskChoice, AskForm, Field, required
from console.screens.listing import ListScreen
from console.screens.session import Session
from console.services.bug_shapes import BugPlan, BugView, Solved
from console.services.bugs import Told
from console.services.component_shapes import ComponentView
from console.situations import BUGS, Situation
from widgets.choice_list import Choice
from widgets.key_bar import KeyBar
from widgets.line_list import LineList
from widgets.safe_text import content, one_line


def anything(_: str) -> str | None:
    """What can be left out."""
    return None


class BugScreen(DeskModal[None]):
    """One known bug, and its requests; enter looks at one."""

    BINDINGS = [ESCAPE]  # noqa: RUF012 - Textual declares it so

    def __init__(self, session: Session, bug: BugView) -> None:
        super().__init__(session)
        self.bug = bug

    def compose(self) -> ComposeResult:
        """What is said of it, its requests, the way back."""
        with Vertical(classes="dialog", id="bug"):
            yield Static(
                content(one_line(f"Bug {self.bug.bug}: {self.bug.title}")), classes="heading"
            )
            yield Static(content("\n".join(map(one_line, words.about(self.bug)))), classes="about")
            yield LineList()
            yield Static("enter look at the request   esc back", classes="hint")

    def on_mount(self) -> None:
        """Read its requests."""
        from console.services import bug_solving

        self.query_one(LineList).empty_text = "Reading…"
        self.query_one(LineList).focus()
        self.read(bug_solving.plan(self.session.desk, bug=self.bug.bug), self._show)

    def _show(self, plan: BugPlan) -> None:
        shown = self.query_one(LineList)
        shown.empty_text = "No request is of it yet: b on a request says so."
        shown.show(words.REQUEST_COLUMNS, [words.request_line(each) for each in plan.requests])

    def on_line_list_opened(self, event: LineList.Opened) -> None:
        """Look at the request; back comes here again."""
        self.post_message(RequestOpened(event.key))

    def action_cancel(self) -> None:
        """Back to the list."""
        self.dismiss(None)


class BugsScreen(ListScreen):
    """All known bugs, the unsolved ones first."""

    where = BUGS
    BINDINGS = [*bindings_for(BUGS)]  # noqa: RUF012 - Textual declares it so

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._bugs: dict[int, BugView] = {}
        self._codes: frozenset[str] | None = None

    def compose(self) -> ComposeResult:
        """The list and the keys."""
        yield from self.head("Known bugs")
        yield LineList()
        yield KeyBar()

    @property
    def found(self) -> BugView | None:
        """The one under the cursor."""
        return self._bugs.get(self.cursor) if self.cursor is not None else None

    @property
    def situation(self) -> Situation:
        """What decides which actions work just now; the section is whether it is solved."""
        state = self.found.state if self.found is not None else ""
        return self.session.situation(self.where, cursor=self.cursor, section=state)

    def changed(self) -> None:
        """Read the list anew."""
        from console.services import bugs, components

        if self.session.ready:
            self.read(bugs.listing(self.session.desk), self._show, group="bugs")
            self.read(components.listing(self.session.desk), self._keep_codes, group="codes")

    def _keep_codes(self, catalogue: tuple[ComponentView, ...]) -> None:
        self._codes = frozenset(each.code for each in catalogue)

    def _a_component(self, text: str) -> str | None:
        """What is wrong with a code, as far as the catalogue is read."""
        code = text.strip().lower()
        if self._codes is None or not code or code in self._codes:
            return required(text)
        return f"There is no component {code} in the catalogue."

    def _show(self, found: tuple[BugView, ...]) -> None:
        self._bugs = {each.bug: each for each in found}
        shown = self.query_one(LineList)
        shown.empty_text = "No bug is known: n puts one down."
        shown.show(words.COLUMNS, [words.line(each) for each in found])
        self.refresh_keys()
        self.run_early()

    def on_line_list_opened(self, event: LineList.Opened) -> None:
        """Show the bug."""
        self.app.push_screen(BugScreen(self.session, self._bugs[event.key]))

    def do_bug_look(self) -> None:
        """Show the bug under the cursor."""
        self.query_one(LineList).action_list_open()

    def do_bug_new(self) -> None:
        """Ask of which component, and what is wrong; then what kind of fault it is."""
        fields = [
            Field("component", "Component, by its code in the catalogue", check=self._a_component),
            Field("title", "What is wrong, as its customers are told"),
            Field("found_in", "Version in which it was found", check=anything),
            Field("note", "Note for colleagues", check=anything),
        ]
        dialog = AskForm("Put a known bug down", fields, does="go on")
        self.ask(dialog, self._ask_fault)

    def _ask_fault(self, answer: dict[str, str]) -> None:
        from console.services import bugs

        def add(key: str) -> None:
            told = Told(answer["title"], answer["found_in"], answer["note"])
            fault = next(each for each in FAULTS if each[0] == key)
            call = bugs.add(
                *self.session.who, component=answer["component"], told=told, fault=fault,
                now=self.session.now(),
            )  # fmt: skip
            self.change(call, lambda made: f"Bug {made.bug} is known: {made.title}.")

        labels = ("a bug (F4)", "a security breach (F1)", "a conflict with ours (F2, F3)")
        choices = [Choice(each[0], label) for each, label in zip(FAULTS, labels, strict=True)]
        self.choose(AskChoice("What kind of fault is it?", choices), add)

    def do_bug_change(self) -> None:
        """Ask what is to be said of it instead."""
        from console.services import bugs

        found = self.found
        if found is None:
            return
        fields = [
            Field("title", "What is wrong, as its customers are told", initial=found.title),
            Field(
                "found_in", "Version in which it was found", found.found_in or "", check=anything
            ),
            Field("note", "Note for colleagues", found.note or "", check=anything),
        ]

        def changed(answer: dict[str, str]) -> None:
            call = bugs.change(
                *self.session.who, bug=found.bug, title=answer["title"], found_in=answer["found_in"],
                note=answer["note"], now=self.session.now(),
            )  # fmt: skip
            self.change(call, lambda made: f"Bug {made.bug}: {made.title}.")

        self.ask(AskForm(f"Change bug {found.bug}", fields, does="write it"), changed)

    def do_bug_again(self) -> None:
        """Ask for the last time, and say that it is not solved."""
        from console.services import bugs

        found = self.found
        if found is None:
            return

        def again() -> None:
            call = bugs.change(*self.session.who, bug=found.bug, again=True, now=self.session.now())
            self.change(call, lambda made: f"Bug {made.bug} is known again.")

        self.confirmed(
            f"Is bug {found.bug} not solved after all?", does="say that it is known again", then=again,
            about="Who was told stays told; solving it again tells all of its customers anew.",
        )  # fmt: skip

    def do_bug_solve(self) -> None:
        """Ask in which version; where it is solved already, go on with who is left."""
        found = self.found
        if found is None:
            return
        if found.solved:
            self._preview(found, {})
            return
        fields = [
            Field("version", "Version in which it is solved", check=anything),
            Field("advice", "What the customers are to do", check=anything),
        ]
        dialog = AskForm(
            f"Bug {found.bug} is solved: {one_line(found.title)}", fields, does="go on"
        )
        self.ask(dialog, lambda answer: self._preview(found, answer))

    def _preview(self, found: BugView, answer: dict[str, str]) -> None:
        """Say how many requests it closes, tells and leaves, and ask for the last time."""
        from console.services import bug_solving

        def solve(plan: BugPlan) -> None:
            call = bug_solving.solve(
                *self.session.who, bug=found.bug, version=answer.get("version"), advice=answer.get("advice"),
                seen=[each.ticket for each in plan.requests], now=self.session.now(),
            )  # fmt: skip
            self.change(call, _said)

        def ask(plan: BugPlan) -> None:
            if found.solved and not (plan.of("close") or plan.of("tell") or plan.of("leave")):
                self.warn(f"Bug {found.bug} is solved, and everybody was told.")
                return
            self.confirmed(
                f"Tell the customers of bug {found.bug} that it is solved?",
                about=words.plan_about(plan), does="tell them, and close theirs free",
                then=lambda: solve(plan),
            )  # fmt: skip

        self.read(bug_solving.plan(self.session.desk, bug=found.bug), ask, group="plan")

    def do_app_back(self) -> None:
        """Back to where it was opened."""
        self.dismiss()


def _said(done: Solved) -> str:
    return words.solved_words(done)
