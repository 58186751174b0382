"""How the desk is connected: the settings in use, changed one by one, secrets put in unseen, each connection tried."""

import os
from collections.abc import Coroutine, Sequence
from functools import partial
from typing import Any, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import Static

from console import connecting, passwords, settings_file
from console.actions import bindings_for
from console.config import BadSettings
from console.connecting import Connection
from console.jobs import connections, settings_edit
from console.jobs.aside import aside
from console.jobs.settings_edit import By
from console.policy.refusal import Refusal
from console.screens import connection_words as words
from console.screens.base import put
from console.screens.connection_try import TryScreen
from console.screens.connection_words import HEAD, SECRET, Row
from console.screens.dialogs import AskForm, Field
from console.screens.listing import ListScreen
from console.screens.session import Session
from console.services import deskwide
from console.services.checks.findings import CheckResult
from console.services.faults import Unreachable
from console.services.settings_changes import Changed
from console.settings_file import SettingsFile
from console.situations import CONNECTIONS, Situation
from widgets.key_bar import KeyBar
from widgets.line_list import LineList
from widgets.safe_text import content, one_line

NO_KEYRING = "There is none on this machine that takes anything."


class Found(NamedTuple):
    """What was read: the file with its connections, or why it cannot be."""

    file: SettingsFile | None
    connections: tuple[Connection, ...] = ()
    keyring: bool = False
    problem: str = ""


class ConnectionsScreen(ListScreen):
    """The settings of each connection, for everybody to look at and try; admins change them."""

    where = CONNECTIONS
    BINDINGS = [  # noqa: RUF012 - Textual declares it so
        *bindings_for(CONNECTIONS),
        Binding("tab", "next_connection(1)", "Next", show=False, id="connections.next"),
        Binding("shift+tab", "next_connection(-1)", "Before", show=False, id="connections.before"),
    ]

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.found = Found(None)
        self._rows: list[Row] = []
        self._tried: dict[str, CheckResult] = {}

    def compose(self) -> ComposeResult:
        """The file in use, the settings, the keys."""
        yield from self.head("Connections")
        yield Static("", id="settings-file")
        yield LineList()
        yield KeyBar()

    @property
    def row(self) -> Row | None:
        """The line under the cursor."""
        place = self.cursor
        return self._rows[place] if place is not None and place < len(self._rows) else None

    @property
    def situation(self) -> Situation:
        """What decides which actions work just now; the section is the kind of line, or that the file is broken."""
        kind = "broken" if self.found.problem else self.row.kind if self.row is not None else ""
        shop = connecting.shop_of(self.row.connection) if self.row is not None else ""
        section = f"{kind} of a shop" if shop else kind
        return self.session.situation(self.where, cursor=self.cursor, section=section)

    def changed(self) -> None:
        """Read the file; what happens in the record changes nothing here."""
        if not self._rows and not self.found.problem:
            self._look()

    def on_screen_resume(self) -> None:
        """Read the file anew: it may have been written elsewhere."""
        self.timer_changed()
        self._look()

    def _look(self) -> None:
        self.read(self._read_file(), self._show, group="settings")

    async def _read_file(self) -> Found:
        try:
            return await aside(self._found, seconds=connections.KEYRING_SECONDS)
        except TimeoutError:
            raise Unreachable("The keyring does not answer: open it first.") from None

    def _found(self) -> Found:
        try:
            file = settings_file.read(self.session.location.settings_file)
        except BadSettings as error:
            return Found(None, problem=str(error))
        return Found(file, settings_edit.views(file, os.environ), passwords.has_keyring())

    def _show(self, found: Found) -> None:
        self.found = found
        self._rows = words.rows(found.connections)
        shown = self.query_one(LineList)
        shown.empty_text = "Mend the settings file with an editor first."
        running = self.session.location.settings
        shown.show(words.COLUMNS, words.lines(found.connections, self._tried, running))
        put(self.query_one("#settings-file", Static), content(self._file_words()), layout=True)
        self.refresh_keys()
        self.run_early()

    def _file_words(self) -> str:
        file = self.found.file
        if file is None:
            return self.found.problem
        there = "" if file.text is not None else ", which is not there yet"
        return f"Settings file {file.named}{there}"

    def on_line_list_highlighted(self, _: LineList.Highlighted) -> None:
        """Say which connection it is of: its first line may be out of sight."""
        if self.row is not None:
            title = connecting.title(self.row.connection)
            put(self.query_one("#list-title", Static), content(f"Connections · {title}"))

    def on_line_list_opened(self, _: LineList.Opened) -> None:
        """Change what is under the cursor; a connection itself is tried."""
        row = self.row
        if row is not None:
            self.action_run("connection.try" if row.kind == HEAD else "connection.change")

    def action_next_connection(self, step: int) -> None:
        """To the first line of the connection beside this one."""
        heads = [place for place, row in enumerate(self._rows) if row.kind == HEAD]
        here = self.query_one(LineList).cursor_line
        after = [place for place in heads if (place > here if step > 0 else place < here)]
        if heads:
            target = (
                (after[0] if step > 0 else after[-1]) if after else heads[0 if step > 0 else -1]
            )
            self.query_one(LineList).move_by(target - here)

    def do_connection_look(self) -> None:
        """Change what is under the cursor, or try it."""
        self.query_one(LineList).action_list_open()

    def do_connection_try(self) -> None:
        """Try the connection under the cursor, as the file has it now, and the desk for everybody."""
        row, file = self.row, self.found.file
        if row is not None and file is not None:
            settings = deskwide.over(file.settings, self.session.desk.said)
            self.app.push_screen(TryScreen(self.session, settings, row.connection, told=self._keep))

    def _keep(self, name: str, result: CheckResult) -> None:
        self._tried[name] = result

    def do_connection_change(self) -> None:
        """Ask what the setting under the cursor is to be."""
        row, file = self.row, self.found.file
        if row is None or file is None:
            return
        if row.kind == SECRET:
            self.do_connection_secret()
            return
        path = connecting.path_of(row.connection, row.setting, file.settings)
        now = connecting.words(connecting.value_of(file.settings, path)) if file.has(path) else ""
        without = connecting.default_words(row.connection, row.setting)
        field = Field(
            "value", "Its value", initial=now, placeholder=f"empty: {without or 'none'}",
            check=partial(self._problem, file, row),
        )  # fmt: skip
        about = f"{connecting.ABOUT.get(row.setting, '')} {settings_edit.LATER}".strip()
        heading = f"{connecting.title(row.connection)}: {row.setting}"
        self.ask(
            AskForm(heading, [field], about=about, does="write it"),
            lambda answer: self._change(file, row, answer["value"]),
        )

    def _problem(self, file: SettingsFile, row: Row, text: str) -> str | None:
        return settings_edit.problem_with(file, row.connection, row.setting, text)

    def _change(self, file: SettingsFile, row: Row, text: str) -> None:
        self._put_down(
            settings_edit.change(
                self._by, file, name=row.connection, setting=row.setting, text=text,
                now=self.session.now(),
            )
        )  # fmt: skip

    def do_connection_secret(self) -> None:
        """Ask where the connection's password or key is kept, and then for it."""
        row, file = self.row, self.found.file
        if row is None or file is None:
            return
        name, what = row.connection, connecting.secret_of(row.connection)
        source = connecting.source_of(file.settings, name)
        if os.environ.get(source.variable):
            self.warn(f"The environment's {source.variable} counts before any other: set it there.")
            return
        keyring = "" if self.found.keyring else NO_KEYRING
        if not keyring and not source.user:
            keyring = f"It is kept by the username: set that of {name} first."
        place = str(connecting.file_for_secret(file, name))
        self.choose(
            words.ask_where(connecting.title(name), what, place, keyring=keyring),
            lambda key: self._ask_secret(file, name, what, in_keyring=key == "k"),
        )

    def _ask_secret(self, file: SettingsFile, name: str, what: str, *, in_keyring: bool) -> None:
        field = Field("secret", f"The {what}, not seen as it is typed", hidden=True)
        heading = f"{connecting.title(name)}: the {what}"
        about = "KEY:SECRET, or two of them with a space between." if what == "secrets" else ""
        self.ask(
            AskForm(heading, [field], about=about, does="keep it"),
            lambda answer: self._put_down(
                settings_edit.keep_secret(
                    self._by, file, name=name, secret=answer["secret"], in_keyring=in_keyring,
                    now=self.session.now(),
                )
            ),
        )  # fmt: skip

    def do_connection_add_shop(self) -> None:
        """Ask for a shop's name, address and user, and write its section."""
        file = self.found.file
        if file is None:
            return
        fields = [
            Field(
                "shop", "Its name here", placeholder="small letters, digits, dashes",
                check=partial(settings_edit.problem_with_shop, file),
            ),
            Field(
                "address", "Address", placeholder="https://HOST or https://HOST/PATH",
                check=settings_edit.problem_with_address,
            ),
            Field("user", "The e-mail address of the login that the desk has there"),
        ]  # fmt: skip
        about = f"Its key is put in afterwards, with {self.session.key('connection.secret')}."
        self.ask(
            AskForm("Connect another shop", fields, about=about, does="write it"),
            lambda answer: self._put_down(
                settings_edit.add_shop(self._by, file, now=self.session.now(), **answer)
            ),
        )

    def do_connection_remove_shop(self) -> None:
        """Ask for the last time, and take the shop's section out."""
        row, file = self.row, self.found.file
        if row is None or file is None:
            return
        shop = connecting.shop_of(row.connection)
        settings = file.settings.shops[shop]

        def remove() -> None:
            self._put_down(
                settings_edit.remove_shop(self._by, file, shop=shop, now=self.session.now())
            )

        self.confirmed(
            f"Disconnect shop {shop} ({one_line(settings.address, max_chars=60)})?",
            about="Its section goes out of the settings file: what runs already reads its orders until its"
            " next start. What they gave stays, and so does its key where it is kept.",
            does="disconnect it", then=remove,
        )  # fmt: skip

    @property
    def _by(self) -> By:
        return By(*self.session.who)

    def _put_down(self, call: Coroutine[Any, Any, tuple[Changed, ...] | Refusal]) -> None:
        """Write it, say what was changed and from when on it counts; where it failed, show what stands there now."""

        def done(told: Sequence[Changed]) -> None:
            self.say(words.changed_words(told, settings_edit.effect(told)))
            self._look()

        self.write(call, done, failed=self._look)

    def do_app_back(self) -> None:
        """Back to where it was opened."""
        self.dismiss()
