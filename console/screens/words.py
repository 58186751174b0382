"""Words: how facts read on screen. Texts from outside are made safe here or by the widget that shows them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from console.policy import officehours
from console.policy.credits import balance_words
from console.policy.entitlements import CoverKind
from console.policy.officehours import OfficeHours
from console.policy.outcomes import label_of
from widgets.durations import age_words, clock_words
from widgets.safe_text import one_line

if TYPE_CHECKING:  # large, and not on the first frame
    from console.services.shapes import (
        AttachmentView,
        EntryView,
        MessageView,
        SessionView,
        TicketView,
    )

DAY = timedelta(days=1)
NAME_CHARS = 28
LANGUAGES = {"en": "English", "ru": "Russian"}


@dataclass(frozen=True, slots=True)
class Shown:
    """A message as the thread shows it."""

    message: int
    direction: str
    author: str
    at_text: str
    text: str
    attachments: "tuple[AttachmentView, ...]"
    delivery: str | None
    doubt: str | None = None


def at_text(hours: OfficeHours, moment: datetime, *, now: datetime) -> str:
    """A moment on the office's clock: "10:02" today, "16 Nov 10:02" this year, else with the year."""
    here, today = officehours.local(hours, moment), officehours.local(hours, now)
    if here.date() == today.date():
        return f"{here:%H:%M}"
    if here.year == today.year:
        return f"{here.day} {here:%b %H:%M}"
    return f"{here.day} {here:%b %Y}"


def day_text(hours: OfficeHours, moment: datetime, *, now: datetime) -> str:
    """A day by the office's clock: "16 Nov" this year, else with the year."""
    here, today = officehours.local(hours, moment), officehours.local(hours, now)
    return f"{here.day} {here:%b}" if here.year == today.year else f"{here.day} {here:%b %Y}"


def last_month(today: date) -> tuple[date, date]:
    """The first and the last day of the month before."""
    last = today.replace(day=1) - DAY
    return last.replace(day=1), last


def cover_words(view: "TicketView", hours: OfficeHours, *, now: datetime) -> str:
    """What covers the request, until when: "Premium until 3 Dec", "Incident, 1:20:00 left"; nothing where none does."""
    if not view.packages:
        return ""
    first, last = view.packages[0], view.packages[-1]
    name = first.kind.capitalize()
    if first.kind != CoverKind.PREMIUM:
        left = max(0, view.terms.package_seconds - view.worked_seconds)
        return f"{name}, {clock_words(left)} left" if left else f"{name}, used up"
    term = next((each for each in view.packages if each.running), None)
    if term is not None and term.ends_at is not None:
        return f"{name} until {day_text(hours, term.ends_at, now=now)}"
    if first.starts_at is not None and first.starts_at > now:
        return f"{name} from {day_text(hours, first.starts_at, now=now)}"
    ended = day_text(hours, last.ends_at, now=now) if last.ends_at is not None else ""
    return f"{name} ended {ended}"


def called(name: str) -> str:
    """A name as it stands in a sentence: a long one hides nothing that comes after it."""
    return one_line(name, max_chars=NAME_CHARS)


def free_words(free: int) -> str:
    """How much of a balance came free; nothing where none did."""
    return f", {free} of it free" if free else ""


def debt_words(balance: int, since: datetime | None, now: datetime) -> str:
    """A balance, and how long it has been owed: "50", "owes 20 for 12 days"."""
    if balance >= 0 or since is None:
        return balance_words(balance)
    days = (now - since).days
    age = "since today" if days < 1 else f"for {days} day{'s' if days > 1 else ''}"
    return f"{balance_words(balance)} {age}"


def customer_line(view: "TicketView", *, hours: OfficeHours, now: datetime) -> str:
    """Who asks, for which site, what they have, and what covers it."""
    balance = (
        debt_words(view.row.balance, view.owing_since, now)
        if view.row.balance < 0
        else f"balance {view.row.balance}{free_words(view.free_balance)}"
    )
    kind = view.row.kind or "no kind yet"
    estimate = f"estimate {view.estimate}" if view.estimate is not None else ""
    covered = cover_words(view, hours, now=now)
    agreed = f"agreed up to {view.agreed_credits}" if view.agreed_credits else ""
    follows = f"follows #{view.follows}" if view.follows is not None else ""
    about = f"about {view.component.words}" if view.component else ""
    bug = f"known bug: {one_line(view.bug.title, max_chars=60)}" if view.bug else ""
    parts = (
        called(view.row.customer), balance, covered, kind, estimate, agreed, view.domain or "", follows,
        about, bug,
    )  # fmt: skip
    return " · ".join(one_line(part) for part in parts if part)


def state_line(view: "TicketView", *, me: int, follows: str = "") -> str:
    """Whose shoulder is looked over, who holds the request or what it waits for, or how it ended."""
    if follows:
        told = one_line(follows, max_chars=20)
        return f"over {told}'s shoulder · {state_line(view, me=me)}"
    if view.closed_at is not None:
        cost = f"{view.posted_credits} credits" if view.posted_credits else "free"
        return f"closed, {cost} · {one_line(label_of(view.outcome), max_chars=30)}"
    waits = f"waiting for {view.row.waiting_for}" if view.row.waiting_for else ""
    if view.row.waiting_credits:
        waits = f"waiting for {view.row.waiting_credits} credits"
    others = [
        one_line(name, max_chars=20)
        for number, name in view.lookers
        if number not in {me, view.holder_id}
    ]
    looks = f"{' and '.join(others[:2])} looking" if others else ""
    if view.holder_id is None:
        held = "" if waits else "waiting, nobody's yet"
    else:
        held = "you hold it" if view.holder_id == me else f"held by {view.row.holder_name}"
    stopped = "timer interrupted" if any(each.interrupted for each in view.work) else ""
    return " · ".join(part for part in (looks, waits, stopped, held) if part)


def shown_messages(
    messages: "Iterable[MessageView]", hours: OfficeHours, *, now: datetime
) -> tuple[Shown, ...]:
    """The thread as its widget takes it."""
    return tuple(
        Shown(
            message=each.message,
            direction=each.direction,
            author=each.author,
            at_text=at_text(hours, each.at, now=now),
            text=each.text,
            attachments=each.attachments,
            delivery=delivery_words(each),
            doubt=each.doubt,
        )
        for each in messages
    )


def delivery_words(message: "MessageView") -> str | None:
    """How the e-mail of an answer stands."""
    if message.delivery == "failed":
        return f"not delivered: {one_line(message.last_error or 'unknown', max_chars=120)}"
    if message.delivery == "came back":
        return f"came back: {one_line(message.last_error or 'unknown', max_chars=120)}"
    if message.delivery == "queued" and message.last_error:
        return f"will be tried again: {one_line(message.last_error, max_chars=120)}"
    return message.delivery


def entry_line(entry: "EntryView", hours: OfficeHours, *, now: datetime) -> str:
    """One entry of an account, in one line."""
    about = f"#{entry.ticket}" if entry.ticket is not None else (entry.reason or "")
    cited = ", ".join(entry.clauses)
    return (
        f"{at_text(hours, entry.posted_at, now=now):>12}  {entry.kind:<10} {entry.credits:>+6}"
        f"  → {balance_words(entry.balance_after):>9}  {one_line(about, max_chars=40)} {cited}"
    )


def session_words(session: "SessionView", hours: OfficeHours, *, now: datetime) -> str:
    """A work session for a question about it: since when, and when its console was last seen."""
    started = at_text(hours, session.started_at, now=now)
    return f"{started}, {clock_words(session.seconds)}"


__all__ = [
    "Shown",
    "age_words",
    "at_text",
    "balance_words",
    "called",
    "clock_words",
    "cover_words",
    "customer_line",
    "day_text",
    "debt_words",
    "delivery_words",
    "entry_line",
    "free_words",
    "last_month",
    "session_words",
    "shown_messages",
    "state_line",
]
