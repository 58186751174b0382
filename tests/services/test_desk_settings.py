"""Settings for everybody at the desk: they go before a machine's file, at once, and can be given back to it."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from console.bootstrap import open_desk
from console.config import Settings
from console.location import Location
from console.policy.refusal import Refusal
from console.services import desk_settings, doctor, record
from console.services.desk_settings import SettingView
from console.services.faults import BadInput, NotFound
from console.services.record import Wanted
from db.driver import sqlite3
from tests.conftest import SETTINGS, at
from tests.services.office import Office


@pytest.fixture
def place(desk_path: Path) -> Path:
    """Where the desk is: in a file alone; what its statements say on a server is asked elsewhere."""
    return desk_path


async def put(
    office: Office, name: str, value: str | None, *, login: str = "ada", minute: float = 1
) -> Any:
    """Somebody sets a setting."""
    return await desk_settings.put(
        office.desk, office.who(login), name=name, value=value, reason="agreed", now=at(minute)
    )


async def test_what_is_set_holds_before_the_file(office: Office) -> None:
    """What is set for everybody holds before the file, and the file again when it is given back."""
    office.desk.settings = replace(office.desk.settings, reopen_days=7)
    await put(office, "reopen_days", "14")
    set_to = office.desk.settings.reopen_days
    await put(office, "reopen_days", None)
    assert (set_to, office.desk.settings.reopen_days) == (14, 7)


async def test_another_console_goes_by_it_from_its_next_look_on(office: Office) -> None:
    """Another open console, job or command goes by it from its next look at the desk on."""
    path = office.desk.database.name
    other = await open_desk(Location(Path(path), replace(SETTINGS, acknowledge="closed")))
    await put(office, "acknowledge", "never")
    before = other.settings.acknowledge
    async with other.reading():
        after = other.settings.acknowledge
    await other.close()
    assert (before, after) == ("closed", "never")


async def test_a_desk_is_opened_with_what_is_set(office: Office) -> None:
    """A desk is opened with what is set, before anything is asked of it: its clock, its name, its hours."""
    await put(office, "utc_offset_hours", "-5")
    await put(office, "desk_name", "Кредит")
    other = await open_desk(Location(Path(office.desk.database.name), SETTINGS))
    await other.close()
    found = (other.hours.utc_offset_hours, other.settings.desk_name, other.name)
    assert found == (-5, "Кредит", "Кредит")


@pytest.mark.parametrize(
    ("name", "value", "kept"),
    [
        ("reopen_days", " 0 ", "0"),
        ("acknowledge", "Closed", "closed"),
        ("free_credits_first", "no", "no"),
        ("holidays", "de", "DE"),
        ("holidays", "None", "none"),
        ("utc_offset_hours", "-12", "-12"),
        ("support_address", "help@desk.example", "help@desk.example"),
        ("shop_url", "https://shop.example/support", "https://shop.example/support"),
    ],
)
async def test_a_setting_is_kept_as_it_is_told(
    office: Office, name: str, value: str, kept: str
) -> None:
    """A setting is kept as it is told, by whom and why."""
    found = await put(office, name, value)
    assert (found.value, found.origin, found.set_by, found.reason) == (
        kept,
        "desk",
        "ada",
        "agreed",
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("reopen_days", "-1"),
        ("reopen_days", "9999"),
        ("reopen_days", "seven"),
        ("reopen_days", "٧"),
        ("acknowledge", "sometimes"),
        ("free_credits_first", "maybe"),
        ("holidays", "XX"),
        ("holidays", "../RU"),
        ("utc_offset_hours", "15"),
        ("claim_lost_seconds", "10"),
        ("support_address", "nobody"),
        ("support_address", "a@b.example\nBcc: c@d.example"),
        ("shop_url", "javascript:alert(1)"),
        ("shop_url", "http://shop.example"),
        ("desk_name", ""),
        ("desk_name", "x\x1b[31m"),
        ("desk_name", "x\u202ey"),
        ("desk_name", "x" * 61),
    ],
)
async def test_what_a_setting_cannot_be_is_said(office: Office, name: str, value: str) -> None:
    """What a setting cannot be is refused with what it can be, and nothing is set."""
    with pytest.raises(BadInput):
        await put(office, name, value)
    assert office.desk.said.values == {}


@pytest.mark.parametrize("name", ["database", "smtp", "keys", "theme", "nothing"])
async def test_a_machines_own_settings_are_not_the_desks(office: Office, name: str) -> None:
    """Connections, keys and colours are a machine's own: nothing sets them for everybody."""
    with pytest.raises(NotFound):
        await put(office, name, "x")


@pytest.mark.parametrize("login", ["olga", "irina"])
async def test_admins_alone_set_it(office: Office, login: str) -> None:
    """Admins alone set what is for everybody."""
    assert isinstance(await put(office, "reopen_days", "14", login=login), Refusal)


async def test_a_setting_has_a_reason(office: Office) -> None:
    """What is set for everybody has a reason."""
    with pytest.raises(BadInput, match="reason"):
        await desk_settings.put(
            office.desk, office.who("ada"), name="reopen_days", value="3", reason=" ", now=at(1)
        )


async def test_the_record_tells_of_each_change_once(office: Office) -> None:
    """The record tells of each change, with before and after; the same again changes nothing."""
    for value in ("14", "14", None, None):
        await put(office, "reopen_days", value)
    page = await record.listing(office.desk, office.who("ada"), Wanted(words="reopen_days"))
    assert [row.said for row in page.rows] == [
        "Ada set something for everybody at the desk: 14 → given back · setting reopen_days, saying 2 (agreed)",
        "Ada set something for everybody at the desk: 30 → 14 · setting reopen_days, saying 1 (agreed)",
    ]


async def test_the_list_tells_where_each_value_comes_from(office: Office) -> None:
    """The list tells where each value comes from: the desk, the file, or what is built in."""
    await put(office, "reopen_days", "14")
    found = {each.name: each.origin for each in await desk_settings.listing(office.desk)}
    wanted = {"reopen_days": "desk", "desk_name": "file", "holidays": "built in"}
    assert {name: found[name] for name in wanted} == wanted


async def test_a_preview_tells_what_would_change_and_changes_nothing(office: Office) -> None:
    """A preview tells before, after and what becomes of the office's hours, and changes nothing."""
    change = await desk_settings.preview(
        office.desk, name="utc_offset_hours", value="3", now=at(-30)
    )
    told = (change.before, change.after, change.effects[1], office.desk.said.values)
    assert told == ("4", "3", "The office is open until 18:00; then closed until 09:00.", {})


async def test_the_doctor_remarks_where_file_and_desk_differ(office: Office) -> None:
    """Where file and desk both say it and differ, the doctor remarks it, and nothing disagrees."""
    office.desk.settings = replace(office.desk.settings, reopen_days=7)
    await put(office, "reopen_days", "14")
    found = next(each for each in await doctor.examine(office.desk) if each.check == "settings")
    assert (found.ok, found.detail.partition("; ")[2]) == (
        True,
        "reopen_days is 14 for everybody, and 7 in this machine's file, which is not gone by",
    )


_SET = "INSERT INTO desk_setting (name, value, reason, staff_id, set_at) VALUES"
_SAID = "INSERT INTO office_day (day, state, reason, staff_id, said_at) VALUES"
_BY = "'x', 1, '2026-11-16 06:00:00.000000')"


@pytest.mark.parametrize(
    ("statement", "finds"),
    [
        (f"{_SET} ('reopen_days', 'many', {_BY}", "the setting reopen_days cannot be read, and holds"),
        (f"{_SET} ('database', 'x', {_BY}", "the setting database cannot be read, and holds"),
        (f"{_SAID} ('2026-13-32', 'closed', {_BY}", "the office day 2026-13-32 cannot be read"),
        (f"{_SAID} ('2026-12-31', 'closed', {_BY}", "office_day 1 is set, and the record does not tell"),
    ],
)  # fmt: skip
async def test_what_came_in_another_way_is_found(
    office: Office, statement: str, finds: str
) -> None:
    """What came in another way than by the program stops nobody, and the doctor finds it."""
    await asyncio.to_thread(_run, office.desk.database.name, statement)
    found = next(each for each in await doctor.examine(office.desk) if each.check == "settings")
    assert not found.ok
    assert finds in found.detail


def _run(path: str, statement: str) -> None:
    with sqlite3.connect(path) as raw:
        raw.execute(statement)
    raw.close()


def test_the_view_of_a_setting_knows_when_it_differs() -> None:
    """A setting differs where the file says something else, not where it says nothing."""
    found = SettingView("reopen_days", "14", "desk", "", "", in_file=str(Settings().reopen_days))
    assert [found.differs, replace(found, in_file="7").differs] == [False, True]


async def test_mails_name_the_desk_as_it_is_set(office: Office) -> None:
    """What is written to customers names the desk as it is set for everybody, by the desk as it was founded."""
    await put(office, "acknowledge", "always")
    await put(office, "desk_name", "Credit Help")
    await office.mail(2)
    told = (await office.view()).thread[-1]
    assert (told.author, "Credit Help" in told.text) == ("Desk", True)
