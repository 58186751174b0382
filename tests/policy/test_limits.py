"""Limits: their vocabulary, what was told, and which are crossed (U9, U10, P4, P6)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.policy.entitlements import Cover, CoverKind
from console.policy.limits import (
    LIMIT_CLAUSES,
    Answer,
    Limit,
    Notice,
    allowance,
    answered_together,
    limits_of,
    open_notices,
    package_limits,
)
from console.policy.terms import TERMS

HOUR = Notice(Limit.SIXTY_MINUTES, 40, 3600, 40)
OVER = Notice(Limit.OVER_40_CREDITS, 40, 3601, 50)
P90 = Notice(Limit.PACKAGE_90_MINUTES, 0, 5400, 0)
P120 = Notice(Limit.PACKAGE_120_MINUTES, 0, 7200, 0)


def told(amount: int | None, answer: Answer | None) -> Notice:
    """A notice of the hour, answered like this."""
    return Notice(Limit.SIXTY_MINUTES, 40, 3600, 40, amount=amount, answer=answer)


@pytest.mark.parametrize(
    ("limit", "clauses"),
    [
        (Limit.OVER_40_CREDITS, ("U9",)),
        (Limit.SIXTY_MINUTES, ("U10",)),
        (Limit.PACKAGE_90_MINUTES, ("P4", "P6")),
        (Limit.PACKAGE_120_MINUTES, ("P4", "P6")),
    ],
)
def test_a_limit_follows_from_its_clauses(limit: Limit, clauses: tuple[str, ...]) -> None:
    """A limit follows from its clauses."""
    assert LIMIT_CLAUSES[limit] == clauses


@pytest.mark.parametrize(
    ("notices", "most"),
    [
        ([], 40),
        ([told(80, None)], 40),
        ([told(80, Answer.GO_ON)], 80),
        ([told(80, Answer.WAIT)], 80),
        ([told(80, Answer.CLOSE)], 40),
        ([told(80, Answer.NO_NOTICE)], 40),
        ([told(None, Answer.GO_ON)], 40),
        ([told(30, Answer.GO_ON)], 40),
        ([told(120, Answer.GO_ON), told(80, Answer.WAIT)], 120),
    ],
)
def test_no_more_may_be_charged_than_was_told(notices: list[Notice], most: int) -> None:
    """No more may be charged than was told."""
    assert allowance(notices) == most


def test_only_unanswered_notices_are_open() -> None:
    """Only unanswered notices are open."""
    assert open_notices([HOUR, told(80, Answer.GO_ON), OVER]) == (HOUR, OVER)


@pytest.mark.parametrize(
    ("limit", "together"),
    [
        (Limit.SIXTY_MINUTES, (HOUR, OVER)),
        (Limit.OVER_40_CREDITS, (HOUR, OVER)),
        (Limit.PACKAGE_90_MINUTES, (P90,)),
        (Limit.PACKAGE_120_MINUTES, (P120,)),
    ],
)
def test_one_answer_settles_the_hour_and_the_credits(
    limit: Limit, together: tuple[Notice, ...]
) -> None:
    """One answer settles the hour and the credits."""
    assert answered_together(limit, [HOUR, OVER, P90, P120]) == together


def test_an_answered_notice_is_not_answered_again() -> None:
    """An answered notice is not answered again."""
    assert answered_together(Limit.OVER_40_CREDITS, [told(80, Answer.GO_ON), OVER]) == (OVER,)


@pytest.mark.parametrize(
    ("seconds", "limits"),
    [
        (3599, ()),
        (3600, (Limit.SIXTY_MINUTES,)),
        (3601, (Limit.OVER_40_CREDITS, Limit.SIXTY_MINUTES)),
    ],
)
def test_the_hour_is_crossed_when_full_and_the_credits_when_passed(
    seconds: int, limits: tuple[str, ...]
) -> None:
    """The hour is crossed when full and the credits when passed."""
    assert limits_of(seconds, seconds, cover=None) == limits


@given(st.integers(0, 50_000))
def test_premium_crosses_no_limit(worked: int) -> None:
    """Premium crosses no limit."""
    assert limits_of(0, worked, cover=Cover(CoverKind.PREMIUM)) == ()


@pytest.mark.parametrize(
    ("worked", "limits"),
    [
        (5399, ()),
        (5400, (Limit.PACKAGE_90_MINUTES,)),
        (7199, (Limit.PACKAGE_90_MINUTES,)),
        (7200, (Limit.PACKAGE_90_MINUTES, Limit.PACKAGE_120_MINUTES)),
    ],
)
def test_a_package_is_crossed_at_ninety_and_at_120_minutes(
    worked: int, limits: tuple[str, ...]
) -> None:
    """A package is crossed at ninety and at 120 minutes."""
    assert limits_of(0, worked, cover=Cover(CoverKind.INCIDENT)) == limits


def test_a_package_s_limits_are_its_warning_and_its_end() -> None:
    """A package's limits are its warning and its end."""
    assert package_limits(TERMS) == (
        (Limit.PACKAGE_90_MINUTES, 5400),
        (Limit.PACKAGE_120_MINUTES, 7200),
    )
