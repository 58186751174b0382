"""Disputes: what is taken as one, what it is about, by when it is decided, and by whom (D1 to D3)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from console.policy import access, officehours
from console.policy.access import Role
from console.policy.officehours import OfficeHours
from console.policy.outcomes import Outcome
from console.policy.refusal import Refusal

UNKNOWN = Refusal(
    "A dispute is taken from a customer that the desk knows, not from an unknown address.", "D3"
)
FIRST_LINES = 20
"""How many lines of a mail are searched for what it is about."""

_FORWARDED = r"^\s*(?:(?:re|fwd?|aw|ответ|пересл)\s*:\s*)*"
_SUBJECT = re.compile(
    _FORWARDED + r"(?:dispute|претензия|обжалование)\s*"
    r"(?:$|[#№:.,\[(–—-]|(?:of|over|about|on|for|regarding|by|по|о|об|на|к|за)\b)",
    re.IGNORECASE,
)
_NUMBER = r"\s*(?:no\.?|number|№|#)?\s*([1-9][0-9]{0,8})\b"
_ENTRY = re.compile(r"\b(?:entry|запись|записи|записью)" + _NUMBER, re.IGNORECASE)
_REQUEST = re.compile(
    r"(?:#([1-9][0-9]{0,8})\b)|\b(?:request|ticket|заявка|заявке|заявки|заявку)" + _NUMBER,
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Deadlines:
    """When the leads are warned of a dispute, and when it is overdue (UTC)."""

    warn_at: datetime
    due_at: datetime


class State(StrEnum):
    """Where a dispute stands."""

    OPEN = "open"
    DUE = "due soon"
    OVERDUE = "overdue"
    UPHELD = "upheld"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Mentions:
    """The numbers of requests and entries that a text names, in its order."""

    tickets: tuple[int, ...]
    entries: tuple[int, ...]


def deadlines(hours: OfficeHours, received_at: datetime) -> Deadlines:
    """The close of the first and of the second business day, counted from the next opening (D2)."""
    return Deadlines(
        officehours.business_day_close(hours, received_at, n=1),
        officehours.business_day_close(hours, received_at, n=2),
    )


def state(when: Deadlines, decision: str | None, *, now: datetime) -> State:
    """Where a dispute stands; at the very second of a close it is past it."""
    if decision is not None:
        return State(decision)
    if now >= when.due_at:
        return State.OVERDUE
    return State.DUE if now >= when.warn_at else State.OPEN


def is_dispute(subject: str, recipients: Iterable[str], *, address: str) -> bool:
    """Whether a mail is a dispute: sent to the address for disputes, or called one by its subject (D1)."""
    wanted = address.strip().lower()
    sent_there = bool(wanted) and wanted in (each.strip().lower() for each in recipients)
    return sent_there or _SUBJECT.match(subject) is not None


def mentions(subject: str, text: str) -> Mentions:
    """The requests and entries that a mail names in its subject, then in its first lines, quotes left out."""
    own = [line for line in text.split("\n") if not line.lstrip().startswith(">")]
    said = "\n".join([subject, *own[:FIRST_LINES]])
    tickets = (int(one or other) for one, other in _REQUEST.findall(said))
    entries = (int(each) for each in _ENTRY.findall(said))
    return Mentions(tuple(dict.fromkeys(tickets)), tuple(dict.fromkeys(entries)))


def check_close(kind: str | None, outcome: Outcome, *, ticket: int) -> Refusal | None:
    """Refuse to decide what is no dispute, and to close a dispute without a decision (D1)."""
    decides = outcome in {Outcome.DISPUTE_UPHELD, Outcome.DISPUTE_REJECTED}
    if decides and kind != "dispute":
        return Refusal(f"#{ticket} is no dispute: set its kind to dispute first.", "D1")
    if kind == "dispute" and not decides and outcome is not Outcome.NOT_A_REQUEST:
        return Refusal(f"#{ticket} is a dispute: it is upheld or rejected.", "D1")
    return None


def check_decider(role: Role, decider_id: int, *, posters: Iterable[int | None]) -> Refusal | None:
    """Refuse a decision to all but an admin, or a lead who did not post what is disputed."""
    if refused := access.check(role, "decide_dispute"):
        return refused
    if role is Role.LEAD and decider_id in set(posters):
        return Refusal("You posted this charge: another lead or an admin decides on it.")
    return None


def check_upheld(left: int, credits: int | None, *, linked: bool) -> Refusal | None:
    """Refuse to uphold what names nothing, or to give back what is not left of it; None means all that is left."""
    if not linked:
        return Refusal("Say first which request or entry it is about.", "D1")
    if left <= 0:
        return Refusal(
            "No charge is left of it that could go back: reject it, or let an admin correct the balance.",
            "D1",
        )
    if credits is not None and not 0 < credits <= left:
        return Refusal(f"{left} credits are left of that charge: give back 1 to {left}.", "D1")
    return None
