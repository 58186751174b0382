"""The timer: started, paused, switched, stopped, and time typed in."""

from datetime import date, timedelta
from typing import Any

import pytest

from console.policy.refusal import Refusal
from console.services import cover_choices, desk, entitlements, timer
from console.services.faults import BadInput, NotFound
from console.services.shapes import TimerView
from tests.conftest import at
from tests.services.office import ANNA, Office


async def start(
    office: Office, ticket: int = 1, *, login: str = "olga", minute: float = 6
) -> object:
    """Somebody starts their timer."""
    return await timer.start(office.desk, office.who(login), ticket=ticket, now=at(minute))


async def stop(office: Office, minute: float, *, login: str = "olga") -> TimerView:
    """Somebody stops their timer."""
    view = await timer.stop(office.desk, office.who(login), now=at(minute))
    assert isinstance(view, TimerView)
    return view


async def two_in_hand(office: Office) -> tuple[int, int]:
    """One person holds two requests, the first of them waiting."""
    first = await office.in_hand()
    await desk.wait(
        office.desk, office.who("olga"), ticket=first, waiting_for="customer", now=at(5)
    )
    return first, await office.in_hand()


async def test_a_timer_counts_from_its_start(office: Office) -> None:
    """A timer counts from its start."""
    await start(office, await office.in_hand())
    assert (await timer.status(office.desk, office.who("olga"), now=at(8))).worked_seconds == 120


async def test_a_stopped_timer_counts_no_more(office: Office) -> None:
    """A stopped timer counts no more."""
    ticket = await office.worked(3)
    assert (await office.view(ticket)).worked_seconds == 180


async def test_a_timer_starts_and_ends_on_whole_seconds(office: Office) -> None:
    """A timer starts and ends on whole seconds."""
    ticket = await office.in_hand()
    late = at(6) + timedelta(microseconds=900_000)
    await timer.start(office.desk, office.who("olga"), ticket=ticket, now=late)
    view = await timer.stop(office.desk, office.who("olga"), now=at(7) + timedelta(microseconds=1))
    assert isinstance(view, TimerView)
    assert view.worked_seconds == 60


async def test_starting_again_where_it_runs_changes_nothing(office: Office) -> None:
    """Starting again where it runs changes nothing."""
    ticket = await office.in_hand()
    await start(office, ticket)
    await start(office, ticket, minute=9)
    assert await office.one("SELECT count(*) FROM work_session") == 1


async def test_going_on_after_a_pause_adds_up(office: Office) -> None:
    """Going on after a pause adds up."""
    ticket = await office.worked(3)
    await office.work(4, ticket=ticket, start=20)
    assert (await office.view(ticket)).worked_seconds == 420


async def test_a_second_timer_pauses_the_first_and_says_so(office: Office) -> None:
    """A second timer pauses the first and says so."""
    first, second = await two_in_hand(office)
    await start(office, first)
    view = await start(office, second, minute=9)
    assert isinstance(view, TimerView)
    assert (view.ticket, view.paused_ticket) == (second, first)


async def test_a_switched_timer_has_counted_to_the_switch(office: Office) -> None:
    """A switched timer has counted to the switch."""
    first, second = await two_in_hand(office)
    await start(office, first)
    await start(office, second, minute=9)
    assert (await office.view(first)).worked_seconds == 180


async def test_starting_on_a_request_that_waits_for_its_customer_ends_the_wait(
    office: Office,
) -> None:
    """Starting on a request that waits for its customer ends the wait."""
    first, _ = await two_in_hand(office)
    await start(office, first)
    assert (await office.view(first)).row.waiting_for is None


async def test_a_request_that_waits_for_credits_is_not_timed(office: Office) -> None:
    """A request that waits for credits is not timed."""
    ticket = await office.in_hand()
    olga = office.who("olga")
    await desk.wait(office.desk, olga, ticket=ticket, waiting_for="credits", now=at(5))
    refused = await start(office, ticket)
    assert isinstance(refused, Refusal)
    assert refused.clause == "U2"


async def test_a_lead_is_not_timed_on_what_another_holds(office: Office) -> None:
    """A lead is not timed on what another holds."""
    refused = await start(office, await office.in_hand(), login="irina")
    assert isinstance(refused, Refusal)
    assert refused.clause == "C9"


async def test_stopping_where_nothing_runs_is_not_found(office: Office) -> None:
    """Stopping where nothing runs is not found."""
    with pytest.raises(NotFound):
        await stop(office, 9)


async def test_a_clock_set_back_before_the_start_counts_nothing(office: Office) -> None:
    """A clock set back before the start counts nothing."""
    await start(office, await office.in_hand())
    assert (await stop(office, -60)).worked_seconds == 0


async def test_a_clock_set_back_a_little_goes_on_from_the_last_end(office: Office) -> None:
    """A clock set back a little goes on from the last end."""
    ticket = await office.worked(3)
    view = await start(office, ticket, minute=8.5)
    assert isinstance(view, TimerView)
    assert view.started_at == at(9)


@pytest.mark.parametrize("minute", [-4000, 7.98])
async def test_a_clock_set_back_far_has_to_be_set_right(office: Office, minute: float) -> None:
    """A clock set back far has to be set right."""
    ticket = await office.worked(3)
    with pytest.raises(BadInput, match="clock"):
        await start(office, ticket, minute=minute)


async def test_two_peoples_time_on_a_request_adds_up(office: Office) -> None:
    """Two people's time on a request adds up before it is rounded."""
    ticket = await office.worked(14)
    await desk.assign(
        office.desk, office.who("irina"), ticket=ticket, login="pavel", reason="Shift", now=at(20)
    )
    await office.work(1, ticket=ticket, login="pavel", start=21)
    assert (await office.closed(ticket, login="pavel")).blocks == 1


async def add(office: Office, minutes: int, **values: object) -> object:
    """Somebody types in time."""
    known: dict[str, object] = {"ticket": 1, "reason": "A call", "now": at(30)}
    return await timer.add(
        office.desk,
        office.who("olga"),
        minutes=minutes,
        **{**known, **values},  # type: ignore[arg-type]
    )


async def test_typed_in_time_counts(office: Office) -> None:
    """Typed-in time counts."""
    ticket = await office.worked(3)
    await add(office, 10)
    assert (await office.view(ticket)).worked_seconds == 780


@pytest.mark.parametrize("minutes", [-1, 0, 1441])
async def test_typed_in_time_has_bounds(office: Office, minutes: int) -> None:
    """Typed-in time has bounds."""
    await office.in_hand()
    with pytest.raises(BadInput):
        await add(office, minutes)


async def test_typed_in_time_needs_a_reason(office: Office) -> None:
    """Typed-in time needs a reason."""
    await office.in_hand()
    with pytest.raises(BadInput, match="reason"):
        await add(office, 5, reason=" ")


@pytest.mark.parametrize("day", [date(2026, 11, 17), date(2025, 11, 14)])
async def test_typed_in_time_is_not_for_tomorrow_nor_long_ago(office: Office, day: date) -> None:
    """Typed-in time is not for tomorrow nor long ago."""
    await office.in_hand()
    with pytest.raises(BadInput, match="day"):
        await add(office, 5, day=day)


async def test_typed_in_time_keeps_its_day(office: Office) -> None:
    """Typed-in time keeps its day."""
    await office.in_hand()
    await add(office, 5, day=date(2026, 11, 13))
    assert str(await office.one("SELECT started_at FROM work_session")).startswith("2026-11-13")


async def test_typed_in_time_crosses_the_hour_too(office: Office) -> None:
    """Typed-in time crosses the hour too."""
    await office.in_hand()
    await add(office, 60)
    assert await office.sql('SELECT "limit" FROM limit_notice') == [("sixty-minutes",)]


async def test_a_timer_tells_what_is_charged(office: Office) -> None:
    """Under Premium the timer counts, and nothing of it is charged."""
    ticket = await office.in_hand()
    await entitlements.add(
        office.desk, office.who("ada"), address=ANNA, kind="premium", domain="shop.example",
        months=1, reason="Order", now=at(1),
    )  # fmt: skip
    await cover_choices.set_domain(
        office.desk, office.who("olga"), ticket=ticket, domain="shop.example", now=at(6)
    )
    await start(office, ticket)
    found = await timer.status(office.desk, office.who("olga"), now=at(20))
    assert (found.worked_seconds, found.chargeable_seconds, found.charging) == (840, 0, False)


async def take_off(office: Office, minutes: int, **values: Any) -> Any:
    """Olga takes off time that was not worked."""
    known = {"ticket": 1, "reason": "Left running", "now": at(40), **values}
    return await timer.take_off(office.desk, office.who("olga"), minutes=minutes, **known)


async def test_time_that_was_not_worked_is_taken_off(office: Office) -> None:
    """What is taken off counts no more, and is on record as a session of its own."""
    ticket = await office.worked(30)
    await take_off(office, 14)
    view = await office.view(ticket)
    assert view.worked_seconds == 16 * 60
    assert [(each.seconds, each.ending) for each in view.work] == [
        (1800, "paused"),
        (-840, "corrected"),
    ]


@pytest.mark.parametrize(("minutes", "cost"), [(15, 10), (14, 20), (30, 0)])
async def test_what_was_taken_off_is_not_charged(office: Office, minutes: int, cost: int) -> None:
    """A closing charges what is left."""
    ticket = await office.worked(30)
    await take_off(office, minutes)
    assert (await office.closed(ticket)).credits == cost


async def test_no_more_is_taken_off_than_was_worked(office: Office) -> None:
    """Worked time is never negative, and what runs yet is not taken off."""
    ticket = await office.worked(30)
    await take_off(office, 20)
    await start(office, ticket, minute=50)
    refused = await take_off(office, 11, now=at(90))
    assert isinstance(refused, Refusal)
    assert refused.clause == "U8"
    assert not isinstance(await take_off(office, 10, now=at(90)), Refusal)


@pytest.mark.parametrize(("minutes", "reason"), [(0, "x"), (-5, "x"), (1441, "x"), (5, " ")])
async def test_what_is_taken_off_has_bounds_and_a_reason(
    office: Office, minutes: int, reason: str
) -> None:
    """A correction has a length and a reason."""
    await office.worked(30)
    with pytest.raises(BadInput):
        await take_off(office, minutes, reason=reason)


async def test_only_who_works_on_it_takes_time_off(office: Office) -> None:
    """Nobody takes time off a request that they do not hold."""
    await office.worked(30)
    refused = await timer.take_off(
        office.desk, office.who("pavel"), ticket=1, minutes=5, reason="x", now=at(40)
    )
    assert isinstance(refused, Refusal)


async def test_time_is_taken_off_what_was_worked_by_that_day(office: Office) -> None:
    """Taken off for a day before, it comes off that day's work, which Premium did not cover yet."""
    ticket = await office.in_hand()
    await add(office, 30, day=date(2026, 11, 13))
    await entitlements.add(
        office.desk, office.who("ada"), address=ANNA, kind="premium", domain="shop.example",
        months=1, reason="Order", now=at(1),
    )  # fmt: skip
    await cover_choices.set_domain(
        office.desk, office.who("olga"), ticket=ticket, domain="shop.example", now=at(6)
    )
    await add(office, 30)
    await take_off(office, 20, day=date(2026, 11, 13))
    assert (await office.closed(ticket)).credits == 10


async def test_time_taken_off_what_was_charged_is_proposed_to_go_back(office: Office) -> None:
    """A request opened again, corrected and closed gives back the difference once somebody approves it."""
    ticket = await office.worked(30)
    await office.closed(ticket, minute=50)
    await office.again(ticket, minute=51)
    await take_off(office, 20, now=at(52))
    done = await office.closed(ticket, minute=53)
    assert (done.credits, done.posted, done.proposal) == (10, 0, 1)


async def test_a_package_that_was_worked_under_is_used_whatever_is_taken_off(
    office: Office,
) -> None:
    """Work that was begun under a package keeps it from being taken back (P5)."""
    ticket = await office.in_hand()
    made = await entitlements.add(
        office.desk, office.who("ada"), address=ANNA, kind="incident", ticket=ticket,
        reason="Order", now=at(1),
    )  # fmt: skip
    assert not isinstance(made, Refusal)
    await office.work(30, ticket=ticket)
    await take_off(office, 30)
    refused = await entitlements.refund(
        office.desk, office.who("ada"), entitlement=made.entitlement, reason="x", now=at(50)
    )
    assert isinstance(refused, Refusal)
