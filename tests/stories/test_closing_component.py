"""Closing with a component: named by typing, it proposes how the request ends; all of it can be overruled."""

from pathlib import Path

import pytest

from console.bootstrap import open_desk
from console.location import Location
from console.policy.components import Facts, Kind
from console.policy.refusal import Refusal
from console.screens.closing import ClosingScreen
from console.screens.naming import NamingScreen
from console.screens.queue import QueueScreen
from console.services import components
from console.services.components import Wanted
from tests.conftest import MONDAY, SETTINGS
from tests.machines.world import ACTORS
from tests.stories.test_closing import first_request, in_hand
from tests.stories.theatre import Stage, stage

CATALOGUE = [
    Wanted("live-search", Facts("Live search", "Cart-Power", Kind.ADDON, paid=True)),
    Wanted("vivashop", Facts("VIVAshop", "EnergoThemes", Kind.THEME, encrypted=True)),
    Wanted("unitheme2", Facts("UniTheme2", "AlexBranding", Kind.THEME)),
    Wanted("old", Facts("Live chat", "Cart-Power", Kind.ADDON, retired=True)),
]


@pytest.fixture
async def stocked_desk(waiting_desk: Path) -> Path:
    """A desk with requests that wait, and a small catalogue."""
    desk = await open_desk(Location(waiting_desk, SETTINGS))
    done = await components.write(desk, ACTORS["ada"], wanted=CATALOGUE, now=MONDAY)
    assert not isinstance(done, Refusal), done
    await desk.close()
    return waiting_desk


async def name(olga: Stage, typed: str, version: str = "") -> None:
    """Name the component from the first question."""
    await olga.press("slash")
    await olga.until(lambda: isinstance(olga.app.screen, NamingScreen))
    await olga.type(typed)
    await olga.press("enter")
    await olga.type(version)
    await olga.press("enter")
    await olga.until(lambda: isinstance(olga.app.screen, ClosingScreen))
    await olga.settle()


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_named_component_decides_whose_part_it_was(
    stocked_desk: Path, size: tuple[int, int]
) -> None:
    """Named with its version it is not asked whose part it was: one key closes a bug of ours, free."""
    async with stage(stocked_desk, size=size) as olga:
        await in_hand(olga, minutes=31)
        await olga.press("c")
        assert "no component named" in olga.text
        assert "Whose part was at fault?" in olga.text
        await olga.press("slash")
        await olga.type("live")
        assert "Live search" in olga.text
        assert "Live chat" not in olga.text
        await olga.press("enter")
        await olga.type("4.18")
        await olga.press("enter")
        await olga.until(lambda: "What was it about Live search 4.18?" in olga.text)
        for shown in (
            "our add-on",
            "question 1",
            "nothing was at fault",
            "esc back",
            "- ask whose part",
        ):
            assert shown in olga.text
        await olga.press("b", "ctrl+s")
        await olga.until(lambda: isinstance(olga.app.screen, QueueScreen))
    view = await first_request(stocked_desk)
    assert (view.outcome, view.ground) == ("first-party-bug", "F4 bug of our add-on")
    assert view.component is not None
    assert view.component.words == "Live search 4.18"


async def test_encrypted_code_is_not_asked_about(stocked_desk: Path) -> None:
    """A bug in encrypted code of another vendor is one key, with its cost and clause beside it."""
    async with stage(stocked_desk) as olga:
        await in_hand(olga, minutes=31)
        await olga.press("c")
        await name(olga, "energo")
        assert "EnergoThemes' theme, code encrypted" in olga.text
        lines = olga.text.splitlines()
        at = next(n for n, line in enumerate(lines) if "b  a bug; its code is encrypted" in line)
        assert ("30 credits" in lines[at], "U5" in lines[at + 1]) == (True, True)
        await olga.press("b", "ctrl+s")
        await olga.until(lambda: isinstance(olga.app.screen, QueueScreen))
    assert (await first_request(stocked_desk)).outcome == "third-party-encrypted"


async def test_what_a_component_decides_is_overruled(stocked_desk: Path) -> None:
    """Minus asks as if none were named, and again goes back; the request stays about it."""
    async with stage(stocked_desk) as olga:
        await in_hand(olga, minutes=31)
        await olga.press("c")
        await name(olga, "unitheme")
        await olga.press("minus")
        assert "Whose part was at fault?" in olga.text
        assert "set aside" in olga.text
        await olga.press("minus")
        assert "What was it about UniTheme2?" in olga.text
        await olga.press("minus", "t", "b", "n", "ctrl+s")
        await olga.until(lambda: isinstance(olga.app.screen, QueueScreen))
    view = await first_request(stocked_desk)
    assert view.outcome == "third-party-bug"
    assert view.component is not None


async def test_naming_is_backed_out_of_and_taken_back(stocked_desk: Path) -> None:
    """Escape names nothing; what is named is shown with the request, and can be taken back."""
    async with stage(stocked_desk, size=(120, 40)) as olga:
        await in_hand(olga, minutes=5)
        await olga.press("c", "slash")
        await olga.type("absent")
        assert "Nothing fits." in olga.text
        await olga.press("enter", "escape")
        assert "no component named" in olga.text
        await name(olga, "unitheme", "4.18")
        await olga.press("escape")
        await olga.until(lambda: "about UniTheme2 4.18" in olga.text)
        await olga.press("c", "slash", "up")
        for _ in CATALOGUE:
            await olga.press("down")
        await olga.press("enter")
        await olga.until(lambda: "no component named" in olga.text)
    assert (await first_request(stocked_desk)).component is None


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_lead_names_the_component_of_a_closed_request(
    stocked_desk: Path, size: tuple[int, int]
) -> None:
    """It is said, and stands with the request; a specialist is told whose that is."""
    async with stage(stocked_desk, size=size) as olga:
        await olga.pick()
        await olga.press("c", "n", "n", "ctrl+s")
        await olga.until(lambda: isinstance(olga.app.screen, QueueScreen))
        olga.app.show_request(1)
        await olga.until(lambda: olga.view is not None)
        await olga.press("C")
        assert "Only a lead or an admin may say which component" in olga.said
    async with stage(stocked_desk, login="irina", size=size) as irina:
        irina.app.show_request(1)
        await irina.until(lambda: irina.view is not None)
        await irina.press("C")
        await irina.until(lambda: isinstance(irina.app.screen, NamingScreen))
        await irina.type("unitheme")
        await irina.press("enter", "enter")
        await irina.until(lambda: "#1 is about UniTheme2" in irina.said)
    assert (await first_request(stocked_desk)).component is not None
