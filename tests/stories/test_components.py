"""Stories of the catalogue: found by typing, changed step by step by an admin, looked at by everybody."""

from pathlib import Path

import pytest

from console.screens.components import ComponentScreen, ComponentsScreen
from console.screens.dialogs import AskChoice
from console.services import components
from tests.stories.test_closing_component import stocked_desk
from tests.stories.theatre import Stage, stage

SIZES = [(80, 24), (120, 40)]

__all__ = ["stocked_desk"]


async def go(person: Stage) -> None:
    """Go to the catalogue as the palette does."""
    person.app.screen.action_run("go.components")
    await person.until(lambda: isinstance(person.app.screen, ComponentsScreen))
    await person.until(lambda: "Live search" in person.text)


@pytest.mark.parametrize("size", SIZES)
async def test_the_catalogue_is_found_and_looked_at(
    stocked_desk: Path, size: tuple[int, int]
) -> None:
    """Everybody finds a component by typing, sees it whole, and comes back; the retired one stands last."""
    async with stage(stocked_desk, size=size) as olga:
        await go(olga)
        assert "Components · 3 · 1 retired" in olga.text
        assert olga.text.index("VIVAshop") < olga.text.index("Live chat")
        await olga.press("slash")
        await olga.type("energo")
        assert "Live search" not in olga.text
        await olga.press("enter", "enter")
        await olga.until(lambda: isinstance(olga.app.screen, ComponentScreen))
        await olga.until(lambda: "a bug: bug in another vendor's encrypted code" in olga.text)
        await olga.press("G")
        await olga.until(lambda: "How it was written" in olga.text)
        await olga.press("escape", "escape")
        assert "Live search" in olga.text
        await olga.press("n")
        assert "Only an admin may do that." in olga.said


@pytest.mark.parametrize("size", SIZES)
async def test_a_component_is_added_step_by_step(stocked_desk: Path, size: tuple[int, int]) -> None:
    """Code, name, vendor, package, then two keys, then a question that names it and stands on no."""
    async with stage(stocked_desk, login="ada", size=size) as ada:
        await go(ada)
        await ada.press("n")
        for typed in ("reviews", "Power Reviews", "ours", ""):
            await ada.type(typed)
            await ada.press("tab")
        await ada.press("enter", "a", "p")
        assert "Put Power Reviews into the catalogue?" in ada.asked
        assert "Power Reviews by Cart-Power, add-on, paid" in ada.text
        assert ada.app.screen.query_one("ChoiceList").cursor == 0
        await ada.press("y")
        await ada.until(lambda: "Power Reviews is in the catalogue." in ada.said)
        found = await components.show(ada.app.session.desk, code="reviews")
    assert (found.facts.vendor, found.facts.paid) == ("Cart-Power", True)


@pytest.mark.parametrize("size", SIZES)
async def test_a_change_names_what_differs(stocked_desk: Path, size: tuple[int, int]) -> None:
    """Its code is encrypted now: before and after stand in the last question; no changes nothing."""
    async with stage(stocked_desk, login="ada", size=size) as ada:
        await go(ada)
        await ada.press("e", "y")
        assert "Change Live search?" in ada.asked
        assert "encrypted no → yes" in ada.text
        await ada.press("n", "e", "v")
        await ada.press("ctrl+u")
        await ada.type("EnergoThemes")
        await ada.press("enter")
        assert "vendor Cart-Power → EnergoThemes" in ada.text
        await ada.press("y")
        await ada.until(lambda: "Live search is changed." in ada.said)
        found = await components.show(ada.app.session.desk, code="live-search")
    assert (found.facts.vendor, found.facts.encrypted) == ("EnergoThemes", False)


@pytest.mark.parametrize("size", SIZES)
async def test_a_component_is_retired_and_offered_again(
    stocked_desk: Path, size: tuple[int, int]
) -> None:
    """X asks, standing on no, and again offers it again."""
    async with stage(stocked_desk, login="ada", size=size) as ada:
        await go(ada)
        for said in ("is retired", "is offered again"):
            ada.app.screen.query_one("LineList").move_to_edge(end=False)
            if "again" in said:
                await ada.press("slash")
                await ada.type("live-search")
                await ada.press("enter")
            await ada.press("x")
            assert isinstance(ada.app.screen, AskChoice)
            await ada.press("y")
            await ada.until(lambda said=said: f"Live search {said}." in ada.said)


@pytest.mark.parametrize("size", SIZES)
async def test_a_file_is_looked_into_before_it_is_taken_in(
    stocked_desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    """What the catalogue is put out as is changed, told, and taken in; what is no catalogue says why."""
    monkeypatch.setattr("console.screens.component_changing.user_downloads_path", lambda: tmp_path)
    async with stage(stocked_desk, login="ada", size=size) as ada:
        await go(ada)
        await ada.press("w")
        await ada.until(lambda: "4 components are in" in ada.said)
        file = tmp_path / "components.csv"
        file.write_text(file.read_text().replace("VIVAshop", "VIVA shop"))
        await ada.press("i")
        ada.app.screen.query_one("LineEditor").value = str(file)
        await ada.press("enter")
        await ada.until(lambda: "Write 1 of the file's components?" in ada.asked)
        assert "vivashop: name VIVAshop → VIVA shop" in ada.text
        await ada.press("y")
        await ada.until(lambda: "1 components are written." in ada.said)
        file.write_text("nonsense")
        await ada.press("i")
        ada.app.screen.query_one("LineEditor").value = str(file)
        await ada.press("enter")
        await ada.until(lambda: "The file is no catalogue." in ada.said)
