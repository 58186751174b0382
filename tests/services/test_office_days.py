"""The office's days: closed, worked and with hours of their own, for all that counts in office time (C7, D2)."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from console.first_look import first_look
from console.location import Location
from console.policy.officedays import Closing
from console.policy.refusal import Refusal
from console.services import disputes, office_days, outgoing, record, views
from console.services.faults import BadInput
from console.services.record import Wanted
from db.driver import sqlite3
from tests.conftest import SETTINGS, at
from tests.services.office import Office

TUESDAY, SATURDAY = date(2026, 11, 17), date(2026, 11, 21)


@pytest.fixture
def place(desk_path: Path) -> Path:
    """Where the desk is: in a file alone; what its statements say on a server is asked elsewhere."""
    return desk_path


async def say(
    office: Office, day: date = TUESDAY, state: str = "closed", *, login: str = "ada", **hours: time
) -> Any:
    """Somebody says how a day is kept."""
    return await office_days.say(
        office.desk, office.who(login), day=day, state=state, reason="moved", now=at(1), **hours
    )


async def test_a_closed_day_counts_for_no_waiting(office: Office) -> None:
    """A closed day counts for no waiting; taken back it counts again."""
    await office.arrive()
    await say(office)
    wednesday = at(2 * 24 * 60)
    closed = (await views.queue_all(office.desk, now=wednesday))[0].age_seconds
    await say(office, state="usual")
    again = (await views.queue_all(office.desk, now=wednesday))[0].age_seconds
    assert (closed, again) == (9 * 3600, 18 * 3600)


async def test_a_worked_saturday_counts(office: Office) -> None:
    """A worked Saturday counts, in hours of its own."""
    await say(office, SATURDAY, "worked", closes=time(15))
    found = await office_days.show(office.desk, now=datetime(2026, 11, 21, 10, tzinfo=UTC))
    assert found.now == "open until 15:00"


async def test_a_dispute_is_due_by_the_days_that_are_worked_when_it_comes(office: Office) -> None:
    """A dispute is due by the days that are worked when it comes; what is said later moves no due time (D2)."""
    office.desk.settings = replace(office.desk.settings, dispute_address="disputes@desk.example")
    await say(office)
    await office.closed(await office.worked(20))
    made = await office.mail(210, message_id="<d@shop.example>", to=("disputes@desk.example",))
    await say(office, date(2026, 11, 18))
    found = await disputes.view(office.desk, ticket=made.ticket or 0, now=at(220))
    assert found.due_at == datetime(2026, 11, 19, 14, tzinfo=UTC)


async def test_who_writes_on_a_closed_day_is_told_when_it_is_open_again(office: Office) -> None:
    """On a day that is closed who writes is told so, though it is a weekday."""
    office.desk.settings = replace(office.desk.settings, acknowledge="closed")
    await office.mail(2)
    open_day = len((await office.view(1)).thread)
    await say(office)
    await office.mail(
        24 * 60, message_id="<second@shop.example>", text="And this.", body_digest="e"
    )
    assert (open_day, len((await office.view(2)).thread)) == (1, 2)


async def test_the_first_look_goes_by_it(office: Office) -> None:
    """The first look, by the bare driver, counts as the open desk does."""
    await office.arrive()
    await say(office)
    place = Location(_path(office), SETTINGS)
    look = first_look(place, now=at(2 * 24 * 60))
    assert (look.page.rows[0].age_seconds, look.hours.days) == (9 * 3600, office.desk.hours.days)


def _path(office: Office) -> Path:
    return Path(office.desk.database.name)


@pytest.mark.parametrize("day", [date(2026, 11, 15), date(2020, 1, 1), date(2031, 1, 1)])
async def test_days_past_stay_as_they_were(office: Office, day: date) -> None:
    """Nothing is said of a day past, or of one that nobody plans yet (C7)."""
    assert (await say(office, day)).clause == "C7"


@pytest.mark.parametrize(
    ("state", "hours", "reason"),
    [
        ("usual", {}, "Nothing is said of 2026-11-17: it is kept as usual."),
        ("worked", {"opens": time(18)}, "The office opens before it closes."),
    ],
)
async def test_what_cannot_be_said_of_a_day_is_refused(
    office: Office, state: str, hours: dict[str, time], reason: str
) -> None:
    """What cannot be said of a day is refused with why."""
    assert (await say(office, state=state, **hours)).reason == reason


@pytest.mark.parametrize("login", ["olga", "irina"])
async def test_admins_alone_say_it(office: Office, login: str) -> None:
    """Admins alone say how the office's days are kept."""
    assert isinstance(await say(office, login=login), Refusal)


async def test_a_day_has_a_reason(office: Office) -> None:
    """What is said of a day has a reason."""
    with pytest.raises(BadInput, match="reason"):
        await office_days.say(
            office.desk, office.who("ada"), day=TUESDAY, state="closed", reason="", now=at(1)
        )


async def test_the_record_tells_of_each_once(office: Office) -> None:
    """The record tells of each, with before and after; the same again is not told twice."""
    for state in ("closed", "closed", "worked", "usual"):
        await say(office, state=state)
    page = await record.listing(office.desk, office.who("ada"), Wanted(words="2026-11-17"))
    told = [(row.detail["before"], row.detail["after"]) for row in page.rows]
    assert told == [("worked", "as usual"), ("closed", "worked"), ("as usual", "closed")]


async def test_the_office_is_told_with_its_days_and_closings(office: Office) -> None:
    """The office is told with the days that something is said of, and when it is closed next."""
    found = await say(office)
    days = [(each.day, each.said, each.usual, each.said_by) for each in found.days]
    first = [(each.first, each.opens_on) for each in found.closings[:2]]
    assert (days, first) == (
        [(TUESDAY, "closed", "09:00 to 18:00", "ada")],
        [(TUESDAY, date(2026, 11, 18)), (date(2026, 12, 31), date(2027, 1, 11))],
    )


def test_a_preview_tells_what_a_day_would_become(office: Office) -> None:
    """A preview tells what a day would become, and what it makes one closing with."""
    hours = office.desk.hours
    said = office_days.wanted(hours, date(2026, 12, 30), state="closed", opens=None, closes=None)
    assert not isinstance(said, Refusal)
    assert office_days.preview(hours, date(2026, 12, 30), said) == (
        "Wed 30 Dec: 09:00 to 18:00 → closed.",
        "Closed from Wed 30 Dec to Sun 10 Jan.",
        "Due times of disputes that are in already stay.",
    )


@pytest.mark.parametrize(
    ("first", "opens_on", "told"),
    [
        (date(2026, 12, 24), date(2026, 12, 25), "closed on Thu 24 Dec"),
        (date(2026, 12, 31), date(2027, 1, 11), "closed from Thu 31 Dec to Sun 10 Jan"),
    ],
)
def test_a_closing_is_told_by_days_that_are_closed(first: date, opens_on: date, told: str) -> None:
    """A closing is told by its first and last closed day, never by the day on which the office opens again."""
    assert office_days.closing_words(Closing(first, opens_on)) == told


def test_the_years_holidays_are_told_with_their_names(office: Office) -> None:
    """The year's holidays are told with their names, and how each is kept after all."""
    found = {each.day: each for each in office_days.holidays(office.desk.hours, 2026)}
    each = found[date(2026, 6, 12)]
    assert (each.name, each.kept) == ("Russia Day", "closed")


@pytest.mark.parametrize("today", [date(2026, 12, 31), date(2027, 1, 1)])
def test_the_holidays_to_come_are_told_from_today_to_the_end_of_next_year(
    office: Office, today: date
) -> None:
    """Today's is among them, none before it, and next year's are there."""
    found = [each.day for each in office_days.coming_holidays(office.desk.hours, today)]
    assert (found[0], found[-1].year) == (today, today.year + 1)


_SAID = "INTO office_day (id, day, state, opens, reason, staff_id, said_at) VALUES"
_BY = "'x', 1, '2026-11-16 06:00:00.000000')"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE office_day SET state = 'worked'",
        "DELETE FROM office_day",
        f"INSERT OR REPLACE {_SAID} (1, '2026-12-01', 'closed', NULL, {_BY}",
        f"INSERT {_SAID} (NULL, '2026-11-14', 'closed', NULL, {_BY}",
        f"INSERT {_SAID} (NULL, '2026-12-14', 'worked', '09:00', {_BY}",
    ],
)
async def test_what_was_said_stays_in_the_file(office: Office, statement: str) -> None:
    """What was said stays as it was said, and no day past is said anew, whoever writes to the file."""
    await say(office)
    with sqlite3.connect(_path(office)) as raw, pytest.raises(sqlite3.IntegrityError):
        raw.execute(statement)
    raw.close()


async def test_acknowledgements_know_the_next_opening(office: Office) -> None:
    """A customer is told the next opening as it will be."""
    await say(office, date(2026, 11, 17))
    found = outgoing.officehours.status(office.desk.hours, datetime(2026, 11, 16, 15, tzinfo=UTC))
    assert found.until == datetime(2026, 11, 18, 5, tzinfo=UTC)
