"""The queue: one request at a time, and none lost with its holder (C9)."""

from datetime import UTC, datetime, timedelta

import pytest

from console.policy.queue import check_claim_lost, check_pick
from console.policy.refusal import Refusal

SEEN = datetime(2026, 6, 10, 8, tzinfo=UTC)


def test_who_holds_nothing_may_take_the_next() -> None:
    """Who holds nothing may take the next."""
    assert check_pick(None) is None


def test_who_holds_a_request_says_first_what_becomes_of_it() -> None:
    """Who holds a request says first what becomes of it."""
    assert check_pick(12) == Refusal(
        "You hold #12: close it, put it on wait, or release it with a reason first.", "C9"
    )


@pytest.mark.parametrize(
    ("seconds", "timer", "lost"),
    [(0, False, False), (3599, False, False), (3600, False, True), (86400, True, False)],
)
def test_a_claim_is_lost_after_an_hour_away(seconds: int, timer: bool, lost: bool) -> None:
    """A claim is lost after an hour away."""
    now = SEEN + timedelta(seconds=seconds)
    assert check_claim_lost(SEEN, now, has_plain_timer=timer) is lost


def test_a_clock_set_back_loses_no_claim() -> None:
    """A clock set back loses no claim."""
    now = SEEN - timedelta(days=3)
    assert not check_claim_lost(SEEN, now, has_plain_timer=False)


def test_how_long_is_a_setting() -> None:
    """How long a holder may be away is a setting."""
    now = SEEN + timedelta(seconds=60)
    assert check_claim_lost(SEEN, now, has_plain_timer=False, limit_seconds=60)
