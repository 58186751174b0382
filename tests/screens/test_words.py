"""Words on screen."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from console.policy.officehours import OfficeHours
from console.screens import words
from console.screens.board_lines import day_or_time
from tests.conftest import at
from tests.screens.views import GONE, MESSAGE, request

HOURS = OfficeHours()


@pytest.mark.parametrize(
    ("moment", "told"),
    [
        (at(2), "10:02"),
        (at(-1440), "15 Nov 10:00"),
        (datetime(2025, 12, 31, 19, 59, tzinfo=UTC), "31 Dec 2025"),
    ],
)
def test_moments_are_told_on_the_offices_clock(moment: datetime, told: str) -> None:
    """Today's with the time alone, last year's with the year."""
    assert words.at_text(HOURS, moment, now=at()) == told


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({}, "balance 50"),
        ({"balance": -20}, "owes 20"),
        ({"customer": "x\x1b[31m\nred"}, "x·[31m red"),
        ({"kind": "conflict"}, "conflict"),
        ({"customer": "Long " * 60, "balance": -20}, "… · owes 20"),
    ],
)
def test_the_customers_line_is_safe_and_in_words(row: dict[str, object], told: str) -> None:
    """Whatever the customer is called."""
    assert told in words.customer_line(request(row), hours=HOURS, now=at())


def test_what_a_request_follows_is_told_beside_its_customer() -> None:
    """A request that a late answer began says which one it follows."""
    assert words.customer_line(request(follows=7), hours=HOURS, now=at()).endswith("follows #7")


@pytest.mark.parametrize(
    ("row", "facts", "told"),
    [
        ({}, {}, "you hold it"),
        ({}, {"holder_id": 3}, "held by Olga"),
        ({}, {"holder_id": 3, "work": (GONE,)}, "timer interrupted · held by Olga"),
        ({}, {"holder_id": None}, "waiting, nobody's yet"),
        ({"waiting_for": "customer"}, {}, "waiting for customer · you hold it"),
        ({"waiting_for": "credits", "waiting_credits": 40}, {"holder_id": None}, "waiting for 40 credits"),
        ({}, {"closed_at": at(), "outcome": "answered", "posted_credits": 30}, "closed, 30 credits · answered"),
        ({}, {"closed_at": at(), "outcome": "first-party-bug"}, "closed, free · bug of our add-on"),
    ],
)  # fmt: skip
def test_the_state_is_told_in_words(
    row: dict[str, object], facts: dict[str, object], told: str
) -> None:
    """Whose it is, what it waits for, how it ended."""
    assert words.state_line(request(row, **facts), me=2) == told


@pytest.mark.parametrize(
    ("delivery", "error", "told"),
    [
        (None, None, None),
        ("queued", None, "queued"),
        ("queued", "451 later", "will be tried again: 451 later"),
        ("failed", "550 no\x1bsuch", "not delivered: 550 no·such"),
        ("sent", None, "sent"),
    ],
)
def test_the_delivery_is_told_in_words(
    delivery: str | None, error: str | None, told: str | None
) -> None:
    """With the server's reason, made safe."""
    message = replace(MESSAGE, delivery=delivery, last_error=error)
    assert words.delivery_words(message) == told


@pytest.mark.parametrize(
    ("told", "fewer"), [("10:06", "10:06"), ("28 Nov 23:33", "28 Nov"), ("28 Nov 2025", "28 Nov")]
)
def test_a_narrow_board_tells_the_day_or_the_time(told: str, fewer: str) -> None:
    """What would be cut is told in fewer words."""
    assert day_or_time(lambda _: told)(at()) == fewer
