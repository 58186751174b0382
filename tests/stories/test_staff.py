"""Stories of the staff: an admin adds, renames, raises, lowers and retires people by keyboard, at both sizes."""

from pathlib import Path

import pytest

from console.bootstrap import actor_for, open_desk
from console.location import Location
from console.screens.staff import StaffScreen
from console.services import desk as desk_service
from console.services import roster, timer
from console.services.context import Desk
from console.services.roster import Member
from tests.conftest import SETTINGS, at
from tests.stories.theatre import Stage, stage

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)])
HOSTILE = "[/b]Boris[@click=app.quit]x"


async def members(path: Path) -> dict[str, Member]:
    """The staff as the record has it, by login."""
    desk = await open_desk(Location(path, SETTINGS))
    try:
        return {each.login: each for each in await roster.listing(desk, now=at(20))}
    finally:
        await desk.close()


async def work_begins(desk: Desk) -> None:
    """Olga holds a request and is timed on it."""
    olga = await actor_for(desk, "olga")
    await desk_service.pick(desk, olga, now=at(1))
    await timer.start(desk, olga, ticket=1, now=at(2))


async def open_staff(person: Stage) -> None:
    """Go to the staff."""
    await person.press("f9", "s")
    await person.until(lambda: "irina" in person.text)


async def stand_on(person: Stage, login: str) -> None:
    """Put the cursor on a person."""
    await person.press("g")
    for _ in range(10):
        if person.app.screen.found.login == login:
            return
        await person.press("j")
    raise AssertionError(f"{login} is not in the list")


@SIZES
async def test_an_admin_adds_renames_and_raises_somebody(
    desk_path: Path, size: tuple[int, int]
) -> None:
    """Each is asked for the last time on a safe answer that names the person, said, and shown as it was typed."""
    async with stage(desk_path, login="ada", size=size) as ada:
        await open_staff(ada)
        await ada.press("a")
        await ada.type("boris")
        await ada.press("tab")
        ada.app.focused.value = HOSTILE
        await ada.press("enter", "l")
        await ada.until(lambda: "as lead?" in ada.asked and "[/b]Boris[@" in ada.asked)
        await ada.press("enter")
        assert "boris" not in await members(desk_path)

        await ada.press("a", "enter", "l", "y")
        await ada.until(lambda: "(boris) is lead." in ada.said)
        await ada.until(lambda: HOSTILE[:12] in ada.text)
        await stand_on(ada, "boris")
        await ada.press("n")
        ada.app.focused.value = "Boris Ivanov"
        await ada.press("enter")
        await ada.until(lambda: "boris is called Boris Ivanov." in ada.said)
        await ada.until(lambda: "Boris Ivanov" in ada.text)
        await ada.press("r", "a", "y")
        await ada.until(lambda: "Boris Ivanov (boris) is admin." in ada.said)
    assert (await members(desk_path))["boris"].role == "admin"


@SIZES
async def test_retiring_says_what_becomes_of_what_they_hold(
    waiting_desk: Path, size: tuple[int, int]
) -> None:
    """The dialog tells of the request and the timer, and stands on no; who has left is changed no more."""
    desk = await open_desk(Location(waiting_desk, SETTINGS))
    try:
        await work_begins(desk)
    finally:
        await desk.close()
    async with stage(waiting_desk, login="ada", size=size) as ada:
        await open_staff(ada)
        await stand_on(ada, "olga")
        await ada.press("enter")
        await ada.until(lambda: "1 request, the timer runs on #1" in ada.text)
        await ada.press("escape", "x")
        await ada.until(lambda: ada.asked == "Retire Olga?")
        told = " ".join(ada.text.replace("│", " ").split())
        assert "1 request goes back to the queue, each in its old place" in told
        assert "The timer on #1 ends now" in told
        await ada.press("enter", "x", "y")
        await ada.until(lambda: "Olga is retired." in ada.said)
        await stand_on(ada, "olga")
        await ada.press("r")
        assert "This person has left the desk: that stays." in ada.said
    found = (await members(waiting_desk))["olga"]
    assert (found.retired, found.holds, found.timed) == (True, 0, None)


async def test_the_only_admin_stays_one_and_may_step_down_beside_another(desk_path: Path) -> None:
    """The only admin is neither lowered nor retired; once there is another, this console goes on as a lead's."""
    async with stage(desk_path, login="ada") as ada:
        await open_staff(ada)
        await stand_on(ada, "ada")
        await ada.press("x")
        assert "The only admin stays one: make another first." in ada.said
        await ada.press("r", "l")
        assert ada.asked.startswith("Ada is admin.")
        await ada.press("escape")
        await stand_on(ada, "irina")
        await ada.press("r", "a", "y")
        await ada.until(lambda: "Irina (irina) is admin." in ada.said)
        await stand_on(ada, "ada")
        await ada.press("r", "l", "y")
        await ada.until(lambda: "Ada (ada) is lead." in ada.said)
        await ada.press("a")
        assert "Only an admin may do that." in ada.said
        assert type(ada.app.screen) is StaffScreen


async def test_who_retires_themselves_is_out(desk_path: Path) -> None:
    """The console closes with it."""
    async with stage(desk_path, login="ada") as ada:
        await open_staff(ada)
        await stand_on(ada, "irina")
        await ada.press("r", "a", "y")
        await ada.until(lambda: "Irina (irina) is admin." in ada.said)
        await stand_on(ada, "ada")
        await ada.press("x", "y")
        await ada.until(lambda: not ada.app.is_running or ada.app._exit)
    assert (await members(desk_path))["ada"].retired


@pytest.mark.parametrize(
    ("login", "read_only", "why"),
    [
        ("olga", False, "Only an admin may do that."),
        ("ada", True, "This console only reads: it was opened with --read-only."),
    ],
)
async def test_others_look_and_are_told_who_may(
    desk_path: Path, login: str, read_only: bool, why: str
) -> None:
    """Each key that changes anything says why not, and opens nothing."""
    async with stage(desk_path, login=login, read_only=read_only) as person:
        await open_staff(person)
        for key in "arnx":
            await person.press(key)
            assert type(person.app.screen) is StaffScreen
        assert why in person.said
