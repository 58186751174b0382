"""Waits: for the customer, for credits, and how they end (U2, U3, U7)."""

import pytest

from console.policy.refusal import Refusal
from console.services import desk, heartbeat, timer
from console.services.faults import BadInput
from console.services.shapes import TicketView
from tests.conftest import at
from tests.services.office import Office


async def wait(
    office: Office, ticket: int, credits: int | None = None, *, minute: float = 6
) -> None:
    """The holder puts a request on wait for credits."""
    view = await desk.wait(
        office.desk, office.who("olga"), ticket=ticket, waiting_for="credits", credits=credits,
        now=at(minute),
    )  # fmt: skip
    assert isinstance(view, TicketView)


async def waiting(office: Office, ticket: int = 1) -> str | None:
    """What a request waits for."""
    return (await office.view(ticket)).row.waiting_for


async def resume(office: Office, login: str, **values: object) -> object:
    """Somebody takes request 1 off wait."""
    known: dict[str, object] = {"ticket": 1, "reason": "Agreed", "now": at(9)}
    return await desk.resume(
        office.desk,
        office.who(login),
        **{**known, **values},  # type: ignore[arg-type]
    )


@pytest.fixture
async def owing(office: Office) -> int:
    """A request that came while its customer owed 20."""
    await office.closed(await office.worked(16), minute=50)
    return await office.arrive(60)


@pytest.fixture
async def modification(office: Office) -> int:
    """A modification in hand with an estimate of 30."""
    ticket, olga = await office.in_hand(), office.who("olga")
    await desk.set_kind(office.desk, olga, ticket=ticket, kind="modification", now=at(5))
    await desk.set_estimate(office.desk, olga, ticket=ticket, credits=30, now=at(5))
    return ticket


async def test_a_wait_stops_the_timer(office: Office) -> None:
    """A wait stops the timer."""
    ticket = await office.in_hand()
    await timer.start(office.desk, office.who("olga"), ticket=ticket, now=at(6))
    await wait(office, ticket, minute=9)
    assert await office.sql("SELECT ending FROM work_session") == [("waiting",)]


@pytest.mark.parametrize(("waiting_for", "credits"), [("nobody", None), ("credits", -1)])
async def test_a_wait_is_for_the_customer_or_so_many_credits(
    office: Office, waiting_for: str, credits: int | None
) -> None:
    """A wait is for the customer or for so many credits."""
    ticket = await office.in_hand()
    with pytest.raises(BadInput):
        await desk.wait(
            office.desk, office.who("olga"), ticket=ticket, waiting_for=waiting_for,
            credits=credits, now=at(6),
        )  # fmt: skip


async def test_nothing_is_put_on_wait_for_credits_that_are_there(office: Office) -> None:
    """Nothing is put on wait for credits that are there: nothing would end the wait."""
    ticket = await office.in_hand()
    await office.buy()
    with pytest.raises(BadInput, match="80"):
        await wait(office, ticket, 80)


@pytest.mark.parametrize(("asked", "still"), [(80, None), (81, "credits")])
async def test_a_wait_ends_when_what_it_asks_is_there(
    office: Office, asked: int, still: str | None
) -> None:
    """A wait ends when what it asks is there, and not before."""
    ticket = await office.in_hand()
    await wait(office, ticket, asked)
    await office.buy()
    assert await waiting(office, ticket) == still


async def test_a_wait_does_not_end_on_credits_that_other_work_has_run_up(office: Office) -> None:
    """A wait does not end on credits that other work has run up."""
    await office.worked(31)
    other = await office.in_hand("pavel")
    await desk.wait(
        office.desk, office.who("pavel"), ticket=other, waiting_for="credits", credits=60,
        now=at(40),
    )  # fmt: skip
    await office.buy(minute=41)
    assert await waiting(office, other) == "credits"


async def test_a_wait_ends_when_other_work_turns_out_free(office: Office) -> None:
    """A wait ends when other work turns out free."""
    first = await office.worked(31)
    other = await office.in_hand("pavel")
    await desk.wait(
        office.desk, office.who("pavel"), ticket=other, waiting_for="credits", credits=60,
        now=at(40),
    )  # fmt: skip
    await office.buy(minute=41)
    await office.closed(first, "first-party-bug", minute=42)
    assert await waiting(office, other) is None


async def test_a_wait_keeps_the_place_in_the_queue(office: Office) -> None:
    """A wait keeps the place in the queue."""
    ticket = await office.in_hand()
    await desk.release(office.desk, office.who("olga"), ticket=ticket, reason="Ill", now=at(6))
    await office.pick("irina", 7)
    await desk.wait(
        office.desk, office.who("irina"), ticket=ticket, waiting_for="credits", now=at(8)
    )
    await office.arrive(1)
    await office.buy(minute=9)
    assert (await office.view(ticket)).row.received_at == at(0)


async def test_an_owing_customers_new_request_waits_for_credits(office: Office, owing: int) -> None:
    """An owing customer's new request waits for credits."""
    assert await waiting(office, owing) == "credits"


async def test_an_owing_customer_is_asked_to_replenish(office: Office, owing: int) -> None:
    """An owing customer is asked to replenish."""
    asked = await office.sql("SELECT automatic FROM outbox WHERE ticket_id = :t", t=owing)
    assert asked == [(1,)]


async def test_a_request_held_for_debt_is_not_taken(office: Office, owing: int) -> None:
    """A request held for debt is not taken."""
    assert await desk.pick(office.desk, office.who("olga"), now=at(70)) is None


async def test_a_request_is_free_once_its_customer_owes_no_more(office: Office, owing: int) -> None:
    """A request is free once its customer owes no more."""
    await office.correct(20, minute=70)
    assert await office.pick("olga", 71) == owing


async def test_a_request_is_held_while_its_customer_still_owes(office: Office, owing: int) -> None:
    """A request is held while its customer still owes."""
    await office.correct(10, minute=70)
    assert await waiting(office, owing) == "credits"


@pytest.mark.parametrize("balance", [0, 5])
async def test_a_customer_who_does_not_owe_is_not_held(office: Office, balance: int) -> None:
    """A customer who does not owe is not held."""
    await office.arrive()
    if balance:
        await office.correct(balance)
    assert await waiting(office, await office.arrive(60)) is None


async def test_a_lead_takes_a_request_off_its_hold_with_a_reason(
    office: Office, owing: int
) -> None:
    """A lead takes a request off its hold with a reason."""
    await resume(office, "irina", ticket=owing)
    assert await waiting(office, owing) is None


async def test_a_hold_is_not_lifted_without_a_reason(office: Office, owing: int) -> None:
    """A hold is not lifted without a reason."""
    assert isinstance(await resume(office, "irina", ticket=owing, reason=" "), Refusal)


async def test_a_specialist_does_not_lift_a_hold(office: Office, owing: int) -> None:
    """A specialist does not lift a hold."""
    assert isinstance(await resume(office, "olga", ticket=owing), Refusal)


async def test_a_suspected_fault_of_ours_is_not_held(office: Office, owing: int) -> None:
    """A suspected fault of ours is not held, whoever says so."""
    await resume(office, "olga", ticket=owing, suspected_first_party=True)
    assert await waiting(office, owing) is None


async def test_a_request_that_waits_for_nothing_is_not_taken_off_wait(office: Office) -> None:
    """A request that waits for nothing is not taken off wait."""
    await office.in_hand()
    assert isinstance(await resume(office, "irina"), Refusal)


async def test_a_modification_without_an_estimate_does_not_start(office: Office) -> None:
    """A modification without an estimate does not start."""
    ticket, olga = await office.in_hand(), office.who("olga")
    await desk.set_kind(office.desk, olga, ticket=ticket, kind="modification", now=at(5))
    refused = await timer.start(office.desk, olga, ticket=ticket, now=at(6))
    assert isinstance(refused, Refusal)
    assert refused.clause == "U3"


@pytest.mark.parametrize(("credits", "starts"), [(29, False), (30, True)])
async def test_a_modification_starts_when_its_estimate_is_covered(
    office: Office, modification: int, credits: int, starts: bool
) -> None:
    """A modification starts when its estimate is covered."""
    await office.correct(credits)
    begun = await timer.start(office.desk, office.who("olga"), ticket=modification, now=at(6))
    assert isinstance(begun, Refusal) is not starts


async def test_typed_in_time_does_not_begin_an_uncovered_modification(
    office: Office, modification: int
) -> None:
    """Typed-in time does not begin an uncovered modification."""
    refused = await timer.add(
        office.desk, office.who("olga"), ticket=modification, minutes=5, reason="Call", now=at(6)
    )
    assert isinstance(refused, Refusal)


async def test_a_begun_modification_reserves_its_estimate(
    office: Office, modification: int
) -> None:
    """A begun modification reserves its estimate."""
    await office.correct(40)
    await office.work(1, ticket=modification)
    assert (await office.view(modification)).available == 10


async def test_work_stops_where_the_estimate_is_used_up(office: Office, modification: int) -> None:
    """Work stops where the estimate is used up, to the second."""
    await office.correct(30)
    olga = office.who("olga")
    await timer.start(office.desk, olga, ticket=modification, console="a/1/", now=at(6))
    for minute in range(10, 55, 4):
        beat = await heartbeat.beat(office.desk, olga, console="a/1/", now=at(minute))
    assert (beat.outran, (await office.view(modification)).worked_seconds) == (True, 45 * 60)


async def test_a_used_up_estimate_starts_no_timer(office: Office, modification: int) -> None:
    """A used-up estimate starts no timer."""
    await office.correct(300)
    await office.work(45, ticket=modification)
    olga = office.who("olga")
    refused = await timer.start(office.desk, olga, ticket=modification, now=at(60))
    assert isinstance(refused, Refusal)
    assert refused.clause == "U3"


async def test_a_new_estimate_lets_the_work_go_on(office: Office, modification: int) -> None:
    """A new estimate lets the work go on."""
    await office.correct(300)
    await office.work(45, ticket=modification)
    await desk.set_estimate(
        office.desk, office.who("olga"), ticket=modification, credits=40, now=at(60)
    )
    await office.work(5, ticket=modification, start=61)


async def test_two_modifications_do_not_wake_on_the_same_credits(office: Office) -> None:
    """Two modifications do not wake on the same credits."""
    for login in ("olga", "pavel"):
        ticket, actor = await office.in_hand(login), office.who(login)
        await desk.set_kind(office.desk, actor, ticket=ticket, kind="modification", now=at(5))
        await desk.set_estimate(office.desk, actor, ticket=ticket, credits=50, now=at(5))
        await office.answer_limit(limit="over-40-credits", ticket=ticket, login=login, minute=5)
        await desk.wait(office.desk, actor, ticket=ticket, waiting_for="credits", now=at(6))
    await office.buy(80, minute=7)
    assert [await waiting(office, 1), await waiting(office, 2)] == [None, "credits"]


async def test_a_wait_ends_when_another_reservation_is_lowered(office: Office) -> None:
    """A wait ends when another reservation is lowered."""
    ticket, olga = await office.in_hand(), office.who("olga")
    await office.correct(40)
    await desk.set_kind(office.desk, olga, ticket=ticket, kind="modification", now=at(5))
    await desk.set_estimate(office.desk, olga, ticket=ticket, credits=40, now=at(5))
    await office.work(1, ticket=ticket)
    other = await office.in_hand("pavel")
    await desk.wait(
        office.desk, office.who("pavel"), ticket=other, waiting_for="credits", credits=20, now=at(8)
    )
    await desk.set_estimate(office.desk, olga, ticket=ticket, credits=20, now=at(9))
    assert await waiting(office, other) is None


async def test_an_estimate_set_late_takes_no_time_away(office: Office) -> None:
    """What was worked before an estimate is not cut off by it."""
    ticket, olga = await office.in_hand(), office.who("olga")
    await office.correct(300)
    await timer.start(office.desk, olga, ticket=ticket, console="a/1/", now=at(6))
    for minute in range(10, 40, 4):
        await heartbeat.beat(office.desk, olga, console="a/1/", now=at(minute))
    await desk.set_estimate(office.desk, olga, ticket=ticket, credits=30, now=at(38))
    await desk.set_kind(office.desk, olga, ticket=ticket, kind="modification", now=at(39))
    await heartbeat.beat(office.desk, olga, console="a/1/", now=at(42))
    assert (await office.view(ticket, 42)).worked_seconds == 36 * 60


async def test_an_estimate_is_never_below_what_has_run_up(office: Office) -> None:
    """An estimate below what has been run up is refused."""
    ticket = await office.worked(32)
    assert isinstance(
        await desk.set_estimate(
            office.desk, office.who("olga"), ticket=ticket, credits=10, now=at(40)
        ),
        Refusal,
    )


async def test_becoming_a_modification_stops_a_timer_that_nothing_covers(office: Office) -> None:
    """A running timer stops when its request turns out to be a modification without cover (U3)."""
    ticket, olga = await office.in_hand(), office.who("olga")
    await timer.start(office.desk, olga, ticket=ticket, now=at(6))
    await desk.set_kind(office.desk, olga, ticket=ticket, kind="modification", now=at(10))
    assert (await timer.status(office.desk, olga, now=at(11))).running is False


async def test_a_wait_for_credits_is_not_replaced(office: Office) -> None:
    """A wait for the customer does not take the place of one for credits (U2)."""
    ticket, olga = await office.in_hand(), office.who("olga")
    await desk.wait(office.desk, olga, ticket=ticket, waiting_for="credits", credits=80, now=at(6))
    refused = await desk.wait(office.desk, olga, ticket=ticket, waiting_for="customer", now=at(7))
    assert isinstance(refused, Refusal)


async def test_an_answer_does_not_replace_a_wait_for_credits(office: Office) -> None:
    """An answer that would wait for the customer instead is refused, and not sent."""
    ticket, olga = await office.in_hand(), office.who("olga")
    await desk.wait(office.desk, olga, ticket=ticket, waiting_for="credits", credits=80, now=at(6))
    await office.reply(ticket, wait_for="customer")
    assert await office.one("SELECT count(*) FROM outbox") == 0
