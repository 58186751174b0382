"""What words on the command line may be: each function gives the value, or says what it should have been."""

import re
from argparse import ArgumentTypeError
from datetime import date, time

_NUMBER = re.compile(r"#?([0-9]{1,18})", re.ASCII)
_WORKED = re.compile(r"([0-9]{1,5}):([0-5][0-9]):([0-5][0-9])", re.ASCII)
_WHOLE = re.compile(r"[+-]?[0-9]{1,9}", re.ASCII)
GROUPINGS = ("person", "week", "customer", "component")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


def number(text: str) -> int:
    """A number that the desk gave, such as a request's: 12 or #12."""
    found = _NUMBER.fullmatch(text)
    if found is None:
        raise ArgumentTypeError(f"{text!r} is no number of a request or record.")
    return int(found.group(1))


def customer(text: str) -> int | str:
    """A customer's number, or one of their addresses."""
    found = _NUMBER.fullmatch(text)
    return int(found.group(1)) if found is not None else text


def whole(text: str) -> int:
    """A whole number, with or without a sign."""
    if not _WHOLE.fullmatch(text):
        raise ArgumentTypeError(f"{text!r} is no whole number.")
    return int(text)


def counted(text: str) -> int:
    """A whole number of 1 or more."""
    value = whole(text)
    if value < 1:
        raise ArgumentTypeError(f"{text!r} should be 1 or more.")
    return value


def cost(text: str) -> int:
    """A whole number of credits, 0 or more."""
    value = whole(text)
    if value < 0:
        raise ArgumentTypeError(f"{text!r} should be 0 or more.")
    return value


def worked(text: str) -> int:
    """Worked time as H:MM:SS, in seconds."""
    found = _WORKED.fullmatch(text)
    if found is None:
        raise ArgumentTypeError(f"{text!r} is no length of time: write H:MM:SS, such as 0:45:00.")
    hours, minutes, seconds = map(int, found.groups())
    return hours * 3600 + minutes * 60 + seconds


def day(text: str) -> date:
    """A day of the office, as YYYY-MM-DD."""
    from console.policy.officehours import FIRST_DAY, LAST_DAY, is_in_reach

    try:
        found = date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        found = None
    if found is None:
        raise ArgumentTypeError(f"{text!r} is no day: write YYYY-MM-DD.")
    if not is_in_reach(found):
        raise ArgumentTypeError(f"a day is one from {FIRST_DAY} to {LAST_DAY}.")
    return found


def year(text: str) -> int:
    """A year that days of the office are in."""
    from console.policy.officehours import FIRST_DAY, LAST_DAY

    value = whole(text)
    if not FIRST_DAY.year <= value <= LAST_DAY.year:
        raise ArgumentTypeError(f"a year is one from {FIRST_DAY.year} to {LAST_DAY.year}.")
    return value


def clock(text: str) -> time:
    """A time of day, as H:MM."""
    from console.policy.officedays import read_time

    try:
        return read_time(text)
    except ValueError as error:
        raise ArgumentTypeError(str(error)) from None


def reason(text: str) -> str:
    """Words that somebody will read later: not nothing."""
    if not text.strip():
        raise ArgumentTypeError("it cannot be empty.")
    return text


def outcome(text: str) -> str:
    """How a request ends."""
    from console.policy.outcomes import parse_outcome

    try:
        return str(parse_outcome(text))
    except ValueError as error:
        raise ArgumentTypeError(str(error)) from None


def kind(text: str) -> str:
    """What a request is about."""
    from console.policy.intake import parse_kind

    try:
        return str(parse_kind(text))
    except ValueError as error:
        raise ArgumentTypeError(str(error)) from None


def grouping(text: str) -> str:
    """What a report is grouped by."""
    if text in GROUPINGS:
        return text
    raise ArgumentTypeError(f"{text!r} is none of: {', '.join(GROUPINGS)}.")
