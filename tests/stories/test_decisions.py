"""Stories of leads: disputes decided and credits given back, by keyboard at both sizes."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from console.bootstrap import open_desk
from console.location import Location
from console.screens.decisions import DecisionsScreen
from console.screens.explain import PacketScreen
from console.screens.ticket import TicketScreen
from console.services import closing as closing_service
from console.services import desk as desk_service
from console.services import disputes, timer
from console.services.shapes import Actor
from tests.conftest import SETTINGS, at
from tests.stories.theatre import stage

SIZES = [(80, 24), (120, 40)]
WHERE = "anna@shop.example"


@pytest.fixture
async def disputed(waiting_desk: Path, who: Callable[[str], Actor]) -> Path:
    """A desk on which Anna disputes 20 credits for #1, as #5; the file."""
    desk = await open_desk(Location(waiting_desk, SETTINGS))
    olga = who("olga")
    await desk_service.pick(desk, olga, now=at(1))
    await timer.start(desk, olga, ticket=1, now=at(2))
    await timer.stop(desk, olga, now=at(22))
    await closing_service.close(desk, olga, ticket=1, outcome="answered", now=at(23))
    await disputes.file(desk, olga, address=WHERE, text="Too dear.", ticket=1, now=at(24))
    await desk.close()
    return waiting_desk


def rows(path: Path, statement: str) -> list[tuple[object, ...]]:
    """What the record says."""
    with closing(sqlite3.connect(path)) as file:
        return file.execute(statement).fetchall()


@pytest.mark.parametrize("size", SIZES)
async def test_a_lead_sees_the_disputes_first(disputed: Path, size: tuple[int, int]) -> None:
    """F6 shows the open disputes, with what they are about and by when they are due."""
    async with stage(disputed, login="irina", size=size) as irina:
        await irina.press("f6")
        await irina.until(lambda: "Anna Petrova" in irina.text)
        assert "#5" in irina.text
        assert "18 Nov 18:00" in irina.text


async def test_the_queue_tells_of_disputes(disputed: Path) -> None:
    """The counts below the queue tell of disputes."""
    async with stage(disputed, login="irina") as irina:
        await irina.until(lambda: "disputes: 1" in irina.text)


@pytest.mark.parametrize("size", SIZES)
async def test_a_dispute_is_upheld_in_part(disputed: Path, size: tuple[int, int]) -> None:
    """A lead upholds a dispute, names the credits, and the proposal waits."""
    async with stage(disputed, login="irina", size=size) as irina:
        await irina.press("f6", "u")
        await irina.until(lambda: "Credits to give back, of 20" in irina.text)
        await irina.press("ctrl+u")
        await irina.type("10")
        await irina.press("enter")
        assert irina.asked == "Uphold dispute #5 of Anna Petrova?"
        assert "propose 10 credits for Anna Petrova" in irina.text
        await irina.press("y", "2")
        assert "Dispute #5" in irina.text
        assert "#5 is closed as dispute upheld; proposal 1 waits." in irina.said
    assert rows(disputed, "SELECT credits, dispute_id FROM proposal") == [(10, 5)]


@pytest.mark.parametrize("size", SIZES)
async def test_a_dispute_is_rejected_with_words(disputed: Path, size: tuple[int, int]) -> None:
    """A lead rejects a dispute with what the customer is told, and finds it among the decided."""
    async with stage(disputed, login="irina", size=size) as irina:
        await irina.press("f6", "r")
        await irina.type("As the policy says.")
        await irina.press("enter")
        assert irina.asked == "Reject dispute #5 of Anna Petrova?"
        await irina.press("y", "3")
        assert "rejected" in irina.text
        assert "#5 is closed as dispute rejected." in irina.said
    assert rows(disputed, "SELECT decision FROM dispute") == [("rejected",)]


@pytest.mark.parametrize("keys", [("u", "enter"), ("r", "x", "enter")])
async def test_enter_alone_decides_no_dispute(disputed: Path, keys: tuple[str, ...]) -> None:
    """The last question stands on no: nothing is decided, and nobody is told."""
    async with stage(disputed, login="irina") as irina:
        await irina.press("f6", *keys, "enter")
    assert rows(disputed, "SELECT decision FROM dispute") == [(None,)]


@pytest.mark.parametrize("size", SIZES)
async def test_a_dispute_is_linked(disputed: Path, size: tuple[int, int]) -> None:
    """What a dispute is about is said by its entry."""
    number = rows(disputed, "SELECT id FROM entry WHERE ticket_id = 1")[0][0]
    async with stage(disputed, login="olga", size=size) as olga:
        await olga.press("f6", "l", "ctrl+u")
        await olga.type(f"entry {number}")
        await olga.press("enter")
        await olga.settle()
        assert f"entry {number}" in olga.text
        assert f"Dispute #5 is about entry {number}." in olga.said


async def test_a_dispute_is_about_a_request_or_an_entry(disputed: Path) -> None:
    """Anything else is not taken, and the sentence says what is."""
    async with stage(disputed, login="olga") as olga:
        await olga.press("f6", "l", "ctrl+u")
        await olga.type("the big one")
        await olga.press("enter")
        assert "Write #12 for a request" in olga.text


@pytest.mark.parametrize("size", SIZES)
async def test_the_evidence_is_one_key_away(disputed: Path, size: tuple[int, int]) -> None:
    """V shows all the evidence."""
    async with stage(disputed, login="irina", size=size) as irina:
        await irina.press("f6", "v")
        await irina.until(lambda: isinstance(irina.app.screen, PacketScreen))
        await irina.until(lambda: "Too dear." in irina.text)


@pytest.mark.parametrize("size", SIZES)
async def test_credits_are_given_back_after_a_last_question(
    disputed: Path, size: tuple[int, int]
) -> None:
    """Approving asks once more, and enter alone changes nothing."""
    async with stage(disputed, login="irina", size=size) as irina:
        await irina.press("f6", "u", "enter", "y")
        await irina.press("2", "a", "enter")
        await irina.settle()
        assert rows(disputed, "SELECT state FROM proposal") == [("open",)]
        await irina.press("a", "y")
        assert "Proposal 1 is approved." in irina.said
    assert rows(disputed, "SELECT state FROM proposal") == [("approved",)]


@pytest.mark.parametrize("size", SIZES)
async def test_a_proposal_is_rejected(disputed: Path, size: tuple[int, int]) -> None:
    """A lead leaves the charge as it is."""
    async with stage(disputed, login="irina", size=size) as irina:
        await irina.press("f6", "u", "enter", "y")
        await irina.press("2", "n", "y")
        assert "Proposal 1 is rejected." in irina.said
    assert rows(disputed, "SELECT state FROM proposal") == [("rejected",)]


async def test_a_specialist_is_told_who_may(disputed: Path) -> None:
    """A specialist may look, and is told who decides."""
    async with stage(disputed, login="olga") as olga:
        await olga.press("f6", "u")
        assert "Only a lead or an admin may do that." in olga.text


async def test_enter_opens_the_dispute(disputed: Path) -> None:
    """Enter opens the request that the dispute is, and escape comes back."""
    async with stage(disputed, login="irina") as irina:
        await irina.press("f6")
        await irina.until(lambda: "Anna Petrova" in irina.text)
        await irina.press("enter")
        await irina.until(lambda: isinstance(irina.app.screen, TicketScreen))
        await irina.press("escape")
        assert isinstance(irina.app.screen, DecisionsScreen)


async def test_nothing_to_decide_is_said(waiting_desk: Path) -> None:
    """Where nothing is to decide, each section says so."""
    async with stage(waiting_desk, login="irina") as irina:
        await irina.press("f6")
        await irina.until(lambda: "No dispute is open." in irina.text)
        await irina.press("tab")
        assert "No credits wait to be given back." in irina.text


async def test_back_goes_to_the_queue(waiting_desk: Path) -> None:
    """Escape goes back to the queue."""
    async with stage(waiting_desk, login="irina") as irina:
        await irina.press("f6", "escape")
        assert not isinstance(irina.app.screen, DecisionsScreen)
