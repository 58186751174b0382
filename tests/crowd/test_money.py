"""Credits posted by many at once: every one of them counted, none twice."""

from collections.abc import Sequence
from typing import Any

import pytest

from console.policy.refusal import Refusal
from console.services import closing, credits, desk, doctor, merging, timer
from console.services.shapes import Admitted, Closed
from tests.conftest import at
from tests.crowd.crowd import ADA, Crowd

SECOND = "second@shop.example"


async def findings(crowd: Crowd) -> list[str]:
    """What the doctor finds wrong."""
    results = await doctor.examine(crowd.desk)
    return [f"{result.check}: {result.detail}" for result in results if not result.ok]


async def _in_hands(crowd: Crowd, minutes: int = 16) -> list[int]:
    """Each of them holds a request of the same customer, with work on it; their numbers."""
    held = []
    for number, who in enumerate(crowd.people):
        await crowd.office.arrive(number)
        picked = await crowd.pick(number)
        assert picked is not None
        await timer.add(
            crowd.desk, who, ticket=picked.ticket, minutes=minutes, reason="By hand", now=at(510)
        )
        held.append(picked.ticket)
    return held


async def _close_all(crowd: Crowd, held: Sequence[int]) -> list[Closed]:
    async def close(number: int) -> Closed:
        done = await closing.close(
            crowd.offices[number].desk, crowd.people[number], ticket=held[number],
            outcome="answered", text="Done.", now=at(520),
        )  # fmt: skip
        assert isinstance(done, Closed), done
        return done

    return await crowd.together(close)


@pytest.mark.parametrize("crowd", [50], indirect=True)
async def test_fifty_who_charge_one_account_charge_it_exactly(crowd: Crowd) -> None:
    """Fifty charges of 20 credits, posted at one moment, take the balance down by a thousand, step by step (C1)."""
    await _close_all(crowd, await _in_hands(crowd))
    balances = await crowd.office.sql("SELECT balance_after FROM entry ORDER BY seq")
    assert [balance for (balance,) in balances] == list(range(-20, -1001, -20))


@pytest.mark.parametrize("crowd", [8], indirect=True)
async def test_what_many_charged_at_once_is_whole(crowd: Crowd) -> None:
    """The doctor finds nothing on a desk where all closed at one moment."""
    await _close_all(crowd, await _in_hands(crowd))
    assert await findings(crowd) == []


@pytest.mark.parametrize("crowd", [4], indirect=True)
async def test_two_consoles_that_close_one_request_charge_it_once(crowd: Crowd) -> None:
    """One person's four consoles close the same request at one moment: one entry, one answer."""
    (held, *_) = await _in_hands(crowd)

    async def close(number: int) -> object:
        return await closing.close(
            crowd.offices[number].desk, crowd.people[0], ticket=held, outcome="answered",
            text="Done.", now=at(520),
        )  # fmt: skip

    await crowd.together(close)
    answers = "SELECT count(*) FROM message WHERE direction = 'out' AND body LIKE 'Done.%'"
    assert (await crowd.office.sql("SELECT credits FROM entry"), await crowd.office.one(answers)) == (
        [(-20,)], 1,
    )  # fmt: skip


@pytest.mark.parametrize("crowd", [6], indirect=True)
async def test_one_modification_begins_on_the_same_credits(crowd: Crowd) -> None:
    """Of six modifications of 40, begun at one moment on 60 credits, one begins (U3)."""
    await _modifications(crowd)
    await crowd.office.correct(60)
    begun = await crowd.together(lambda number: _begin(crowd, number))
    assert sum(not isinstance(each, Refusal) for each in begun) == 1


async def _modifications(crowd: Crowd) -> None:
    for number, who in enumerate(crowd.people):
        await crowd.office.arrive(number)
        picked = await crowd.pick(number)
        assert picked is not None
        for done in (
            await desk.set_kind(
                crowd.desk, who, ticket=picked.ticket, kind="modification", now=at(502)
            ),
            await desk.set_estimate(crowd.desk, who, ticket=picked.ticket, credits=40, now=at(503)),
        ):
            assert not isinstance(done, Refusal), done


async def _begin(crowd: Crowd, number: int) -> object:
    held = await crowd.office.one(
        "SELECT id FROM ticket WHERE claimed_by = :who", who=crowd.people[number].staff_id
    )
    return await timer.start(
        crowd.offices[number].desk, crowd.people[number], ticket=held, now=at(510)
    )


@pytest.mark.parametrize("crowd", [8], indirect=True)
async def test_an_order_told_by_many_is_one_purchase(crowd: Crowd) -> None:
    """The same reference, posted by eight at one moment, is one entry that all of them are given."""
    await crowd.office.arrive()
    posted: list[Any] = await crowd.together(
        lambda number: crowd.offices[number].buy(80, reference="order:1")
    )
    assert {each.entry for each in posted} == {1}


@pytest.mark.parametrize("crowd", [8], indirect=True)
async def test_a_mail_fetched_by_many_is_one_request(crowd: Crowd) -> None:
    """Eight who take in the same mail at one moment make one request of it."""
    admitted: list[Admitted] = await crowd.together(lambda number: crowd.offices[number].mail())
    assert {each.ticket for each in admitted} == {1}


@pytest.mark.parametrize("crowd", [6], indirect=True)
async def test_no_purchase_is_lost_to_a_merge(crowd: Crowd) -> None:
    """Of credits bought while the buyer is merged into another, the one or the other has all."""
    await crowd.office.arrive()
    await crowd.office.arrive(address=SECOND)

    async def buy_or_merge(number: int) -> object:
        if number == 2:
            return await merging.merge(
                crowd.offices[number].desk, ADA, from_customer=2, into_customer=1, reason="Same",
                now=at(520),
            )  # fmt: skip
        return await credits.purchase(
            crowd.offices[number].desk, ADA, address=SECOND, credits=80, reason="Order",
            reference=f"order:{number}", now=at(520),
        )  # fmt: skip

    said = await crowd.together(buy_or_merge)
    assert not [each for each in said if isinstance(each, Refusal)]
    last = "SELECT balance_after FROM entry e WHERE seq = (SELECT max(seq) FROM entry WHERE account_id = e.account_id)"
    assert sum(balance for (balance,) in await crowd.office.sql(last)) == 400
    assert await findings(crowd) == []
