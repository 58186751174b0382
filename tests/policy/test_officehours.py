"""The office clock: open, closed, until when, and time counted in office hours (C7, D2)."""

from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.policy.officehours import (
    OfficeHours,
    OfficeStatus,
    business_day_close,
    is_open,
    local,
    office_day,
    office_seconds,
    status,
)

HOURS = OfficeHours()
PLAIN = OfficeHours(calendar="none")
ZONE = timezone(timedelta(hours=4))
DAY_SECONDS = 9 * 3600
YEARS = 4 * 365 * 24 * 3600
MOMENTS = st.integers(0, YEARS).map(
    lambda seconds: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)
WHOLE_HOURS = MOMENTS.map(lambda moment: moment.replace(minute=0, second=0))


def at(text: str) -> datetime:
    """A moment of the office's own clock, in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC)


@pytest.mark.parametrize(
    ("moment", "open_"),
    [
        ("2026-06-10T08:59:59", False),
        ("2026-06-10T09:00:00", True),
        ("2026-06-10T17:59:59.999999", True),
        ("2026-06-10T18:00:00", False),
        ("2026-06-10T00:00:00", False),
        ("2026-06-13T12:00:00", False),
        ("2026-06-14T12:00:00", False),
        ("2026-06-12T12:00:00", False),
        ("2026-01-09T12:00:00", False),
        ("2026-01-12T09:00:00", True),
        ("2025-12-31T12:00:00", False),
        ("2025-12-30T12:00:00", True),
        ("2026-05-11T12:00:00", False),
    ],
)
def test_the_office_is_open_nine_to_six_on_working_days(moment: str, open_: bool) -> None:
    """The office is open nine to six on working days."""
    assert is_open(HOURS, at(moment)) is open_


@pytest.mark.parametrize(
    ("moment", "open_", "until"),
    [
        ("2026-06-10T09:00:00", True, "2026-06-10T18:00:00"),
        ("2026-06-10T17:59:59", True, "2026-06-10T18:00:00"),
        ("2026-06-10T18:00:00", False, "2026-06-11T09:00:00"),
        ("2026-06-10T03:00:00", False, "2026-06-10T09:00:00"),
        ("2026-06-05T18:00:00", False, "2026-06-08T09:00:00"),
        ("2026-06-11T18:00:00", False, "2026-06-15T09:00:00"),
        ("2025-12-30T18:00:00", False, "2026-01-12T09:00:00"),
        ("2026-01-01T12:00:00", False, "2026-01-12T09:00:00"),
    ],
)
def test_the_status_says_until_when(moment: str, open_: bool, until: str) -> None:
    """The status says until when."""
    assert status(HOURS, at(moment)) == OfficeStatus(open=open_, until=at(until))


def test_until_when_is_told_in_utc() -> None:
    """Until when is told in UTC."""
    assert status(HOURS, at("2026-06-10T10:00:00")).until.tzinfo is UTC


@given(MOMENTS)
def test_the_status_turns_exactly_at_until(moment: datetime) -> None:
    """One second before, the office is as now; at that moment it is not."""
    now = status(HOURS, moment)
    before = is_open(HOURS, now.until - timedelta(seconds=1))
    assert (before, is_open(HOURS, now.until)) == (now.open, not now.open)


@pytest.mark.parametrize(
    ("start", "end", "seconds"),
    [
        ("2026-06-10T10:00:00", "2026-06-10T10:00:01", 1),
        ("2026-06-10T10:00:00", "2026-06-10T10:00:00", 0),
        ("2026-06-10T10:00:01", "2026-06-10T10:00:00", 0),
        ("2026-06-10T08:00:00", "2026-06-10T09:00:00", 0),
        ("2026-06-10T08:00:00", "2026-06-10T09:00:01", 1),
        ("2026-06-10T17:59:59", "2026-06-10T23:00:00", 1),
        ("2026-06-10T00:00:00", "2026-06-11T00:00:00", DAY_SECONDS),
        ("2026-06-05T18:00:00", "2026-06-08T09:00:00", 0),
        ("2026-06-05T17:00:00", "2026-06-08T10:00:00", 2 * 3600),
        ("2025-12-30T18:00:00", "2026-01-12T09:00:00", 0),
        ("2025-12-30T17:59:30", "2026-01-12T09:00:30", 60),
        ("2026-06-12T10:00:00", "2026-06-12T11:00:00", 0),
        ("2026-06-10T10:00:00.600000", "2026-06-10T10:00:02", 1),
    ],
)
def test_waiting_is_counted_in_office_time(start: str, end: str, seconds: int) -> None:
    """Waiting is counted in office time."""
    assert office_seconds(HOURS, at(start), end=at(end)) == seconds


@given(WHOLE_HOURS, st.integers(0, 24 * 45))
def test_office_time_is_the_sum_of_its_open_hours(start: datetime, length_hours: int) -> None:
    """Office time is the sum of its open hours."""
    hours = (start + timedelta(hours=n) for n in range(length_hours))
    counted = sum(3600 for moment in hours if is_open(HOURS, moment))
    assert office_seconds(HOURS, start, end=start + timedelta(hours=length_hours)) == counted


@given(st.lists(MOMENTS, min_size=3, max_size=3).map(sorted))
def test_office_time_adds_up(moments: list[datetime]) -> None:
    """Office time adds up."""
    first, middle, last = moments
    parts = office_seconds(HOURS, first, end=middle) + office_seconds(HOURS, middle, end=last)
    assert office_seconds(HOURS, first, end=last) == parts


@pytest.mark.parametrize(("year", "days"), [(2027, 261), (2028, 522), (2029, 782)])
def test_years_without_holidays_have_their_weekdays(year: int, days: int) -> None:
    """Years without holidays have their weekdays, New Year's Day once."""
    start, end = at("2026-01-01T00:00:00"), at(f"{year}-01-01T00:00:00")
    assert office_seconds(PLAIN, start, end=end) == days * DAY_SECONDS


@pytest.mark.parametrize(
    ("start", "n", "close"),
    [
        ("2026-06-08T08:00:00", 1, "2026-06-08T18:00:00"),
        ("2026-06-08T09:00:00", 1, "2026-06-08T18:00:00"),
        ("2026-06-08T09:00:01", 1, "2026-06-09T18:00:00"),
        ("2026-06-08T09:00:01", 2, "2026-06-10T18:00:00"),
        ("2026-06-05T18:00:00", 1, "2026-06-08T18:00:00"),
        ("2026-06-10T12:00:00", 2, "2026-06-15T18:00:00"),
        ("2025-12-31T12:00:00", 1, "2026-01-12T18:00:00"),
        ("2025-12-31T12:00:00", 2, "2026-01-13T18:00:00"),
    ],
)
def test_business_days_are_counted_from_the_next_opening(start: str, n: int, close: str) -> None:
    """Business days are counted from the next opening."""
    assert business_day_close(HOURS, at(start), n=n) == at(close)


def test_business_days_are_counted_from_one() -> None:
    """Business days are counted from one."""
    with pytest.raises(ValueError, match="counted from 1"):
        business_day_close(HOURS, at("2026-06-08T08:00:00"), n=0)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 6, 10, 19, 59, 59, tzinfo=UTC), date(2026, 6, 10)),
        (datetime(2026, 6, 10, 20, 0, tzinfo=UTC), date(2026, 6, 11)),
    ],
)
def test_the_office_day_turns_at_the_office_s_midnight(moment: datetime, day: date) -> None:
    """The office day turns at the office's midnight."""
    assert office_day(HOURS, moment) == day


def test_the_office_clock_is_four_hours_ahead() -> None:
    """The office clock is four hours ahead."""
    assert local(HOURS, datetime(2026, 6, 10, 5, tzinfo=UTC)).time() == time(9)


def test_a_moment_without_a_zone_is_a_fault() -> None:
    """A moment without a zone is a fault."""
    with pytest.raises(ValueError, match="time zone"):
        local(HOURS, datetime(2026, 6, 10, 5))  # noqa: DTZ001


@pytest.mark.parametrize("calendar", ["", "none"])
def test_without_a_calendar_there_are_no_holidays(calendar: str) -> None:
    """Without a calendar there are no holidays."""
    assert is_open(OfficeHours(calendar=calendar), at("2026-01-01T12:00:00"))


def test_another_country_keeps_its_own_holidays() -> None:
    """Another country keeps its own holidays."""
    assert is_open(OfficeHours(calendar="GB"), at("2026-06-12T12:00:00"))


def test_an_office_may_work_all_week() -> None:
    """An office may work all week."""
    assert is_open(OfficeHours(weekdays=frozenset(range(7))), at("2026-06-14T12:00:00"))


def test_an_unknown_calendar_is_said_in_a_sentence() -> None:
    """An unknown calendar is said in a sentence."""
    with pytest.raises(ValueError, match="no holiday calendar 'XX'"):
        is_open(OfficeHours(calendar="XX"), at("2026-06-10T12:00:00"))


@pytest.mark.parametrize("closes", [time(9), time(8)])
def test_hours_that_close_before_they_open_are_refused(closes: time) -> None:
    """Hours that close before they open are refused."""
    with pytest.raises(ValueError, match="open before it closes"):
        OfficeHours(opens=time(9), closes=closes)


@pytest.mark.parametrize("weekdays", [frozenset[int](), frozenset({0, 7})])
def test_weekdays_on_which_nobody_works_are_refused(weekdays: frozenset[int]) -> None:
    """Weekdays on which nobody works are refused."""
    with pytest.raises(ValueError, match="weekdays"):
        OfficeHours(weekdays=weekdays)
