"""Taking requests in arrival order, handing them on, and what they are about."""

from collections.abc import Awaitable, Callable

import pytest

from console.policy.refusal import Refusal
from console.services import closing, desk, heartbeat, replies, staff, timer
from console.services.context import Desk
from console.services.faults import BadInput, NotFound
from console.services.shapes import Actor, TicketView
from tests.conftest import at
from tests.services.office import Office


async def test_the_oldest_request_is_taken_first(office: Office) -> None:
    """The oldest request is taken first."""
    await office.arrive(2)
    older = await office.arrive(1)
    assert await office.pick() == older


async def test_of_requests_of_one_second_the_lower_number_is_taken_first(office: Office) -> None:
    """Of requests of one second the lower number is taken first."""
    first = await office.arrive(1, subject="a")
    await office.arrive(1, subject="b")
    assert await office.pick() == first


async def test_taking_from_an_empty_queue_gives_none(office: Office) -> None:
    """Taking from an empty queue gives None."""
    assert await desk.pick(office.desk, office.who("olga"), now=at()) is None


async def test_taking_a_second_request_while_one_is_in_hand_is_refused(office: Office) -> None:
    """Taking a second request while one is in hand is refused."""
    await office.in_hand()
    await office.arrive(1)
    refused = await desk.pick(office.desk, office.who("olga"), now=at(6))
    assert isinstance(refused, Refusal)
    assert refused.clause == "C9"


async def test_a_request_on_wait_lets_its_holder_take_the_next(office: Office) -> None:
    """A request on wait lets its holder take the next."""
    held = await office.in_hand()
    following = await office.arrive(1)
    await desk.wait(office.desk, office.who("olga"), ticket=held, waiting_for="customer", now=at(6))
    assert await office.pick(minute=7) == following


async def test_a_request_in_anothers_hands_is_passed_over(office: Office) -> None:
    """A request in another's hands is passed over."""
    await office.in_hand("pavel")
    following = await office.arrive(1)
    assert await office.pick("olga") == following


async def test_a_released_request_goes_back_to_its_old_place(office: Office) -> None:
    """A released request goes back to its old place."""
    held = await office.in_hand()
    await office.arrive(1)
    await desk.release(office.desk, office.who("olga"), ticket=held, reason="Ill", now=at(6))
    assert await office.pick("pavel") == held


async def test_releasing_ends_the_timer(office: Office) -> None:
    """Releasing ends the timer."""
    held = await office.in_hand()
    await timer.start(office.desk, office.who("olga"), ticket=held, now=at(6))
    await desk.release(office.desk, office.who("olga"), ticket=held, reason="Ill", now=at(9))
    assert await office.sql("SELECT ending FROM work_session") == [("released",)]


@pytest.mark.parametrize("login", ["olga", "irina"])
async def test_releasing_needs_a_reason(office: Office, login: str) -> None:
    """Releasing needs a reason."""
    held = await office.in_hand()
    refused = await desk.release(
        office.desk, office.who(login), ticket=held, reason="  ", now=at(6)
    )
    assert isinstance(refused, Refusal)


async def test_a_specialist_cannot_release_anothers_request(office: Office) -> None:
    """A specialist cannot release another's request."""
    held = await office.in_hand("pavel")
    refused = await desk.release(
        office.desk, office.who("olga"), ticket=held, reason="Mine", now=at(6)
    )
    assert isinstance(refused, Refusal)
    assert refused.clause == "C9"


async def assign(office: Office, ticket: int, login: str, *, by: str = "irina") -> object:
    """Somebody hands a request to somebody."""
    return await desk.assign(
        office.desk, office.who(by), ticket=ticket, login=login, reason="Urgent", now=at(7)
    )


async def test_a_lead_hands_out_a_request_out_of_order(office: Office) -> None:
    """A lead hands out a request out of order."""
    await office.arrive(1)
    urgent = await office.arrive(2)
    view = await assign(office, urgent, "pavel")
    assert isinstance(view, TicketView)
    assert (view.row.holder, view.row.urgent) == ("pavel", True)


async def test_handing_out_the_next_in_turn_is_not_urgent(office: Office) -> None:
    """Handing out the next in turn is not urgent."""
    first = await office.arrive(1)
    view = await assign(office, first, "pavel")
    assert isinstance(view, TicketView)
    assert not view.row.urgent


async def test_a_specialist_hands_out_nothing(office: Office) -> None:
    """A specialist hands out nothing."""
    ticket = await office.arrive()
    assert isinstance(await assign(office, ticket, "pavel", by="olga"), Refusal)


async def test_handing_out_is_on_record_with_its_reason(office: Office) -> None:
    """Handing out is on record with its reason."""
    await assign(office, await office.arrive(), "pavel")
    detail = await office.one("SELECT CAST(detail AS text) FROM event WHERE what = 'assigned'")
    assert '"reason": "Urgent"' in detail


async def test_handing_a_request_over_ends_the_old_holders_session(office: Office) -> None:
    """Handing a request over ends the old holder's session."""
    held = await office.in_hand()
    await timer.start(office.desk, office.who("olga"), ticket=held, now=at(6))
    await assign(office, held, "pavel")
    assert await office.sql("SELECT ending FROM work_session") == [("reassigned",)]


@pytest.mark.parametrize("login", ["nobody", "pavel"])
async def test_nothing_is_handed_to_who_is_not_on_the_staff(office: Office, login: str) -> None:
    """Nothing is handed to who is not on the staff."""
    ticket = await office.arrive()
    await staff.retire(office.desk, office.who("ada"), login="pavel", now=at(1))
    with pytest.raises(NotFound):
        await assign(office, ticket, login)


async def test_an_unknown_request_is_not_found(office: Office) -> None:
    """An unknown request is not found."""
    with pytest.raises(NotFound, match="#99"):
        await assign(office, 99, "pavel")


async def test_a_claim_is_lost_after_an_hour_unseen(office: Office) -> None:
    """A claim is lost after an hour unseen."""
    held = await office.in_hand()
    await desk.return_lost_claims(office.desk, now=at(65))
    assert await office.pick("pavel", 66) == held


async def test_a_claim_is_kept_to_the_last_second_of_the_hour(office: Office) -> None:
    """A claim is kept to the last second of the hour."""
    await office.in_hand()
    assert await desk.return_lost_claims(office.desk, now=at(64, seconds=59)) == 0


async def test_a_heartbeat_keeps_the_claim(office: Office) -> None:
    """A heartbeat keeps the claim."""
    await office.in_hand()
    await heartbeat.beat(office.desk, office.who("olga"), console="a/1/", now=at(60))
    assert await desk.return_lost_claims(office.desk, now=at(100)) == 0


async def test_a_plain_timer_keeps_the_claim(office: Office) -> None:
    """A plain timer keeps the claim."""
    held = await office.in_hand()
    await timer.start(office.desk, office.who("olga"), ticket=held, now=at(6))
    assert await desk.return_lost_claims(office.desk, now=at(600)) == 0


async def test_a_request_on_wait_is_never_a_lost_claim(office: Office) -> None:
    """A request on wait is never a lost claim."""
    held = await office.in_hand()
    await desk.wait(office.desk, office.who("olga"), ticket=held, waiting_for="customer", now=at(6))
    assert await desk.return_lost_claims(office.desk, now=at(600)) == 0


@pytest.mark.parametrize("kind", ["explanation", "modification", "dispute"])
async def test_a_request_is_given_a_kind(office: Office, kind: str) -> None:
    """A request is given a kind."""
    held = await office.in_hand()
    view = await desk.set_kind(office.desk, office.who("olga"), ticket=held, kind=kind, now=at(6))
    assert isinstance(view, TicketView)
    assert view.row.kind == kind


async def test_a_kind_that_is_not_in_the_policy_is_bad_input(office: Office) -> None:
    """A kind that is not in the policy is bad input."""
    with pytest.raises(BadInput):
        await desk.set_kind(office.desk, office.who("olga"), ticket=1, kind="chat", now=at(6))


@pytest.mark.parametrize("credits", [-10, 0, 5, 11, 100_010])
async def test_an_estimate_is_whole_blocks(office: Office, credits: int) -> None:
    """An estimate is whole blocks."""
    await office.in_hand()
    with pytest.raises(BadInput):
        await desk.set_estimate(
            office.desk, office.who("olga"), ticket=1, credits=credits, now=at(6)
        )


@pytest.mark.parametrize(("credits", "crossings"), [(40, 0), (50, 1)])
async def test_an_estimate_past_forty_crosses_the_limit(
    office: Office, credits: int, crossings: int
) -> None:
    """An estimate past forty crosses the limit."""
    held = await office.in_hand()
    await desk.set_estimate(
        office.desk, office.who("olga"), ticket=held, credits=credits, now=at(6)
    )
    assert await office.one("SELECT count(*) FROM limit_notice") == crossings


async def test_a_reopened_request_stands_in_its_old_place(office: Office) -> None:
    """A reopened request stands in its old place."""
    first = await office.in_hand()
    await office.closed(first)
    await office.arrive(100)
    await desk.reopen(office.desk, office.who("olga"), ticket=first, reason="Again", now=at(201))
    assert await office.pick("pavel", 202) == first


async def test_an_open_request_is_not_reopened(office: Office) -> None:
    """An open request is not reopened."""
    held = await office.in_hand()
    refused = await desk.reopen(
        office.desk, office.who("olga"), ticket=held, reason="Again", now=at(6)
    )
    assert isinstance(refused, Refusal)


CHANGES: dict[str, Callable[[Desk, Actor], Awaitable[object]]] = {
    "kind": lambda d, a: desk.set_kind(d, a, ticket=1, kind="question", now=at(201)),
    "estimate": lambda d, a: desk.set_estimate(d, a, ticket=1, credits=10, now=at(201)),
    "wait": lambda d, a: desk.wait(d, a, ticket=1, waiting_for="customer", now=at(201)),
    "resume": lambda d, a: desk.resume(d, a, ticket=1, reason="Now", now=at(201)),
    "release": lambda d, a: desk.release(d, a, ticket=1, reason="No", now=at(201)),
    "assign": lambda d, a: desk.assign(d, a, ticket=1, login="pavel", reason="No", now=at(201)),
    "timer": lambda d, a: timer.start(d, a, ticket=1, now=at(201)),
    "time": lambda d, a: timer.add(d, a, ticket=1, minutes=5, reason="Call", now=at(201)),
    "reply": lambda d, a: replies.reply(d, a, ticket=1, text="Hello.", now=at(201)),
    "close": lambda d, a: closing.close(d, a, ticket=1, outcome="answered", now=at(201)),
}


@pytest.mark.parametrize("change", CHANGES)
async def test_a_closed_request_is_left_alone(office: Office, change: str) -> None:
    """A closed request is left alone."""
    await office.closed(await office.in_hand("irina"), login="irina")
    assert isinstance(await CHANGES[change](office.desk, office.who("irina")), Refusal)


@pytest.mark.parametrize("change", [name for name in CHANGES if name not in {"resume", "assign"}])
@pytest.mark.parametrize("holder", [None, "pavel"])
async def test_a_specialist_works_on_nothing_but_what_they_hold(
    office: Office, change: str, holder: str | None
) -> None:
    """A specialist works on nothing but what they hold (C9)."""
    await office.arrive()
    if holder:
        await office.pick(holder)
    refused = await CHANGES[change](office.desk, office.who("olga"))
    assert isinstance(refused, Refusal)
    assert refused.clause == "C9"


async def test_who_answers_by_command_keeps_their_request(office: Office) -> None:
    """An answer shows that its holder is here: the claim is not lost an hour after it was taken."""
    ticket = await office.in_hand()
    await office.reply(ticket, minute=60)
    assert await desk.return_lost_claims(office.desk, now=at(70)) == 0
