"""What is told of the policy's versions: frozen values, times in UTC."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from console.policy.terms import Terms


@dataclass(frozen=True, slots=True)
class VersionView:
    """A version; `state` is in force, past, coming or proposed."""

    version: str
    title: str
    state: str
    in_force_from: datetime | None
    terms: Terms
    text: str
    words: Mapping[str, str]
    added_by: str
    added_at: datetime | None


@dataclass(frozen=True, slots=True)
class TrialLine:
    """One charge that another version would have made otherwise; credits taken, 0 or more."""

    entry: int
    ticket: int
    posted_at: datetime
    outcome: str
    worked_seconds: int
    took: int
    would: int


@dataclass(frozen=True, slots=True)
class Trial:
    """What the charges of some days took, and would have taken under a version; `lines` are the first that differ."""

    version: str
    first_day: date | None
    last_day: date | None
    charges: int
    took: int
    would: int
    differing: int
    lines: tuple[TrialLine, ...]
