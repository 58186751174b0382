"""What packages cover of a ticket's work: the seconds inside a term, or the first two hours (P1, P4, P6)."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.policy.covers import is_begun, split
from console.policy.entitlements import CoverKind, Package, choose, covers_at
from console.policy.worktime import WorkSpan, worked_seconds
from tests.conftest import at

PREMIUM = Package(1, CoverKind.PREMIUM, at(60), at(120))
RENEWED = Package(2, CoverKind.PREMIUM, at(120), at(180))
INCIDENT = Package(3, CoverKind.INCIDENT)


def span(start: float, end: float | None) -> WorkSpan:
    """A session from minute to minute."""
    return WorkSpan(at(start), None if end is None else at(end), at(500) if end is None else None)


@pytest.mark.parametrize(
    ("spans", "packages", "covered_minutes"),
    [
        ([(0, 60)], [PREMIUM], 0),
        ([(60, 120)], [PREMIUM], 60),
        ([(50, 70)], [PREMIUM], 10),
        ([(110, 130)], [PREMIUM], 10),
        ([(0, 200)], [PREMIUM], 60),
        ([(0, 200)], [PREMIUM, RENEWED], 120),
        ([(120, 130)], [PREMIUM], 0),
        ([(0, 30), (70, 80), (130, 140)], [PREMIUM], 10),
        ([(0, 119)], [INCIDENT], 119),
        ([(0, 120)], [INCIDENT], 120),
        ([(0, 121)], [INCIDENT], 120),
        ([(0, 90), (100, 190)], [INCIDENT], 120),
        ([(0, 30)], [], 0),
    ],
)
def test_what_lies_inside_leaves_the_sum(
    spans: list[tuple[float, float]], packages: list[Package], covered_minutes: int
) -> None:
    """What lies inside a term, or inside the first two hours, leaves the sum."""
    found = split([span(*each) for each in spans], packages, now=at(500))
    assert found.covered_seconds == covered_minutes * 60


def test_a_running_session_is_covered_up_to_now() -> None:
    """A session that runs is covered up to now."""
    assert split([span(100, None)], [PREMIUM], now=at(110)).covered_seconds == 600


def test_the_very_second_of_a_terms_end_is_charged() -> None:
    """A term ends with its last second: the next one is charged."""
    work = WorkSpan(at(119, seconds=59), at(120, seconds=1))
    assert split([work], [PREMIUM], now=at(500)).covered_seconds == 1


@pytest.mark.parametrize(("minute", "covered"), [(90, 1800), (130, 0)])
def test_typed_in_time_is_covered_by_its_day(minute: float, covered: int) -> None:
    """Typed-in time is in or out as a whole, by its day."""
    typed = WorkSpan(at(minute), at(minute), ending="typed", typed_seconds=1800)
    assert split([typed], [PREMIUM], now=at(500)).covered_seconds == covered


def test_discarded_time_uses_up_nothing() -> None:
    """Discarded time uses up no package."""
    lost = WorkSpan(at(70), at(80), ending="discarded")
    assert split([lost], [PREMIUM], now=at(500)).cover.ids == ()  # type: ignore[union-attr]  # there is a cover


def test_only_the_terms_that_were_drawn_on_are_named() -> None:
    """Of several terms only those that work fell into are named."""
    found = split([span(70, 80)], [PREMIUM, RENEWED], now=at(500))
    assert found.cover is not None
    assert found.cover.ids == (1,)


@given(
    st.lists(st.tuples(st.integers(0, 300), st.integers(0, 120)), max_size=8),
    st.sampled_from([[], [PREMIUM], [PREMIUM, RENEWED], [INCIDENT]]),
)
def test_covered_and_charged_add_up(
    lengths: list[tuple[int, int]], packages: list[Package]
) -> None:
    """Covered and charged seconds add up to what was worked, and neither is negative."""
    spans, begin = [], at()
    for gap, length in lengths:
        begin += timedelta(minutes=gap)
        spans.append(WorkSpan(begin, begin + timedelta(minutes=length)))
        begin += timedelta(minutes=length)
    found = split(spans, packages, now=at(10_000))
    charged = worked_seconds(found.charged, at(10_000))
    assert found.covered_seconds + charged == worked_seconds(spans, at(10_000))


@pytest.mark.parametrize(
    ("packages", "by_hand", "chosen"),
    [
        ([PREMIUM, RENEWED], None, [1, 2]),
        ([PREMIUM, INCIDENT], None, [3]),
        ([PREMIUM, INCIDENT], 1, [1]),
        ([], None, []),
        ([PREMIUM], 9, []),
    ],
)
def test_the_package_that_is_bound_comes_first(
    packages: list[Package], by_hand: int | None, chosen: list[int]
) -> None:
    """What was said by hand decides, else what is bound to the request, else its domain's terms."""
    assert [each.id for each in choose(packages, by_hand)] == chosen


@pytest.mark.parametrize(
    ("minute", "covered"), [(59, False), (60, True), (119, True), (120, False)]
)
def test_a_term_covers_from_its_first_moment_up_to_its_end(minute: float, covered: bool) -> None:
    """A term covers from its first moment up to, not with, its end."""
    assert covers_at([PREMIUM], at(minute)) is covered


@pytest.mark.parametrize(
    ("package", "start", "end", "begun"),
    [
        pytest.param(PREMIUM, 60, 61, True, id="work inside the term is work under it"),
        pytest.param(PREMIUM, 60, 60, True, id="a timer stopped in its first second was started"),
        pytest.param(PREMIUM, 100, None, True, id="a timer that runs was started"),
        pytest.param(PREMIUM, 119, 300, True, id="work that goes on past the term began under it"),
        pytest.param(PREMIUM, 50, 61, True, id="work that goes on into the term is under it"),
        pytest.param(PREMIUM, 50, 60, False, id="work that ends as the term begins is not"),
        pytest.param(PREMIUM, 120, 130, False, id="work from the term's end on is not"),
        pytest.param(INCIDENT, 0, 0, True, id="any work on its request is under an Incident"),
    ],
)
def test_work_under_a_package_is_begun_by_its_first_session(
    package: Package, start: float, end: float | None, begun: bool
) -> None:
    """A package is begun by the first session under it, of whatever length (P3, P5, P7)."""
    assert is_begun(package, [span(start, end)], now=at(500)) is begun


def test_an_interrupted_timer_has_begun_a_package() -> None:
    """What an interrupted timer counts for is not known yet; that work was started is."""
    lost = WorkSpan(at(70), last_seen_at=at(71))
    assert is_begun(PREMIUM, [lost], now=at(110))


def test_discarded_work_has_begun_nothing() -> None:
    """Work that was discarded was none."""
    lost = WorkSpan(at(70), at(80), ending="discarded")
    assert not is_begun(PREMIUM, [lost], now=at(500))


@pytest.mark.parametrize(("minute", "begun"), [(90, True), (130, False)])
def test_typed_in_work_begins_a_term_by_its_day(minute: float, begun: bool) -> None:
    """Typed-in time begins a term that its day lies in."""
    typed = WorkSpan(at(minute), at(minute), ending="typed", typed_seconds=60)
    assert is_begun(PREMIUM, [typed], now=at(500)) is begun
