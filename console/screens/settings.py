"""What is set for everybody at the desk: each setting, its value and where that comes from."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.widgets import Static

from console.actions import bindings_for
from console.policy import deskwide
from console.screens.base import put
from console.screens.dialogs import AskForm, Field, ask_reason
from console.screens.listing import ListScreen
from console.screens.session import Session
from console.screens.words import at_text
from console.services import desk_settings as service
from console.services.desk_settings import Change, SettingView
from console.services.faults import BadInput
from console.situations import SETTINGS, Situation
from widgets.key_bar import KeyBar
from widgets.line_list import Column, LineList, ListLine
from widgets.safe_text import content

NOTHING = "nothing"


def line(place: int, each: SettingView) -> ListLine:
    """A setting in the list."""
    style = "accent" if each.origin == "desk" else "dim"
    return ListLine(
        place, (each.name, each.value or NOTHING, each.origin, each.does), ("", "", style, "dim")
    )


class SettingsScreen(ListScreen):
    """The desk-wide settings; admins change them, everybody looks."""

    where = SETTINGS
    TITLE_OF_LIST = "Desk"
    COLUMNS: Sequence[Column] = (
        Column("Setting", 18), Column("Value", 26), Column("From", 8), Column("What it is for"),
    )  # fmt: skip
    BINDINGS = [*bindings_for(SETTINGS)]  # noqa: RUF012 - Textual declares it so

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._settings: tuple[SettingView, ...] = ()

    def compose(self) -> ComposeResult:
        """The list, what there is to know of the setting under the cursor, the keys."""
        yield from self.head(self.TITLE_OF_LIST)
        yield LineList()
        yield Static("", id="setting-facts")
        yield KeyBar()

    @property
    def situation(self) -> Situation:
        """What decides which actions work just now; the section is where the value comes from."""
        origin = "" if self.found is None else self.found.origin
        return self.session.situation(self.where, cursor=self.cursor, section=origin)

    @property
    def found(self) -> SettingView | None:
        """The setting under the cursor."""
        place = self.cursor
        there = place is not None and place < len(self._settings)
        return self._settings[place] if place is not None and there else None

    def changed(self) -> None:
        """Read the settings anew."""
        if self.session.ready:
            self.read(service.listing(self.session.desk), self._show, group="settings")

    def shows(self, each: SettingView) -> bool:
        """Whether a setting is one of this list's."""
        return each.name not in deskwide.RETENTION

    def _show(self, every: tuple[SettingView, ...]) -> None:
        self._settings = found = tuple(each for each in every if self.shows(each))
        lines = [line(place, each) for place, each in enumerate(found)]
        self.query_one(LineList).show(self.COLUMNS, lines)
        self._tell()
        self.refresh_keys()
        self.run_early()

    def on_line_list_highlighted(self, event: LineList.Highlighted) -> None:
        """Another setting: other facts, other keys."""
        self._tell()
        super().on_line_list_highlighted(event)

    def _tell(self) -> None:
        found = self.found
        told = "" if found is None else "\n".join(self._facts(found))
        put(self.query_one("#setting-facts", Static), content(told), layout=True)

    def _facts(self, found: SettingView) -> list[str]:
        """What it is for and may be, who set it and why, and what this machine's file has."""
        told = [f"{found.does[:1].upper()}{found.does[1:]}: {found.wanted}."]
        if found.set_by is not None and found.set_at is not None:
            when = at_text(self.session.hours, found.set_at, now=self.session.now())
            verb = "Set" if found.origin == "desk" else "Given back"
            told.append(f"{verb} by {found.set_by}, {when}: {found.reason}")
        if found.differs:
            told.append(f"This machine's file has {found.in_file or NOTHING}, and is not gone by.")
        return told

    def on_line_list_opened(self, _: LineList.Opened) -> None:
        """Change the setting, for who may."""
        self.action_run("setting.change")

    def do_setting_change(self) -> None:
        """Ask for a value and a reason, tell what it would change, and set it."""
        found = self.found
        if found is None:
            return
        setting = deskwide.SETTINGS[found.name]

        def check(text: str) -> str | None:
            try:
                service.checked(setting, text)
            except BadInput as error:
                return str(error)
            return None

        fields = [
            Field("value", f"Value: {setting.wanted}", initial=found.value, check=check),
            Field("reason", "Reason"),
        ]
        form = AskForm(
            f"{found.name}, for everybody", fields, about=f"It says {setting.does}.", does="go on"
        )
        self.ask(form, lambda said: self._preview(found.name, said["value"], said["reason"]))

    def do_setting_reset(self) -> None:
        """Ask for a reason, tell what it would change, and go by the file again."""
        found = self.found
        if found is not None:
            form = ask_reason(
                f"Go by the file again for {found.name}",
                about=f"This machine's file comes to {found.in_file or NOTHING}.", does="go on",
            )  # fmt: skip
            self.ask(form, lambda said: self._preview(found.name, None, said["reason"]))

    def _preview(self, name: str, value: str | None, reason: str) -> None:
        call = service.preview(self.session.desk, name=name, value=value, now=self.session.now())
        self.read(call, lambda change: self._confirm(change, value, reason), group="preview")

    def _confirm(self, change: Change, value: str | None, reason: str) -> None:
        if change.same:
            self.say(f"{change.name} is {change.before or NOTHING} already.")
            return
        after = change.after or NOTHING

        def do() -> None:
            call = service.put(
                *self.session.who, name=change.name, value=value, reason=reason,
                now=self.session.now(),
            )  # fmt: skip
            self.change(call, _said)

        self.confirmed(
            f"{change.name}: {change.before or NOTHING} → {after}?",
            about=" ".join(change.effects),
            does=f"make it {after} for everybody" if value is not None else "go by the file",
            then=do,
        )

    def do_app_back(self) -> None:
        """Back to where it was opened."""
        self.dismiss()


def _said(found: SettingView) -> str:
    whose = "for everybody" if found.origin == "desk" else "as the file has it"
    return f"{found.name} is {found.value or NOTHING} {whose}."
