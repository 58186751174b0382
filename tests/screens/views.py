"""Views to show: one request as the services hand it over, each fact of it changeable."""

from dataclasses import replace
from typing import Any

from console.policy.terms import TERMS
from console.services.shapes import (
    LimitView,
    MessageView,
    SessionView,
    TicketRow,
    TicketView,
    TimerView,
)
from tests.conftest import at

ROW = TicketRow(
    ticket=12, place=None, subject="Search", customer_id=1, customer="Anna", channel="email",
    kind=None, received_at=at(), age_seconds=0, balance=50, urgent=False, holder="olga",
    holder_name="Olga", waiting_for=None, waiting_credits=None, running=False, undelivered=0,
)  # fmt: skip

VIEW = TicketView(
    row=ROW, version=1, customer_address="anna@shop.example", domain=None, language="en",
    estimate=None, free_balance=0, available=50, outcome=None, ground=None, closed_at=None,
    policy_version="1", thread=(), thread_total=0, work=(), worked_seconds=0, limits=(),
    entries=(), earlier=(), earlier_total=0, posted_credits=0, holder_id=2,
    terms=TERMS, packages=(), covered_seconds=0, agreed_credits=None, owing_since=None,
)  # fmt: skip

MESSAGE = MessageView(
    message=1, direction="out", author="Olga", at=at(), text="Hello", attachments=(),
    message_id=None, delivery=None, last_error=None,
)  # fmt: skip

GONE = SessionView(
    session=1, login="olga", name="Olga", started_at=at(), ended_at=None, last_seen_at=at(), seconds=0,
    ending=None, reason=None, running=True, interrupted=True,
)  # fmt: skip
"""Work that runs on, its console gone."""

LIMIT = LimitView(
    limit="sixty-minutes", threshold=40, crossed_at=at(60), worked_seconds=3600, credits=40,
    amount=None, answer=None, answered_by=None, answered_at=None, reason=None,
)  # fmt: skip


def request(row: dict[str, Any] | None = None, **facts: Any) -> TicketView:
    """A request held by staff member 2, with these facts changed."""
    return replace(VIEW, row=replace(ROW, **(row or {})), **facts)


def timer(**facts: Any) -> TimerView:
    """A timer that runs on #12 since Monday 10:00, with these facts changed."""
    blank = TimerView(
        ticket=12, session=1, running=True, interrupted=False, started_at=at(), last_seen_at=at(),
        worked_seconds=0,
    )  # fmt: skip
    return replace(blank, **facts)
