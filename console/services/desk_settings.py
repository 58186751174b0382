"""Desk-wide settings: what each is and who says so, changed for everybody at once, and given back to the file."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from console.config import Settings
from console.policy import access, deskwide, officedays
from console.policy.deskwide import Setting
from console.policy.officehours import office_day
from console.policy.refusal import Refusal
from console.services import deskwide as overlay
from console.services import facts, retention
from console.services.connection import until_saved
from console.services.context import Desk
from console.services.deskwide import Deskwide
from console.services.faults import BadInput, NotFound
from console.services.retention_words import over_words
from console.services.shapes import Actor
from console.services.views import office_text
from db import deskwide as db_deskwide
from db import tickets
from db import worktime as db_worktime
from db.engine import Session
from db.tables import DeskSetting
from widgets.safe_text import one_line

REASON_CHARS = 300
OF_THE_CLOCK = frozenset({"utc_offset_hours", "holidays"})


@dataclass(frozen=True, slots=True)
class SettingView:
    """A setting as it holds: `origin` is "desk", "file" or "built in"; `in_file` what this machine's file comes to."""

    name: str
    value: str
    origin: str
    does: str
    wanted: str
    in_file: str
    set_by: str | None = None
    set_at: datetime | None = None
    reason: str = ""

    @property
    def differs(self) -> bool:
        """Whether the desk and this machine's file both say it, and each says something else."""
        return self.origin == "desk" and self.in_file not in (self.value, _built_in(self.name))


@dataclass(frozen=True, slots=True)
class Change:
    """What setting a setting would come to, line by line; `same` where nothing would change."""

    name: str
    before: str
    after: str
    effects: tuple[str, ...]
    same: bool


async def listing(desk: Desk) -> tuple[SettingView, ...]:
    """Every desk-wide setting, in the order in which they are told."""
    async with desk.reading() as session:
        rows = {row.name: row for row in await db_deskwide.last_settings(session)}
        logins = await _logins(session, [row.staff_id for row in rows.values()])
    return tuple(_view(desk, each, rows.get(each.name), logins) for each in _all())


async def show(desk: Desk, *, name: str) -> SettingView:
    """One of them. Raises NotFound."""
    setting = the_setting(name)
    return next(each for each in await listing(desk) if each.name == setting.name)


async def preview(desk: Desk, *, name: str, value: str | None, now: datetime) -> Change:
    """What setting it so would change; None gives it back to the file. Raises NotFound and BadInput."""
    setting = the_setting(name)
    if value is not None:
        value = checked(setting, value)
    async with desk.reading() as session:
        change = _change(desk, setting, value, now=now)
        if name not in deskwide.RETENTION:
            return change
        over = await retention.over(session, name, months=int(change.after), now=now)
        return replace(change, effects=(*change.effects, over_words(over)))


@until_saved
async def put(
    desk: Desk, actor: Actor, *, name: str, value: str | None, reason: str, now: datetime
) -> SettingView | Refusal:
    """Set it for everybody, or with no value let the file's hold again. Raises NotFound and BadInput.

    The same value again changes nothing.
    """
    if refused := access.check(facts.role_of(actor), "settings"):
        return refused
    setting = the_setting(name)
    kept = None if value is None else checked(setting, value)
    why = a_reason(reason)
    async with desk.writing(actor, now, alone=True) as session:
        rows = {row.name: row for row in await db_deskwide.last_settings(session)}
        row = rows.get(name)
        if (row.value if row is not None else None) != kept:
            change = _change(desk, setting, kept, now=now)
            row = await db_deskwide.set_value(
                session, name=name, value=kept, reason=why, staff_id=actor.staff_id, set_at=now
            )
            await tickets.record(
                session, "setting", at=now, staff_id=actor.staff_id, setting=name,
                before=change.before, after=change.after if kept is not None else "given back",
                reason=why, saying=row.id,
            )  # fmt: skip
        logins = await _logins(session, [row.staff_id] if row is not None else [])
    async with desk.reading():
        return _view(desk, setting, row, logins)


def the_setting(name: str) -> Setting:
    """The setting of that name. Raises NotFound."""
    found = deskwide.SETTINGS.get(name)
    if found is None:
        raise NotFound(f"There is no desk-wide setting {one_line(name, max_chars=40)!r}.")
    return found


def checked(setting: Setting, value: str) -> str:
    """A value as it is kept. Raises BadInput."""
    try:
        found = deskwide.written(deskwide.read(setting, value))
        if setting.kind == "calendar":
            overlay.check_calendar(found)
    except ValueError as error:
        raise BadInput(str(error)) from None
    return found


def a_reason(reason: str) -> str:
    """A reason, which everything that is set for everybody has. Raises BadInput."""
    why = one_line(reason, max_chars=REASON_CHARS).strip()
    if not why:
        raise BadInput("What is set for everybody has a reason.")
    return why


def _change(desk: Desk, setting: Setting, value: str | None, *, now: datetime) -> Change:
    kept = {name: each for name, each in desk.said.values.items() if name != setting.name}
    if value is not None:
        kept[setting.name] = deskwide.read(setting, value)
    said = replace(desk.said, values=kept)
    before, after = (_holds(desk, each, setting.name) for each in (desk.said, said))
    effects = (setting.effect, *_on_the_clock(desk, setting, said, now=now))
    held = setting.name in desk.said.values
    return Change(
        setting.name, before, after, effects, before == after and held == (value is not None)
    )


def _on_the_clock(desk: Desk, setting: Setting, said: Deskwide, *, now: datetime) -> Iterator[str]:
    """What becomes of the office's hours, where they change."""
    if setting.name not in OF_THE_CLOCK:
        return
    hours = overlay.hours(overlay.over(desk.file, said), said)
    before, after = office_text(desk.hours, now), office_text(hours, now)
    yield f"The office is {before}" + (f"; then {after}." if after != before else ", as before.")
    coming = officedays.closings(hours, office_day(hours, now))
    if coming:
        yield f"Next closed from {coming[0].first:%a} {coming[0].first} to {coming[0].last:%a} {coming[0].last}."


def _view(
    desk: Desk, setting: Setting, row: DeskSetting | None, logins: dict[int, str]
) -> SettingView:
    in_file, held = (
        _told(overlay.value_of(desk.file, setting.name)),
        setting.name in desk.said.values,
    )
    origin = "built in" if in_file == _built_in(setting.name) else "file"
    return SettingView(
        name=setting.name,
        value=_holds(desk, desk.said, setting.name),
        origin="desk" if held else origin,
        does=setting.does,
        wanted=setting.wanted,
        in_file=in_file,
        set_by=logins.get(row.staff_id) if row is not None else None,
        set_at=row.set_at if row is not None else None,
        reason=row.reason if row is not None else "",
    )


def _all() -> tuple[Setting, ...]:
    return tuple(deskwide.SETTINGS.values())


def _told(value: deskwide.Value) -> str:
    return deskwide.written(value)


def _holds(desk: Desk, said: Deskwide, name: str) -> str:
    """What holds, with that set for everybody."""
    return _told(said.values.get(name, overlay.value_of(desk.file, name)))


def _built_in(name: str) -> str:
    return _told(overlay.value_of(Settings(), name))


async def _logins(session: Session, staff: list[int]) -> dict[int, str]:
    people = await db_worktime.names(session, sorted(set(staff)))
    return {staff_id: member.login for staff_id, member in people.items()}
