"""Lengths of time in the few words that fit a column."""

from __future__ import annotations

OFFICE_DAY_SECONDS = 9 * 3600

_HOUR, _MINUTE = 3600, 60
_UNITS = {"en": ("hour", "minute"), "ru": ("ч", "мин")}


def age_words(seconds: int) -> str:
    """How long a request has waited, in office time: "0h 05", "3h 10", "2d 4h" (a day is 9 office hours)."""
    days, rest = divmod(max(0, seconds), OFFICE_DAY_SECONDS)
    hours, rest = divmod(rest, 3600)
    return f"{days}d {hours}h" if days else f"{hours}h {rest // 60:02}"


def clock_words(seconds: int) -> str:
    """Worked time to the second: "0:37:12"."""
    hours, rest = divmod(max(0, seconds), 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}"


def signed_clock_words(seconds: int) -> str:
    """Worked time that may have been taken off: "0:37:12", "-0:15:00"."""
    return f"{'-' if seconds < 0 else ''}{clock_words(abs(seconds))}"


def countdown_words(seconds: int) -> str:
    """Time left: whole minutes, and by the second in the last one: "8 min", "0:48"."""
    if seconds < 60:
        return f"0:{max(0, seconds):02}"
    return f"{-(-seconds // 60)} min"


def length_words(seconds: int, language: str = "en") -> str:
    """A length that a rule names: "15 minutes", "2 hours", "15 мин"; to the second where it is no whole minute."""
    hour, minute = _UNITS.get(language, _UNITS["en"])
    size, unit = (_HOUR, hour) if seconds % _HOUR == 0 else (_MINUTE, minute)
    number, rest = divmod(seconds, size)
    if rest:
        return clock_words(seconds)
    many = "s" if language != "ru" and number != 1 else ""
    return f"{number} {unit}{many}"
