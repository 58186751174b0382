"""Crossings: each is found once, and one answer is enough for the hour and the credits (U9, U10)."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.policy.crossings import Crossing, due_crossings, quiet_warning
from console.policy.limits import Answer, Limit, Notice, allowance, answered_together, open_notices
from console.policy.notices import suggested_amount
from console.policy.worktime import credits_for

OVER, HOUR = Limit.OVER_40_CREDITS, Limit.SIXTY_MINUTES
NINETY = Crossing(Limit.PACKAGE_90_MINUTES, 0, 5400, 0)


def hour(answer: Answer | None = None, amount: int | None = None) -> Notice:
    """A notice of the sixty minutes."""
    return Notice(HOUR, 40, 3600, 40, amount=amount, answer=answer)


def over(
    answer: Answer | None = None,
    amount: int | None = None,
    *,
    threshold: int = 40,
    seconds: int = 3601,
) -> Notice:
    """A notice of the credits."""
    return Notice(OVER, threshold, seconds, threshold + 10, amount=amount, answer=answer)


@pytest.mark.parametrize(
    ("seconds", "estimate", "crossings"),
    [
        (0, None, ()),
        (3599, None, ()),
        (3599, 40, ()),
        (3600, None, (Crossing(HOUR, 40, 3600, 40),)),
        (3600, 40, (Crossing(HOUR, 40, 3600, 40),)),
        (3601, None, (Crossing(OVER, 40, 3601, 50), Crossing(HOUR, 40, 3600, 40))),
        (9000, None, (Crossing(OVER, 40, 3601, 50), Crossing(HOUR, 40, 3600, 40))),
        (0, 41, (Crossing(OVER, 40, 0, 41),)),
        (1200, 60, (Crossing(OVER, 40, 1200, 60),)),
        (3601, 60, (Crossing(OVER, 40, 3601, 50), Crossing(HOUR, 40, 3600, 40))),
    ],
)
def test_a_limit_is_crossed_to_the_second_and_to_the_credit(
    seconds: int, estimate: int | None, crossings: tuple[Crossing, ...]
) -> None:
    """A limit is crossed to the second and to the credit."""
    assert due_crossings(seconds, estimate, notices=[]) == crossings


@pytest.mark.parametrize(
    ("seconds", "estimate", "notices"),
    [
        (3600, None, [hour()]),
        (3601, None, [hour(), over()]),
        (9000, None, [hour(), over()]),
        (9000, 200, [hour(Answer.NO_NOTICE), over(Answer.NO_NOTICE)]),
        (9000, None, [hour(Answer.CLOSE), over(Answer.CLOSE)]),
        (7200, None, [hour(Answer.GO_ON, 80), over(Answer.GO_ON, 80)]),
        (1200, 100, [over(seconds=0)]),
        (1200, 60, [over(Answer.GO_ON, 60, seconds=0)]),
        (3600, None, [replace(hour(), threshold=0)]),
    ],
)
def test_what_is_on_record_is_not_found_again(
    seconds: int, estimate: int | None, notices: list[Notice]
) -> None:
    """What is on record is not found again."""
    assert due_crossings(seconds, estimate, notices=notices) == ()


@pytest.mark.parametrize(
    ("seconds", "estimate", "told", "crossing"),
    [
        (7201, None, 80, Crossing(OVER, 80, 7201, 90)),
        (9999, None, 80, Crossing(OVER, 80, 7201, 90)),
        (3700, 90, 80, Crossing(OVER, 80, 3700, 90)),
        (9001, None, 100, Crossing(OVER, 100, 9001, 110)),
    ],
)
def test_going_past_the_amount_told_asks_again(
    seconds: int, estimate: int | None, told: int, crossing: Crossing
) -> None:
    """Going past the amount told asks again."""
    notices = [hour(Answer.GO_ON, told), over(Answer.GO_ON, told)]
    assert due_crossings(seconds, estimate, notices=notices) == (crossing,)


@pytest.mark.parametrize(
    "answered",
    [
        hour(Answer.GO_ON, 80),
        hour(Answer.WAIT, 50),
        hour(Answer.NO_NOTICE),
        hour(Answer.CLOSE),
    ],
)
def test_the_answer_at_the_hour_holds_for_the_credits_after_it(answered: Notice) -> None:
    """The answer at the hour holds for the credits after it."""
    assert due_crossings(3601, None, notices=[answered]) == (
        Crossing(OVER, 40, 3601, 50, answered_by=answered),
    )


def test_an_estimate_within_what_the_hour_told_is_settled() -> None:
    """An estimate within what the hour told is settled."""
    answered = hour(Answer.GO_ON, 80)
    assert due_crossings(3600, 80, notices=[answered]) == (
        Crossing(OVER, 40, 3600, 80, answered_by=answered),
    )


def test_an_estimate_past_what_the_hour_told_asks_for_the_rest_alone() -> None:
    """An estimate past what the hour told asks for the rest alone."""
    answered = hour(Answer.GO_ON, 80)
    assert due_crossings(3600, 100, notices=[answered]) == (
        Crossing(OVER, 40, 3600, 100, answered_by=answered),
        Crossing(OVER, 80, 3600, 100),
    )


def test_silence_at_the_hour_does_not_hold_past_an_amount_told() -> None:
    """Silence at the hour does not hold past an amount told."""
    notices = [over(Answer.GO_ON, 60, seconds=0), hour(Answer.NO_NOTICE)]
    assert due_crossings(5401, None, notices=notices) == (Crossing(OVER, 60, 5401, 70),)


@pytest.mark.parametrize(
    "given_early",
    [
        over(Answer.GO_ON, 100, seconds=3599),
        over(Answer.WAIT, 60, seconds=0),
        over(Answer.CLOSE, seconds=0),
        over(seconds=0),
    ],
)
def test_a_notice_for_an_estimate_does_not_answer_the_hour(given_early: Notice) -> None:
    """A notice for an estimate does not answer the hour."""
    assert due_crossings(3600, None, notices=[given_early]) == (Crossing(HOUR, 40, 3600, 40),)


@pytest.mark.parametrize(
    "answered",
    [
        over(Answer.NO_NOTICE, seconds=0),
        over(Answer.GO_ON, 80, seconds=3600),
        over(Answer.WAIT, 80, seconds=3601),
    ],
)
def test_what_was_said_of_the_credits_then_holds_for_the_hour(answered: Notice) -> None:
    """What was said of the credits then holds for the hour."""
    assert due_crossings(3601, None, notices=[answered]) == (
        Crossing(HOUR, 40, 3600, 40, answered_by=answered),
    )


@pytest.mark.parametrize(
    ("package_seconds", "crossings"),
    [
        (None, ()),
        (5399, ()),
        (5400, (NINETY,)),
        (7199, (NINETY,)),
        (7200, (NINETY, Crossing(Limit.PACKAGE_120_MINUTES, 0, 7200, 0))),
    ],
)
def test_a_package_is_crossed_by_the_time_under_it(
    package_seconds: int | None, crossings: tuple[Crossing, ...]
) -> None:
    """A package is crossed by the time under it."""
    found = due_crossings(0, None, notices=[], package_seconds=package_seconds)
    assert found == crossings


@pytest.mark.parametrize("answer", [None, Answer.GO_ON])
def test_a_package_s_limit_is_found_once(answer: Answer | None) -> None:
    """A package's limit is found once."""
    known = Notice(Limit.PACKAGE_90_MINUTES, 0, 5400, 0, answer=answer)
    assert due_crossings(0, None, notices=[known], package_seconds=6000) == ()


def test_a_package_s_answer_does_not_hold_for_the_credits() -> None:
    """A package's answer does not hold for the credits."""
    known = Notice(Limit.PACKAGE_120_MINUTES, 40, 7200, 0, answer=Answer.CLOSE)
    found = due_crossings(3600, None, notices=[known])
    assert found == (Crossing(HOUR, 40, 3600, 40),)


@pytest.mark.parametrize(
    ("seconds", "notices", "warns"),
    [
        (3299, [], False),
        (3300, [], True),
        (3599, [], True),
        (3600, [], False),
        (3300, [hour()], False),
        (3300, [over(Answer.GO_ON, 80, seconds=0)], True),
    ],
)
def test_a_quiet_warning_comes_five_minutes_before_the_hour(
    seconds: int, notices: list[Notice], warns: bool
) -> None:
    """A quiet warning comes five minutes before the hour."""
    assert quiet_warning(seconds, notices) is warns


def on_record(crossing: Crossing) -> Notice:
    """The notice that a crossing becomes, with the answer that it has already."""
    by = crossing.answered_by
    return Notice(
        crossing.limit,
        crossing.threshold,
        crossing.worked_seconds,
        crossing.credits,
        amount=None if by is None else by.amount,
        answer=None if by is None else by.answer,
    )


def recorded(seconds: int, estimate: int | None, *, notices: list[Notice]) -> list[Notice]:
    """The notices, with what is due put on record as it would be."""
    found = due_crossings(seconds, estimate, notices=notices)
    return notices + [on_record(each) for each in found]


def answered(
    seconds: int, estimate: int | None, *, notices: list[Notice], answer: Answer
) -> list[Notice]:
    """The notices after every open one is answered, one prompt after another."""
    while still_open := open_notices(notices):
        amount = suggested_amount(seconds, estimate, notices=notices)
        settled = answered_together(still_open[0].limit, notices)
        notices = [
            replace(each, answer=answer, amount=amount) if each in settled else each
            for each in notices
        ]
    return notices


STEPS = st.lists(
    st.tuples(
        st.integers(0, 4000),
        st.none() | st.integers(0, 30).map(lambda tens: tens * 10),
        st.none() | st.sampled_from(Answer),
    ),
    max_size=12,
)


def played(steps: list[tuple[int, int | None, Answer | None]]) -> tuple[int, list[Notice]]:
    """A ticket's work, step by step: seconds more, an estimate, and how open prompts are answered."""
    seconds, notices = 0, list[Notice]()
    for more, estimate, answer in steps:
        seconds += more
        notices = recorded(seconds, estimate, notices=notices)
        if answer is not None:
            notices = answered(seconds, estimate, notices=notices, answer=answer)
            notices = recorded(seconds, estimate, notices=notices)
    return seconds, notices


@given(STEPS)
def test_no_crossing_is_recorded_twice(
    steps: list[tuple[int, int | None, Answer | None]],
) -> None:
    """No crossing is recorded twice."""
    _, notices = played(steps)
    keys = [(each.limit, each.threshold) for each in notices]
    assert len(keys) == len(set(keys))


@given(STEPS)
def test_no_crossing_is_missed(steps: list[tuple[int, int | None, Answer | None]]) -> None:
    """Past what was told there is a notice of it on record, whatever was answered before."""
    seconds, notices = played(steps)
    over_now = credits_for(seconds) > allowance(notices)
    known = {each.threshold for each in notices if each.limit == OVER}
    assert not over_now or allowance(notices) in known


@given(STEPS)
def test_the_hour_is_always_on_record(steps: list[tuple[int, int | None, Answer | None]]) -> None:
    """The hour is always on record."""
    seconds, notices = played(steps)
    assert (seconds >= 3600) == any(each.limit == HOUR for each in notices)


@given(st.lists(st.integers(0, 4000), max_size=10))
def test_who_always_tells_and_goes_on_is_never_over(lengths: list[int]) -> None:
    """Who always tells and goes on is never over."""
    seconds, notices = played([(length, None, Answer.GO_ON) for length in lengths])
    assert credits_for(seconds) <= allowance(notices)
