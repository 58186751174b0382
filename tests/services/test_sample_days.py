"""The sample's calendar counts the open hours of the month before now."""

from datetime import UTC, datetime, timedelta

import pytest

from console.policy.officehours import OfficeHours, is_open, office_seconds
from console.services.sample_days import OfficeDays

HOURS = OfficeHours(calendar="")
SUNDAY = datetime(2026, 11, 22, 22, 50, tzinfo=UTC)
WEDNESDAY = datetime(2026, 11, 18, 9, 17, tzinfo=UTC)
FRIDAY_CLOSING = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)


@pytest.mark.parametrize("now", [SUNDAY, WEDNESDAY, FRIDAY_CLOSING])
@pytest.mark.parametrize("hours", [0.5, 4.5, 9, 30])
def test_so_many_hours_back_are_so_many_open_hours(now: datetime, hours: float) -> None:
    """Nights and week-ends are not counted."""
    back = OfficeDays(HOURS, now).back(hours)
    assert office_seconds(HOURS, back, end=now) == hours * 3600


def test_the_month_has_all_its_open_seconds() -> None:
    """The spans are those of the office."""
    days = OfficeDays(HOURS, WEDNESDAY)
    start = WEDNESDAY - timedelta(days=30)
    assert days.total_seconds == office_seconds(HOURS, start, end=WEDNESDAY)


def test_the_last_closing_is_that_of_friday_on_a_sunday() -> None:
    """The office is closed since then."""
    assert OfficeDays(HOURS, SUNDAY).closing(SUNDAY) == FRIDAY_CLOSING


@pytest.mark.parametrize(
    ("minutes_left", "needed", "moved"), [(60, 60, False), (60, 61, True), (-1, 5, True)]
)
def test_work_begins_where_there_is_room_before_closing(
    minutes_left: int, needed: int, moved: bool
) -> None:
    """Else it begins at the next opening."""
    moment = FRIDAY_CLOSING - timedelta(minutes=minutes_left)
    found = OfficeDays(HOURS, SUNDAY).room(moment, needed)
    assert found == (datetime(2026, 11, 23, 5, 0, tzinfo=UTC) if moved else moment)


def test_an_open_moment_is_open() -> None:
    """Every offset of the month lies in office hours."""
    days = OfficeDays(HOURS, SUNDAY)
    assert all(is_open(HOURS, days.at(share / 50 * days.total_seconds)) for share in range(50))
