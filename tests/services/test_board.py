"""The board: whether the desk keeps up, who works on what, and what has been left loose."""

from typing import Any

import pytest

from console.mail.smtp import Rejected
from console.policy.officehours import OfficeHours, office_day_before, office_seconds
from console.policy.refusal import Refusal
from console.services import (
    board,
    delivery,
    disputes,
    heartbeat,
    limits,
    order_proposals,
    proposals,
    quarantine,
    timer,
    views,
)
from console.services import desk as desk_service
from console.services.board_shapes import BoardView, Crossed, Loose, LooseEnd, PersonAtWork, Waits
from console.services.shapes import Actor
from tests.conftest import at
from tests.services.office import ANNA, Office
from tests.services.shop import ADDON, UNKNOWN, Shop, line, order

BORIS, CARL = "boris@shop.example", "carl@shop.example"
ELSEWHERE = "elsewhere/1/1"
EVENING, TUESDAY = 550, 1440


async def seen(office: Office, minute: float = 10, *, login: str = "irina") -> BoardView:
    """The board as a lead sees it."""
    shown = await board.of(office.desk, office.who(login), now=at(minute))
    assert isinstance(shown, BoardView)
    return shown


async def worker(office: Office, minute: float) -> PersonAtWork:
    """The one person at work."""
    (found,) = (await seen(office, minute)).work
    return found


async def end(office: Office, kind: Loose, minute: float) -> LooseEnd | None:
    """What is left loose of a kind."""
    found = (await seen(office, minute)).loose
    return next((each for each in found if each.kind is kind), None)


@pytest.mark.parametrize(("role", "sees"), [("specialist", False), ("lead", True), ("admin", True)])
async def test_leads_and_admins_see_the_board(office: Office, role: str, sees: bool) -> None:
    """A specialist gets a sentence."""
    shown = await board.of(office.desk, Actor(1, "x", "X", role), now=at(1))
    assert shown == Refusal("Only a lead or an admin may see the board.") or sees
    assert isinstance(shown, BoardView) is sees


async def test_work_that_runs_is_told_with_its_block_and_limits(office: Office) -> None:
    """Seventy minutes are five blocks, past both limits, one of them answered with the other."""
    ticket = await office.in_hand()
    await timer.start(office.desk, office.who("olga"), ticket=ticket, now=at(6))
    await limits.of_ticket(office.desk, ticket=ticket, now=at(76))
    found = await worker(office, 76)
    assert (found.login, found.ticket, found.runs, found.worked_seconds) == ("olga", 1, True, 4200)
    assert found.limits == (Crossed("over-40-credits", None), Crossed("sixty-minutes", None))
    assert (found.block_at(at(76)), found.worked_at(at(87)), found.block_at(at(87))) == (5, 4860, 6)


async def test_work_that_ended_is_paused_since_then(office: Office) -> None:
    """A held request whose timer stands still says since when, and adds nothing to its time."""
    await office.worked(20)
    found = await worker(office, 100)
    assert (found.running_since, found.paused_since, found.worked_at(at(200))) == (
        None, at(26), 1200,
    )  # fmt: skip


async def test_who_holds_nothing_is_told_those_who_are_here_first(office: Office) -> None:
    """Who was seen a moment ago stands before who was never."""
    await office.worked(20)
    await heartbeat.beat(office.desk, office.who("pavel"), console=ELSEWHERE, now=at(99))
    found = [(each.login, each.here) for each in (await seen(office, 100)).free]
    assert found == [("pavel", True), ("ada", False), ("irina", False)]


async def test_a_timer_on_what_somebody_does_not_hold_is_told(office: Office) -> None:
    """An interrupted timer stays where it is when its request is handed on."""
    await office.in_hand()
    await timer.start(office.desk, office.who("olga"), ticket=1, console=ELSEWHERE, now=at(6))
    await desk_service.assign(
        office.desk, office.who("irina"), ticket=1, login="pavel", reason="Ill", now=at(60)
    )
    found = (await seen(office, 61)).work
    assert [(each.login, each.holds, each.interrupted) for each in found] == [
        ("olga", False, True), ("pavel", True, False),
    ]  # fmt: skip


async def test_waits_are_told_by_what_they_wait_for_the_longest_first(office: Office) -> None:
    """For the customer, for credits, for a debt to be paid: since when, in office time."""
    for address in (ANNA, BORIS, CARL):
        await office.arrive(address=address)
    await office.correct(-10, address=CARL)
    await office.arrive(3, address=CARL)
    for ticket, minute, waits in ((1, 30, "customer"), (2, 20, "customer"), (3, 40, "credits")):
        await desk_service.wait(
            office.desk, office.who("irina"), ticket=ticket, waiting_for=waits, now=at(minute)
        )
    shown = await seen(office, 100)
    told = {
        group.waits_for: [(row.ticket, row.seconds // 60) for row in group.rows]
        for group in shown.waiting
    }
    assert told == {
        Waits.CUSTOMER: [(2, 80), (1, 70)], Waits.CREDITS: [(3, 60)], Waits.DEBT: [(4, 97)],
    }  # fmt: skip


async def test_the_day_is_told_with_how_many_were_open_at_each_hour(office: Office) -> None:
    """Yesterday's are open from the morning on; what came and went today moves the hours that followed."""
    for minute in (0, TUESDAY, TUESDAY + 70, TUESDAY + 80):
        await office.arrive(minute)
    ticket = await office.pick(minute=TUESDAY + 90)
    await office.closed(ticket, "not-a-request", minute=TUESDAY + 130, login="irina")
    today = (await seen(office, TUESDAY + 140)).today
    assert (today.arrivals, today.closings, today.open_now) == (3, 1, 3)
    assert [n for _, n in today.hours] == [1, 1, 2, 4]


async def lived(office: Office) -> Shop:
    """A Monday on which much was left: see the test."""
    for minute, address in enumerate((ANNA, BORIS, CARL, ANNA)):
        await office.arrive(minute, address=address)
    await office.pick("olga", 5)
    await office.work(70, start=6)
    await limits.of_ticket(office.desk, ticket=1, now=at(77))
    await desk_service.release(office.desk, office.who("olga"), ticket=1, reason="Ill", now=at(78))
    for login, ticket, console in (("pavel", 2, ELSEWHERE), ("irina", 3, None)):
        await desk_service.assign(
            office.desk, office.who("irina"), ticket=ticket, login=login, reason="So", now=at(80)
        )
        await timer.start(
            office.desk, office.who(login), ticket=ticket, console=console, now=at(81)
        )
    await office.reply(3, login="irina", minute=90)
    await office.correct(-30, address=BORIS, minute=91)
    await office.mail(92, automatic="auto-generated", message_id="<r@x>", body_digest="r")
    await _reject_all(office)
    shop = await Shop(office).begin()
    await shop.take_in(order(1, line(ADDON, 2)), order(1), order(2, line(UNKNOWN)))
    return shop


async def _reject_all(office: Office) -> None:
    async def deliver(_raw: bytes, _to: str) -> Rejected:
        return Rejected("550 no such user")

    await delivery.send_due(office.desk, now=lambda: at(95), deliver=deliver)


async def test_what_was_left_loose_is_counted_as_the_lists_count_it(office: Office) -> None:
    """In the evening timers run on and an interrupted one waits; in the morning there are requests without an answer."""
    await lived(office)
    evening, morning = await seen(office, EVENING), await seen(office, TUESDAY + 5)
    counts = {each.kind: each.count for each in evening.loose}
    assert counts == {
        Loose.PAST_CLOSING: 1, Loose.INTERRUPTED: 1, Loose.CLAIMS: 1, Loose.LIMITS: 1, Loose.UNATTENDED: 1,
        Loose.UNDELIVERED: 1, Loose.SET_ASIDE: 1, Loose.ORDER_PROPOSALS: 1, Loose.ORDER_LINES: 1,
        Loose.OWING: 1,
    }  # fmt: skip
    later = {each.kind: [t.ticket for t in each.things] for each in morning.loose}
    assert (later[Loose.UNANSWERED], later.get(Loose.PAST_CLOSING)) == ([1, 2, 4], None)
    await _agrees_with_the_lists(office, evening)


async def test_disputes_due_and_credits_to_give_back_are_loose_ends(office: Office) -> None:
    """A dispute from the day on which its lead is warned; what upholding it proposes."""
    ticket = await office.worked(20)
    await office.closed(ticket, "incorrect-settings", ground="N6 settings")
    await disputes.file(
        office.desk, office.who("irina"), address=ANNA, text="Why 20?", ticket=1, now=at(210)
    )
    assert await end(office, Loose.DISPUTES, 220) is None
    due = (await disputes.view(office.desk, ticket=2, now=at(220))).due_at
    overdue = (due - at()).total_seconds() / 60 + 1
    found = await end(office, Loose.DISPUTES, overdue)
    assert found is not None
    assert [(each.ticket, each.said, each.number) for each in found.things] == [(2, "overdue", 2)]
    await office.close(2, "dispute-upheld", login="irina", minute=230)
    back = await end(office, Loose.PROPOSALS, 240)
    assert back is not None
    assert (back.count, back.things[0].said, back.things[0].number) == (1, "20 credits", 1)


async def _agrees_with_the_lists(office: Office, shown: BoardView) -> None:
    """Its counts are those of the queue, the mail, what was set aside, and what is to be given back."""
    counts: dict[Any, int] = {each.kind: each.count for each in shown.loose}
    counts |= {group.waits_for: group.count for group in shown.waiting}
    summary = await views.queue_summary(office.desk, now=at(EVENING))
    assert shown.summary == summary
    assert len([each for each in shown.work if each.holds]) == summary.held
    assert counts.get(Waits.CUSTOMER, 0) == summary.waiting_for_customer
    assert counts.get(Waits.CREDITS, 0) + counts.get(Waits.DEBT, 0) == summary.waiting_for_credits
    failed = [each for each in await delivery.listing(office.desk) if each.state == "failed"]
    assert counts[Loose.UNDELIVERED] == len(failed)
    numbers = {each.kind: [thing.number for thing in each.things] for each in shown.loose}
    assert numbers[Loose.UNDELIVERED] == [each.delivery for each in failed]
    page = await quarantine.listing(office.desk)
    assert numbers[Loose.SET_ASIDE] == [each.number for each in page.rows]
    listed = await order_proposals.list_open(office.desk)
    assert numbers[Loose.ORDER_PROPOSALS] == [each.proposal for each in listed]
    assert counts.get(Loose.PROPOSALS, 0) == len(await proposals.list_open(office.desk))
    unanswered = [
        number
        for number in range(1, 5)
        if any(e.answer is None for e in (await office.view(number, EVENING)).limits)
    ]
    assert counts[Loose.LIMITS] == len(unanswered)


@pytest.mark.parametrize(
    ("minute", "ago"),
    [
        (0, -3 * 1440), (4 * 60, -3 * 1440 + 4 * 60), (8 * 60 + 30, -60), (13 * 60, -60),
        (-5 * 60, -3 * 1440 - 60), (TUESDAY, 0), (-1440, -3 * 1440 - 60),
    ],
)  # fmt: skip
def test_an_office_day_ago_is_when_a_whole_one_has_passed_since(minute: int, ago: int) -> None:
    """On Monday at ten it is Friday at ten; in the evening and at weekends the last opening before."""
    hours = OfficeHours(calendar="none")
    before = office_day_before(hours, at(minute))
    assert before == at(ago)
    assert office_seconds(hours, before, end=at(minute)) == 9 * 3600
