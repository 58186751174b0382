"""Closing: the outcome decides the charge; entry, answer, mail and closing are one thing."""

import pytest

from console.policy.outcomes import RULES, Outcome
from console.policy.refusal import Refusal
from console.services import closing_mail, desk, timer
from console.services.faults import BadInput, NotFound
from tests.conftest import at
from tests.services.office import Office

WHOLE = """SELECT (SELECT count(*) FROM entry), (SELECT count(*) FROM ticket WHERE closed_at IS NOT NULL),
 (SELECT count(*) FROM message WHERE direction = 'out'), (SELECT count(*) FROM outbox)"""
DISPUTES = {Outcome.DISPUTE_UPHELD, Outcome.DISPUTE_REJECTED}
PLAIN = [each for each in Outcome if each not in {*DISPUTES, Outcome.NOT_A_REQUEST, "modification"}]


@pytest.mark.parametrize("outcome", PLAIN)
async def test_an_outcome_takes_what_the_policy_says(office: Office, outcome: Outcome) -> None:
    """An outcome takes what the policy says, and cites its clauses."""
    ticket = await office.worked(16)
    done = await office.closed(ticket, outcome)
    expected = 20 if RULES[outcome].by_time else 0
    assert (done.credits, done.balance, done.blocks) == (expected, -expected, 2)


async def test_a_free_outcome_is_an_entry_of_nothing_with_its_time(office: Office) -> None:
    """A free outcome is an entry of nothing, with its time and its clauses."""
    await office.closed(await office.worked(16), "first-party-bug", ground="F4 in the banners")
    entry = (await office.view(1)).entries[0]
    assert (entry.credits, entry.worked_seconds, entry.ground, entry.clauses) == (
        0, 960, "F4 in the banners", ("F4", "U4"),
    )  # fmt: skip


async def test_a_closing_writes_entry_answer_and_mail_at_once(office: Office) -> None:
    """A closing writes entry, answer and mail at once."""
    await office.closed(await office.worked(5))
    assert await office.sql(WHOLE) == [(1, 1, 1, 1)]


async def test_the_specialists_words_are_in_the_answer(office: Office) -> None:
    """The specialist's words are in the answer."""
    await office.closed(await office.worked(5), text="Clear the cache.")
    assert "Clear the cache." in (await office.view(1)).thread[-1].text


async def test_not_a_request_sends_nothing(office: Office) -> None:
    """Not a request sends nothing, and leaves its entry."""
    await office.closed(await office.in_hand(), "not-a-request")
    assert await office.sql(WHOLE) == [(1, 1, 0, 0)]


async def test_closing_stops_the_timer_and_counts_it(office: Office) -> None:
    """Closing stops the timer and counts it."""
    ticket = await office.in_hand()
    await timer.start(office.desk, office.who("olga"), ticket=ticket, now=at(6))
    done = await office.closed(ticket, minute=22)
    assert (done.worked_seconds, done.blocks) == (960, 2)


@pytest.mark.parametrize(
    ("seconds", "credits"), [(0, 0), (1, 10), (900, 10), (901, 20), (2700, 30), (3600, 40)]
)
async def test_time_is_rounded_up_once(office: Office, seconds: int, credits: int) -> None:
    """Time is rounded up once."""
    ticket = await office.in_hand()
    if seconds:
        await office.work(seconds / 60, ticket=ticket)
    assert (await office.closed(ticket)).credits == credits


async def test_many_short_sessions_are_one_block(office: Office) -> None:
    """Many short sessions are one block."""
    ticket = await office.in_hand()
    for start in (6, 20, 40):
        await office.work(5, ticket=ticket, start=start)
    assert (await office.closed(ticket)).credits == 10


async def test_a_request_that_waits_can_be_closed(office: Office) -> None:
    """A request that waits can be closed, and waits no more."""
    ticket = await office.in_hand()
    olga = office.who("olga")
    await desk.wait(office.desk, olga, ticket=ticket, waiting_for="customer", now=at(6))
    await office.closed(ticket, "unresolved")
    assert (await office.view(ticket)).row.waiting_for is None


async def test_a_charge_past_forty_needs_its_notice(office: Office) -> None:
    """A charge past forty needs its notice."""
    refused = await office.close(await office.worked(61))
    assert isinstance(refused, Refusal)
    assert refused.clause == "U9"


async def test_a_refused_closing_writes_nothing(office: Office) -> None:
    """A refused closing writes nothing."""
    await office.close(await office.worked(61))
    assert await office.sql(WHOLE) == [(0, 0, 0, 0)]


async def test_forty_credits_need_no_notice(office: Office) -> None:
    """Forty credits need no notice."""
    assert (await office.closed(await office.worked(60))).credits == 40


async def test_after_the_notice_the_charge_posts_whole(office: Office) -> None:
    """After the notice the charge posts whole."""
    ticket = await office.worked(61)
    await office.answer_limit()
    assert (await office.closed(ticket)).posted == 50


async def test_a_charge_past_the_amount_told_needs_another_notice(office: Office) -> None:
    """A charge past the amount told needs another notice."""
    ticket = await office.worked(61)
    await office.answer_limit(amount=50)
    await office.work(20, ticket=ticket, start=90)
    assert isinstance(await office.close(ticket), Refusal)


async def test_the_rest_can_be_waived(office: Office) -> None:
    """The rest can be waived."""
    done = await office.closed(await office.worked(61), waive_over_limit=True)
    assert (done.credits, done.waived, done.balance) == (40, 10, -40)


async def test_a_lead_charges_it_with_a_reason(office: Office) -> None:
    """A lead charges it with a reason, and the reason is on the entry."""
    ticket = await office.worked(61)
    await office.closed(ticket, login="irina", override_reason="Agreed by phone")
    assert await office.sql("SELECT credits, reason FROM entry") == [(-50, "Agreed by phone")]


@pytest.mark.parametrize(("login", "reason"), [("olga", "Agreed"), ("irina", " ")])
async def test_nobody_else_charges_past_forty(office: Office, login: str, reason: str) -> None:
    """Nobody else charges past forty, nor a lead without a reason."""
    ticket = await office.worked(61)
    assert isinstance(await office.close(ticket, login=login, override_reason=reason), Refusal)


async def test_without_a_notice_by_choice_it_may_only_end_free(office: Office) -> None:
    """Without a notice by choice it may not be charged past forty."""
    ticket = await office.worked(61)
    await office.answer_limit("no-notice", reason="Ours, it seems")
    assert isinstance(await office.close(ticket), Refusal)


async def test_a_free_outcome_needs_no_notice(office: Office) -> None:
    """A free outcome needs no notice."""
    assert (await office.closed(await office.worked(61), "first-party-bug")).credits == 0


async def test_closing_again_charges_the_difference(office: Office) -> None:
    """Closing again charges the difference."""
    ticket = await office.worked(10)
    await office.closed(ticket)
    await office.again(ticket)
    await office.work(10, ticket=ticket, start=202)
    done = await office.closed(ticket, minute=300)
    assert (done.credits, done.posted, done.balance) == (20, 10, -20)


async def test_closing_again_at_less_proposes_the_difference(office: Office) -> None:
    """Closing again at less proposes the difference and gives nothing back yet."""
    ticket = await office.worked(10)
    await office.closed(ticket)
    await office.again(ticket)
    done = await office.closed(ticket, "first-party-bug", minute=300)
    assert (done.posted, done.balance, done.proposal) == (0, -10, 1)


async def test_closing_a_third_time_withdraws_what_was_proposed(office: Office) -> None:
    """Closing a third time withdraws what was proposed."""
    ticket = await office.worked(10)
    await office.closed(ticket)
    await office.again(ticket)
    await office.closed(ticket, "first-party-bug", minute=300)
    await office.again(ticket, minute=301)
    await office.closed(ticket, minute=302)
    assert await office.sql("SELECT state FROM proposal") == [("withdrawn",)]


async def test_work_is_not_waved_away_by_a_specialist(office: Office) -> None:
    """Work is not waved away by a specialist."""
    assert isinstance(await office.close(await office.worked(1), "not-a-request"), Refusal)


async def test_a_lead_waves_work_away_with_a_reason(office: Office) -> None:
    """A lead waves work away with a reason."""
    ticket = await office.worked(1)
    done = await office.closed(ticket, "not-a-request", login="irina", ground="Spam after all")
    assert done.credits == 0


@pytest.mark.parametrize("outcome", sorted(DISPUTES))
async def test_only_a_dispute_is_decided_as_one(office: Office, outcome: Outcome) -> None:
    """Only a dispute is decided as one."""
    ticket = await office.in_hand()
    assert isinstance(await office.close(ticket, outcome, login="irina"), Refusal)


@pytest.mark.parametrize(("estimate", "closes"), [(None, False), (10, False), (20, True)])
async def test_a_modification_costs_no_more_than_its_estimate(
    office: Office, estimate: int | None, closes: bool
) -> None:
    """A modification costs no more than its estimate."""
    ticket = await office.worked(16)
    await office.correct(80)
    if estimate:
        await desk.set_estimate(
            office.desk, office.who("olga"), ticket=ticket, credits=estimate, now=at(30)
        )
    assert isinstance(await office.close(ticket, "modification"), Refusal) is not closes


async def test_an_unknown_outcome_is_bad_input(office: Office) -> None:
    """An unknown outcome is bad input."""
    with pytest.raises(BadInput):
        await office.close(await office.in_hand(), "done")


async def test_an_unknown_request_is_not_found(office: Office) -> None:
    """An unknown request is not found."""
    with pytest.raises(NotFound):
        await office.close(99)


async def test_the_mail_shown_beforehand_is_the_mail_that_goes(office: Office) -> None:
    """The mail shown beforehand is the mail that goes."""
    ticket = await office.worked(16)
    shown = await closing_mail.preview(
        office.desk, await office.view(ticket), outcome=Outcome.ANSWERED, ground=None, answer="So.",
        worked_seconds=960,
    )  # fmt: skip
    await office.closed(ticket, text="So.")
    assert (await office.view(ticket)).thread[-1].text == shown


async def test_a_draft_ends_with_the_request(office: Office) -> None:
    """A draft ends with the request."""
    from console.services import replies

    ticket, olga = await office.in_hand(), office.who("olga")
    await replies.save_draft(office.desk, olga, ticket=ticket, text="Dear", now=at(6))
    await office.closed(ticket)
    assert await replies.draft(office.desk, olga, ticket=ticket) == ""


async def test_a_modification_is_not_closed_on_credit(office: Office) -> None:
    """A modification that no credits cover is not closed as done (U3)."""
    ticket = await office.worked(16)
    await desk.set_estimate(office.desk, office.who("olga"), ticket=ticket, credits=20, now=at(30))
    assert isinstance(await office.close(ticket, "modification"), Refusal)


async def test_a_modification_by_kind_keeps_to_its_estimate_under_any_outcome(
    office: Office,
) -> None:
    """Calling it something else at the end does not charge past the estimate (U3)."""
    ticket, olga = await office.worked(14), office.who("olga")
    await office.correct(80)
    await desk.set_estimate(office.desk, olga, ticket=ticket, credits=10, now=at(30))
    await timer.start(office.desk, olga, ticket=ticket, now=at(31))
    await timer.stop(office.desk, olga, now=at(50))
    await desk.set_kind(office.desk, olga, ticket=ticket, kind="modification", now=at(51))
    assert isinstance(await office.close(ticket, "answered"), Refusal)


async def test_what_was_waived_stays_waived(office: Office) -> None:
    """Closed again after a reopening, a waived block is not charged after all."""
    ticket = await office.worked(75)
    await office.closed(ticket, waive_over_limit=True)
    await office.again(ticket)
    await office.answer_limit(amount=80, minute=210)
    done = await office.closed(ticket, minute=211)
    assert (done.posted, done.proposal, await office.balance()) == (0, None, -40)


async def test_what_was_charged_by_a_lead_needs_no_notice_again(office: Office) -> None:
    """Closed again at the same cost, nothing is due and nothing is refused."""
    ticket = await office.worked(75)
    await office.closed(ticket, login="irina", override_reason="Agreed by phone")
    await office.again(ticket)
    assert (await office.closed(ticket, minute=210)).posted == 0


async def test_a_stranger_to_the_request_leaves_no_trace(office: Office) -> None:
    """A closing refused to somebody who does not hold it writes no limit down."""
    ticket = await office.in_hand()
    await timer.start(office.desk, office.who("olga"), ticket=ticket, now=at(6))
    await office.close(ticket, login="pavel")
    assert await office.one("SELECT count(*) FROM limit_notice") == 0
