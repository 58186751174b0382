"""Reports: what happened on some office days, counted to the credit and to the second."""

from datetime import date, timedelta
from typing import Any

import pytest

from console.documents.figures import Figures, records
from console.policy.refusal import Refusal
from console.services import credits as credit_service
from console.services import desk as desk_service
from console.services import entitlements, merging, proposals, reports, timer
from console.services.faults import BadInput
from console.services.report_layouts import By, Name
from tests.conftest import at
from tests.services.office import ANNA, Office
from tests.services.test_plans import statements_run

BORIS = "boris@shop.example"
MONDAY = date(2026, 11, 16)
NEXT_WEEK = 7 * 24 * 60


async def report(
    office: Office, name: Name, *, login: str = "irina", minute: float = 300, **how: Any
) -> Figures:
    """A report that somebody may see."""
    found = await reports.of(office.desk, office.who(login), name=name, now=at(minute), **how)
    assert isinstance(found, Figures), found
    return found


async def rows(office: Office, name: Name, **how: Any) -> list[dict[str, Any]]:
    """A report's rows."""
    return records(await report(office, name, **how))


async def row(office: Office, name: Name, **how: Any) -> dict[str, Any]:
    """The one row that it has."""
    (found,) = await rows(office, name, **how)
    return found


def picked(row: dict[str, Any], names: str) -> list[Any]:
    """Some cells of a row."""
    return [row[name] for name in names.split()]


OUTCOME = "outcome ground closings worked_seconds charged_credits free_credits"


@pytest.mark.parametrize(
    ("outcome", "ground", "told"),
    [
        ("answered", None, ["answered", "S1 S2 S6", 1, 1200, 20, 0]),
        ("first-party-bug", None, ["first-party-bug", "F4", 1, 1200, 0, 20]),
        ("third-party-conflict", "N8 a theme", ["third-party-conflict", "N8", 1, 1200, 20, 0]),
    ],
)
async def test_a_closing_is_told_by_outcome_and_ground(
    office: Office, outcome: str, ground: str | None, told: list[Any]
) -> None:
    """With its time, what it charged, and what that time would have cost more."""
    await office.worked(20)
    await office.closed(1, outcome, ground=ground)
    assert picked(await row(office, Name.OUTCOMES), OUTCOME) == told


async def test_closed_again_it_is_told_by_the_difference(office: Office) -> None:
    """Opened again a week later and closed, the second closing has the time and the credits since the first."""
    await office.worked(20)
    await office.closed()
    await office.again(minute=NEXT_WEEK)
    await office.work(30, start=NEXT_WEEK + 1)
    await office.closed(1, "cs-cart", minute=NEXT_WEEK + 60)
    first, second = await rows(office, Name.OUTCOMES, by=By.WEEK, minute=NEXT_WEEK + 70)
    assert [picked(each, "week worked_seconds charged_credits") for each in (first, second)] == [
        ["2026-W47", 1200, 20], ["2026-W48", 1800, 20],
    ]  # fmt: skip


@pytest.mark.parametrize("back", [False, True], ids=["", "given back"])
async def test_where_two_reports_differ_each_says_why(office: Office, back: bool) -> None:
    """What a second closing lowers is given back beside the closings: both reports say so where it happened."""
    await office.worked(20)
    ada = office.who("ada")
    await credit_service.grant(
        office.desk, ada, address=ANNA, credits=20, reason="An add-on", now=at(29)
    )
    taken_back = await credit_service.reverse(office.desk, ada, entry=1, reason="No", now=at(30))
    assert not isinstance(taken_back, Refusal)
    await office.closed()
    for name in (Name.OUTCOMES, Name.CREDITS):
        assert (await report(office, name)).notes == ()
    await office.again()
    await office.closed(1, "first-party-bug", minute=210)
    if back:
        done = await proposals.decide(
            office.desk, office.who("irina"), proposal=1, approve=True, now=at(220)
        )
        assert not isinstance(done, Refusal), done
    outcomes, credits = [await report(office, each) for each in (Name.OUTCOMES, Name.CREDITS)]
    assert "What was given back for it is told in Credits alone, as returned." in outcomes.notes
    assert (credits.notes != ()) is back
    assert set(outcomes.notes).isdisjoint(str(cell) for row in records(outcomes) for cell in row)


async def test_found_to_be_ours_later_it_is_free_then(office: Office) -> None:
    """What was charged and turns out to be our fault frees all of its time in the report on faults."""
    await office.worked(20)
    await office.closed()
    await office.again()
    await office.closed(1, "first-party-bug", minute=210, ground="F4 Filters 2.1")
    told = picked(await row(office, Name.BUGS), "ground words closings free_seconds free_credits")
    assert told == ["F4", "F4 Filters 2.1", 1, 1200, 20]


async def test_ours_again_it_frees_what_is_new(office: Office) -> None:
    """Opened again and closed as our fault once more, only the time since then is told again, and what it is worth."""
    await office.worked(20)
    await office.closed(1, "first-party-bug")
    await office.again()
    await office.work(20, start=202)
    await office.closed(1, "first-party-bug", minute=230)
    told = picked(await row(office, Name.BUGS), "closings free_seconds free_credits")
    assert told == [2, 2400, 30]


TIME = "outcome worked_seconds charged_seconds free_seconds covered_seconds waived_seconds discarded_seconds"


async def test_time_of_an_open_request_is_not_closed(office: Office) -> None:
    """It is neither charged nor free."""
    await office.worked(20)
    assert picked(await row(office, Name.TIME), TIME) == [None, 1200, 0, 0, 0, 0, 0]


async def test_a_correction_is_taken_off(office: Office) -> None:
    """What was taken off later is time of less than nothing, of whoever takes it off."""
    await office.worked(20)
    await timer.take_off(
        office.desk, office.who("olga"), ticket=1, minutes=5, reason="Lunch", now=at(30)
    )
    await office.closed()
    assert picked(await row(office, Name.TIME), TIME) == ["answered", 900, 900, 0, 0, 0, 0]


async def test_discarded_time_is_told_apart(office: Office) -> None:
    """It has a length, and counts for nothing."""
    await office.in_hand()
    await timer.start(office.desk, office.who("olga"), ticket=1, console="gone", now=at(6))
    await timer.resolve(office.desk, office.who("olga"), how="discard", now=at(36))
    assert picked(await row(office, Name.TIME), TIME) == [None, 0, 0, 0, 0, 0, 1800]


async def test_waived_time_is_told_apart(office: Office) -> None:
    """What was past the 40 credits and waived is worked and not charged."""
    await office.worked(70)
    await office.closed(waive_over_limit=True)
    assert picked(await row(office, Name.TIME), TIME) == ["answered", 4200, 3600, 0, 0, 600, 0]


async def test_covered_time_is_told_apart(office: Office) -> None:
    """What a package covered is worked and not charged."""
    await office.in_hand()
    await entitlements.add(
        office.desk, office.who("ada"), address=ANNA, kind="incident", ticket=1, reason="Order",
        now=at(5),
    )  # fmt: skip
    await office.work(20)
    await office.closed()
    assert picked(await row(office, Name.TIME), TIME) == ["answered", 1200, 0, 0, 1200, 0, 0]


async def test_time_after_the_last_closing_is_not_closed(office: Office) -> None:
    """Opened again, what is worked from then on has no outcome yet."""
    await office.worked(20)
    await office.closed()
    await office.again()
    await office.work(10, start=202)
    told = [picked(each, TIME)[:3] for each in await rows(office, Name.TIME)]
    assert told == [["answered", 1200, 1200], [None, 600, 0]]


async def test_typed_in_time_is_of_the_day_it_is_for(office: Office) -> None:
    """Not of the day on which it was typed in."""
    await office.in_hand()
    await timer.add(
        office.desk, office.who("olga"), ticket=1, minutes=10, reason="A call",
        day=MONDAY - timedelta(days=1), now=at(60),
    )  # fmt: skip
    sunday = {"first_day": MONDAY - timedelta(days=1), "last_day": MONDAY - timedelta(days=1)}
    on_sunday = await row(office, Name.TIME, **sunday)
    on_monday = await rows(office, Name.TIME, first_day=MONDAY)
    assert (on_sunday["worked_seconds"], on_monday) == (600, [])


async def test_time_is_of_the_days_that_are_asked_for(office: Office) -> None:
    """Of a request that was worked on in two weeks, each week has its own time, dealt out on the whole."""
    await office.worked(50)
    await office.work(20, start=NEXT_WEEK)
    await office.closed(minute=NEXT_WEEK + 30, waive_over_limit=True)
    told = [
        picked(await row(office, Name.TIME, minute=NEXT_WEEK + 40, **days), TIME)[1:]
        for days in ({"last_day": MONDAY}, {"first_day": MONDAY + timedelta(days=1)})
    ]
    assert told == [[3000, 3000, 0, 0, 0, 0], [1200, 600, 0, 0, 600, 0]]


async def test_time_is_told_of_each_person(office: Office) -> None:
    """Of a request that two worked on, each has their own."""
    await office.worked(20)
    await desk_service.assign(
        office.desk, office.who("irina"), ticket=1, login="pavel", reason="His", now=at(40)
    )
    await office.work(10, login="pavel", start=41)
    told = await rows(office, Name.TIME, by=By.PERSON)
    assert [picked(each, "person worked_seconds") for each in told] == [
        ["olga", 1200], ["pavel", 600],
    ]  # fmt: skip


CREDITS = (
    "balance_before bought granted charged corrected given_back taken_back moved balance_after"
)


async def test_credits_come_from_one_balance_to_the_other(office: Office) -> None:
    """What was there, what came and went, and what is there."""
    await office.in_hand()
    await office.correct(-20)
    await office.buy(80)
    await office.work(20)
    await office.closed()
    told = await row(office, Name.CREDITS)
    assert picked(told, CREDITS) == [0, 80, 0, -20, -20, 0, 0, 0, 40]


async def test_the_next_week_begins_where_the_last_ended(office: Office) -> None:
    """Balances run on from week to week, over all accounts that moved."""
    await office.worked(20)
    await office.arrive(address=BORIS)
    await office.buy(80)
    await office.buy(160, address=BORIS, minute=NEXT_WEEK)
    await office.closed(minute=NEXT_WEEK + 1)
    told = await rows(office, Name.CREDITS, by=By.WEEK, minute=NEXT_WEEK + 2)
    assert [picked(each, "week balance_before balance_after") for each in told] == [
        ["2026-W47", 0, 80], ["2026-W48", 80, 220],
    ]  # fmt: skip


async def test_a_balance_from_before_is_there_to_begin_with(office: Office) -> None:
    """Accounts come into the days with what they had, each in the first week though one moves in the second alone."""
    await office.arrive()
    await office.arrive(address=BORIS)
    await office.buy(80)
    await office.buy(160, address=BORIS)
    await office.buy(80, minute=NEXT_WEEK)
    await office.buy(80, address=BORIS, minute=2 * NEXT_WEEK)
    told = await rows(
        office, Name.CREDITS, by=By.WEEK, minute=2 * NEXT_WEEK, first_day=MONDAY + timedelta(days=1)
    )
    assert [picked(each, "balance_before bought balance_after") for each in told] == [
        [240, 80, 320], [320, 80, 400],
    ]  # fmt: skip


async def test_no_person_has_a_balance(office: Office) -> None:
    """Told by person, the credits that each posted are there, and the balances of all alone."""
    await office.worked(20)
    await office.buy(80)
    await office.closed()
    found = await report(office, Name.CREDITS, by=By.PERSON)
    told = [picked(each, "person bought charged balance_after") for each in records(found)]
    assert (told, found.total[0], found.total[-1]) == (
        [["ada", 80, 0, None], ["olga", 0, -20, None]], 0, 60,
    )  # fmt: skip


async def test_who_was_merged_is_told_as_whom_they_are(office: Office) -> None:
    """The entries of both are one customer's, and what the merge moved comes to nothing."""
    await office.arrive()
    await office.arrive(address=BORIS)
    await office.buy(80)
    await office.buy(160, address=BORIS)
    ada = office.who("ada")
    await merging.merge(
        office.desk, ada, from_customer=2, into_customer=1, reason="The same", now=at(20)
    )
    told = await row(office, Name.CREDITS, by=By.CUSTOMER)
    assert picked(told, "customer bought moved balance_after") == [1, 240, 0, 240]


async def test_a_limit_is_told_with_its_answer_and_who_gave_it(office: Office) -> None:
    """One answer settles both limits of the hour; one that is open has nobody."""
    await office.worked(61)
    told = picked((await rows(office, Name.LIMITS))[0], "limit answer answered_by crossings")
    await office.answer_limit(amount=80)
    after = [
        picked(each, "answer answered_by crossings") for each in await rows(office, Name.LIMITS)
    ]
    assert (told, after) == (
        ["over-40-credits", None, None, 1], [["go-on", "olga", 1], ["go-on", "olga", 1]],
    )  # fmt: skip


ESTIMATE = "outcome requests worked_seconds estimated_credits took_credits cost over"


async def estimated(office: Office, credits: int) -> None:
    """A request is taken and estimated."""
    await office.in_hand()
    done = await desk_service.set_estimate(
        office.desk, office.who("olga"), ticket=1, credits=credits, now=at(5)
    )
    assert not isinstance(done, Refusal), done


@pytest.mark.parametrize(
    ("outcome", "estimate", "told"),
    [
        ("answered", 10, ["answered", 1, 1200, 10, 20, 20, 1]),
        ("answered", 20, ["answered", 1, 1200, 20, 20, 20, 0]),
        ("first-party-bug", 10, ["first-party-bug", 1, 1200, 10, 20, 0, 1]),
    ],
)
async def test_an_estimate_is_told_beside_what_it_took(
    office: Office, outcome: str, estimate: int, told: list[Any]
) -> None:
    """What the work comes to by time, whether it was charged or not."""
    await estimated(office, estimate)
    await office.work(20)
    await office.closed(1, outcome)
    assert picked(await row(office, Name.ESTIMATES), ESTIMATE) == told


async def test_an_estimate_is_told_once_a_request(office: Office) -> None:
    """By the last closing, however often it was closed."""
    await estimated(office, 10)
    await office.work(20)
    await office.closed()
    await office.again()
    await office.work(20, start=202)
    await office.closed(minute=230)
    assert picked(await row(office, Name.ESTIMATES), ESTIMATE)[1:5] == [1, 2400, 10, 30]


@pytest.mark.parametrize("name", Name)
@pytest.mark.parametrize("login", ["olga", "irina", "ada"])
async def test_who_sees_what(office: Office, name: Name, login: str) -> None:
    """Leads and admins see every report, a specialist their own time alone."""
    found = await reports.of(office.desk, office.who(login), name=name, now=at())
    assert isinstance(found, Refusal) is (login == "olga" and name is not Name.TIME)


async def test_a_specialist_sees_no_other_s_time(office: Office) -> None:
    """Not even by asking for it by person, though another worked on the same request."""
    await office.worked(20)
    await desk_service.assign(
        office.desk, office.who("irina"), ticket=1, login="pavel", reason="His", now=at(40)
    )
    await office.work(10, login="pavel", start=41)
    told = await row(office, Name.TIME, login="olga", by=By.PERSON)
    assert picked(told, "person worked_seconds") == ["olga", 1200]


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        (None, None, (date(2026, 11, 1), MONDAY)),
        (date(2026, 10, 5), None, (date(2026, 10, 5), MONDAY)),
        (None, date(2026, 9, 20), (date(2026, 9, 1), date(2026, 9, 20))),
    ],
)
async def test_the_days_are_this_month_so_far(
    office: Office, first: date | None, last: date | None, told: tuple[date, date]
) -> None:
    """Unless said otherwise."""
    found = await report(office, Name.OUTCOMES, first_day=first, last_day=last)
    assert (found.first_day, found.last_day) == told


async def test_days_the_wrong_way_round_are_wrong(office: Office) -> None:
    """The last day is not before the first."""
    with pytest.raises(BadInput):
        await report(office, Name.TIME, first_day=MONDAY + timedelta(days=1))


@pytest.mark.parametrize(("hour", "days"), [(23, [MONDAY]), (24, [MONDAY + timedelta(days=1)])])
async def test_a_day_is_the_office_s(office: Office, hour: int, days: list[date]) -> None:
    """What is posted before the office's midnight is of the day that ends, and what is posted at it of the next."""
    await office.arrive()
    await office.buy(minute=(hour - 10) * 60)
    seen = [
        day
        for day in (MONDAY, MONDAY + timedelta(days=1))
        if await rows(office, Name.CREDITS, first_day=day, last_day=day)
    ]
    assert seen == days


@pytest.mark.parametrize("name", Name)
async def test_more_requests_take_no_more_queries(office: Office, name: Name) -> None:
    """A report asks as often for three customers' requests as for one's."""
    asked = []
    for number, address in enumerate([ANNA, BORIS, "carl@shop.example"], start=1):
        start = number * 100
        await office.arrive(start, address=address)
        await office.pick(minute=start)
        await office.work(20, ticket=number, start=start)
        await office.closed(number, minute=start + 30)
        with statements_run() as said:
            await report(office, name, by=By.CUSTOMER, minute=start + 40)
        asked.append(len(said))
    assert len(set(asked)) == 1
