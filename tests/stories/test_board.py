"""Stories of the board: a lead sees how the desk stands, goes from a line to the thing, and steps in."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from console.bootstrap import open_desk
from console.location import Location
from console.mail.smtp import Rejected
from console.screens.account import AccountScreen
from console.screens.board import BoardScreen
from console.screens.board_lines import PEOPLE, WIDE
from console.screens.listing import SectionedScreen
from console.screens.outbox import OutboxScreen
from console.screens.ticket import TicketScreen
from console.services import delivery, disputes, limits, replies, timer
from console.services import desk as desk_service
from console.services.context import Desk
from console.services.shapes import Actor
from tests.conftest import SETTINGS, at
from tests.services.office import Office
from tests.stories.desks import ANNA, BORIS
from tests.stories.shops import SHOPS, make_shop
from tests.stories.theatre import Clock, Stage, stage
from widgets.line_list import LineList

SIZES = [(80, 24), (120, 40)]


async def _with(path: Path, who: Callable[[str], Actor]) -> tuple[Desk, Office]:
    desk = await open_desk(Location(path, SETTINGS))
    return desk, Office(desk, who)


@pytest.fixture
async def lived(waiting_desk: Path, who: Callable[[str], Actor]) -> Path:
    """Olga's timer runs past an hour on #1, Pavel rests on #2, #3 waits for its customer; its file."""
    desk, office = await _with(waiting_desk, who)
    await office.pick("olga", 5)
    await timer.start(desk, who("olga"), ticket=1, now=at(6))
    await office.pick("pavel", 10)
    await office.work(20, ticket=2, login="pavel", start=11)
    await desk_service.wait(desk, who("irina"), ticket=3, waiting_for="customer", now=at(40))
    await limits.of_ticket(desk, ticket=1, now=at(70))
    await office.mail(50, automatic="auto-generated", message_id="<r@x>", body_digest="r")
    await desk.close()
    return waiting_desk


@pytest.fixture
async def left(waiting_desk: Path, who: Callable[[str], Actor]) -> Path:
    """Two of each are left: disputes due, what orders would give back, answers not sent, mails set aside; the file."""
    await make_shop(waiting_desk)
    desk, office = await _with(waiting_desk, who)
    for entry, person in ((1, ANNA), (2, BORIS)):
        told = {"address": person.address, "entry": entry, "text": "Too dear."}
        assert await disputes.file(desk, who("olga"), **told, now=at(-4 * 24 * 60))
        await replies.reply(
            desk, who("irina"), ticket=entry, text="Look.", wait_for=None, now=at(entry)
        )
        program = {"automatic": "auto-generated", "subject": f"Report {entry}"}
        await office.mail(50, **program, message_id=f"<{entry}@x>", body_digest=str(entry))

    async def deliver(_raw: bytes, _recipient: str) -> Rejected:
        return Rejected("552 full")

    await delivery.send_due(desk, now=lambda: at(60), deliver=deliver)
    await desk.close()
    return waiting_desk


def board(lead: Stage) -> BoardScreen:
    """The board on screen."""
    screen = lead.app.screen
    assert isinstance(screen, BoardScreen)
    return screen


async def to_line(lead: Stage, words: str) -> None:
    """Move the cursor to the line that has these words."""
    shown = board(lead).query_one(LineList)
    places = [n for n, each in enumerate(shown._lines) if words in " ".join(each.texts)]
    await lead.press("g", *["j"] * places[0])


@pytest.mark.parametrize("size", SIZES)
async def test_a_lead_sees_how_the_desk_stands(lived: Path, size: tuple[int, int]) -> None:
    """At a glance: what waits, the day, who works on what, who is free, what is left; then what is on wait."""
    async with stage(lived, login="irina", clock=Clock(at(75)), size=size) as irina:
        await irina.press("f5")
        await irina.until(lambda: "Olga" in irina.text)
        for told in (
            "Board · 1 waiting, oldest", "Today 0 in, 0 closed · 4 open", "● since 10:06", "1:09      5  to answer:",
            "paused 10:31", "free", "1 limit to answer", "1 set aside",
        ):  # fmt: skip
            assert told in irina.text, told
        irina.clock.forward(minutes=7)
        board(irina)._tick()
        await irina.settle()
        assert "1:16      6" in irina.text
        await irina.press("2")
        assert "customer" in irina.text
        assert "10:40" in irina.text
        await irina.press("3")
        assert re.search(r"1  limit to answer +11:06", irina.text)


def test_a_timer_of_another_day_is_told_whole_where_there_is_room() -> None:
    """Where the board is wide, a timer that runs since another day is told with day and time."""
    (timer,) = (each for each in WIDE[PEOPLE] if each.name == "Timer")
    assert timer.cells >= len("● since 28 Nov 23:33")


@pytest.mark.parametrize("size", SIZES)
async def test_a_line_leads_to_its_thing_and_esc_back(lived: Path, size: tuple[int, int]) -> None:
    """A person to their request, a wait to its request, a mail set aside to the mails, a debt to its customer."""
    async with stage(lived, login="irina", clock=Clock(at(75)), size=size) as irina:
        for section, line, kind in (
            ("1", "Pavel", TicketScreen), ("2", "#3", TicketScreen), ("3", "A question", OutboxScreen),
            ("3", "owes 20", AccountScreen),
        ):  # fmt: skip
            await irina.press("f5", section)
            await to_line(irina, line)
            await irina.press("enter")
            await irina.until(lambda kind=kind: isinstance(irina.app.screen, kind))
            if kind is OutboxScreen:
                assert "set aside" in irina.app.screen.section  # type: ignore[attr-defined]
            await irina.press("escape")
            await irina.until(lambda: isinstance(irina.app.screen, BoardScreen))


@pytest.mark.parametrize("size", SIZES)
async def test_a_loose_end_leads_to_the_very_thing_in_its_list(
    left: Path, size: tuple[int, int]
) -> None:
    """The second of each kind stands under the cursor in its section, and esc leads back to the board."""
    async with stage(left, login="ada", clock=Clock(at(75)), size=size, settings=SHOPS) as ada:
        for line, section, told in (
            ("Иванов · due", "disputes", "#6"), ("#2 boris", "failed", "[#2]"), ("Report 1", "set aside", "Report 1"),
            ("order 1007", "proposals", "1007"),
        ):  # fmt: skip
            await ada.press("f5", "3")
            await to_line(ada, line)
            await ada.press("enter")
            shown = ada.app.screen
            assert isinstance(shown, SectionedScreen)
            assert shown.section == section
            there = shown.query_one(LineList)
            assert told in " ".join(there._lines[there.cursor_line].texts)
            await ada.press("escape")
            assert isinstance(ada.app.screen, BoardScreen)


@pytest.mark.parametrize("size", SIZES)
async def test_a_lead_steps_in_from_the_line(lived: Path, size: tuple[int, int]) -> None:
    """H hands the request of the line on, u puts it back; each asks for a reason, and the board shows it."""
    async with stage(lived, login="irina", clock=Clock(at(75)), size=size) as irina:
        await irina.press("f5")
        await to_line(irina, "Olga")
        await irina.press("H")
        await irina.type("pavel")
        await irina.press("tab")
        await irina.type("Ill")
        await irina.press("enter")
        await irina.until(lambda: "#1 is handed to pavel." in irina.said)
        await to_line(irina, "#2")
        await irina.press("u")
        await irina.type("Too many")
        await irina.press("enter")
        await irina.until(lambda: "#2 is back in the queue." in irina.said)
        await irina.until(lambda: "Board · 2 waiting" in irina.text)
        await to_line(irina, "Olga")
        await irina.press("H")
        assert "Choose a line about a request first." in irina.said


async def test_the_board_is_live_and_reads_no_more_often_than_four_times_a_second(
    lived: Path, who: Callable[[str], Actor]
) -> None:
    """What another console changes is shown; ten changes at once are one reading or two."""
    async with stage(lived, login="irina", clock=Clock(at(75))) as irina:
        await irina.press("f5")
        await irina.until(lambda: "1 waiting" in irina.text)
        screen, readings = board(irina), 0
        gather = screen._gather

        async def counted() -> object:
            nonlocal readings
            readings += 1
            return await gather()

        screen._gather = counted  # type: ignore[method-assign,assignment]
        desk, office = await _with(lived, who)
        await office.arrive(70, address="new@shop.example")
        await desk.close()
        for _ in range(10):
            screen.changed()
        await irina.until(lambda: "2 waiting" in irina.text)
        assert readings <= 2


async def test_a_specialist_is_told_why_not(lived: Path) -> None:
    """F5 says whose it is, and stays where it was."""
    async with stage(lived) as olga:
        await olga.press("f5")
        assert "Only a lead or an admin may do that." in olga.said
        assert not isinstance(olga.app.screen, BoardScreen)


async def test_an_empty_desk_has_a_calm_board(desk_path: Path) -> None:
    """Nothing waits, nothing is on wait, nothing is left."""
    async with stage(desk_path, login="ada") as ada:
        await ada.press("f5")
        await ada.until(lambda: "Loose ends: none" in ada.text)
        assert "Board · 0 waiting" in ada.text
        await ada.press("2")
        assert "Nothing is on wait." in ada.text
        await ada.press("3", "enter")
        assert "Nothing is left loose." in ada.text
