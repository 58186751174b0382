"""Days of the office that somebody has said something of, and what they do to its hours (C7, D2)."""

from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.policy.officedays import (
    Closing,
    check_day,
    check_hours,
    closings,
    on_day,
    read_time,
    said,
    usual,
)
from console.policy.officehours import (
    OfficeDay,
    OfficeHours,
    OfficeStatus,
    business_day_close,
    is_open,
    office_seconds,
    status,
)
from console.policy.refusal import Refusal

ZONE = timezone(timedelta(hours=4))
HOUR = 3600
CLOSED = OfficeDay(date(2026, 6, 10), works=False)
SATURDAY = OfficeDay(date(2026, 6, 13), works=True)
SHORT = OfficeDay(date(2026, 6, 11), works=True, closes=time(15))
LATE = OfficeDay(date(2026, 6, 14), works=True, opens=time(11), closes=time(20))
HOURS = OfficeHours(days=frozenset({CLOSED, SATURDAY, SHORT, LATE}))
"""A Wednesday closed, a short Thursday before Russia Day, and a worked end of the week."""


def at(text: str) -> datetime:
    """A moment of the office's own clock, in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC)


@pytest.mark.parametrize(
    ("moment", "open_", "until"),
    [
        ("2026-06-09T18:00:00", False, "2026-06-11T09:00:00"),
        ("2026-06-10T12:00:00", False, "2026-06-11T09:00:00"),
        ("2026-06-11T14:59:59", True, "2026-06-11T15:00:00"),
        ("2026-06-11T15:00:00", False, "2026-06-13T09:00:00"),
        ("2026-06-13T09:00:00", True, "2026-06-13T18:00:00"),
        ("2026-06-14T10:59:59", False, "2026-06-14T11:00:00"),
        ("2026-06-14T19:59:59", True, "2026-06-14T20:00:00"),
        ("2026-06-14T20:00:00", False, "2026-06-15T09:00:00"),
    ],
)
def test_a_day_of_its_own_goes_before_weekday_and_calendar(
    moment: str, open_: bool, until: str
) -> None:
    """A day of its own goes before weekday and calendar."""
    assert status(HOURS, at(moment)) == OfficeStatus(open=open_, until=at(until))


@pytest.mark.parametrize(
    ("start", "end", "seconds"),
    [
        ("2026-06-09T17:00:00", "2026-06-11T10:00:00", 2 * HOUR),
        ("2026-06-10T09:00:00", "2026-06-10T18:00:00", 0),
        ("2026-06-11T14:00:00", "2026-06-11T18:00:00", HOUR),
        ("2026-06-11T00:00:00", "2026-06-12T00:00:00", 6 * HOUR),
        ("2026-06-12T00:00:00", "2026-06-15T00:00:00", 18 * HOUR),
        ("2026-06-14T09:00:00", "2026-06-14T12:00:00", HOUR),
        ("2026-06-08T00:00:00", "2026-06-15T00:00:00", (9 + 9 + 0 + 6 + 0 + 9 + 9) * HOUR),
    ],
)
def test_office_time_goes_by_the_days_own_hours(start: str, end: str, seconds: int) -> None:
    """Office time goes by the days' own hours."""
    assert office_seconds(HOURS, at(start), end=at(end)) == seconds


@pytest.mark.parametrize(
    ("start", "n", "close"),
    [
        ("2026-06-09T18:00:00", 1, "2026-06-11T15:00:00"),
        ("2026-06-09T09:00:00", 1, "2026-06-09T18:00:00"),
        ("2026-06-09T18:00:00", 2, "2026-06-13T18:00:00"),
        ("2026-06-13T18:00:00", 1, "2026-06-14T20:00:00"),
    ],
)
def test_business_days_are_the_days_that_are_worked(start: str, n: int, close: str) -> None:
    """Business days are the days that are worked (D2)."""
    assert business_day_close(HOURS, at(start), n=n) == at(close)


DAYS = st.frozensets(
    st.builds(
        OfficeDay,
        st.dates(date(2026, 1, 1), date(2026, 3, 31)),
        st.booleans(),
        st.sampled_from([None, time(7), time(10)]),
        st.sampled_from([None, time(12), time(23)]),
    ),
    max_size=12,
).filter(lambda days: len({each.day for each in days}) == len(days))
MOMENTS = st.integers(0, 100 * 24).map(
    lambda hours: datetime(2025, 12, 25, tzinfo=UTC) + timedelta(hours=hours)
)


@given(DAYS, MOMENTS, st.integers(0, 24 * 30), st.sampled_from([-11, 0, 4, 14]))
def test_office_time_is_the_sum_of_its_open_hours(
    days: frozenset[OfficeDay], start: datetime, length: int, offset: int
) -> None:
    """Whatever is said of days, office time between two moments is the sum of the hours that are open."""
    hours = OfficeHours(utc_offset_hours=offset, days=days)
    counted = sum(HOUR for n in range(length) if is_open(hours, start + timedelta(hours=n)))
    assert office_seconds(hours, start, end=start + timedelta(hours=length)) == counted


@given(DAYS, MOMENTS)
def test_the_status_turns_exactly_at_until(days: frozenset[OfficeDay], moment: datetime) -> None:
    """Whatever is said of days: up to that moment the office is as now, and at it no longer."""
    hours = OfficeHours(days=days)
    now = status(hours, moment)
    before = is_open(hours, now.until - timedelta(seconds=1))
    assert (before, is_open(hours, now.until)) == (now.open, not now.open)


@pytest.mark.parametrize(
    "days",
    [
        {OfficeDay(date(2026, 6, 10), works=True, opens=time(18))},
        {OfficeDay(date(2026, 6, 10), works=True, opens=time(12), closes=time(12))},
        {CLOSED, OfficeDay(CLOSED.day, works=True)},
    ],
)
def test_a_day_that_cannot_be_is_refused(days: set[OfficeDay]) -> None:
    """A day that would close before it opens, or that is said twice, is refused."""
    with pytest.raises(ValueError, match=r"The office has to open|said once"):
        OfficeHours(days=frozenset(days))


@pytest.mark.parametrize(
    ("today", "hours", "found"),
    [
        (date(2026, 11, 28), OfficeHours(), Closing(date(2026, 12, 31), date(2027, 1, 11))),
        (date(2026, 6, 8), HOURS, Closing(date(2026, 6, 10), date(2026, 6, 11))),
        (date(2026, 6, 12), OfficeHours(), Closing(date(2026, 6, 12), date(2026, 6, 15))),
        (date(2026, 6, 14), OfficeHours(), Closing(date(2026, 6, 12), date(2026, 6, 15))),
    ],
)
def test_the_next_closing_is_told(today: date, hours: OfficeHours, found: Closing) -> None:
    """The next days that the office stays closed are told, up to the one that it opens on; no mere end of a week."""
    assert closings(hours, today)[0] == found


def test_mere_ends_of_weeks_are_no_closings() -> None:
    """Mere ends of weeks are no closings."""
    assert closings(OfficeHours(calendar="none"), date(2026, 6, 8)) == ()


@pytest.mark.parametrize(
    ("day", "refused"),
    [
        (date(2026, 6, 7), True),
        (date(2026, 6, 8), False),
        (date(2027, 1, 1), False),
        (date(2029, 12, 31), True),
    ],
)
def test_days_past_and_days_too_far_ahead_are_refused(day: date, refused: bool) -> None:
    """Nothing is said of a day past, or of one too far ahead."""
    assert (check_day(day, today=date(2026, 6, 8)) is not None) is refused


@pytest.mark.parametrize(
    ("opens", "closes", "kept"),
    [
        (time(10), None, (time(10), time(18))),
        (None, time(15), (time(9), time(15))),
        (time(18), None, None),
        (time(12), time(11), None),
    ],
)
def test_a_days_own_hours_begin_before_they_end(
    opens: time | None, closes: time | None, kept: tuple[time, time] | None
) -> None:
    """A day's own hours begin before they end; the one that is not said is as usual."""
    found = check_hours(OfficeHours(), opens, closes)
    assert (None if isinstance(found, Refusal) else found) == kept


@pytest.mark.parametrize(("text", "read"), [("9:00", time(9)), (" 15:30 ", time(15, 30))])
def test_times_are_read_as_people_type_them(text: str, read: time) -> None:
    """Times are read as people type them."""
    assert read_time(text) == read


@pytest.mark.parametrize("text", ["", "9", "24:00", "9:60", "٩:٠٠", "nine"])
def test_what_is_no_time_is_refused(text: str) -> None:
    """What is no time of day is refused."""
    with pytest.raises(ValueError, match="hours and minutes"):
        read_time(text)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (None, "as usual"),
        (CLOSED, "closed"),
        (SATURDAY, "worked"),
        (OfficeDay(SHORT.day, works=True, opens=time(9), closes=time(15)), "worked 09:00 to 15:00"),
    ],
)
def test_what_is_said_of_a_day_in_words(day: OfficeDay | None, words: str) -> None:
    """What is said of a day is told in words."""
    assert said(day) == words


def test_a_day_is_told_as_it_is_kept_and_as_it_would_be() -> None:
    """A day is told as it is kept, and as it would be if nothing were said of it."""
    told = [(on_day(HOURS, each.day), usual(HOURS, each.day)) for each in (CLOSED, SHORT, SATURDAY)]
    assert told == [
        ("closed", "09:00 to 18:00"),
        ("09:00 to 15:00", "09:00 to 18:00"),
        ("09:00 to 18:00", "closed"),
    ]
