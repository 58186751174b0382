"""Stories of what is the same for everybody: settings and the office's days, looked at and changed by keyboard."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from console.bootstrap import open_desk
from console.location import Location
from console.screens.dialogs import AskForm
from console.services.context import Desk
from tests.conftest import SETTINGS, at
from tests.stories.theatre import Stage, stage

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)])


async def of_desk(path: Path, ask: Callable[[Desk], Awaitable[Any]]) -> Any:
    """What the desk says to somebody else who opens it."""
    desk = await open_desk(Location(path, SETTINGS))
    try:
        return await ask(desk)
    finally:
        await desk.close()


async def fill(person: Stage, *values: str) -> None:
    """Fill in the form on top, line by line, and send it off."""
    assert isinstance(person.app.screen, AskForm), person.text
    for place, value in enumerate(values):
        await person.press("ctrl+a", "ctrl+k")
        await person.type(value)
        await person.press("tab" if place < len(values) - 1 else "enter")


async def settings_of(desk: Desk) -> tuple[int, int]:
    """Two of the settings that are walked through."""
    return desk.settings.reopen_days, desk.file.reopen_days


@SIZES
async def test_an_admin_sets_something_for_everybody_and_gives_it_back(
    desk_path: Path, size: tuple[int, int]
) -> None:
    """Enter asks for a value and a reason, says what it would change, stands on no; x gives it back; so for retention."""
    async with stage(desk_path, login="ada", size=size) as ada:
        await ada.press("f9", "d")
        await ada.until(lambda: "reopen_days" in ada.text)
        await ada.press("j", "j", "j", "j")
        assert "0 to 3650 days" in ada.text
        await ada.press("enter")
        await fill(ada, "many", "agreed")
        await ada.press("enter")
        assert "reopen_days is 0 to 3650 days." in ada.text
        await fill(ada, "14", "agreed")
        assert "An answer that comes later begins a new request." in ada.text
        await ada.press("enter")
        assert await of_desk(desk_path, settings_of) == (30, 30)
        await ada.press("enter", "enter", "y")
        await ada.until(lambda: "reopen_days is 14 for everybody." in ada.said)
        assert await of_desk(desk_path, settings_of) == (14, 30)
        assert "Set by ada, 10:00: agreed" in ada.text
        await ada.press("x")
        await fill(ada, "as before")
        await ada.press("y")
        await ada.until(lambda: "reopen_days is 30 as the file has it." in ada.said)
        assert "Given back by ada" in ada.text
        await ada.press("escape")
        await ada.until(lambda: "everything is kept for ever" in ada.text)
        await ada.press("r")
        await ada.until(lambda: "Let go of so far: nothing." in ada.text)
        assert "Mails that brought files to requests: kept for ever." in ada.text
        await ada.press("enter")
        await fill(ada, "24", "privacy")
        assert "Mails that brought files to requests: nothing" in " ".join(ada.text.split())
        await ada.press("y")
        await ada.until(lambda: "retain_files_months is 24 for everybody." in ada.said)
        await ada.until(lambda: "requests: nothing would go." in ada.text)


async def days_of(desk: Desk) -> dict[str, bool]:
    """The days that something is said of, and whether they are worked."""
    return {each.day.isoformat(): each.works for each in desk.hours.days}


@SIZES
async def test_an_admin_says_how_days_are_kept(desk_path: Path, size: tuple[int, int]) -> None:
    """A day is closed, worked in hours of its own, kept as usual again; a holiday by its name is worked after all."""
    async with stage(desk_path, login="ada", size=size) as ada:
        await ada.press("f9", "o")
        await ada.until(
            lambda: "Open until 18:00 · next closed from Thu 31 Dec to Sun 10 Jan" in ada.text
        )
        assert "Monday to Friday, 09:00 to 18:00 (UTC+4) · holidays of RU" in ada.text
        await ada.press("c")
        await fill(ada, "2026-11-01", "late")
        await ada.until(lambda: "2026-11-01 is past" in ada.said)
        await ada.press("c")
        await fill(ada, "2026-12-30", "stocktaking")
        assert "Wed 30 Dec: 09:00 to 18:00 → closed. Closed from Wed 30 Dec" in ada.text
        await ada.press("y")
        await ada.until(lambda: "Wed 30 Dec 2026 is kept closed." in ada.said)
        await ada.press("h")
        await fill(ada, "2026-12-29", "9:00", "15:00", "short")
        await ada.press("y")
        await ada.until(lambda: "worked 09:00 to 15:00" in ada.said)
        assert await of_desk(desk_path, days_of) == {"2026-12-30": False, "2026-12-29": True}
        await ada.press("j", "x")
        await fill(ada, "not needed")
        await ada.press("y")
        await ada.until(lambda: "Wed 30 Dec 2026 is kept as usual." in ada.said)
        assert await of_desk(desk_path, days_of) == {"2026-12-29": True}
        await ada.press("3")
        await ada.until(lambda: "New Year Holidays" in ada.text)
        assert "1 Jan 2027" in ada.text  # next year's are there too, and none that is past
        assert "4 Nov 2026" not in ada.text
        await ada.press("g", "w", "tab")
        await ada.type("urgent")
        await ada.press("enter", "y")
        await ada.until(lambda: "Thu 31 Dec 2026 is kept worked." in ada.said)
        await ada.press("2")
        assert "Fri 1 Jan 2027" in ada.text


@pytest.mark.parametrize(("login", "read_only"), [("irina", False), ("ada", True)])
async def test_others_look(desk_path: Path, login: str, read_only: bool) -> None:
    """Leads look, as does a console that only reads: each key says why it does not work."""
    async with stage(desk_path, login=login, read_only=read_only) as person:
        await person.press("f9", "d", "enter", "escape", "o", "c", "w", "h")
        why = "only reads" if read_only else "Only an admin may do that."
        assert why in person.said
        assert not isinstance(person.app.screen, AskForm)


async def test_a_console_that_is_open_goes_by_what_another_sets(desk_path: Path) -> None:
    """A console that is open shows within a moment what another sets."""
    from console.services import desk_settings
    from console.services.shapes import Actor

    async def change(desk: Desk) -> Any:
        return await desk_settings.put(
            desk, Actor(1, "ada", "Ada", "admin"), name="utc_offset_hours", value="-5",
            reason="moved", now=at(),
        )  # fmt: skip

    async with stage(desk_path, login="olga") as olga:
        await olga.press("f9", "d")
        await of_desk(desk_path, change)
        await olga.app.watcher.look()
        await olga.until(lambda: "-5" in olga.text)
        assert olga.app.session.hours.utc_offset_hours == -5
