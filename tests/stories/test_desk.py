"""Stories of the desk's settings: a list of places, each a letter away, with what stands there now."""

from pathlib import Path

import pytest

from console.places import places
from console.screens.desk import DeskHubScreen
from tests.stories.theatre import stage

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)])


@SIZES
async def test_each_place_is_a_letter_away_and_back_is_the_list(
    desk_path: Path, size: tuple[int, int]
) -> None:
    """F9 lists the places; a letter goes to the one of that name, escape comes back to the list."""
    async with stage(desk_path, login="ada", size=size) as ada:
        await ada.press("f9")
        for place in places():
            await ada.press(place.letter)
            there = ada.app.screen.where
            title = str(ada.app.screen.query_one("#list-title").content).partition(" · ")[0]
            assert title == place.name, "the same word for the same thing"
            await ada.press("escape")
            assert (there != "desk", type(ada.app.screen)) == (True, DeskHubScreen), place


async def test_the_list_says_what_stands_in_each_place(desk_path: Path) -> None:
    """Texts and people are counted, and the policy's version is named."""
    async with stage(desk_path, login="ada") as ada:
        await ada.press("f9")
        await ada.until(lambda: "none of them the desk's own" in ada.text)
        told = ("version 1 holds", "1 lead, 1 admin", "none known")
        assert [words for words in told if words not in ada.text] == []


async def test_enter_goes_to_the_place_under_the_cursor(desk_path: Path) -> None:
    """The second place is the policy."""
    async with stage(desk_path, login="olga") as olga:
        await olga.press("f9", "j", "enter")
        assert olga.app.screen.where == "policy"
