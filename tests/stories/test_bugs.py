"""Stories of known bugs: put down, a request said to be of one, solved by a lead, by keyboard at both sizes."""

from pathlib import Path

import pytest

from console.bootstrap import open_desk
from console.location import Location
from console.policy.components import Facts, Kind
from console.services import bugs, components, intake, views
from console.services.bugs import Told
from console.services.shapes import Actor
from tests.conftest import SETTINGS, at
from tests.stories.theatre import stage

ADA, OLGA = Actor(1, "ada", "Ada", "admin"), Actor(2, "olga", "Olga", "specialist")
SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)])


@pytest.fixture
async def with_bug(waiting_desk: Path) -> Path:
    """A desk with a component, a known bug of it with a hostile title, and four requests."""
    desk = await open_desk(Location(waiting_desk, SETTINGS))
    facts = Facts("Live search", "Cart-Power", Kind.ADDON)
    await components.add(desk, ADA, code="search", facts=facts, now=at())
    told = Told("Nothing is found [@click=app.quit]x[/] \x1b[31m", found_in="4.18")
    await bugs.add(desk, OLGA, component="search", told=told, now=at())
    await desk.close()
    return waiting_desk


@SIZES
async def test_a_request_is_said_to_be_of_a_bug_and_its_head_shows_it(
    with_bug: Path, size: tuple[int, int]
) -> None:
    """A key asks which, typing finds it, enter takes it; again takes it off."""
    async with stage(with_bug, size=size) as olga:
        await olga.pick()
        await olga.press("b")
        await olga.type("search")
        await olga.until(lambda: "Nothing is found" in olga.text)
        await olga.press("enter")
        await olga.until(lambda: olga.view.bug is not None)
        assert "#1 is of known bug 1: Nothing is found" in olga.said
        if size[0] > 80:
            assert "known bug: Nothing is found" in olga.text
        await olga.press("b", "down", "enter")
        await olga.until(lambda: olga.view.bug is None)


@SIZES
async def test_a_lead_solves_a_bug_after_reading_what_that_does(
    with_bug: Path, size: tuple[int, int]
) -> None:
    """The preview names how many and which, the safe answer is under the cursor, and the toast says what was done."""
    async with stage(with_bug, login="irina", size=size) as irina:
        await irina.press("enter", "b", "enter", "f9", "b")
        await irina.until(lambda: "1 of 1" in irina.text)
        await irina.press("enter")
        await irina.until(lambda: "closed free, and told" in irina.text)
        await irina.press("escape", "v")
        await irina.type("4.18.2")
        await irina.press("enter")
        await irina.until(lambda: bool(irina.asked))
        assert "1 closed free and told (#1)" in irina.text
        await irina.press("enter")
        assert "is solved" not in irina.said
        await irina.press("v", "enter")
        await irina.until(lambda: bool(irina.asked))
        await irina.press("y")
        await irina.until(lambda: "Bug 1 is solved: 1 closed free" in irina.said)
        view = await views.ticket_view(irina.app.session.desk, ticket=1, now=at(1))
        assert (view.outcome, view.posted_credits) == ("first-party-bug", 0)
        await irina.press("v")
        assert "everybody was told" in irina.said
        await irina.press("x", "y")
        await irina.until(lambda: "known again" in irina.said)


async def test_a_request_that_came_while_the_lead_was_asked_is_not_closed(with_bug: Path) -> None:
    """What they said yes to is what they saw: it is said what came, and nothing is done."""
    async with stage(with_bug, login="irina") as irina:
        await irina.press("enter", "b", "enter", "f9", "b")
        await irina.until(lambda: "1 of 1" in irina.text)
        await irina.press("v", "enter")
        await irina.until(lambda: bool(irina.asked))
        await bugs.attach(irina.app.session.desk, OLGA, ticket=2, bug=1, now=at())
        await irina.press("y")
        await irina.until(lambda: "#2 came to it since you looked: look again." in irina.said)
        view = await views.ticket_view(irina.app.session.desk, ticket=1, now=at(1))
        assert view.outcome is None


@SIZES
async def test_a_bug_is_put_down_and_changed(with_bug: Path, size: tuple[int, int]) -> None:
    """The form asks of what and what is wrong; a component that is not known is said to be none."""
    async with stage(with_bug, size=size) as olga:
        await olga.press("f9", "b")
        await olga.until(lambda: olga.app.screen._codes is not None)
        await olga.press("n")
        await olga.type("serch")
        await olga.press("tab")
        assert "There is no component serch in the catalogue." in olga.text
        await olga.press("shift+tab", "ctrl+u")
        await olga.type("search")
        await olga.press("enter")
        await olga.type("Slow")
        await olga.press("enter", "c")
        await olga.until(lambda: "Bug 2 is known: Slow." in olga.said)
        await olga.press("g", "e")
        await olga.type("Slower")
        await olga.press("enter")
        await olga.until(lambda: "Bug 2: Slower." in olga.said)
        await olga.press("v")
        assert "Only a lead or an admin may do that." in olga.said


async def test_a_similar_request_names_its_known_bug_and_passes_it_on(with_bug: Path) -> None:
    """What is like the one in hand shows the known bug that it is of, and a key says the same of this one."""
    desk = await open_desk(Location(with_bug, SETTINGS))
    for place, sender in enumerate(("kira", "lev")):
        form = {
            "email": f"{sender}@shop.example",
            "subject": "Search",
            "message": "Catalogue search shows nothing",
        }
        await intake.admit_form(desk, form, raw=sender.encode(), received_at=at(place - 2))
    await bugs.attach(desk, OLGA, ticket=5, bug=1, now=at())
    await desk.close()
    async with stage(with_bug) as olga:
        await olga.press("G", "enter", "s")
        await olga.until(lambda: "Known bug 1: Nothing is found" in olga.text)
        await olga.press("b")
        await olga.until(lambda: "#6 is of known bug 1" in olga.said)
