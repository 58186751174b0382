"""Explaining an entry: everything that it follows from, for ever the same."""

from typing import Any

import pytest

from console.services import entitlements, explain, explain_words, timer
from console.services.explain_shapes import Explanation
from console.services.faults import NotFound
from tests.conftest import at
from tests.services.office import ANNA, Office


async def explained(office: Office, entry: int = 1) -> Explanation:
    """Why an entry is what it is."""
    return await explain.explain(office.desk, entry=entry)


async def three_sessions(office: Office) -> int:
    """Three sessions of ten minutes on one request, closed; its entry."""
    ticket = await office.in_hand()
    for start in (6, 20, 40):
        await office.work(10, ticket=ticket, start=start)
    return (await office.closed(ticket)).entry


async def test_the_sessions_come_to_the_sum(office: Office) -> None:
    """The sessions come to the sum that was charged."""
    found = await explained(office, await three_sessions(office))
    assert found.sum is not None
    assert sum(each.seconds for each in found.sessions) == found.sum.worked_seconds == 1800


async def test_summing_before_rounding_saves_blocks(office: Office) -> None:
    """Three tens rounded alone would have been three blocks, together they are two."""
    found = await explained(office, await three_sessions(office))
    assert found.sum is not None
    assert (found.sum.blocks, found.sum.saved_blocks, found.sum.saved_credits) == (2, 1, 10)


async def test_time_taken_off_is_told_and_saves_nothing_by_itself(office: Office) -> None:
    """What was taken off is a line of its own; blocks are saved of what is left of the sessions."""
    ticket = await office.in_hand()
    for start in (6, 20, 40):
        await office.work(10, ticket=ticket, start=start)
    await timer.take_off(
        office.desk, office.who("olga"), ticket=ticket, minutes=10, reason="Lunch", now=at(60)
    )
    found = await explained(office, (await office.closed(ticket)).entry)
    assert found.sum is not None
    assert (found.sum.worked_seconds, found.sum.blocks, found.sum.saved_blocks) == (1200, 2, 0)
    told = " ".join(explain_words.text(found, office.desk.hours).split())
    assert "-0:10:00 Olga (olga) 2026-11-16, taken off: Lunch" in told


async def test_a_free_request_saved_nothing(office: Office) -> None:
    """What costs nothing anyway is not said to have been saved."""
    ticket = await office.in_hand()
    for start in (6, 20, 40):
        await office.work(10, ticket=ticket, start=start)
    found = await explained(office, (await office.closed(ticket, "first-party-bug")).entry)
    assert found.sum is not None
    assert found.sum.saved_blocks == 0


async def test_what_is_past_a_package_is_rounded_once_too(office: Office) -> None:
    """Of three sessions past the two hours, added before rounding, the saving is told."""
    ticket = await office.in_hand()
    await entitlements.add(
        office.desk, office.who("ada"), address=ANNA, kind="incident", ticket=ticket, reason="x",
        now=at(5),
    )  # fmt: skip
    await office.work(120, ticket=ticket, start=6)
    for limit in ("package-90-minutes", "package-120-minutes"):
        await office.answer_limit(limit=limit, ticket=ticket, minute=127)
    for start in (130, 140, 150):
        await office.work(5, ticket=ticket, start=start)
    found = await explained(office, (await office.closed(ticket)).entry)
    assert found.sum is not None
    assert (found.sum.cost, found.sum.saved_blocks, found.sum.saved_credits) == (10, 2, 20)


async def test_it_is_told_by_its_own_version(office: Office) -> None:
    """The block and the clause have the figures of the version that the request came under (A2)."""
    await office.version(minute=0, block_seconds=600)
    found = await explained(office, await three_sessions(office))
    told = explain_words.text(found, office.desk.hours)
    assert "blocks of 10 minutes started: 3; cost 30 credits" in told
    assert "U8 10 credits for 10 minutes:" in told


async def test_later_work_does_not_change_an_earlier_entry(office: Office) -> None:
    """Work after a reopening, even typed in for an earlier day, is not an earlier charge's."""
    entry = await three_sessions(office)
    before = await explained(office, entry)
    await office.again(1)
    await timer.add(
        office.desk, office.who("olga"), ticket=1, minutes=30, reason="By phone", now=at(202)
    )
    assert (await explained(office, entry)).sessions == before.sessions


async def test_the_clauses_are_told_in_their_words(office: Office) -> None:
    """Each clause is told in the policy's own words."""
    found = await explained(office, await three_sessions(office))
    u8 = next(each for each in found.clauses if each.clause == "U8")
    assert "15 minutes 10" in u8.words


async def test_the_limits_and_their_answers_are_told(office: Office) -> None:
    """The limits that were crossed are told with their answers."""
    ticket = await office.worked(70)
    await office.answer_limit(minute=80)
    found = await explained(office, (await office.closed(ticket)).entry)
    assert {each.answer for each in found.limits} == {"go-on"}


async def test_a_second_closing_tells_what_was_charged_before(office: Office) -> None:
    """A second charge tells what the first one took."""
    await three_sessions(office)
    await office.again(1)
    await office.work(20, start=210)
    entry = (await office.closed(1, minute=240)).entry
    found = await explained(office, entry)
    assert found.sum is not None
    assert (found.sum.cost, found.sum.charged_before, found.entry.credits) == (40, 20, -20)


async def test_what_a_package_covered_is_told_session_by_session(office: Office) -> None:
    """Of each session it is told how much of it was covered."""
    ticket = await office.in_hand()
    await entitlements.add(
        office.desk, office.who("ada"), address=ANNA, kind="incident", ticket=ticket, reason="x",
        now=at(5),
    )  # fmt: skip
    await office.work(100, ticket=ticket, start=6)
    await office.answer_limit(limit="package-90-minutes", ticket=ticket, minute=107)
    await office.work(30, ticket=ticket, start=110)
    await office.answer_limit(limit="package-120-minutes", ticket=ticket, minute=141)
    found = await explained(office, (await office.closed(ticket)).entry)
    assert [each.covered_seconds for each in found.sessions] == [6000, 1200]


async def test_a_deposit_tells_who_and_why(office: Office) -> None:
    """A purchase tells who posted it, why, and under which reference."""
    await office.arrive()
    posted = await office.buy(80, reference="order:7")
    found = await explained(office, posted.entry)
    assert (found.entry.posted_by, found.entry.reason, found.entry.reference) == (
        "ada",
        "Order",
        "order:7",
    )


async def test_a_free_entry_is_explained_too(office: Office) -> None:
    """A charge of nothing has its sessions and its clause."""
    ticket = await office.worked(10)
    found = await explained(office, (await office.closed(ticket, "first-party-bug")).entry)
    assert ([each.clause for each in found.clauses], len(found.sessions)) == (["F4", "U4"], 1)


async def test_what_gave_it_back_belongs_to_it(office: Office) -> None:
    """The entries and proposals that gave a charge back are told with it."""
    from console.services import proposals

    entry = await three_sessions(office)
    await office.again(1)
    closed = await office.closed(1, "first-party-bug", minute=230)
    await proposals.decide(
        office.desk, office.who("irina"), proposal=closed.proposal or 0, approve=True, now=at(240)
    )
    found = await explained(office, entry)
    assert ([each.kind for each in found.related], [each.state for each in found.proposals]) == (
        ["reversal"],
        ["approved"],
    )


async def test_an_unknown_entry_is_not_found(office: Office) -> None:
    """An unknown entry is not found."""
    with pytest.raises(NotFound):
        await explained(office, 9)


@pytest.mark.parametrize(
    "words",
    [
        "charge of -20 credits",
        "worked 0:30:00, which is 1800 seconds",
        "adding the sessions before rounding saved 1 blocks, 10 credits",
        "outcome: answered",
        "U8 10 credits for 15 minutes:",
        "version 1",
        "Olga (olga)",
    ],
)
async def test_it_reads_well(office: Office, words: str) -> None:
    """The explanation in words names it all."""
    found = await explained(office, await three_sessions(office))
    assert words in explain_words.text(found, office.desk.hours)


async def test_no_line_is_wider_than_a_narrow_screen(office: Office) -> None:
    """The text fits 80 columns."""
    found: Any = await explained(office, await three_sessions(office))
    assert max(map(len, explain_words.text(found, office.desk.hours).splitlines())) <= 80


async def test_time_typed_in_later_is_no_earlier_closings(office: Office) -> None:
    """A closing without work counted none, whatever is typed in for an earlier day afterwards."""
    entry = (await office.closed(await office.in_hand(), minute=10)).entry
    await office.again(1, minute=11)
    await timer.add(
        office.desk, office.who("olga"), ticket=1, minutes=15, reason="By phone", now=at(12)
    )
    assert (await explained(office, entry)).sessions == ()
