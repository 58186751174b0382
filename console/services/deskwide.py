"""What the desk says for everybody goes before a machine's own file: its settings, and the office's days.

The first look reads it by the bare driver: nothing large is loaded here.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, time
from typing import Any

from console.config import Settings
from console.policy import deskwide, officehours
from console.policy.officehours import OfficeDay, OfficeHours
from console.services.calendar import hours_of
from console.services.faults import BadInput

Rows = Sequence[Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Deskwide:
    """What is set for everybody, by name, and what is said of days; what the program cannot read is left out."""

    values: Mapping[str, Any] = field(default_factory=dict)
    days: frozenset[OfficeDay] = frozenset()
    unread: tuple[str, ...] = ()


def read(settings: Rows, days: Rows) -> Deskwide:
    """What rows say: (name, value) of what is set, (day, state, opens, closes) of what is said of days."""
    values: dict[str, deskwide.Value] = {}
    kept: dict[date, OfficeDay] = {}
    unread = []
    for name, value in settings:
        try:
            values[name] = _value(name, value)
        except (KeyError, ValueError):
            unread.append(f"the setting {name}")
    for row in days:
        try:
            day = office_day(*row)
            kept[day.day] = day
        except ValueError:
            unread.append(f"the office day {row[0]}")
    return Deskwide(values, frozenset(kept.values()), tuple(unread))


def _value(name: str, text: str) -> deskwide.Value:
    value = deskwide.read(deskwide.SETTINGS[name], text)
    if name == "holidays":
        check_calendar(str(value))
    return value


def check_calendar(calendar: str) -> None:
    """Raise ValueError for a calendar that nobody keeps; what a file names as well was looked up before."""
    with suppress(BadInput):
        hours_of(Settings(holidays=calendar))
        return
    raise ValueError(f"There is no holiday calendar {calendar!r}; none means none.")


def office_day(day: str, state: str, opens: str | None, closes: str | None) -> OfficeDay:
    """What a row says of a day. Raises ValueError."""
    found = OfficeDay(
        date.fromisoformat(day), state == "worked",
        time.fromisoformat(opens) if opens else None, time.fromisoformat(closes) if closes else None,
    )  # fmt: skip
    if found.day.isoformat() != day or not officehours.is_in_reach(found.day):
        raise ValueError(day)
    OfficeHours(calendar="none", days=frozenset({found}))  # raises where it closes before it opens
    return found


def over(file: Settings, said: Deskwide) -> Settings:
    """The settings of a machine's file, with what is set for everybody in their place."""
    ours = {name: each for name, each in said.values.items() if name not in deskwide.RETENTION}
    return replace(file, **ours) if ours else file


def value_of(settings: Settings, name: str) -> deskwide.Value:
    """What a machine's file comes to; it says nothing of what is let go of, which is then nothing."""
    value: deskwide.Value = 0 if name in deskwide.RETENTION else getattr(settings, name)
    return value


def hours(settings: Settings, said: Deskwide) -> OfficeHours:
    """When the office is open. Raises BadInput for a calendar that nobody keeps."""
    return hours_of(settings, said.days)


def differing(file: Settings, said: Deskwide) -> Iterator[tuple[str, str, str]]:
    """The settings that this machine's file sets, and otherwise: the name, the desk's value and the file's."""
    built_in = Settings()
    for name, value in sorted(said.values.items()):
        here = value_of(file, name)
        if here not in (value, value_of(built_in, name)):
            yield name, deskwide.written(value), deskwide.written(here)
