"""Stories of closing: what decides is asked key by key, its cost is seen beforehand, all is done at once."""

from pathlib import Path

import pytest

from console.bootstrap import open_desk
from console.location import Location
from console.screens.queue import QueueScreen
from console.services import delivery, entitlements, statements, views
from console.services.shapes import Actor, Statement, TicketView
from tests.conftest import MONDAY, SETTINGS
from tests.stories.theatre import Stage, stage

SIZES = [(80, 24), (120, 40)]


async def in_hand(olga: Stage, *, minutes: float) -> None:
    """Take the oldest request and work on it."""
    await olga.pick()
    await olga.press("space")
    await olga.work(minutes=minutes)


async def statement(path: Path) -> Statement:
    """Anna's account as it stands in the file."""
    desk = await open_desk(Location(path, SETTINGS))
    try:
        return await statements.of(desk, address="anna@shop.example")
    finally:
        await desk.close()


async def first_request(path: Path) -> TicketView:
    """Request #1 as it stands in the file."""
    desk = await open_desk(Location(path, SETTINGS))
    try:
        return await views.ticket_view(desk, ticket=1, now=MONDAY)
    finally:
        await desk.close()


async def test_each_answer_tells_its_cost_clause_and_balance(waiting_desk: Path) -> None:
    """Before anything is decided: CS-Cart's own fault would cost 30 and leave 20."""
    async with stage(waiting_desk) as olga:
        await in_hand(olga, minutes=31)
        await olga.press("c")
        lines = olga.text.splitlines()
        at = next(n for n, line in enumerate(lines) if "c  CS-Cart itself" in line)
        assert lines[at].split()[-2:] == ["30", "credits"]
        assert "N1" in lines[at + 1]
        assert lines[at + 1].split()[-2:] == ["balance", "20"]


async def test_a_bug_of_ours_is_free_in_two_keys(waiting_desk: Path) -> None:
    """o, b: an entry of 0 with its time and ground, and the request is closed."""
    async with stage(waiting_desk) as olga:
        await in_hand(olga, minutes=31)
        await olga.press("c", "o", "b", "ctrl+s")
        await olga.until(lambda: isinstance(olga.app.screen, QueueScreen))
    entry = (await statement(waiting_desk)).entries[-1]
    assert (entry.credits, entry.worked_seconds, entry.outcome, entry.ground) == (
        0,
        1860,
        "first-party-bug",
        "F4 bug of our add-on",
    )


async def test_three_keys_decide_on_encrypted_code(waiting_desk: Path) -> None:
    """t, b, y: another vendor's bug in encrypted code, charged by time."""
    async with stage(waiting_desk) as olga:
        await in_hand(olga, minutes=31)
        await olga.press("c", "t", "b", "y", "ctrl+s")
        await olga.until(lambda: isinstance(olga.app.screen, QueueScreen))
    entry = (await statement(waiting_desk)).entries[-1]
    assert (entry.outcome, entry.credits) == ("third-party-encrypted", -30)


async def test_the_mail_is_seen_as_it_will_go(waiting_desk: Path) -> None:
    """The specialist's words and the cost stand in it before it is sent."""
    async with stage(waiting_desk, size=(100, 50)) as olga:
        await in_hand(olga, minutes=31)
        await olga.press("c", "c")
        await olga.type("Update CS-Cart please")
        mail = olga.app.screen.query_one("#closing-mail-text")
        await olga.until(lambda: "Update CS-Cart please" in str(mail.content))
        assert "30" in str(mail.content)


async def test_the_answer_goes_out_with_the_closing(waiting_desk: Path) -> None:
    """One mail is queued, with the specialist's words in it."""
    async with stage(waiting_desk) as olga:
        await in_hand(olga, minutes=31)
        await olga.press("c", "c")
        await olga.type("Update CS-Cart please")
        await olga.press("ctrl+s")
        await olga.until(lambda: isinstance(olga.app.screen, QueueScreen))
        queued = await delivery.listing(olga.app.session.desk)
    assert [each.to for each in queued] == ["anna@shop.example"]
    assert "Update CS-Cart please" in (await first_request(waiting_desk)).thread[-1].text


async def test_the_result_is_told(waiting_desk: Path) -> None:
    """Cost and balance stand in the toast, and the clock is empty."""
    async with stage(waiting_desk) as olga:
        await in_hand(olga, minutes=31)
        await olga.press("c", "c", "ctrl+s")
        await olga.until(lambda: isinstance(olga.app.screen, QueueScreen))
        await olga.settle()
        assert "#1 is closed: 30 credits, balance 20." in olga.said
        assert "● #1" not in olga.text


async def test_escape_takes_the_last_answer_back(waiting_desk: Path) -> None:
    """From the second question to the first, and then out, with nothing done."""
    async with stage(waiting_desk) as olga:
        await in_hand(olga, minutes=5)
        await olga.press("c", "t", "escape")
        assert "Whose part was at fault?" in olga.text
        await olga.press("escape")
        assert olga.view.closed_at is None


async def test_work_is_not_waved_away_by_a_specialist(waiting_desk: Path) -> None:
    """With time on it, "not a request" is off and says why."""
    async with stage(waiting_desk) as olga:
        await in_hand(olga, minutes=5)
        await olga.press("c", "n", "n")
        assert "only a lead may close it" in olga.text
        assert "How did it end?" in olga.text


@pytest.mark.parametrize("size", SIZES)
async def test_a_lead_waves_work_away_with_a_reason(
    waiting_desk: Path, size: tuple[int, int]
) -> None:
    """It costs nothing, nobody is written to, and the reason stands on the entry."""
    async with stage(waiting_desk, login="irina", size=size) as irina:
        await in_hand(irina, minutes=5)
        await irina.press("c", "n", "n")
        irina.app.screen.query_one("#closing-ground").value = "the same as #3"
        await irina.press("ctrl+s")
        await irina.until(lambda: "#1 is closed" in irina.said)
        assert await delivery.listing(irina.app.session.desk) == ()
    entry = (await statement(waiting_desk)).entries[-1]
    assert (entry.credits, entry.worked_seconds, entry.ground) == (0, 300, "the same as #3")


async def test_spam_is_closed_without_a_mail(waiting_desk: Path) -> None:
    """Not a request, no work: free, and nobody is written to."""
    async with stage(waiting_desk) as olga:
        await olga.pick()
        await olga.press("c", "n", "n", "ctrl+s")
        await olga.until(lambda: isinstance(olga.app.screen, QueueScreen))
        assert await delivery.listing(olga.app.session.desk) == ()


async def past_what_was_told(person: Stage, *, minutes: int = 61) -> None:
    """Close the oldest request for more than was told of; it is asked how to go on."""
    await person.pick()
    await person.press("A")
    await person.type(str(minutes))
    await person.press("tab", "tab")
    await person.type("by hand")
    await person.press("enter")
    await person.until(lambda: person.view.worked_seconds == minutes * 60)
    person.app.screen.action_run("request.close")
    await person.settle()
    await person.press("c", "ctrl+s")
    await person.until(lambda: "More is due than was announced" in person.asked)


@pytest.mark.parametrize(("key", "closed"), [("x", True), ("s", False)])
async def test_a_charge_past_40_needs_its_notice(
    waiting_desk: Path, key: str, closed: bool
) -> None:
    """Without one, closing offers the ways out: waive the rest, or send the notice and wait."""
    async with stage(waiting_desk) as olga:
        await past_what_was_told(olga)
        await olga.press(key)
    view = await first_request(waiting_desk)
    assert (view.closed_at is not None, view.posted_credits) == (closed, 40 if closed else 0)


@pytest.mark.parametrize("size", SIZES)
async def test_a_specialist_is_told_who_charges_past_40(
    waiting_desk: Path, size: tuple[int, int]
) -> None:
    """The choice is there, and takes nothing."""
    async with stage(waiting_desk, size=size) as olga:
        await past_what_was_told(olga)
        await olga.press("o")
        assert "Only a lead or an admin may do that." in olga.text
    assert (await first_request(waiting_desk)).closed_at is None


async def test_a_lead_charges_past_40_with_a_reason(waiting_desk: Path) -> None:
    """Where no notice was sent, a lead says why all is charged; without a reason nothing is."""
    async with stage(waiting_desk, login="irina") as irina:
        await past_what_was_told(irina)
        await irina.press("o", "enter")
        assert "has to be filled in" in irina.text
        await irina.type("told by phone")
        await irina.press("enter")
        await irina.until(lambda: isinstance(irina.app.screen, QueueScreen))
    assert (await first_request(waiting_desk)).posted_credits == 50


async def test_closing_cheaper_after_opening_again_is_a_proposal(waiting_desk: Path) -> None:
    """The difference is not posted: it is proposed, and said so."""
    async with stage(waiting_desk, login="irina") as irina:
        await in_hand(irina, minutes=31)
        await irina.press("c", "c", "ctrl+s")
        await irina.until(lambda: isinstance(irina.app.screen, QueueScreen))
        irina.app.show_request(1)
        await irina.until(lambda: irina.view is not None)
        await irina.press("o")
        await irina.type("wrong")
        await irina.press("enter")
        await irina.until(lambda: irina.view.closed_at is None)
        await irina.press("c", "o", "b", "ctrl+s")
        await irina.until(lambda: isinstance(irina.app.screen, QueueScreen))
        assert "proposed to be given back" in irina.said


@pytest.mark.parametrize(
    ("login", "key", "credits", "size"),
    [("irina", "o", 20, SIZES[0]), ("irina", "o", 20, SIZES[1]), ("olga", "x", 0, SIZES[0])],
)
async def test_what_is_past_a_packages_time_has_the_same_ways_out(
    waiting_desk: Path, login: str, key: str, credits: int, size: tuple[int, int]
) -> None:
    """Two hours of an Incident are used up and nothing was told: waived, or charged by a lead with a reason (P6)."""
    await incident(waiting_desk)
    async with stage(waiting_desk, login=login, size=size) as person:
        await past_what_was_told(person, minutes=140)
        await person.press(key)
        if key == "o":
            await person.type("told by phone")
            await person.press("enter")
        await person.until(lambda: "#1 is closed" in person.said)
    assert (await first_request(waiting_desk)).posted_credits == credits


async def incident(path: Path) -> None:
    """Anna has bought an Incident for request #1."""
    desk = await open_desk(Location(path, SETTINGS))
    ada = Actor(1, "ada", "Ada", "admin")
    await entitlements.add(
        desk, ada, address="anna@shop.example", kind="incident", ticket=1, reason="Order 8", now=MONDAY
    )  # fmt: skip
    await desk.close()
