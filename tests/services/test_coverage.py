"""Modifications: what covers them beforehand stays theirs, and what they wait for is what they need (U2, U3)."""

from typing import Any

import pytest

from console.policy.refusal import Refusal
from console.services import credits, desk, timer
from console.services.faults import BadInput
from tests.conftest import at
from tests.services.office import Office


async def modification(
    office: Office, estimate: int, *, login: str = "olga", amount: int | None = None
) -> int:
    """A modification in hand with an estimate, which its customer was told of; its number."""
    ticket, actor = await office.in_hand(login), office.who(login)
    await desk.set_kind(office.desk, actor, ticket=ticket, kind="modification", now=at(5))
    await desk.set_estimate(office.desk, actor, ticket=ticket, credits=estimate, now=at(5))
    if estimate > 40:
        await office.answer_limit(
            limit="over-40-credits", ticket=ticket, login=login, amount=amount, minute=5
        )
    return ticket


async def estimate(office: Office, ticket: int, amount: int, minute: float) -> Any:
    """The holder estimates anew."""
    return await desk.set_estimate(
        office.desk, office.who("olga"), ticket=ticket, credits=amount, now=at(minute)
    )


async def waiting(office: Office, ticket: int) -> tuple[str | None, int | None]:
    """What a request waits for."""
    row = (await office.view(ticket)).row
    return row.waiting_for, row.waiting_credits


@pytest.mark.parametrize(("raised", "runs"), [(40, True), (50, False)])
async def test_a_raised_estimate_stops_work_that_it_leaves_uncovered(
    office: Office, raised: int, runs: bool
) -> None:
    """Work under way stops where its new estimate is past what the customer has (U3)."""
    await office.arrive()
    await office.correct(40)
    ticket = await modification(office, 30)
    await timer.start(office.desk, office.who("olga"), ticket=ticket, now=at(6))
    await estimate(office, ticket, raised, 10)
    assert (await timer.status(office.desk, office.who("olga"), now=at(11))).running is runs


async def test_an_estimate_counts_the_blocks_of_its_own_policy(office: Office) -> None:
    """A request that came under 10 credits a block is estimated in tens, whatever holds since (A2, U3)."""
    from console.services import policies

    ticket = await office.in_hand()
    values = {"version": "2", "title": "New", "text": "All.", "terms": {"credits_per_block": 20}}
    await policies.add(office.desk, office.who("ada"), values=values, now=at(6))
    await policies.adopt(office.desk, office.who("ada"), version="2", now=at(6))
    await office.view(ticket)
    assert not isinstance(await estimate(office, ticket, 30, 7), Refusal)
    with pytest.raises(BadInput):
        await estimate(office, ticket, 35, 8)


async def two_that_wait(office: Office) -> tuple[int, int]:
    """Two modifications of 50 that wait for credits."""
    tickets = []
    for login in ("olga", "pavel"):
        ticket, actor = await modification(office, 50, login=login), office.who(login)
        await desk.wait(office.desk, actor, ticket=ticket, waiting_for="credits", now=at(6))
        tickets.append(ticket)
    return tickets[0], tickets[1]


async def test_what_came_back_keeps_its_credits_until_it_starts(office: Office) -> None:
    """Of two that wait for 50, the 80 that come bring back one, and not the other a minute later (U3)."""
    first, second = await two_that_wait(office)
    await office.buy(80, minute=7)
    await credits.wake_all(office.desk, now=at(8))
    assert (await waiting(office, first))[0] is None
    assert (await waiting(office, second))[0] == "credits"


async def test_the_other_comes_back_once_the_first_is_done_without(office: Office) -> None:
    """Once the first needs its credits no more, the second comes back by itself (U2)."""
    first, second = await two_that_wait(office)
    await office.buy(80, minute=7)
    await office.closed(first, minute=9)
    assert (await waiting(office, second))[0] is None


async def test_what_cannot_start_keeps_no_credits_from_others(office: Office) -> None:
    """A modification that is not covered itself holds up no other (U2)."""
    await modification(office, 500)
    small, pavel = await modification(office, 50, login="pavel"), office.who("pavel")
    await desk.wait(office.desk, pavel, ticket=small, waiting_for="credits", now=at(6))
    await office.buy(80, minute=7)
    assert (await waiting(office, small))[0] is None


async def test_what_is_no_modification_waits_for_what_is_available(office: Office) -> None:
    """Credits that nothing has reserved yet are available to a question (U2)."""
    await modification(office, 50)
    asked, pavel = await office.in_hand("pavel"), office.who("pavel")
    await desk.wait(office.desk, pavel, ticket=asked, waiting_for="credits", credits=60, now=at(6))
    await office.buy(80, minute=7)
    assert (await waiting(office, asked))[0] is None


async def begun(office: Office, balance: int) -> int:
    """A modification of 50, worked out; estimated anew at 120."""
    await office.arrive()
    await office.correct(balance)
    ticket = await modification(office, 50, amount=50)
    await office.work(75, ticket=ticket)
    await office.answer_limit(amount=60, minute=85)
    await estimate(office, ticket, 120, 90)
    return ticket


@pytest.mark.parametrize(
    ("balance", "waits"), [(119, ("credits", 120)), (120, (None, None)), (320, (None, None))]
)
async def test_a_begun_modification_waits_for_all_of_its_new_estimate(
    office: Office, balance: int, waits: tuple[str | None, int | None]
) -> None:
    """What it has run up is part of what it waits for: nothing of it is charged yet (U3, U10)."""
    ticket = await begun(office, balance)
    await office.answer_limit("wait", limit="over-40-credits", ticket=ticket, amount=120, minute=92)
    await credits.wake_all(office.desk, now=at(93))
    assert await waiting(office, ticket) == waits
