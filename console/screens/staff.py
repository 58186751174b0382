"""The staff and their roles: who works here, added, renamed, given roles and retired by an admin."""

from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import Any

from rich.text import Text
from textual.app import ComposeResult

from console.actions import bindings_for
from console.policy.access import Role
from console.screens import staff_words as words
from console.screens.dialogs import AskChoice, AskForm, Field, untaken
from console.screens.listing import ListScreen
from console.screens.reading import ReadingScreen
from console.screens.session import Session
from console.screens.words import called
from console.services.explain_words import Section
from console.services.logins import login_problem
from console.services.roster import Held, Member
from console.services.shapes import StaffView
from console.situations import STAFF, Situation
from widgets.choice_list import Choice
from widgets.key_bar import KeyBar
from widgets.line_list import LineList

ROLES = {role[0]: role for role in Role}


class MemberScreen(ReadingScreen):
    """One person, with what they have in hand."""

    def __init__(self, session: Session, found: Member) -> None:
        super().__init__(session)
        self.found = found

    def told(self) -> Coroutine[Any, Any, tuple[Held, ...]]:
        """Read what they hold."""
        from console.services import roster

        return roster.held(self.session.desk, staff_id=self.found.staff_id)

    def sections(self, found: tuple[Held, ...]) -> list[Section]:
        """What they are, and what they have in hand."""
        return words.sections(self.found, found, self.session.hours, now=self.session.now())


class StaffScreen(ListScreen):
    """Everybody who works here, for all to look at; admins change it."""

    where = STAFF
    BINDINGS = [*bindings_for(STAFF)]  # noqa: RUF012 - Textual declares it so

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._members: dict[int, Member] = {}

    def compose(self) -> ComposeResult:
        """The list and the keys."""
        yield from self.head("Staff")
        yield LineList()
        yield KeyBar()

    @property
    def found(self) -> Member | None:
        """Who is under the cursor."""
        return self._members.get(self.cursor) if self.cursor is not None else None

    @property
    def situation(self) -> Situation:
        """What decides which actions work just now; the section is whether they have left."""
        left = "retired" if self.found is not None and self.found.retired else ""
        return self.session.situation(self.where, cursor=self.cursor, section=left)

    def changed(self) -> None:
        """Read the staff anew."""
        if self.session.ready:
            from console.services import roster

            call = roster.listing(self.session.desk, now=self.session.now())
            self.read(call, self._show, group="staff")

    def _show(self, found: tuple[Member, ...]) -> None:
        self._members = {each.staff_id: each for each in found}
        now, hours = self.session.now(), self.session.hours
        lines = [words.line(each, hours, now=now) for each in found]
        self.query_one(LineList).show(words.COLUMNS, lines)
        self.refresh_keys()
        self.run_early()

    def minute(self) -> None:
        """Show who has been seen since."""
        self.changed()

    def on_line_list_opened(self, event: LineList.Opened) -> None:
        """Show the person."""
        self.app.push_screen(MemberScreen(self.session, self._members[event.key]))

    def do_member_look(self) -> None:
        """Show the person under the cursor."""
        self.query_one(LineList).action_list_open()

    def do_member_add(self) -> None:
        """Ask for login and name, then for the role, then for the last time."""
        where = (
            "On this desk's server the login is let in as well; its password is the server's matter."
            if self.session.location.is_server
            else "The login is what the operating system calls them."
        )
        taken = {each.login for each in self._members.values()}
        fields = [
            Field(
                "login",
                "Login",
                placeholder="one word",
                check=untaken(login_problem, taken, "{} is on the staff already."),
            ),
            Field("name", "Name, as customers read it"),
        ]
        self.ask(
            AskForm("Add somebody to the staff", fields, about=where, does="go on"),
            lambda answer: self._ask_new_role(answer["login"], answer["name"]),
        )

    def _ask_new_role(self, login: str, name: str) -> None:
        choices = [Choice(role[0], role, note=may) for role, may in words.MAY.items()]
        dialog = AskChoice(f"What is {called(name)}?", choices)
        self.choose(dialog, lambda key: self._confirm_new(login, name, ROLES[key]))

    def _confirm_new(self, login: str, name: str, role: Role) -> None:
        from console.services import staff

        def add() -> None:
            call = staff.add(
                *self.session.who, login=login, name=name, role=role, now=self.session.now()
            )
            self.change(call, lambda made: f"{called(made.name)} ({made.login}) is {made.role}.")

        self.confirmed(
            f"Add {called(name)} to the staff as {role}?", about=f"Login {login}: {words.MAY[role]}.",
            does=f"add {called(name)}", then=add,
        )  # fmt: skip

    def do_member_rename(self) -> None:
        """Ask for the name."""
        found = self.found
        if found is None:
            return
        dialog = AskForm(
            f"Write the name of {found.login} anew", [Field("name", "Name", initial=found.name)],
            about="Answers bear it from their next start on; those sent before keep the name that they had.",
            does="write it",
        )  # fmt: skip
        self.ask(dialog, lambda answer: self._rename(found, answer["name"]))

    def _rename(self, found: Member, name: str) -> None:
        from console.services import staff

        call = staff.rename(
            *self.session.who, login=found.login, name=name, now=self.session.now()
        )  # fmt: skip
        self._change_member(
            found, call, lambda made: f"{made.login} is called {called(made.name)}."
        )

    def do_member_role(self) -> None:
        """Ask what the person shall be, then for the last time."""
        found = self.found
        if found is not None:
            question = f"{called(found.name)} is {found.role}. What shall it be?"
            self.choose(
                AskChoice(question, words.role_choices(found)),
                lambda key: self._confirm_role(found, ROLES[key]),
            )

    def _confirm_role(self, found: Member, role: Role) -> None:
        from console.services import staff

        def change() -> None:
            call = staff.set_role(
                *self.session.who, login=found.login, role=role, now=self.session.now()
            )
            self._change_member(
                found, call, lambda made: f"{called(made.name)} ({made.login}) is {made.role}."
            )

        self.confirmed(
            f"Make {called(found.name)} {role}?",
            about=words.role_about(found, role, mine=self._is_me(found)),
            does=f"make {called(found.name)} {role}", then=change,
        )  # fmt: skip

    def do_member_retire(self) -> None:
        """Ask for the last time, and end the person's access."""
        from console.services import staff

        found = self.found
        if found is None:
            return
        if found.only_admin:
            self.warn(words.ONLY_ADMIN)
            return

        def retire() -> None:
            call = staff.retire(*self.session.who, login=found.login, now=self.session.now())
            self._change_member(found, call, lambda made: f"{called(made.name)} is retired.")

        self.confirmed(
            f"Retire {called(found.name)}?",
            about=words.retire_about(
                found, server=self.session.location.is_server, mine=self._is_me(found)
            ),
            does=f"end {called(found.name)}'s access",
            then=retire,
        )

    def _is_me(self, found: Member) -> bool:
        return found.staff_id == self.session.actor.staff_id

    def _change_member(
        self, found: Member, call: Coroutine[Any, Any, Any], say: Callable[[StaffView], str]
    ) -> None:
        """Change somebody; where that is who sits here, the console goes on as what they are now."""

        def done(made: StaffView) -> None:
            if self._is_me(found) and made.retired:
                self.app.exit(0, 0, Text("You have left the staff of this desk."))
            elif self._is_me(found):
                self.session.acting = replace(self.session.actor, name=made.name, role=made.role)
            self.say(say(made))
            self.changed()

        self.write(call, done)

    def do_app_back(self) -> None:
        """Back to where it was opened."""
        self.dismiss()
