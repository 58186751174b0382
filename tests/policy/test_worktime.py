"""Worked time: sessions summed whole, rounded up once (K1, U8)."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.policy.worktime import (
    Ending,
    WorkSpan,
    blocks,
    corrected,
    credits_for,
    is_interrupted,
    reached_at,
    seconds_for,
    seconds_to_next_block,
    span_seconds,
    worked_seconds,
)

START = datetime(2026, 6, 10, 8, tzinfo=UTC)
SECONDS = st.integers(0, 100_000)
CREDITS = st.integers(0, 1_000)


def after(seconds: float) -> datetime:
    """So many seconds after the start."""
    return START + timedelta(seconds=seconds)


def ended(seconds: float, *, begin: float = 0, ending: Ending = Ending.STOPPED) -> WorkSpan:
    """A session of that length."""
    return WorkSpan(after(begin), ended_at=after(begin + seconds), ending=ending)


def typed(seconds: int, *, begin: float = 0) -> WorkSpan:
    """Typed-in time of that length."""
    return WorkSpan(after(begin), ended_at=after(begin), ending=Ending.TYPED, typed_seconds=seconds)


@pytest.mark.parametrize(
    ("minutes", "seconds", "expected"),
    [
        (0, 0, 0),
        (0, 1, 1),
        (14, 59, 1),
        (15, 0, 1),
        (15, 1, 2),
        (16, 0, 2),
        (30, 0, 2),
        (45, 0, 3),
        (60, 0, 4),
        (60, 1, 5),
        (61, 0, 5),
        (75, 0, 5),
        (120, 0, 8),
    ],
)
def test_any_started_block_counts(minutes: int, seconds: int, expected: int) -> None:
    """Any started block counts."""
    assert blocks(minutes * 60 + seconds) == expected


@pytest.mark.parametrize(("minutes", "cost"), [(15, 10), (30, 20), (45, 30), (60, 40), (75, 50)])
def test_a_quarter_of_an_hour_costs_ten(minutes: int, cost: int) -> None:
    """A quarter of an hour costs ten."""
    assert credits_for(minutes * 60) == cost


@given(SECONDS)
def test_blocks_are_the_fewest_that_hold_the_time(seconds: int) -> None:
    """Blocks are the fewest that hold the time."""
    assert (blocks(seconds) - 1) * 900 < seconds <= blocks(seconds) * 900 or seconds == 0


@pytest.mark.parametrize(
    ("seconds", "left"), [(0, 0), (1, 899), (899, 1), (900, 0), (901, 899), (-5, 0)]
)
def test_the_block_begun_says_what_is_left_of_it(seconds: int, left: int) -> None:
    """The block begun says what is left of it."""
    assert seconds_to_next_block(seconds) == left


@given(SECONDS)
def test_what_is_left_of_a_block_costs_nothing_more(seconds: int) -> None:
    """What is left of a block costs nothing more."""
    end = seconds + seconds_to_next_block(seconds)
    assert (blocks(end), blocks(end + 1)) == (blocks(seconds), blocks(seconds) + 1)


@given(CREDITS)
def test_the_last_second_for_an_amount_is_the_last(amount: int) -> None:
    """The last second for an amount is the last."""
    last = seconds_for(amount)
    assert credits_for(last) <= amount < credits_for(last + 1)


@pytest.mark.parametrize(("amount", "seconds"), [(0, 0), (30, 2700), (40, 3600), (45, 3600)])
def test_an_amount_buys_whole_blocks(amount: int, seconds: int) -> None:
    """An amount buys whole blocks."""
    assert seconds_for(amount) == seconds


@pytest.mark.parametrize(
    ("span", "now_seconds", "seconds"),
    [
        (WorkSpan(START), 61, 61),
        (WorkSpan(START), -3600, 0),
        (WorkSpan(START), 0, 0),
        (WorkSpan(START), 1.9, 1),
        (ended(90), 1_000_000, 90),
        (ended(-90), 100, 0),
        (ended(90, ending=Ending.CUT), 1000, 90),
        (ended(90, ending=Ending.DISCARDED), 1000, 0),
        (typed(600), 0, 600),
        (typed(-600), 0, 0),
        (WorkSpan(START, last_seen_at=after(100)), 400, 400),
        (WorkSpan(START, last_seen_at=after(100)), 401, 0),
        (WorkSpan(START, ended_at=after(900), last_seen_at=after(100)), 1000, 900),
    ],
)
def test_a_session_counts_whole_seconds(span: WorkSpan, now_seconds: float, seconds: int) -> None:
    """A session counts whole seconds."""
    assert span_seconds(span, after(now_seconds)) == seconds


@pytest.mark.parametrize(
    ("span", "now_seconds", "interrupted"),
    [
        (WorkSpan(START, last_seen_at=after(30)), 330, False),
        (WorkSpan(START, last_seen_at=after(30)), 331, True),
        (WorkSpan(START, last_seen_at=after(30)), 0, False),
        (WorkSpan(START), 1_000_000, False),
        (WorkSpan(START, ended_at=after(60), last_seen_at=after(30)), 1_000_000, False),
        (WorkSpan(START, last_seen_at=after(30), typed_seconds=60), 1_000_000, False),
    ],
)
def test_a_timer_is_interrupted_when_unseen_for_longer_than_the_gap(
    span: WorkSpan, now_seconds: float, interrupted: bool
) -> None:
    """A timer is interrupted when unseen for longer than the gap."""
    assert is_interrupted(span, after(now_seconds)) is interrupted


def test_the_gap_is_a_setting() -> None:
    """The gap is a setting."""
    span = WorkSpan(START, last_seen_at=START)
    assert span_seconds(span, after(61), gap_seconds=60) == 0


@given(
    st.integers(-10_000, 10_000),
    st.none() | st.integers(-10_000, 10_000),
    st.none() | st.integers(-10_000, 10_000),
)
def test_worked_time_is_never_negative(now: int, end: int | None, seen: int | None) -> None:
    """Worked time is never negative."""
    span = WorkSpan(
        START,
        ended_at=None if end is None else after(end),
        last_seen_at=None if seen is None else after(seen),
    )
    assert span_seconds(span, after(now)) >= 0


def test_sessions_are_added_before_they_are_rounded() -> None:
    """Three of five minutes are one block, not three."""
    spans = [ended(300, begin=1000 * n) for n in range(3)]
    assert blocks(worked_seconds(spans, after(10_000))) == 1


def test_a_second_too_many_in_the_sum_starts_a_block() -> None:
    """A second too many in the sum starts a block."""
    spans = [ended(450), ended(450, begin=600), typed(1, begin=3000)]
    assert blocks(worked_seconds(spans, after(10_000))) == 2


@pytest.mark.parametrize(
    ("spans", "seconds", "reached"),
    [
        ([], 1, None),
        ([ended(600)], 601, None),
        ([ended(600)], 600, 600),
        ([ended(600)], 1, 1),
        ([ended(600), ended(600, begin=5000)], 900, 5300),
        ([ended(600, begin=5000), ended(600)], 900, 5300),
        ([ended(600), typed(600, begin=5000)], 900, 5000),
        ([ended(600), typed(600, begin=5000), WorkSpan(after(7000))], 3600, 9400),
        ([WorkSpan(after(7000), last_seen_at=after(7010))], 100, None),
        ([ended(600, ending=Ending.DISCARDED), ended(600, begin=5000)], 600, 5600),
        ([ended(600, begin=50)], 0, 50),
    ],
)
def test_a_sum_is_reached_inside_the_session_that_completes_it(
    spans: list[WorkSpan], seconds: int, reached: int | None
) -> None:
    """A sum is reached inside the session that completes it."""
    expected = None if reached is None else after(reached)
    assert reached_at(spans, seconds, now=after(10_000)) == expected


@given(st.lists(st.integers(0, 5000), max_size=5), st.integers(1, 10_000))
def test_a_sum_is_reached_exactly_when_there_is_that_much(lengths: list[int], want: int) -> None:
    """A sum is reached exactly when there is that much."""
    spans = [ended(length, begin=6000 * n) for n, length in enumerate(lengths)]
    reached = reached_at(spans, want, now=after(100_000))
    assert (reached is not None) == (worked_seconds(spans, after(100_000)) >= want)


def taken_off(seconds: int, *, begin: float = 0) -> WorkSpan:
    """A correction of that length."""
    return WorkSpan(
        after(begin), ended_at=after(begin), ending=Ending.CORRECTED, typed_seconds=seconds
    )


@pytest.mark.parametrize(
    ("name", "spans", "left"),
    [
        ("nothing is taken off", [ended(100)], [100]),
        ("time comes off the end", [ended(100), taken_off(30, begin=200)], [70]),
        ("off the latest first",
         [ended(100), ended(50, begin=200), taken_off(30, begin=300)], [100, 20]),
        ("then off the one before",
         [ended(100), ended(50, begin=200), taken_off(80, begin=300)], [70, 0]),
        ("off what began by then, not after",
         [ended(100), ended(50, begin=200), taken_off(30, begin=150)], [70, 50]),
        ("off what began that very second too",
         [ended(100), ended(50, begin=200), taken_off(30, begin=200)], [100, 20]),
        ("off what began after, where no more is left",
         [ended(100), ended(50, begin=200), taken_off(120, begin=150)], [0, 30]),
        ("off typed-in time", [typed(100), taken_off(30, begin=1)], [70]),
        ("one after another",
         [ended(100), taken_off(30, begin=150), taken_off(30, begin=160)], [40]),
        ("never off what still runs",
         [ended(100), WorkSpan(after(200)), taken_off(30, begin=300)], [70, 800]),
        ("nor off what was discarded",
         [ended(100), ended(50, begin=200, ending=Ending.DISCARDED), taken_off(30, begin=300)],
         [70, 0]),
    ],
    ids=lambda each: each if isinstance(each, str) else None,
)  # fmt: skip
def test_a_correction_takes_time_off(name: str, spans: list[WorkSpan], left: list[int]) -> None:
    """A correction takes time off the sessions, and is none itself."""
    found = sorted(corrected(spans), key=lambda each: each.started_at)
    assert [span_seconds(each, after(1000)) for each in found] == left


@given(
    st.lists(st.tuples(st.integers(1, 5_000), st.integers(0, 5_000)), max_size=6),
    st.lists(st.tuples(st.integers(1, 900), st.integers(0, 9_000)), max_size=3),
)
def test_corrections_take_off_just_their_length(
    worked: list[tuple[int, int]], takes: list[tuple[int, int]]
) -> None:
    """However they lie, corrections take just their length off the sum, as long as it is there."""
    spans = [ended(seconds, begin=begin) for seconds, begin in worked]
    taken = [taken_off(seconds, begin=begin) for seconds, begin in takes]
    there, less = sum(each for each, _ in worked), sum(each for each, _ in takes)
    found = worked_seconds(corrected([*spans, *taken]), after(20_000))
    assert found == max(0, there - less)
    assert found == worked_seconds([*spans, *taken], after(20_000)) or less > there
