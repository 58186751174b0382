"""The customer beside the thread: balance, work on this request, entries, earlier requests."""

from collections.abc import Iterator
from datetime import datetime

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from console.policy.officehours import OfficeHours
from console.policy.outcomes import label_of
from console.screens.base import put
from console.screens.words import (
    at_text,
    balance_words,
    clock_words,
    cover_words,
    debt_words,
    free_words,
)
from console.services.shapes import EarlierView, EntryView, LimitView, SessionView, TicketView
from widgets.durations import signed_clock_words
from widgets.safe_text import clean, one_line

LINES_KEPT = 30
MUTED = "$foreground 60%"


class CustomerPane(VerticalScroll, can_focus=True):
    """What is known of the customer and of the work, in sections."""

    def compose(self) -> ComposeResult:
        """The sections, top to bottom."""
        yield Static(id="customer-facts")
        yield Static("Work", classes="section")
        yield Static(id="customer-work")
        yield Static(id="customer-limits")
        yield Static("Credits", classes="section")
        yield Static(id="customer-entries")
        yield Static("Earlier requests", classes="section")
        yield Static(id="customer-earlier")

    def show(self, view: TicketView, hours: OfficeHours, *, now: datetime) -> None:
        """Show what the request's view tells."""
        self._put("facts", customer_lines(view, hours, now=now))
        self._put("work", work_lines(view, hours, now=now))
        self._put("limits", [limit_line(each, hours, now=now) for each in view.limits])
        entries = [entry_line(each, hours, now=now) for each in view.entries[-LINES_KEPT:]]
        self._put("entries", entries or [Content.styled(" None for this request yet.", MUTED)])
        earlier = list(earlier_lines(view, hours, now=now))
        self._put("earlier", earlier or [Content.styled(" None.", MUTED)])

    def _put(self, section: str, lines: list[Content]) -> None:
        shown = self.query_one(f"#customer-{section}", Static)
        shown.display = bool(lines)
        put(shown, Content("\n").join(lines), layout=True)


def customer_lines(view: TicketView, hours: OfficeHours, *, now: datetime) -> list[Content]:
    """Who the customer is, what they have, and what covers the request."""
    owes = view.row.balance < 0
    owed = debt_words(view.row.balance, view.owing_since, now)
    balance = owed if owes else f"balance {owed}{free_words(view.free_balance)}"
    about = view.component
    component = [Content(one_line(f"about {about.words}", max_chars=100))] if about else []
    return [
        Content.styled(one_line(view.row.customer, max_chars=100), "bold"),
        Content(one_line(view.customer_address, max_chars=200)),
        Content(one_line(view.domain or "no site given", max_chars=200)),
        Content.styled(balance, "$text-error" if owes else "")
        + Content.styled(f" · available {view.available}", MUTED),
        Content(cover_words(view, hours, now=now) or "no support package"),
        *component,
    ]


def work_lines(view: TicketView, hours: OfficeHours, *, now: datetime) -> list[Content]:
    """The work sessions and their sum."""
    if not view.work:
        return [Content.styled(" None yet.", MUTED)]
    lines = [work_line(each, hours, now=now) for each in view.work[-LINES_KEPT:]]
    return [*lines, Content(f" {'together':<13} {clock_words(view.worked_seconds):>8}")]


def work_line(session: SessionView, hours: OfficeHours, *, now: datetime) -> Content:
    """One work session: when, how long, who, how it ended, and the reason given with it."""
    how = "running" if session.running else (session.ending or "stopped")
    how = "interrupted" if session.interrupted else how
    reason = f": {one_line(session.reason, max_chars=100)}" if session.reason else ""
    at, length = at_text(hours, session.started_at, now=now), signed_clock_words(session.seconds)
    told = Content(f" {at:<13} {length:>8}  {one_line(session.name, max_chars=40)} ")
    return told + Content.styled(f"{how}{reason}", MUTED)


def limit_line(limit: LimitView, hours: OfficeHours, *, now: datetime) -> Content:
    """One crossing and its answer."""
    at = at_text(hours, limit.crossed_at, now=now)
    told = f", told {limit.amount}" if limit.amount is not None else ""
    answer = f"{limit.answer}{told}" if limit.answer else "not answered yet"
    reason = f": {one_line(limit.reason, max_chars=100)}" if limit.reason else ""
    style = MUTED if limit.answer else "$text-warning"
    return Content.styled(f" {at}  {limit.limit} · {answer}{reason}", style)


def entry_line(entry: EntryView, hours: OfficeHours, *, now: datetime) -> Content:
    """One entry of the account: when, what, how much, and the balance after."""
    at = at_text(hours, entry.posted_at, now=now)
    cited = Content.styled(f"  {' '.join(entry.clauses)}", MUTED)
    amount = f"{entry.credits:+d}" if entry.credits else "0"
    after = f" → {balance_words(entry.balance_after)}"
    return Content(f" {at:<13} {entry.kind:<10} {amount:>5}{after}") + cited


def earlier_lines(view: TicketView, hours: OfficeHours, *, now: datetime) -> Iterator[Content]:
    """The customer's earlier requests, as many as there is room for."""
    for each in view.earlier[:LINES_KEPT]:
        yield earlier_line(each, hours, now=now)
    if view.earlier_total > LINES_KEPT:
        yield Content.styled(f" and {view.earlier_total - LINES_KEPT} more", MUTED)


def earlier_line(earlier: EarlierView, hours: OfficeHours, *, now: datetime) -> Content:
    """One earlier request and how it ended."""
    cost = f"{earlier.credits} credits" if earlier.credits else "free"
    ended = f"{label_of(earlier.outcome)}, {cost}" if earlier.outcome else "open"
    at = at_text(hours, earlier.received_at, now=now)
    subject = one_line(clean(earlier.subject), max_chars=60)
    return Content(f" #{earlier.ticket} {subject}\n") + Content.styled(
        f"   {at} · {ended} {' '.join(earlier.clauses)}", MUTED
    )
