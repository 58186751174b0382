"""Stories of the policy's versions: proposed, looked at, tried out and let hold, by keyboard at 80 by 24."""

from collections.abc import Callable
from pathlib import Path

import pytest

from console.bootstrap import open_desk
from console.location import Location
from console.screens.policy import (
    PolicyScreen,
    ProposeScreen,
    TrialScreen,
    VersionScreen,
)
from console.screens.words import last_month
from console.services import closing, policies, timer
from console.services import desk as desk_service
from console.services.shapes import Actor
from tests.conftest import MONDAY, SETTINGS, at
from tests.stories.theatre import Stage, stage
from widgets.text_editor import TextEditor

SIZES = [(80, 24), (120, 40)]

DEARER = {
    "version": "2", "title": "Dearer [/b] \x1b[31m", "text": "The whole policy.\n[@click=app.quit]x",
    "terms": {"credits_per_block": 20}, "words": {"U8": "20 credits a quarter."},
}  # fmt: skip


@pytest.fixture
async def proposed(waiting_desk: Path, who: Callable[[str], Actor]) -> Path:
    """A desk with a charge of 20 for #1, and a proposed version that charges twice as much; its file."""
    desk = await open_desk(Location(waiting_desk, SETTINGS))
    olga = who("olga")
    await desk_service.pick(desk, olga, now=at(1))
    await timer.start(desk, olga, ticket=1, now=at(2))
    await timer.stop(desk, olga, now=at(22))
    await closing.close(desk, olga, ticket=1, outcome="answered", now=at(23))
    await policies.add(desk, who("ada"), values=DEARER, now=at(24))
    await desk.close()
    return waiting_desk


async def states(path: Path) -> list[tuple[str, str]]:
    """The versions and how they stand."""
    desk = await open_desk(Location(path, SETTINGS))
    try:
        return [(each.version, each.state) for each in await policies.listing(desk, now=at(60))]
    finally:
        await desk.close()


async def on_the_second(person: Stage) -> None:
    """Go to the proposed version."""
    await person.press("f9", "p")
    await person.until(lambda: "proposed" in person.text)
    await person.press("G")


@pytest.mark.parametrize("size", SIZES)
async def test_the_versions_are_listed(proposed: Path, size: tuple[int, int]) -> None:
    """Its place lists them with their states, hostile titles made safe."""
    async with stage(proposed, size=size) as olga:
        await on_the_second(olga)
        assert "in force" in olga.text
        assert "Dearer [/b]" in olga.text
        assert "\x1b" not in olga.text


async def test_a_version_is_shown_with_what_differs(proposed: Path) -> None:
    """Enter shows its figures, beside those in force, and its text as it is."""
    async with stage(proposed) as olga:
        await on_the_second(olga)
        await olga.press("enter")
        assert isinstance(olga.app.screen, VersionScreen)
        assert "credits for a block: 20 (now 10)" in olga.text
        await olga.press("G")
        assert "[@click=app.quit]x" in olga.text
        await olga.press("escape")
        assert isinstance(olga.app.screen, PolicyScreen)


@pytest.mark.parametrize("size", SIZES)
async def test_a_version_is_tried_out_on_past_charges(
    proposed: Path, size: tuple[int, int]
) -> None:
    """T asks for the days, and tells what they took and would have taken."""
    async with stage(proposed, size=size) as olga:
        await on_the_second(olga)
        await olga.press("t", "ctrl+u")
        await olga.type("2026-11-01")
        await olga.press("tab", "ctrl+u")
        await olga.type("2026-11-30")
        await olga.press("enter")
        assert isinstance(olga.app.screen, TrialScreen)
        await olga.until(lambda: "1 charge took 20 credits" in olga.text)
        assert "they would have taken 40, 20 more." in olga.text
        assert "answered" in olga.text
        await olga.press("escape")
        assert isinstance(olga.app.screen, PolicyScreen)


async def test_last_month_is_what_is_tried_unless_said(proposed: Path) -> None:
    """Enter alone counts the month before."""
    async with stage(proposed) as olga:
        await on_the_second(olga)
        await olga.press("t", "enter")
        await olga.until(lambda: "Nothing was charged in these days." in olga.text)
        assert "2026-10-01 to 2026-10-31" in olga.text


async def test_days_the_wrong_way_round_are_said(proposed: Path) -> None:
    """The last day comes after the first."""
    async with stage(proposed) as olga:
        await on_the_second(olga)
        await olga.press("t", "tab", "ctrl+u")
        await olga.type("2026-09-01")
        await olga.press("enter")
        assert "The last day is before the first." in olga.said


@pytest.mark.parametrize("size", SIZES)
async def test_a_version_is_let_hold_after_a_last_question(
    proposed: Path, size: tuple[int, int]
) -> None:
    """Enter alone changes nothing; the question names version and day."""
    async with stage(proposed, login="ada", size=size) as ada:
        await on_the_second(ada)
        await ada.press("a")
        await ada.type("2026-12-01")
        await ada.press("enter")
        assert ada.asked == "Let version 2 hold from 2026-12-01 on?"
        await ada.press("enter", "a", "enter", "y")
        assert "Version 2 holds from 2026-12-01 on." in ada.said
    assert await states(proposed) == [("1", "in force"), ("2", "coming")]


async def test_what_holds_is_not_let_hold_again(proposed: Path) -> None:
    """The key says why it is off."""
    async with stage(proposed, login="ada") as ada:
        await on_the_second(ada)
        await ada.press("g", "a")
        assert "This version is in force: that stays (A1)." in ada.said


@pytest.mark.parametrize("key", ["n", "a"])
async def test_the_policy_is_an_admins(proposed: Path, key: str) -> None:
    """A lead may look and try, and is told who proposes."""
    async with stage(proposed, login="irina") as irina:
        await on_the_second(irina)
        await irina.press(key)
        assert "Only an admin may do that." in irina.said


async def written(ada: Stage, text: str) -> None:
    """Open the proposal and put a text in it."""
    await ada.press("f9", "p")
    await ada.until(lambda: "in force" in ada.text)
    await ada.press("n")
    ada.app.screen.query_one(TextEditor).load_text(text)
    await ada.press("ctrl+s")


@pytest.mark.parametrize("size", SIZES)
async def test_a_version_is_proposed(waiting_desk: Path, size: tuple[int, int]) -> None:
    """N begins with the figures in force; what is proposed counts nothing yet."""
    async with stage(waiting_desk, login="ada", size=size) as ada:
        await ada.press("f9", "p")
        await ada.until(lambda: "in force" in ada.text)
        await ada.press("n")
        assert "credits_per_block = 10" in ada.app.screen.query_one(TextEditor).text
        begun = ada.app.screen.query_one(TextEditor).text.replace('= ""\n', '= "2"\n')
        await ada.press("escape")
        await written(ada, begun)
        assert "Version 2 is proposed: nothing is counted by it yet." in ada.said
    assert await states(waiting_desk) == [("1", "in force"), ("2", "proposed")]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("version = ", "It cannot be read:"),
        ('version = "2"', 'needs a "title"'),
        ('version = "2"\ntitle = "x"\ntext = "y"\n[terms]\n"[/b]" = 1', "has no figure '[/b]'"),
    ],
)
async def test_what_is_wrong_is_said_beside_the_text(
    waiting_desk: Path, text: str, told: str
) -> None:
    """The text stays to be mended."""
    async with stage(waiting_desk, login="ada") as ada:
        await written(ada, text)
        await ada.until(lambda: told in ada.text)
        assert isinstance(ada.app.screen, ProposeScreen)


async def test_a_proposal_outlives_escape(waiting_desk: Path) -> None:
    """What was begun is there the next time."""
    async with stage(waiting_desk, login="ada") as ada:
        await ada.press("f9", "p")
        await ada.until(lambda: "in force" in ada.text)
        await ada.press("n")
        await ada.type("half a thought ")
        await ada.press("escape", "n")
        assert "half a thought" in ada.text


def test_last_month_is_whole() -> None:
    """November's trial is of all October."""
    first, last = last_month(MONDAY.date())
    assert (first.isoformat(), last.isoformat()) == ("2026-10-01", "2026-10-31")
