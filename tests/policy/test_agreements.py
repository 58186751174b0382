"""Agreements beforehand: what a ceiling may be, which crossings it answers, and what its end takes back (U9, U10)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.policy.consents import CEILING_MAX, check_ceiling
from console.policy.crossings import (
    Agreement,
    Crossing,
    agreement_ended,
    due_crossings,
    is_agreed,
)
from console.policy.limits import Answer, Limit, Notice, allowance, holding, untold
from console.policy.terms import Terms
from console.policy.worktime import seconds_for

OVER, HOUR = Limit.OVER_40_CREDITS, Limit.SIXTY_MINUTES
AGREED, GO_ON = Answer.AGREED, Answer.GO_ON
HOUR_AGREED = Notice(HOUR, 40, 3600, 40, 120, AGREED)
TENS = st.integers(0, 40).map(lambda tens: tens * 10)


def over(threshold: int, answer: Answer | None = None, amount: int | None = None) -> Notice:
    """A crossing of so many credits."""
    return Notice(OVER, threshold, seconds_for(threshold) + 1, threshold + 10, amount, answer)


def ended(threshold: int, answer: Answer | None = None, amount: int | None = None) -> Notice:
    """What an agreement's end put on record."""
    return Notice(OVER, threshold, seconds_for(threshold), threshold, amount, answer)


@pytest.mark.parametrize(
    ("ceiling", "refused"),
    [
        (-50, True),
        (0, True),
        (40, True),
        (41, True),
        (49, True),
        (50, False),
        (55, True),
        (60, False),
        (CEILING_MAX, False),
        (CEILING_MAX + 10, True),
    ],
)
def test_a_ceiling_is_past_forty_and_in_tens(ceiling: int, refused: bool) -> None:
    """A ceiling is more than needs no agreement, what a charge can come to, and no more than anybody agrees to."""
    found = check_ceiling(ceiling)
    assert (found is not None) is refused
    assert found is None or found.clause == "U9"


def test_a_ceiling_follows_the_figures_of_the_policy() -> None:
    """Where 100 credits need no notice, an agreement is past 100."""
    terms = Terms(notify_credits=100, credits_per_block=20)
    asked = [check_ceiling(ceiling, terms=terms) is None for ceiling in (100, 110, 120)]
    assert asked == [False, False, True]


@pytest.mark.parametrize(
    ("name", "crossing", "ceiling", "funded", "answered"),
    [
        ("an estimate of the ceiling is agreed", Crossing(OVER, 40, 0, 80), 80, False, True),
        ("an estimate past the ceiling asks", Crossing(OVER, 40, 0, 90), 80, True, False),
        ("the fifth block is agreed up to 50", Crossing(OVER, 40, 3601, 50), 50, False, True),
        ("a block past the ceiling asks", Crossing(OVER, 50, 4501, 60), 50, True, False),
        ("the ceiling told already asks anew", Crossing(OVER, 80, 7201, 90), 80, True, False),
        ("an end where the ceiling is asks", Crossing(OVER, 80, 7200, 80), 80, True, False),
        ("an end below it is agreed", Crossing(OVER, 70, 6300, 70), 80, True, True),
        ("the hour is agreed where credits reach", Crossing(HOUR, 40, 3600, 40), 50, True, True),
        ("the hour asks where they do not", Crossing(HOUR, 40, 3600, 40), 50, False, False),
        ("no agreement ends a package's time",
         Crossing(Limit.PACKAGE_120_MINUTES, 0, 7200, 0), 80, True, False),
        ("nor tells that it nears its end",
         Crossing(Limit.PACKAGE_90_MINUTES, 0, 5400, 0), 80, True, False),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)  # fmt: skip
def test_an_agreement_answers_what_is_within_it(
    name: str, crossing: Crossing, ceiling: int, funded: bool, answered: bool
) -> None:
    """An agreement answers what is within its ceiling, and the hour only where the credits reach it."""
    assert is_agreed(crossing, Agreement(ceiling, funded)) is answered


def test_without_an_agreement_nothing_is_agreed() -> None:
    """Without an agreement nothing is agreed."""
    assert not is_agreed(Crossing(OVER, 40, 0, 50), None)


@pytest.mark.parametrize(
    ("name", "notices", "most"),
    [
        ("what was agreed may be charged", [over(40, AGREED, 120)], 120),
        ("an end takes it back to what was run up", [over(40, AGREED, 120), ended(50)], 50),
        ("a credit tells two ends apart, and is no block", [over(40, AGREED, 120), ended(51)], 50),
        ("never to less than needs no notice", [over(40, AGREED, 120), ended(40)], 40),
        ("what is told after it holds", [over(40, AGREED, 120), ended(50, GO_ON, 80)], 80),
        ("and so does a later crossing",
         [over(40, AGREED, 120), ended(50, GO_ON, 80), over(80, GO_ON, 160)], 160),
        ("a lower agreement holds from there", [over(40, AGREED, 120), ended(50, AGREED, 60)], 60),
        ("a second end takes back once more",
         [over(40, AGREED, 120), ended(50, AGREED, 200), ended(90)], 90),
        ("closing now tells nothing", [over(40, AGREED, 120), ended(50, Answer.CLOSE)], 50),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)  # fmt: skip
def test_an_agreement_that_ended_lets_nothing_more_be_charged(
    name: str, notices: list[Notice], most: int
) -> None:
    """From its end on, an agreement lets nothing more be charged than had been run up or told."""
    assert allowance(notices) == most


def test_what_was_told_before_an_end_answers_nothing_after_it() -> None:
    """A crossing after an agreement's end is not settled by what was agreed before it."""
    notices = [HOUR_AGREED, over(40, AGREED, 120), ended(50, GO_ON, 80)]
    (crossing,) = due_crossings(seconds_for(80) + 1, None, notices=notices)
    assert (crossing.threshold, crossing.answered_by) == (80, None)


def test_the_end_is_asked_of_once() -> None:
    """An open end is the one prompt: 40 credits are not crossed a second time."""
    notices = [HOUR_AGREED, over(40, AGREED, 120), ended(50)]
    assert due_crossings(seconds_for(50), None, notices=notices) == ()


def test_a_threshold_agreed_past_before_is_crossed_again() -> None:
    """Credits that were passed under an agreement are crossed again when only so many are told."""
    notices = [HOUR_AGREED, over(40, AGREED, 80), over(80, AGREED, 200), ended(50, GO_ON, 80)]
    (crossing,) = due_crossings(seconds_for(80) + 1, None, notices=notices)
    assert (crossing.threshold, crossing.answered_by) == (80, None)


@pytest.mark.parametrize(
    ("name", "work", "told", "threshold", "asks"),
    [
        ("work past 40 has to be told", (50, None), None, 50, True),
        ("an estimate past 40 has to be told", (10, 80), None, 40, True),
        ("the hour itself has to be told", (40, None), None, 40, True),
        ("what a notice told holds on", (50, None), 80, 80, False),
        ("all of what it told", (80, 80), 80, 80, False),
        ("work past what it told has to be told", (90, None), 80, 90, True),
        ("an estimate past it too", (50, 120), 80, 80, True),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_an_end_asks_for_what_nobody_else_was_told(
    name: str, work: tuple[int, int | None], told: int | None, threshold: int, asks: bool
) -> None:
    """An agreement's end asks for a notice of what is run up or estimated, unless a person's told as much."""
    others = [] if told is None else [over(40, GO_ON, told)]
    run_up, estimate = work
    found = agreement_ended(run_up, seconds_for(run_up), estimate=estimate, others=others)
    assert (found.threshold, found.answered_by is None) == (threshold, asks)


@given(TENS, TENS, TENS, st.lists(TENS, max_size=3))
def test_an_end_leaves_chargeable_what_was_run_up_told_or_charged(
    run_up: int, agreed: int, charged: int, told: list[int]
) -> None:
    """However it ended, what may be charged is 40, what was run up, told by others or charged before."""
    others = [over(40, GO_ON, amount) for amount in told]
    crossing = agreement_ended(
        run_up, seconds_for(run_up), estimate=None, others=others, charged=charged
    )
    end = Notice(crossing.limit, crossing.threshold, crossing.worked_seconds, crossing.credits)
    notices = [*others, over(40, AGREED, agreed), end]
    assert holding(notices) == (end,)
    assert allowance(notices) == untold(notices) == max(40, run_up, charged, *told)
