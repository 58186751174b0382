"""Stories of forms: nothing that was typed is lost before it has had its effect."""

from collections.abc import Callable
from pathlib import Path

import pytest

from console.bootstrap import open_desk
from console.location import Location
from console.policy.components import Facts, Kind
from console.policy.refusal import Refusal
from console.services import components
from console.services.components import Wanted
from console.services.shapes import Actor
from tests.conftest import SETTINGS, at
from tests.stories.theatre import Stage, stage


async def correction(ada: Stage) -> None:
    """Fill in a correction of Anna's balance, up to the last question."""
    await ada.press("f4", "enter", "c", "minus")
    for text in ("30", "Typed twice"):
        await ada.type(text)
        await ada.press("enter")
    await ada.until(lambda: "-30 credits" in ada.asked)


async def test_escape_keeps_what_was_typed(waiting_desk: Path) -> None:
    """A form that was left stands as it was left."""
    async with stage(waiting_desk) as olga:
        await olga.pick()
        await olga.press("u")
        await olga.type("Ill since noon")
        await olga.press("escape")
        assert "Ill since noon" not in olga.text
        await olga.press("u")
        assert "Ill since noon" in olga.text


async def test_a_last_question_answered_with_no_keeps_the_form(waiting_desk: Path) -> None:
    """Enter changes nothing, and the form is there to be mended."""
    async with stage(waiting_desk, login="ada") as ada:
        await correction(ada)
        await ada.press("enter", "c")
        assert "Typed twice" in ada.text
        assert "-30" in ada.text


async def test_a_refusal_keeps_the_form(waiting_desk: Path) -> None:
    """What was refused is there to be mended."""
    async with stage(waiting_desk, login="ada") as ada:
        await ada.press("f4", "enter", "c")
        for text in ("10", "Wrong one"):
            await ada.type(text)
            await ada.press("tab")
        await ada.type("2")
        await ada.press("enter", "y")
        assert "Entry 2 is on another customer's account. (K7)" in ada.said
        await ada.press("c")
        assert "Wrong one" in ada.text


async def test_what_was_done_leaves_an_empty_form(waiting_desk: Path) -> None:
    """The next correction begins anew."""
    async with stage(waiting_desk, login="ada") as ada:
        await correction(ada)
        await ada.press("y", "c")
        assert "Correct the balance" in ada.text
        assert "Typed twice" not in ada.app.screen.begun.values()


async def test_another_requests_form_is_another(waiting_desk: Path) -> None:
    """What was typed for one request does not stand in the form of the next."""
    async with stage(waiting_desk, login="irina") as irina:
        await irina.press("enter", "H")
        await irina.type("pavel")
        await irina.press("escape", "escape", "j", "enter", "H")
        assert irina.app.screen.begun == {}


@pytest.mark.parametrize(
    ("keys", "typed", "told"),
    [
        ("f9 s a", ("two words", "boris"), "A login is one word of letters"),
        ("f9 s a", ("olga", "boris"), "olga is on the staff already."),
        ("f9 c n", ("Not so!", "so"), "A code is"),
        ("f9 c n", ("live", "dead"), "There is a component live already."),
    ],
)
async def test_what_is_wrong_with_a_line_is_said_when_it_is_left(
    waiting_desk: Path, who: Callable[[str], Actor], keys: str, typed: tuple[str, str], told: str
) -> None:
    """Not at the end alone; it is said no more once the line is mended, and nothing of a line that is empty."""
    desk = await open_desk(Location(waiting_desk, SETTINGS))
    live = Wanted("live", Facts("Live search", "Cart-Power", Kind.ADDON))
    assert not isinstance(
        await components.write(desk, who("ada"), wanted=[live], now=at()), Refusal
    )
    await desk.close()
    async with stage(waiting_desk, login="ada") as person:
        await person.press(*keys.split()[:2])
        await person.until(lambda: "Live search" in person.text or "irina" in person.text)
        await person.press(keys.split()[2], "tab")
        assert str(person.app.screen.query_one(".problem").content) == ""
        await person.press("shift+tab")
        await person.type(typed[0])
        await person.press("tab")
        assert told in person.text
        await person.press("tab", "shift+tab")
        assert told in person.text
        await person.press("shift+tab", "ctrl+u")
        await person.type(typed[1])
        await person.press("tab")
        assert told not in person.text
