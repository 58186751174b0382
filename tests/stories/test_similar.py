"""Stories of similar requests: listed with what they were and took, looked at, their answers put in, by keyboard."""

from pathlib import Path

import pytest

from console.bootstrap import open_desk
from console.location import Location
from console.screens.similar import SimilarScreen
from console.screens.ticket import TicketScreen
from console.services import closing, intake, similar
from console.services import desk as desk_service
from console.services.shapes import Actor
from tests.conftest import SETTINGS, at
from tests.stories.theatre import stage

SAID = "Since 4.18 the live search finds nothing with YOUPI. [@click=app.quit]x[/] \x1b[31m"
OLGA = Actor(2, "olga", "Olga", "specialist")


@pytest.fixture
async def with_history(desk_path: Path) -> Path:
    """A desk where a request like the one that waits was closed free."""
    desk = await open_desk(Location(desk_path, SETTINGS))
    for place, sender in enumerate(("anna", "boris")):
        form = {
            "name": sender.title(),
            "email": f"{sender}@shop.example",
            "subject": "Search",
            "message": SAID,
        }
        await intake.admit_form(desk, form, raw=sender.encode(), received_at=at(place - 9))
        if not place:
            await desk_service.pick(desk, OLGA, now=at(-8))
            await closing.close(
                desk,
                OLGA,
                ticket=1,
                outcome="first-party-bug",
                text="Rebuild the index.\n\nOlga",
                now=at(-7),
            )
    await desk.close()
    return desk_path


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_similar_one_is_told_looked_at_and_its_answer_put_in(
    with_history: Path, size: tuple[int, int]
) -> None:
    """The key lists it with what it was, enter looks at it, escape comes back, a puts its answer into what was begun."""
    async with stage(with_history, size=size) as olga:
        await olga.pick()
        await olga.press("r")
        await olga.type("Hi")
        await olga.press("escape", "s")
        await olga.until(lambda: "bug of our add-on" in olga.text)
        missing = [
            each
            for each in ("very", "free", "Rebuild the index.", "youpi", "4.18")
            if each not in olga.text
        ]
        await olga.press("enter")
        looked_at = isinstance(olga.app.screen, TicketScreen) and olga.app.screen.number
        await olga.press("escape")
        back = isinstance(olga.app.screen, SimilarScreen)
        await olga.press("a")
        await olga.until(lambda: "Rebuild" in olga.text)
        assert (missing, looked_at, back) == ([], 1, True)
        assert olga.app.screen.editor.draft == "Hi\n\nRebuild the index.\n\nOlga"


async def test_where_an_answer_cannot_go_in_the_reason_is_told(with_history: Path) -> None:
    """On a request that nobody holds the answer is read, and not put in."""
    async with stage(with_history) as olga:
        await olga.press("enter", "s")
        await olga.until(lambda: "Rebuild" in olga.text)
        await olga.press("a")
        assert "the oldest request is taken first (C9)" in olga.said


async def test_nothing_alike_says_so(with_history: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty list says that nothing is alike, and a does nothing."""
    monkeypatch.setattr(similar, "LEAST", 2.0)
    async with stage(with_history) as olga:
        await olga.press("enter", "s", "a")
        assert "No request has so much in common with it." in olga.text
