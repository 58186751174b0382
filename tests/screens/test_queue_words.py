"""Words of the queue."""

from datetime import UTC, datetime

import pytest

from console.policy.officehours import OfficeHours
from console.screens import queue_words
from console.services.shapes import EarlierView, QueueSummary
from tests.conftest import at
from tests.screens.views import request

HOURS = OfficeHours()


@pytest.mark.parametrize(
    ("now", "told"),
    [
        (at(), "open until 18:00"),
        (at(-61), "closed until 09:00"),
        (at(480), "closed until Tue 09:00"),
        (datetime(2026, 11, 20, 14, 0, tzinfo=UTC), "closed until Mon 09:00"),
        (datetime(2026, 12, 31, 14, 0, tzinfo=UTC), "closed until 11 Jan 09:00"),
    ],
)
def test_the_office_is_told_open_or_closed(now: datetime, told: str) -> None:
    """And until when, New Year's holidays included."""
    assert queue_words.office_text(HOURS, now) == told


def test_counts_leave_out_what_is_nothing() -> None:
    """Only what there is."""
    summary = QueueSummary(3, 0, 0, 2, 0, 1, 0, 0)
    assert queue_words.counts_line(summary) == "undelivered: 1 · for customer: 2"


@pytest.mark.parametrize(
    ("admin", "told"), [(True, "shop proposals: 2 · unknown products: 1"), (False, "Nothing else.")]
)
def test_what_the_shop_wants_is_told_to_admins(admin: bool, told: str) -> None:
    """Nobody else can see to it."""
    summary = QueueSummary(0, 0, 0, 0, 0, 0, 0, 0, order_proposals=2, unknown_products=1)
    assert queue_words.counts_line(summary, admin=admin) == told


@pytest.mark.parametrize(
    ("earlier", "total", "told"),
    [
        ((), 0, "first request"),
        ((EarlierView(3, "x", at(), "first-party-bug", ("F4", "U4"), 0),), 1,
         "1 earlier request, the last one free (F4, U4)"),
        ((EarlierView(3, "x", at(), "answered", (), 20),), 5, "5 earlier, the last one 20 credits"),
        ((EarlierView(3, "x", at(), None, (), 0),), 2, "2 earlier, the last one open"),
    ],
)  # fmt: skip
def test_earlier_requests_are_told_in_a_few_words(
    earlier: tuple[EarlierView, ...], total: int, told: str
) -> None:
    """How many, and how the last one ended."""
    assert queue_words.earlier_words(request(earlier=earlier, earlier_total=total)) == told
