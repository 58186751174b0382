"""Limits: noticed by whoever looks, answered once by a person, told to the customer (U9, U10)."""

from collections.abc import Awaitable, Callable

import pytest

from console.jobs import limits as limits_job
from console.policy.refusal import Refusal
from console.services import desk, heartbeat, limits, timer
from console.services.faults import BadInput, NotFound
from tests.conftest import at
from tests.services.office import Office

CROSSED = 'SELECT "limit", answer, amount FROM limit_notice ORDER BY id'
HOUR = ("sixty-minutes", None, 0)


async def running(office: Office) -> int:
    """A request whose timer runs from minute 6."""
    ticket = await office.in_hand()
    await timer.start(office.desk, office.who("olga"), ticket=ticket, now=at(6))
    return ticket


LOOKS: dict[str, Callable[[Office], Awaitable[object]]] = {
    "a heartbeat": lambda o: heartbeat.beat(o.desk, o.who("olga"), console="a/1/", now=at(66)),
    "a stop": lambda o: timer.stop(o.desk, o.who("olga"), now=at(66)),
    "a look": lambda o: limits.of_ticket(o.desk, ticket=1, now=at(66)),
    "the job": lambda o: limits_job.run(o.desk, now=at(66)),
    "closing": lambda o: o.close(1, minute=66),
    "an estimate": lambda o: desk.set_estimate(
        o.desk, o.who("olga"), ticket=1, credits=40, now=at(66)
    ),
}


@pytest.mark.parametrize("look", LOOKS)
async def test_whoever_looks_at_sixty_minutes_notices_the_crossing(
    office: Office, look: str
) -> None:
    """Whoever looks at sixty minutes notices the crossing."""
    await running(office)
    await LOOKS[look](office)
    assert await office.sql(CROSSED) == [HOUR]


@pytest.mark.parametrize(("minute", "seconds", "crossings"), [(65, 59, 0), (66, 0, 1), (66, 1, 2)])
async def test_the_limits_are_crossed_to_the_second(
    office: Office, minute: int, seconds: int, crossings: int
) -> None:
    """The limits are crossed to the second."""
    await running(office)
    await timer.stop(office.desk, office.who("olga"), now=at(minute, seconds=seconds))
    assert len(await office.sql(CROSSED)) == crossings


async def test_a_crossing_is_dated_when_it_happened(office: Office) -> None:
    """A crossing is dated when it happened, however late it is noticed."""
    await running(office)
    found = await limits.of_ticket(office.desk, ticket=1, now=at(90))
    assert {each.limit: each.crossed_at for each in found}["sixty-minutes"] == at(66)


async def test_a_crossing_is_noticed_once(office: Office) -> None:
    """A crossing is noticed once."""
    await running(office)
    for minute in (66, 67, 70):
        await limits.of_ticket(office.desk, ticket=1, now=at(minute))
    assert [row[0] for row in await office.sql(CROSSED)] == ["sixty-minutes", "over-40-credits"]


async def test_one_answer_settles_both_limits(office: Office) -> None:
    """One answer settles both limits."""
    await office.worked(61)
    await office.answer_limit()
    assert {row[1:] for row in await office.sql(CROSSED)} == {("go-on", 80)}


async def test_one_answer_sends_one_mail(office: Office) -> None:
    """One answer sends one mail."""
    await office.worked(61)
    await office.answer_limit()
    assert await office.sql("SELECT recipient, automatic FROM outbox") == [("anna@shop.example", 0)]


async def test_a_limit_crossed_after_its_answer_is_settled_too(office: Office) -> None:
    """A limit crossed after its answer is settled too."""
    await running(office)
    await office.answer_limit(minute=66)
    await limits.of_ticket(office.desk, ticket=1, now=at(70))
    assert {row[1:] for row in await office.sql(CROSSED)} == {("go-on", 80)}


async def test_passing_the_amount_told_prompts_again(office: Office) -> None:
    """Passing the amount told prompts again."""
    await running(office)
    await office.answer_limit(amount=50, minute=66)
    found = await limits.of_ticket(office.desk, ticket=1, now=at(6 + 75, seconds=1))
    assert [each.threshold for each in found if each.answer is None] == [50]


async def test_the_amount_told_is_not_passed_at_its_last_second(office: Office) -> None:
    """The amount told is not passed at its last second."""
    await running(office)
    await office.answer_limit(amount=50, minute=66)
    found = await limits.of_ticket(office.desk, ticket=1, now=at(6 + 75))
    assert [each for each in found if each.answer is None] == []


async def test_a_limit_is_answered_once(office: Office) -> None:
    """A limit is answered once."""
    await office.worked(60)
    await office.answer_limit()
    with pytest.raises(NotFound):
        await office.answer_limit()


@pytest.mark.parametrize("amount", [0, 40, 45, 50])
async def test_an_amount_tells_something_new(office: Office, amount: int) -> None:
    """An amount tells something new, in whole blocks, and no less than it costs by now."""
    await office.worked(76)
    refused = await office.answer_limit(amount=amount, minute=90)
    assert isinstance(refused, Refusal)
    assert refused.clause == "U9"


@pytest.mark.parametrize(("limit", "answer"), [("an-hour", "go-on"), ("sixty-minutes", "maybe")])
async def test_a_limit_and_an_answer_have_names(office: Office, limit: str, answer: str) -> None:
    """A limit and an answer have names."""
    with pytest.raises(BadInput):
        await office.answer_limit(answer, limit=limit)


async def test_an_open_limit_refuses_more_work(office: Office) -> None:
    """An open limit refuses more work."""
    ticket = await office.worked(60)
    refused = await timer.start(office.desk, office.who("olga"), ticket=ticket, now=at(90))
    assert isinstance(refused, Refusal)
    assert refused.clause == "U10"


async def test_an_open_limit_survives_a_hand_over(office: Office) -> None:
    """An open limit survives a hand-over."""
    ticket = await office.worked(60)
    await desk.assign(
        office.desk, office.who("irina"), ticket=ticket, login="pavel", reason="Shift", now=at(90)
    )
    refused = await timer.start(office.desk, office.who("pavel"), ticket=ticket, now=at(91))
    assert isinstance(refused, Refusal)


async def test_going_on_lets_the_work_go_on(office: Office) -> None:
    """Going on lets the work go on."""
    ticket = await office.worked(60)
    await office.answer_limit()
    await office.work(5, ticket=ticket, start=90)


async def test_saying_nothing_needs_a_reason(office: Office) -> None:
    """Saying nothing needs a reason."""
    await office.worked(60)
    assert isinstance(await office.answer_limit("no-notice", reason=" "), Refusal)


@pytest.mark.parametrize("answer", ["no-notice", "close"])
async def test_an_answer_that_tells_nothing_sends_nothing(office: Office, answer: str) -> None:
    """An answer that tells nothing sends nothing."""
    await office.worked(60)
    await office.answer_limit(answer, reason="Ours, it seems")
    assert await office.one("SELECT count(*) FROM outbox") == 0


async def test_an_estimate_past_forty_is_told_before_the_work(office: Office) -> None:
    """An estimate past forty is told before the work."""
    ticket = await office.in_hand()
    olga = office.who("olga")
    await desk.set_estimate(office.desk, olga, ticket=ticket, credits=60, now=at(5))
    refused = await timer.start(office.desk, olga, ticket=ticket, now=at(6))
    assert isinstance(refused, Refusal)
    assert refused.clause == "U9"


async def test_the_hour_asks_again_after_an_estimates_notice(office: Office) -> None:
    """The hour asks again after an estimate's notice."""
    ticket = await office.in_hand()
    olga = office.who("olga")
    await desk.set_estimate(office.desk, olga, ticket=ticket, credits=60, now=at(5))
    await office.answer_limit(limit="over-40-credits", minute=5)
    await office.work(60, ticket=ticket)
    assert (await office.sql(CROSSED))[1] == HOUR


async def test_waiting_stops_the_timer_and_waits_for_the_rest(office: Office) -> None:
    """Waiting stops the timer and waits for the rest."""
    await running(office)
    await office.answer_limit("wait", minute=66)
    assert await office.sql(
        "SELECT waiting_for, waiting_credits, ending FROM ticket, work_session"
    ) == [("credits", 40, "waiting")]


async def test_waiting_ends_when_the_credits_come(office: Office) -> None:
    """Waiting ends when the credits come."""
    await running(office)
    await office.answer_limit("wait", minute=66)
    await office.buy(80, minute=70)
    assert (await office.view(1)).row.waiting_for is None


async def test_nothing_waits_for_credits_that_are_there(office: Office) -> None:
    """Nothing waits for credits that are there."""
    await running(office)
    await office.buy(80, minute=50)
    await office.answer_limit("wait", minute=66)
    assert (await office.view(1)).row.waiting_for is None


async def test_waiting_leaves_an_interrupted_timer_to_be_answered(office: Office) -> None:
    """Waiting leaves an interrupted timer to be answered."""
    ticket = await office.worked(60)
    await office.answer_limit("go-on", amount=50)
    olga = office.who("olga")
    await timer.start(office.desk, olga, ticket=ticket, console="gone/1/", now=at(90))
    await timer.add(office.desk, olga, ticket=ticket, minutes=20, reason="Call", now=at(91))
    await office.answer_limit("wait", limit="over-40-credits", minute=200)
    assert await office.one("SELECT count(*) FROM work_session WHERE ended_at IS NULL") == 1


async def test_another_specialist_does_not_answer(office: Office) -> None:
    """Another specialist does not answer."""
    await office.worked(60)
    assert isinstance(await office.answer_limit(login="pavel"), Refusal)


async def test_a_prompt_shows_the_mail_before_it_goes(office: Office) -> None:
    """A prompt shows the mail before it goes."""
    ticket = await office.worked(60)
    shown = await limits.notice_text(
        office.desk, ticket=ticket, amount=80, answer="go-on", now=at(70)
    )
    await office.answer_limit(amount=80)
    assert (await office.view(ticket)).thread[-1].text == shown


async def test_a_customer_can_be_told_after_all(office: Office) -> None:
    """A customer can be told after all, and then the charge may post."""
    ticket = await office.worked(61)
    await office.answer_limit("no-notice", reason="Ours, it seems")
    await office.answer_limit(limit="over-40-credits", minute=80)
    assert (await office.closed(ticket)).posted == 50


async def test_telling_again_names_more(office: Office) -> None:
    """A second notice names more than the first."""
    await office.worked(61)
    await office.answer_limit("no-notice", reason="Ours, it seems")
    await office.answer_limit(amount=80, minute=71)
    assert isinstance(await office.answer_limit(amount=80, minute=72), Refusal)


async def test_after_close_now_no_timer_starts(office: Office) -> None:
    """Answered with closing now, the request is closed or its customer told before more work."""
    ticket = await office.worked(61)
    await office.answer_limit("close")
    refused = await timer.start(office.desk, office.who("olga"), ticket=ticket, now=at(80))
    assert isinstance(refused, Refusal)
