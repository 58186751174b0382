"""Agreements: put on record with their message, and what they answer (U9)."""

from typing import Any

import pytest

from console.policy.refusal import Refusal
from console.services import consents, timer
from console.services.account_shapes import ConsentView
from tests.conftest import at
from tests.services.office import ANNA, Office


async def agree(office: Office, ceiling: int = 80, *, login: str = "olga", **more: Any) -> Any:
    """Somebody puts an agreement on record."""
    given = {"ticket": 1, "now": at(6), **more}
    return await consents.record(office.desk, office.who(login), ceiling=ceiling, **given)


async def test_an_agreement_names_who_when_and_which_message(office: Office) -> None:
    """An agreement names who agreed, when, and in which message."""
    await office.in_hand()
    made = await agree(office)
    assert (made.agreed_by, made.agreed_at, made.message) == (f"Anna <{ANNA}>", at(), 1)


async def test_what_was_agreed_is_charged_without_a_notice(office: Office) -> None:
    """A charge within the agreed ceiling needs no notice."""
    ticket = await office.in_hand()
    await office.buy(80)
    await agree(office)
    await office.work(70, ticket=ticket, start=7)
    assert (await office.closed(ticket)).credits == 50


async def test_past_what_was_agreed_a_notice_is_needed(office: Office) -> None:
    """Past the agreed ceiling the customer has to be told."""
    ticket = await office.in_hand()
    await office.buy(320)
    await agree(office, 50)
    await office.work(80, ticket=ticket, start=7)
    refused = await office.close(ticket)
    assert isinstance(refused, Refusal)
    assert refused.clause == "U9"


async def limits_after(office: Office, minutes: float, minute: float = 150) -> dict[str, Any]:
    """The limits crossed by so much work, with their answers."""
    await office.work(minutes, start=7)
    return {each.limit: each.answer for each in (await office.view(1, minute)).limits}


async def test_the_agreement_answers_the_limit_on_record(office: Office) -> None:
    """The crossing is on record, answered by the agreement."""
    await office.in_hand()
    await office.buy(80)
    await agree(office)
    found = await limits_after(office, 70)
    assert found == {"over-40-credits": "agreed", "sixty-minutes": "agreed"}


async def test_the_hour_still_asks_where_the_credits_do_not_reach(office: Office) -> None:
    """Where the balance does not reach the ceiling, the hour still asks to replenish (U10)."""
    await office.in_hand()
    await agree(office)
    found = await limits_after(office, 70)
    assert found == {"over-40-credits": "agreed", "sixty-minutes": None}


async def test_an_agreement_made_afterwards_answers_what_is_open(office: Office) -> None:
    """An agreement that comes after the crossing answers it."""
    await office.in_hand()
    await office.buy(80)
    await office.work(70)
    await agree(office, now=at(90))
    found = {each.limit: each.answer for each in (await office.view(1, 100)).limits}
    assert set(found.values()) == {"agreed"}


async def test_an_estimate_within_the_ceiling_asks_nobody(office: Office) -> None:
    """An estimate past 40 credits is answered by the agreement (U9)."""
    from console.services import desk

    await office.in_hand()
    await office.buy(80)
    await agree(office)
    await desk.set_estimate(office.desk, office.who("olga"), ticket=1, credits=80, now=at(8))
    assert [each.answer for each in (await office.view(1, 9)).limits] == ["agreed"]


async def test_a_standing_agreement_holds_for_each_request(office: Office) -> None:
    """A standing agreement holds for each of the customer's requests."""
    ticket = await office.in_hand()
    await agree(office, 120, login="irina", ticket=None, address=ANNA)
    assert (await office.view(ticket)).agreed_credits == 120


async def test_a_requests_own_agreement_comes_before_the_standing_one(office: Office) -> None:
    """What was agreed for the request itself decides."""
    ticket = await office.in_hand()
    await agree(office, 120, login="irina", ticket=None, address=ANNA)
    await agree(office, 60)
    assert (await office.view(ticket)).agreed_credits == 60


async def test_only_a_lead_puts_a_standing_agreement_on_record(office: Office) -> None:
    """A specialist records agreements for the request in hand alone."""
    await office.in_hand()
    assert isinstance(await agree(office, ticket=None, address=ANNA), Refusal)


async def test_only_its_holder_records_an_agreement(office: Office) -> None:
    """Who does not hold the request records nothing for it."""
    await office.in_hand()
    assert isinstance(await agree(office, login="pavel"), Refusal)


@pytest.mark.parametrize("ceiling", [10, 40, 45, 55, 20_000])
async def test_a_ceiling_that_means_nothing_is_refused(office: Office, ceiling: int) -> None:
    """Up to 40 credits no agreement is needed, and charges come in tens."""
    await office.in_hand()
    assert isinstance(await agree(office, ceiling), Refusal)


async def test_a_ceiling_is_checked_by_the_requests_own_policy(office: Office) -> None:
    """A request that came when 40 credits needed no agreement is agreed on past 40, whatever holds since (A2)."""
    from console.services import policies

    ticket = await office.in_hand()
    values = {"version": "2", "title": "New", "text": "All.", "terms": {"notify_credits": 100}}
    await policies.add(office.desk, office.who("ada"), values=values, now=at(5))
    await policies.adopt(office.desk, office.who("ada"), version="2", now=at(5))
    await office.view(ticket)
    assert isinstance(await agree(office, 80), ConsentView)


async def test_a_new_agreement_supersedes_the_one_before(office: Office) -> None:
    """Of two agreements for a request the later is in force, and both are kept."""
    await office.in_hand()
    await agree(office, 80)
    await agree(office, 100)
    found = await consents.listing(office.desk, address=ANNA)
    assert [(each.ceiling, each.withdraw_reason) for each in found] == [
        (80, "superseded"),
        (100, None),
    ]


async def test_the_same_agreement_again_is_the_same(office: Office) -> None:
    """The same agreement put on record twice is one."""
    await office.in_hand()
    assert await agree(office) == await agree(office, now=at(7))


async def test_an_agreement_that_ended_answers_nothing(office: Office) -> None:
    """Once it has ended, an agreement answers no limit."""
    ticket = await office.in_hand()
    made = await agree(office)
    await consents.withdraw(
        office.desk, office.who("olga"), consent=made.consent, reason="Asked for", now=at(7)
    )
    assert (await office.view(ticket)).agreed_credits is None


async def test_a_message_of_ours_is_no_evidence(office: Office) -> None:
    """Our own answer is no agreement of the customer's."""
    await office.in_hand()
    await office.reply()
    assert isinstance(await agree(office, message=2), Refusal)


async def test_another_customers_message_is_no_evidence(office: Office) -> None:
    """Another customer's message agrees to nothing."""
    await office.in_hand()
    await office.arrive(1, address="eve@other.example")
    assert isinstance(await agree(office, message=2), Refusal)


async def test_an_automatic_mail_is_no_evidence(office: Office) -> None:
    """An out-of-office answer agrees to nothing."""
    ticket = await office.in_hand()
    await office.mail(6, subject=f"Re: [#{ticket}] away", automatic="auto-replied")
    made = await agree(office)
    assert isinstance(made, ConsentView)
    assert made.message == 1


async def test_a_strangers_mail_on_the_request_is_no_evidence(office: Office) -> None:
    """Who is no address of the customer's agrees to nothing, though their answer has joined the request."""
    ticket = await office.in_hand()
    await office.reply(ticket)
    ours = await office.one("SELECT mail_id FROM outbox")
    joined = await office.mail(
        9, message_id="<e@x.example>", sender_address="eve@x.example", in_reply_to=(ours,),
        body_digest="e",
    )  # fmt: skip
    assert joined.ticket == ticket
    assert (await agree(office, now=at(10))).message == 1
    assert isinstance(await agree(office, 100, message=3, now=at(11)), Refusal)


async def agreed_work(office: Office, ceiling: int = 300, minutes: float = 65) -> int:
    """Work past the hour under an agreement; its number."""
    await office.in_hand()
    await office.buy(320)
    made = await agree(office, ceiling)
    await office.work(minutes, start=7)
    assert isinstance(made, ConsentView)
    return made.consent


async def end(office: Office, consent: int, minute: float = 80) -> None:
    """The customer agrees to nothing more."""
    ended = await consents.withdraw(
        office.desk, office.who("olga"), consent=consent, reason="Asked for", now=at(minute)
    )
    assert isinstance(ended, ConsentView)


async def open_limits(office: Office, minute: float = 90) -> list[tuple[str, int]]:
    """The limits that wait for an answer, with their thresholds."""
    found = (await office.view(1, minute)).limits
    return [(each.limit, each.threshold) for each in found if each.answer is None]


async def test_work_after_an_agreement_has_ended_has_to_be_told(office: Office) -> None:
    """Once the customer agrees no more, going on past 40 asks for a notice again."""
    await end(office, await agreed_work(office))
    assert await open_limits(office) == [("over-40-credits", 50)]
    refused = await timer.start(office.desk, office.who("olga"), ticket=1, now=at(90))
    assert isinstance(refused, Refusal)
    assert refused.clause == "U9"


async def test_an_end_is_on_record_when_it_came(office: Office) -> None:
    """The prompt after an agreement's end is dated by that, not by the work before it."""
    await end(office, await agreed_work(office))
    (found,) = [each for each in (await office.view(1, 90)).limits if each.answer is None]
    assert (found.crossed_at, found.worked_seconds) == (at(80), 65 * 60)


async def test_what_was_run_up_under_an_agreement_stays_chargeable(office: Office) -> None:
    """What had been worked while the customer agreed is charged."""
    await end(office, await agreed_work(office))
    assert (await office.closed()).credits == 50


async def test_no_more_than_that_is_charged_without_a_notice(office: Office) -> None:
    """Time typed in after the end is not charged without a notice."""
    await end(office, await agreed_work(office))
    await timer.add(
        office.desk, office.who("olga"), ticket=1, minutes=30, reason="A call", now=at(120)
    )
    refused = await office.close()
    assert isinstance(refused, Refusal)
    assert refused.clause == "U9"


async def test_a_lower_ceiling_holds_at_once(office: Office) -> None:
    """An agreement on less takes the place of one on more, for work under way too."""
    await agreed_work(office)
    await agree(office, 60, now=at(80))
    assert await open_limits(office) == []
    await office.work(30, start=90)
    assert await open_limits(office, 130) == [("over-40-credits", 60)]


async def test_the_standing_agreement_takes_over(office: Office) -> None:
    """Where a standing agreement is in force, it answers what the request's own did."""
    own = await agreed_work(office)
    await agree(office, 100, login="irina", ticket=None, address=ANNA, now=at(79))
    await end(office, own)
    assert await open_limits(office) == []
    await office.work(100, start=90)
    assert await open_limits(office, 200) == [("over-40-credits", 100)]


async def test_an_agreement_that_answered_nothing_ends_without_a_prompt(office: Office) -> None:
    """An agreement that no limit has met yet leaves nothing to tell."""
    await end(office, await agreed_work(office, minutes=20))
    assert await open_limits(office) == []


async def test_an_end_where_a_crossing_was_answered_in_silence_still_asks(office: Office) -> None:
    """An agreement that ends at the very credits of an earlier silent answer asks all the same."""
    from console.services import desk

    await office.in_hand()
    await office.buy(320)
    await desk.set_estimate(office.desk, office.who("olga"), ticket=1, credits=50, now=at(5))
    await office.answer_limit("close", limit="over-40-credits", minute=5)
    made = await agree(office, 300)
    await timer.add(
        office.desk, office.who("olga"), ticket=1, minutes=60, reason="A call", now=at(70)
    )
    await end(office, made.consent)
    assert await open_limits(office) == [("over-40-credits", 41)]
    assert (await office.closed(minute=120)).credits == 40


async def test_the_same_ceiling_agreed_again_holds_again(office: Office) -> None:
    """A customer who agrees to the same in another mail has agreed to it, each time."""
    await agreed_work(office, 300)
    for number in range(3):
        await office.mail(
            80 + number, message_id=f"<{number}@shop.example>", ticket_tokens=(1,),
            body_digest=str(number),
        )  # fmt: skip
        assert isinstance(await agree(office, 300, now=at(80 + number)), ConsentView)
    assert await open_limits(office) == []
    assert await office.one("SELECT count(*) FROM consent WHERE withdrawn_at IS NULL") == 1


async def test_a_standing_agreement_on_the_same_takes_over(office: Office) -> None:
    """Where the standing ceiling is the request's own, nothing has to be told once that one ends."""
    own = await agreed_work(office, 300)
    await agree(office, 300, login="irina", ticket=None, address=ANNA, now=at(79))
    await end(office, own)
    assert await open_limits(office) == []


async def test_a_waiver_after_an_end_charges_whole_blocks(office: Office) -> None:
    """What is charged without a notice is 40, however often an agreement ended there."""
    await office.in_hand()
    await office.buy(320)
    for minute in (6, 75):
        made = await agree(office, 300, now=at(minute))
        if minute == 6:
            await timer.add(
                office.desk, office.who("olga"), ticket=1, minutes=60, reason="x", now=at(70)
            )
        await end(office, made.consent, minute + 2)
    await timer.add(office.desk, office.who("olga"), ticket=1, minutes=30, reason="x", now=at(90))
    assert (await office.closed(waive_over_limit=True)).credits == 40


async def test_of_two_merged_customers_the_agreement_that_stays_holds(office: Office) -> None:
    """A merge ends one of two standing agreements: what it had answered is asked again past the other."""
    from console.services import merging

    await office.in_hand()
    await office.arrive(1, address="anna@home.example")
    for address, ceiling in ((ANNA, 300), ("anna@home.example", 60)):
        await agree(office, ceiling, login="irina", ticket=None, address=address)
    await office.buy(320)
    await office.work(70, start=7)
    await merging.merge(
        office.desk, office.who("ada"), from_customer=1, into_customer=2, reason="One", now=at(80)
    )
    assert await open_limits(office) == []
    await office.work(30, start=90)
    assert await open_limits(office, 130) == [("over-40-credits", 60)]
