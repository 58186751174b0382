"""Days of the office that somebody has said something of: closed, worked, or with hours of their own (C7)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta

from console.policy.officehours import DAY, OfficeDay, OfficeHours, hours_on, is_usually_worked
from console.policy.refusal import Refusal

AHEAD = timedelta(days=3 * 366)
"""Nobody plans further: a later day is a slip of a key."""

LOOK_AHEAD_DAYS = 400
_TIME = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])", re.ASCII)


@dataclass(frozen=True, slots=True)
class Closing:
    """Days in a row on which the office stays closed, one of them usually worked, up to the one that it opens on."""

    first: date
    opens_on: date

    @property
    def last(self) -> date:
        """The last day on which it is closed: the one before it opens again."""
        return self.opens_on - DAY


def check_day(day: date, *, today: date) -> Refusal | None:
    """Refuse to say anything of a day past: what was counted in its hours would come out otherwise (C7)."""
    if day < today:
        return Refusal(f"{day} is past: the hours of days past stay as they were.", "C7")
    if day - today > AHEAD:
        return Refusal(f"{day} is more than three years ahead.", "C7")
    return None


def check_hours(
    hours: OfficeHours, opens: time | None, closes: time | None
) -> tuple[time, time] | Refusal:
    """The hours of a day of its own, where they can be: the office opens before it closes."""
    wanted = (opens or hours.opens, closes or hours.closes)
    if wanted[0] < wanted[1]:
        return wanted
    return Refusal("The office opens before it closes.", "C7")


def read_time(text: str) -> time:
    """A time of day as people type it; raises ValueError with a sentence."""
    found = _TIME.fullmatch(text.strip())
    if found is None:
        raise ValueError("A time of day is hours and minutes, such as 9:00 or 15:30.")
    return time(int(found[1]), int(found[2]))


def said(day: OfficeDay | None) -> str:
    """What is said of a day: "closed", "worked", "worked 09:00 to 15:00"; nothing: "as usual"."""
    if day is None:
        return "as usual"
    if not day.works:
        return "closed"
    if day.opens is None or day.closes is None:
        return "worked"
    return f"worked {day.opens:%H:%M} to {day.closes:%H:%M}"


def on_day(hours: OfficeHours, day: date) -> str:
    """How a day is kept: "closed", or its hours."""
    worked = hours_on(hours, day)
    return "closed" if worked is None else f"{worked[0]:%H:%M} to {worked[1]:%H:%M}"


def closings(
    hours: OfficeHours, today: date, *, days: int = LOOK_AHEAD_DAYS
) -> tuple[Closing, ...]:
    """The closings that begin within so many days, but for mere ends of weeks; what goes on today is the first."""
    first = today
    while hours_on(hours, first - DAY) is None and not hours_on(hours, today):
        first -= DAY
    return tuple(_closings(hours, first, last=today + days * DAY))


def _closings(hours: OfficeHours, day: date, *, last: date) -> Iterator[Closing]:
    while day <= last:
        if hours_on(hours, day) is not None:
            day += DAY
            continue
        first, missed = day, False
        while hours_on(hours, day) is None:
            missed = missed or day.weekday() in hours.weekdays
            day += DAY
        if missed:
            yield Closing(first, day)


def usual(hours: OfficeHours, day: date) -> str:
    """How a day would be kept if nothing were said of it."""
    if is_usually_worked(hours, day):
        return f"{hours.opens:%H:%M} to {hours.closes:%H:%M}"
    return "closed"
