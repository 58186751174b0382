"""Office hours: when requests are worked on, and time counted in them (C7, D2)."""

from bisect import bisect_left
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import lru_cache

SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2999, 12, 31)
"""Days outside of these are slips of a key: no term, statement or version reaches them."""


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """When the office is open: local times, weekdays (Monday is 0) and a holiday calendar (a country's code).

    `known` holds years whose holidays have been looked up already, so that the calendar need not be loaded.
    """

    utc_offset_hours: int = 4
    opens: time = time(9)
    closes: time = time(18)
    weekdays: frozenset[int] = frozenset({0, 1, 2, 3, 4})
    calendar: str = "RU"
    known: tuple[tuple[int, frozenset[date]], ...] = ()

    def __post_init__(self) -> None:
        """Raise ValueError for hours in which the office would never open."""
        if self.opens >= self.closes:
            raise ValueError("The office has to open before it closes.")
        if not self.weekdays or not self.weekdays <= set(range(7)):
            raise ValueError("Office weekdays are numbers from 0 (Monday) to 6, one at least.")


@dataclass(frozen=True, slots=True)
class OfficeStatus:
    """Open or closed, and until when (UTC): the closing when open, the next opening when closed."""

    open: bool
    until: datetime


def local(hours: OfficeHours, moment: datetime) -> datetime:
    """The moment on the office's own clock; raises ValueError for a moment without a zone."""
    if moment.tzinfo is None:
        raise ValueError("A moment needs its time zone.")
    return moment.astimezone(timezone(timedelta(hours=hours.utc_offset_hours)))


def office_day(hours: OfficeHours, moment: datetime) -> date:
    """The office's date at that moment."""
    return local(hours, moment).date()


def is_in_reach(day: date) -> bool:
    """Whether a day is one that somebody can mean, so that terms and midnights around it can be counted."""
    return FIRST_DAY <= day <= LAST_DAY


def day_begins(hours: OfficeHours, day: date) -> datetime:
    """The midnight with which an office day begins."""
    return datetime.combine(day, time(), timezone(timedelta(hours=hours.utc_offset_hours)))


def is_open(hours: OfficeHours, now: datetime) -> bool:
    """Whether requests are worked on at that moment: from opening, up to but not at closing (C7)."""
    here = local(hours, now)
    return _works(hours, here.date()) and hours.opens <= here.time() < hours.closes


def status(hours: OfficeHours, now: datetime) -> OfficeStatus:
    """Whether the office is open, and when that changes (C7)."""
    if is_open(hours, now):
        return OfficeStatus(open=True, until=_at(hours, office_day(hours, now), at=hours.closes))
    return OfficeStatus(open=False, until=_next_opening(hours, now))


def office_seconds(hours: OfficeHours, start: datetime, *, end: datetime) -> int:
    """Whole seconds of office time from start to end; 0 when the end is not after the start (C7)."""
    if end <= start:
        return 0
    first, last = local(hours, start), local(hours, end)
    days = _working_days(hours, first.date(), before=last.date())
    span = days * _day_length(hours) + _passed(hours, last) - _passed(hours, first)
    return span // SECOND


def business_day_close(hours: OfficeHours, start: datetime, *, n: int) -> datetime:
    """The close (UTC) of the nth business day, counted from the first opening at or after start (D2)."""
    if n < 1:
        raise ValueError("Business days are counted from 1.")
    day = office_day(hours, _next_opening(hours, start))
    for _ in range(n - 1):
        day = office_day(hours, _next_opening(hours, _at(hours, day, at=hours.closes)))
    return _at(hours, day, at=hours.closes)


def _next_opening(hours: OfficeHours, moment: datetime) -> datetime:
    """The first opening (UTC) at or after the moment."""
    here = local(hours, moment)
    day = here.date() if here.time() <= hours.opens else here.date() + DAY
    while not _works(hours, day):
        day += DAY
    return _at(hours, day, at=hours.opens)


def _at(hours: OfficeHours, day: date, *, at: time) -> datetime:
    """That time of the office's day, in UTC."""
    zone = timezone(timedelta(hours=hours.utc_offset_hours))
    return datetime.combine(day, at, tzinfo=zone).astimezone(UTC)


def _since_midnight(clock: time) -> timedelta:
    """How far into the day a time of day is."""
    return datetime.combine(date.min, clock) - datetime.combine(date.min, time())


def _day_length(hours: OfficeHours) -> timedelta:
    """How long the office is open on a working day."""
    return _since_midnight(hours.closes) - _since_midnight(hours.opens)


def _passed(hours: OfficeHours, here: datetime) -> timedelta:
    """How much of that local day's office time has passed."""
    if not _works(hours, here.date()):
        return timedelta()
    since_opening = _since_midnight(here.time()) - _since_midnight(hours.opens)
    return min(max(since_opening, timedelta()), _day_length(hours))


def _works(hours: OfficeHours, day: date) -> bool:
    """Whether that day is a working day."""
    return day.weekday() in hours.weekdays and day not in _days_off(hours, day.year)


def _working_days(hours: OfficeHours, first: date, *, before: date) -> int:
    """How many working days there are from first up to, not with, before."""
    years = (_days_of_year(hours, year) for year in range(first.year, before.year + 1))
    return sum(bisect_left(days, before) - bisect_left(days, first) for days in years)


@lru_cache(maxsize=64)
def _days_of_year(hours: OfficeHours, year: int) -> tuple[date, ...]:
    """The working days of a year, in order."""
    begin = date(year, 1, 1)
    days = (begin + DAY * n for n in range((date(year, 12, 31) - begin).days + 1))
    return tuple(day for day in days if _works(hours, day))


def _days_off(hours: OfficeHours, year: int) -> frozenset[date]:
    looked_up = next((days for known, days in hours.known if known == year), None)
    return holidays_of(hours.calendar, year) if looked_up is None else looked_up


@lru_cache(maxsize=256)
def holidays_of(calendar: str, year: int) -> frozenset[date]:
    """The national holidays of a year; raises ValueError for a calendar that nobody keeps."""
    if calendar in {"", "none"}:
        return frozenset()
    # Loading every country's calendar takes longer than opening the console.
    import holidays

    try:
        return frozenset(holidays.country_holidays(calendar, years=year))
    except NotImplementedError:
        raise ValueError(f"There is no holiday calendar {calendar!r}; 'none' means none.") from None
