"""Office hours: when requests are worked on, and time counted in them (C7, D2)."""

from bisect import bisect_left
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2999, 12, 31)
"""Days outside of these are slips of a key: no term, statement or version reaches them."""


class OfficeDay(NamedTuple):
    """A day that is not as weekday and calendar have it: closed, or worked, in hours of its own where it has them."""

    day: date
    works: bool
    opens: time | None = None
    closes: time | None = None


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """When the office is open: local times, weekdays (Monday is 0) and a holiday calendar (a country's code).

    `known` holds years whose holidays have been looked up already, so that the calendar need not be loaded; `days`
    go before weekday and calendar.
    """

    utc_offset_hours: int = 4
    opens: time = time(9)
    closes: time = time(18)
    weekdays: frozenset[int] = frozenset({0, 1, 2, 3, 4})
    calendar: str = "RU"
    known: tuple[tuple[int, frozenset[date]], ...] = ()
    days: frozenset[OfficeDay] = frozenset()

    def __post_init__(self) -> None:
        """Raise ValueError for hours in which the office would never open."""
        if self.opens >= self.closes:
            raise ValueError("The office has to open before it closes.")
        if not self.weekdays or not self.weekdays <= set(range(7)):
            raise ValueError("Office weekdays are numbers from 0 (Monday) to 6, one at least.")
        if len(_by_day(self.days)) < len(self.days):
            raise ValueError("A day of the office is said once.")
        for each in self.days:
            if each.works and (each.opens or self.opens) >= (each.closes or self.closes):
                raise ValueError("The office has to open before it closes.")


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


def hours_on(hours: OfficeHours, day: date) -> tuple[time, time] | None:
    """When the office opens and closes on that day; None where it stays closed (C7)."""
    own = _by_day(hours.days).get(day)
    if own is not None:
        return (own.opens or hours.opens, own.closes or hours.closes) if own.works else None
    return (hours.opens, hours.closes) if is_usually_worked(hours, day) else None


def is_usually_worked(hours: OfficeHours, day: date) -> bool:
    """Whether that day is worked by weekday and calendar, whatever is said of it."""
    return day.weekday() in hours.weekdays and day not in _days_off(hours, day.year)


def is_open(hours: OfficeHours, now: datetime) -> bool:
    """Whether requests are worked on at that moment: from opening, up to but not at closing (C7)."""
    here = local(hours, now)
    worked = hours_on(hours, here.date())
    return worked is not None and worked[0] <= here.time() < worked[1]


def status(hours: OfficeHours, now: datetime) -> OfficeStatus:
    """Whether the office is open, and when that changes (C7)."""
    if is_open(hours, now):
        return OfficeStatus(open=True, until=_close(hours, office_day(hours, now)))
    return OfficeStatus(open=False, until=_next_opening(hours, now))


def office_seconds(hours: OfficeHours, start: datetime, *, end: datetime) -> int:
    """Whole seconds of office time from start to end; 0 when the end is not after the start (C7)."""
    if end <= start:
        return 0
    first, last = local(hours, start), local(hours, end)
    whole = _worked(hours, first.date(), before=last.date())
    return (whole + _passed(hours, last) - _passed(hours, first)) // SECOND


def business_day_close(hours: OfficeHours, start: datetime, *, n: int) -> datetime:
    """The close (UTC) of the nth business day, counted from the first opening at or after start (D2)."""
    if n < 1:
        raise ValueError("Business days are counted from 1.")
    day = office_day(hours, _next_opening(hours, start))
    for _ in range(n - 1):
        day = office_day(hours, _next_opening(hours, _close(hours, day)))
    return _close(hours, day)


def office_day_before(hours: OfficeHours, now: datetime) -> datetime:
    """The last moment (UTC) from which office time as long as a usual day has passed by now (C7)."""
    here = local(hours, now)
    day, passed = here.date(), _passed(hours, here)
    left = _since_midnight(hours.closes) - _since_midnight(hours.opens)
    while passed < left:
        left -= passed
        day -= DAY
        passed = _length(hours, day)
    return _at(hours, day, at=_opens(hours, day)) + passed - left


def opening_of(hours: OfficeHours, now: datetime) -> datetime:
    """When the office opens, or opened, on the day of a moment (UTC), be it a working day or not."""
    day = office_day(hours, now)
    return _at(hours, day, at=_opens(hours, day))


def _opens(hours: OfficeHours, day: date) -> time:
    """When the office opens on that day; as usual where it stays closed."""
    worked = hours_on(hours, day)
    return hours.opens if worked is None else worked[0]


def _next_opening(hours: OfficeHours, moment: datetime) -> datetime:
    """The first opening (UTC) at or after the moment."""
    here = local(hours, moment)
    day = here.date()
    worked = hours_on(hours, day)
    while worked is None or (day == here.date() and here.time() > worked[0]):
        day += DAY
        worked = hours_on(hours, day)
    return _at(hours, day, at=worked[0])


def _close(hours: OfficeHours, day: date) -> datetime:
    """The close of a working day, in UTC."""
    worked = hours_on(hours, day)
    return _at(hours, day, at=hours.closes if worked is None else worked[1])


def _at(hours: OfficeHours, day: date, *, at: time) -> datetime:
    """That time of the office's day, in UTC."""
    zone = timezone(timedelta(hours=hours.utc_offset_hours))
    return datetime.combine(day, at, tzinfo=zone).astimezone(UTC)


def _since_midnight(clock: time) -> timedelta:
    """How far into the day a time of day is."""
    return datetime.combine(date.min, clock) - datetime.combine(date.min, time())


def _length(hours: OfficeHours, day: date) -> timedelta:
    """How long the office is open on that day."""
    worked = hours_on(hours, day)
    return _since_midnight(worked[1]) - _since_midnight(worked[0]) if worked else timedelta()


def _passed(hours: OfficeHours, here: datetime) -> timedelta:
    """How much of that local day's office time has passed."""
    worked = hours_on(hours, here.date())
    if worked is None:
        return timedelta()
    since_opening = _since_midnight(here.time()) - _since_midnight(worked[0])
    return min(max(since_opening, timedelta()), _length(hours, here.date()))


def _worked(hours: OfficeHours, first: date, *, before: date) -> timedelta:
    """The office time of all days from first up to, not with, before."""
    years = (_year(hours, year) for year in range(first.year, before.year + 1))
    return sum(
        (sums[bisect_left(days, before)] - sums[bisect_left(days, first)] for days, sums in years),
        timedelta(),
    )


@lru_cache(maxsize=64)
def _year(hours: OfficeHours, year: int) -> tuple[tuple[date, ...], tuple[timedelta, ...]]:
    """The working days of a year, in order, and the office time before each of them and after the last."""
    begin = date(year, 1, 1)
    days = (begin + DAY * n for n in range((date(year, 12, 31) - begin).days + 1))
    worked = tuple(day for day in days if hours_on(hours, day))
    lengths = (_length(hours, day) for day in worked)
    return worked, tuple(accumulate(lengths, initial=timedelta()))


@lru_cache(maxsize=32)
def _by_day(days: frozenset[OfficeDay]) -> dict[date, OfficeDay]:
    return {each.day: each for each in days}


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
