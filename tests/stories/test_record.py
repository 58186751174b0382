"""Stories of the record: what was done is read, found and followed by keys."""

from collections.abc import Callable
from pathlib import Path

import pytest

from console.bootstrap import open_desk
from console.location import Location
from console.screens.record import EventScreen, RecordScreen
from console.screens.ticket import TicketScreen
from console.services import desk as desk_service
from console.services import replies
from console.services.shapes import Actor
from tests.conftest import SETTINGS, at
from tests.stories.theatre import stage

SIZES = [(80, 24), (120, 40)]


@pytest.fixture
async def lived(waiting_desk: Path, who: Callable[[str], Actor]) -> Path:
    """A desk on which Olga wrote a note on #2, took #1 and set its kind; its file."""
    desk = await open_desk(Location(waiting_desk, SETTINGS))
    olga = who("olga")
    await replies.note(desk, olga, ticket=2, text="Ask them.", now=at(1))
    await desk_service.pick(desk, olga, now=at(2))
    await desk_service.set_kind(desk, olga, ticket=1, kind="question", now=at(3))
    await desk.close()
    return waiting_desk


@pytest.mark.parametrize("size", SIZES)
async def test_the_record_is_one_key_away(lived: Path, size: tuple[int, int]) -> None:
    """F11 shows who did what, the newest first."""
    async with stage(lived, size=size) as olga:
        await olga.press("f11")
        await olga.until(lambda: "Olga set the kind of #1: nothing → question" in olga.text)
        assert "What was done" in olga.text


@pytest.mark.parametrize("size", SIZES)
async def test_an_event_is_shown_whole(lived: Path, size: tuple[int, int]) -> None:
    """Enter shows all that is kept of the event."""
    async with stage(lived, size=size) as olga:
        await olga.press("f11")
        await olga.until(lambda: "took #1" in olga.text)
        await olga.press("enter")
        await olga.until(lambda: isinstance(olga.app.screen, EventScreen) and "Kept" in olga.text)
        assert "after: question" in olga.text


async def test_an_event_leads_to_its_request(lived: Path) -> None:
    """O goes to the request of the event."""
    async with stage(lived) as olga:
        await olga.press("f11")
        await olga.until(lambda: "took #1" in olga.text)
        await olga.press("o")
        await olga.until(lambda: isinstance(olga.app.screen, TicketScreen))


@pytest.mark.parametrize("size", SIZES)
async def test_the_record_is_found_by_request(lived: Path, size: tuple[int, int]) -> None:
    """/ and a number show what was done to that request alone, and esc everything again."""
    async with stage(lived, size=size) as olga:
        await olga.press("f11")
        await olga.until(lambda: "wrote a note on #2" in olga.text)
        await olga.press("slash", "#", "1", "enter")
        await olga.until(lambda: "took #1" in olga.text and "wrote a note on #2" not in olga.text)
        await olga.press("escape")
        await olga.until(lambda: "wrote a note on #2" in olga.text)
        assert isinstance(olga.app.screen, RecordScreen)
