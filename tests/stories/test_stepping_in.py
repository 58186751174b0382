"""Stories of leads who step in: over a shoulder, for an interrupted timer, out of order; each on the record."""

from pathlib import Path
from typing import Any

import pytest

from console import bootstrap
from console.location import Location
from console.services import intake, record
from console.services.record import EventView, Wanted
from console.services.shapes import Actor
from tests.conftest import SETTINGS, at
from tests.stories.desks import BORIS
from tests.stories.theatre import Clock, Stage, stage

ADA = Actor(1, "ada", "Ada", "admin")
SIZES = [(80, 24), (120, 40)]


STEPS: dict[str, dict[str, Any]] = {
    "#1 is open again, in its old place.": {"key": "o", "reason": "not the whole of it"},
    "#1 is handed to pavel.": {"key": "H", "first": "pavel", "reason": "knows it"},
    "5 min are taken off #1.": {"key": "A", "first": "-5", "skip": 1, "reason": "was at lunch"},
    "#1 is back in the queue.": {"key": "u", "reason": "pavel is ill"},
}
"""What is said, and the key and words that come to it."""


async def recorded(path: Path, what: str) -> EventView:
    """The newest event of a kind."""
    desk = await bootstrap.open_desk(Location(path, SETTINGS))
    page = await record.listing(desk, ADA, Wanted(words=what))
    await desk.close()
    return page.rows[0]


async def opened(at: Stage, ticket: int = 1) -> None:
    """A request is on the screen."""
    at.app.show_request(ticket)
    await at.until(lambda: at.view is not None and at.view.ticket == ticket)


@pytest.mark.parametrize("size", SIZES)
async def test_the_screen_goes_where_the_other_goes(
    waiting_desk: Path, size: tuple[int, int]
) -> None:
    """Over a shoulder the lead sees the request that the other turns to, by name."""
    async with stage(waiting_desk) as olga:
        await olga.pick()
        async with stage(waiting_desk, login="irina", console_id="lead", size=size) as irina:
            await opened(irina)
            await irina.press("v")
            assert "over Olga's shoulder" in irina.text
            await olga.press("f2", "j", "enter")
            await olga.until(lambda: olga.view is not None and olga.view.ticket == 2)
            await olga.settle()
            await irina.app.watcher.look()
            await irina.until(lambda: irina.view is not None and irina.view.ticket == 2)
            await irina.settle()
            assert "Olga is on #2 now." in irina.said


@pytest.mark.parametrize("size", SIZES)
async def test_over_a_shoulder_nothing_is_changed(
    waiting_desk: Path, size: tuple[int, int]
) -> None:
    """A key that would change something says how to get there; escape ends the looking and stays."""
    async with stage(waiting_desk, size=size) as olga:
        await olga.pick()
        async with stage(waiting_desk, login="irina", console_id="lead", size=size) as irina:
            await opened(irina)
            await irina.press("v", "u")
            assert "esc ends that, then this works" in irina.said
            await irina.press("escape", "u")
            await irina.type("ill today")
            await irina.press("enter")
            await irina.until(lambda: irina.view.holder_id is None)
    assert (
        await recorded(waiting_desk, "followed")
    ).said == "Irina looked over a shoulder at #1: login olga"


@pytest.mark.parametrize(
    ("key", "seconds", "size"),
    [("k", 1920, SIZES[0]), ("k", 1920, SIZES[1]), ("c", 720, SIZES[1]), ("d", 0, SIZES[0])],
)
async def test_a_lead_answers_for_a_timer_whose_owner_is_gone(
    waiting_desk: Path, key: str, seconds: int, size: tuple[int, int]
) -> None:
    """Keep, cut or discard: the request can be closed then."""
    clock = Clock()
    async with stage(waiting_desk, clock=clock, console_id="host/0/gone") as olga:
        await olga.pick()
        await olga.press("space")
        await olga.work(minutes=12)
    clock.forward(minutes=20)
    async with stage(
        waiting_desk, login="irina", clock=clock, console_id="lead", size=size
    ) as irina:
        await opened(irina)
        await irina.press("T", key)
        await irina.until(lambda: not any(each.interrupted for each in irina.view.work))
        assert (irina.view.worked_seconds, "the timer of Olga is stopped" in irina.said) == (
            seconds,
            True,
        )


@pytest.mark.parametrize("size", SIZES)
async def test_a_login_is_completed_and_what_is_out_of_order_is_urgent(
    waiting_desk: Path, size: tuple[int, int]
) -> None:
    """Two letters and → name the person; the record has the reason and the clause."""
    async with stage(waiting_desk, login="irina", size=size) as irina:
        await opened(irina, 2)
        await irina.press("H")
        await irina.type("pa")
        await irina.press("right", "tab")
        await irina.type("shop is down")
        await irina.press("enter")
        await irina.until(lambda: irina.view.row.holder == "pavel")
    found = await recorded(waiting_desk, "assigned")
    assert (found.clause, "(shop is down)" in found.said) == ("C10", True)


@pytest.mark.parametrize("size", SIZES)
async def test_a_lead_takes_over_by_keys_and_each_step_is_said(
    waiting_desk: Path, size: tuple[int, int]
) -> None:
    """A limit answered for another, a charge without a notice; opened again, handed on, time taken off, released."""
    clock = Clock()
    async with stage(waiting_desk, clock=clock) as olga:
        await olga.pick()
        await olga.press("space")
        await olga.work(minutes=61)
        async with stage(
            waiting_desk, login="irina", clock=clock, size=size, console_id="lead"
        ) as irina:
            await opened(irina)
            await irina.press("l")
            await reasoned(irina, key="n", reason="told by phone")
            await irina.until(lambda: irina.view.open_limits == ())
            await irina.press("c", "c", "ctrl+s")
            await reasoned(irina, key="o", reason="agreed by phone")
            await irina.until(lambda: "#1 is closed: 50 credits" in irina.said)
            await opened(irina)
            for said, words in STEPS.items():
                await reasoned(irina, **words)
                await irina.until(lambda said=said: said in irina.said)
    limit = await recorded(waiting_desk, "limit answered")
    closed = await recorded(waiting_desk, "closed")
    taken = await recorded(waiting_desk, "time taken off")
    assert [(each.who, each.clause) for each in (limit, closed, taken)] == [
        ("Irina", "U10"), ("Irina", "U9"), ("Irina", "U8"),
    ]  # fmt: skip


async def reasoned(at: Stage, *, key: str, reason: str, first: str = "", skip: int = 0) -> None:
    """Press a key, fill a first line in where there is one, and give the reason."""
    await at.press(key)
    if first:
        await at.press(*(each.replace("-", "minus") for each in first))
        await at.press(*["tab"] * (1 + skip))
    await at.type(reason)
    await at.press("enter")


async def asks_again(path: Path, minute: float) -> None:
    """Boris, who owes 20, asks for something."""
    desk = await bootstrap.open_desk(Location(path, SETTINGS))
    form = {"name": "Boris", "email": BORIS.address, "subject": "Again", "message": f"At {minute}"}
    await intake.admit_form(desk, form, raw=form["message"].encode(), received_at=at(minute))
    await desk.close()


@pytest.mark.parametrize("size", SIZES)
async def test_a_lead_lets_an_owing_customers_request_go_on_once(
    waiting_desk: Path, size: tuple[int, int]
) -> None:
    """With a reason, said and on the record by its clause; the next one waits all the same."""
    await asks_again(waiting_desk, -1)
    async with stage(waiting_desk, login="irina", size=size) as irina:
        await opened(irina, 5)
        await irina.press("w")
        assert "#5 waits for credits. Wait no longer?" in irina.asked
        await reasoned(irina, key="t", reason="pays on Friday")
        await irina.until(lambda: "#5 waits no longer." in irina.said)
        await asks_again(waiting_desk, 1)
        await opened(irina, 6)
        assert irina.view.row.waiting_for == "credits"
    found = await recorded(waiting_desk, "taken off wait")
    assert (found.who, found.clause, "(pays on Friday)" in found.said) == ("Irina", "U7", True)
