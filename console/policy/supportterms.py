"""Support terms: when Premium runs, how it is renewed, and what may still be refunded (P1 to P7)."""

import re
from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from console.policy.entitlements import CoverKind
from console.policy.officehours import OfficeHours, day_begins, local, office_day
from console.policy.refusal import Refusal

MONTHS = (1, 3, 6, 12)
DOMAIN_CHARS_MAX = 253
HALF_DAY_HOURS = 12

_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_NOT_REFUNDED = {
    CoverKind.PREMIUM: "P3",
    CoverKind.INCIDENT: "P5",
    CoverKind.EXAMINATION: "P7",
}


@dataclass(frozen=True, slots=True)
class Term:
    """A Premium term: its start and end (UTC, the end not in it), and the day of the month that its chain began on."""

    starts_at: datetime
    ends_at: datetime
    anchor_day: int


def months_after(first: date, months: int, *, anchor_day: int) -> date:
    """The same day so many calendar months later, or the month's last where it has no such day (P1)."""
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(year, month + 1, min(anchor_day, monthrange(year, month + 1)[1]))


def plan_term(
    hours: OfficeHours,
    months: int,
    *,
    known: Iterable[Term],
    others: Iterable[Term] = (),
    first_day: date | None,
    now: datetime,
) -> Term | Refusal:
    """The term that a purchase of so many months begins; `known` are its customer's own terms of its domain (P1).

    Without a first day it follows on from the last of those that has not ended, else it begins today. It overlaps
    none of them, and none that the domain has for `others`.
    """
    if months not in MONTHS:
        return Refusal(
            f"Premium is for {', '.join(map(str, MONTHS[:-1]))} or {MONTHS[-1]} months, not {months}.",
            "P1",
        )
    own = sorted(known, key=lambda each: each.starts_at)
    wanted = _planned(hours, months, own, first_day=first_day, now=now)
    clash = next((each for each in (*own, *others) if _overlap(each, wanted)), None)
    if clash is None:
        return wanted
    return Refusal(
        f"Premium runs for this domain from {_day(hours, clash.starts_at)}"
        f" until {_day(hours, clash.ends_at)}: terms do not overlap.",
        "P1",
    )


def _planned(
    hours: OfficeHours, months: int, own: Sequence[Term], *, first_day: date | None, now: datetime
) -> Term:
    """A renewal where a term runs and no day is named, else a term from that day or today on."""
    last = own[-1] if own and own[-1].ends_at > now else None
    if first_day is None and last is not None:
        clock = _clock_of(hours, last.ends_at)
        return _term(clock, office_day(clock, last.ends_at), months, anchor_day=last.anchor_day)
    first = first_day or office_day(hours, now)
    return _term(hours, first, months, anchor_day=first.day)


def _clock_of(hours: OfficeHours, midnight: datetime) -> OfficeHours:
    """The office's clock as it was when that moment was set as a midnight: it may have moved since."""
    hour = local(hours, midnight).hour
    ahead = hour if hour < HALF_DAY_HOURS else hour - 2 * HALF_DAY_HOURS
    return replace(hours, utc_offset_hours=hours.utc_offset_hours - ahead)


def check_refund(kind: CoverKind, *, begun: bool) -> Refusal | None:
    """Refuse to take a package back once any work has been started under it (P3, P5, P7)."""
    if not begun:
        return None
    return Refusal(
        f"{kind.capitalize()} is not refunded once any work under it has been started.",
        _NOT_REFUNDED[kind],
    )


def normal_domain(text: str) -> str | None:
    """A site's domain, without what people write around it; None where it is none."""
    host = _SCHEME.sub("", text.strip()).partition("/")[0].partition("?")[0].partition("#")[0]
    host = host.rpartition("@")[2].partition(":")[0].strip(".").lower().removeprefix("www.")
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError:
            return None
    labels = host.split(".")
    fits = len(labels) > 1 and len(host) <= DOMAIN_CHARS_MAX
    return host if fits and all(map(_LABEL.fullmatch, labels)) else None


def _term(hours: OfficeHours, first: date, months: int, *, anchor_day: int) -> Term:
    last = months_after(first, months, anchor_day=anchor_day)
    return Term(day_begins(hours, first), day_begins(hours, last), anchor_day)


def _overlap(one: Term, other: Term) -> bool:
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


def _day(hours: OfficeHours, moment: datetime) -> str:
    day = office_day(hours, moment)
    return f"{day.day} {day:%b %Y}"
