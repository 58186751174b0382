"""Timers whose console died: they count for nothing until somebody has answered for them."""

import pytest

from console.policy.refusal import Refusal
from console.services import desk, heartbeat, timer, views
from console.services.faults import BadInput, NotFound
from console.services.shapes import TimerView
from tests.conftest import at
from tests.services.office import Office

ELSEWHERE = "another-host/7/1"
"""A console of a machine that nothing is known of."""


@pytest.fixture
async def ticket(office: Office) -> int:
    """A request with a timer from minute 6, last seen at minute 10."""
    ticket = await office.in_hand()
    olga = office.who("olga")
    await timer.start(office.desk, olga, ticket=ticket, console=ELSEWHERE, now=at(6))
    await heartbeat.beat(office.desk, olga, console=ELSEWHERE, now=at(10))
    return ticket


async def resolve(office: Office, how: str, *, by: str = "olga", **values: object) -> object:
    """Somebody answers for Olga's timer at minute 40."""
    login = None if by == "olga" else "olga"
    return await timer.resolve(
        office.desk,
        office.who(by),
        how=how,
        login=login,
        now=at(40),
        **values,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(("minute", "seconds"), [(15, 540), (15 + 1 / 60, 0)])
async def test_a_gap_of_more_than_five_minutes_counts_nothing(
    office: Office, ticket: int, minute: float, seconds: int
) -> None:
    """A gap of more than five minutes counts nothing."""
    assert (await office.view(ticket, minute)).worked_seconds == seconds


@pytest.mark.parametrize(("minute", "told"), [(15, False), (15 + 1 / 60, True)])
async def test_the_queue_says_that_a_timer_is_interrupted(
    office: Office, ticket: int, minute: float, told: bool
) -> None:
    """The queue says that a timer is interrupted from the moment that its time no longer counts."""
    page = await views.queue_page(office.desk, mode="all", now=at(minute))
    assert [each.interrupted for each in page.rows if each.ticket == ticket] == [told]


async def test_the_queue_leaves_a_timer_without_a_console_alone(office: Office) -> None:
    """A timer without a console is never interrupted in the queue."""
    ticket = await office.in_hand()
    await timer.start(office.desk, office.who("olga"), ticket=ticket, now=at(6))
    page = await views.queue_page(office.desk, mode="all", now=at(600))
    assert [each.interrupted for each in page.rows if each.ticket == ticket] == [False]


async def test_a_timer_without_a_console_runs_on(office: Office) -> None:
    """A timer without a console runs on."""
    ticket = await office.in_hand()
    await timer.start(office.desk, office.who("olga"), ticket=ticket, now=at(6))
    assert (await office.view(ticket, 36)).worked_seconds == 1800


async def test_a_heartbeat_after_the_gap_does_not_bring_the_time_back(
    office: Office, ticket: int
) -> None:
    """A heartbeat after the gap does not bring the time back."""
    beat = await heartbeat.beat(office.desk, office.who("olga"), console=ELSEWHERE, now=at(40))
    assert (beat.timer.interrupted, beat.timer.worked_seconds) == (True, 0)


async def test_another_consoles_heartbeat_does_not_keep_the_timer(
    office: Office, ticket: int
) -> None:
    """Another console's heartbeat does not keep the timer."""
    await heartbeat.beat(office.desk, office.who("olga"), console="third-host/1/1", now=at(14))
    assert (await office.view(ticket, 16)).work[0].interrupted


@pytest.mark.parametrize(("how", "seconds"), [("keep", 34 * 60), ("cut", 4 * 60), ("discard", 0)])
async def test_an_interrupted_timer_counts_as_answered(
    office: Office, ticket: int, how: str, seconds: int
) -> None:
    """An interrupted timer counts as answered."""
    await resolve(office, how)
    assert (await office.view(ticket, 40)).worked_seconds == seconds


@pytest.mark.parametrize(("how", "running"), [("keep", 1), ("cut", 0), ("discard", 0)])
async def test_only_a_kept_timer_runs_on(
    office: Office, ticket: int, how: str, running: int
) -> None:
    """Only a kept timer runs on."""
    await resolve(office, how)
    assert await office.one("SELECT count(*) FROM work_session WHERE ended_at IS NULL") == running


async def test_a_timer_kept_by_a_lead_ends_there(office: Office, ticket: int) -> None:
    """A timer kept by a lead ends there: nobody knows that its owner works."""
    await resolve(office, "keep", by="irina", console="lead-host/1/1")
    assert (await office.view(ticket, 60)).worked_seconds == 34 * 60


async def test_another_specialist_does_not_answer_for_a_timer(office: Office, ticket: int) -> None:
    """Another specialist does not answer for a timer."""
    assert isinstance(await resolve(office, "keep", by="pavel"), Refusal)


async def test_an_answer_is_keep_cut_or_discard(office: Office, ticket: int) -> None:
    """An answer is keep, cut or discard."""
    with pytest.raises(BadInput):
        await resolve(office, "forget")


async def test_a_timer_that_is_seen_is_not_answered_for(office: Office, ticket: int) -> None:
    """A timer that is seen is not answered for."""
    with pytest.raises(NotFound):
        await timer.resolve(office.desk, office.who("olga"), how="discard", now=at(12))


async def test_an_interrupted_timer_is_not_stopped_unanswered(office: Office, ticket: int) -> None:
    """An interrupted timer is not stopped unanswered."""
    assert isinstance(await timer.stop(office.desk, office.who("olga"), now=at(40)), Refusal)


async def test_an_interrupted_timer_refuses_another_start(office: Office, ticket: int) -> None:
    """An interrupted timer refuses another start."""
    refused = await timer.start(office.desk, office.who("olga"), ticket=ticket, now=at(40))
    assert isinstance(refused, Refusal)


async def test_an_interrupted_timer_blocks_closing(office: Office, ticket: int) -> None:
    """An interrupted timer blocks closing."""
    assert isinstance(await office.close(ticket, minute=40), Refusal)


@pytest.mark.parametrize("how", ["keep", "cut", "discard"])
async def test_an_answered_timer_lets_the_request_close(
    office: Office, ticket: int, how: str
) -> None:
    """An answered timer lets the request close."""
    await resolve(office, how)
    await office.closed(ticket, minute=41)


async def test_putting_on_wait_leaves_an_interrupted_timer_to_be_answered(
    office: Office, ticket: int
) -> None:
    """Putting on wait leaves an interrupted timer to be answered."""
    await desk.wait(
        office.desk, office.who("olga"), ticket=ticket, waiting_for="customer", now=at(40)
    )
    assert (await office.view(ticket, 41)).work[0].interrupted


async def test_a_timer_kept_after_its_request_was_handed_over_ends(
    office: Office, ticket: int
) -> None:
    """A timer kept after its request was handed over ends."""
    await desk.assign(
        office.desk, office.who("irina"), ticket=ticket, login="pavel", reason="Away", now=at(40)
    )
    view = await resolve(office, "keep")
    assert isinstance(view, TimerView)
    assert not view.running


async def test_answering_for_a_timer_is_on_record(office: Office, ticket: int) -> None:
    """Answering for a timer is on record."""
    await resolve(office, "cut", by="irina")
    assert await office.sql("SELECT staff_id FROM event WHERE what = 'timer cut'") == [(4,)]
