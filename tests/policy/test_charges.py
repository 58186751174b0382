"""Charges: what closing costs, what it settles, and what may be waved away (U4, U7, U8)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.policy.access import Role
from console.policy.charges import (
    Settlement,
    Way,
    charge,
    check_not_a_request,
    settle,
    three_ways,
)
from console.policy.entitlements import Cover, CoverKind
from console.policy.outcomes import RULES, Outcome
from console.policy.worktime import blocks, credits_for

SECONDS = st.integers(0, 40_000)
COVERS = st.none() | st.builds(Cover, st.sampled_from(CoverKind), st.none() | SECONDS)
FREE = [outcome for outcome in Outcome if not RULES[outcome].by_time]
BY_TIME = [outcome for outcome in Outcome if RULES[outcome].by_time]


@given(st.sampled_from(FREE), SECONDS, COVERS)
def test_a_free_ground_never_costs(outcome: Outcome, seconds: int, cover: Cover | None) -> None:
    """A free ground never costs."""
    assert charge(outcome, seconds, cover=cover).credits == 0


@given(st.sampled_from(FREE), SECONDS, COVERS)
def test_a_free_ground_crosses_no_limit(
    outcome: Outcome, seconds: int, cover: Cover | None
) -> None:
    """A free ground crosses no limit."""
    assert charge(outcome, seconds, cover=cover).limits == ()


@given(st.sampled_from(BY_TIME), SECONDS)
def test_all_else_costs_its_time(outcome: Outcome, seconds: int) -> None:
    """All else costs its time."""
    assert charge(outcome, seconds).credits == credits_for(seconds)


@given(st.sampled_from(Outcome), SECONDS, COVERS)
def test_blocks_count_all_the_time(outcome: Outcome, seconds: int, cover: Cover | None) -> None:
    """Blocks count all the time."""
    assert charge(outcome, seconds, cover=cover).blocks == blocks(seconds)


@given(st.sampled_from(BY_TIME), SECONDS, COVERS)
def test_what_is_covered_leaves_the_sum_before_rounding(
    outcome: Outcome, seconds: int, cover: Cover | None
) -> None:
    """What is covered leaves the sum before rounding."""
    cost = charge(outcome, seconds, cover=cover)
    assert cost.credits == credits_for(seconds - cost.covered_seconds)


def test_a_charge_says_what_was_covered_and_what_was_not() -> None:
    """A charge says what was covered and what was not."""
    cost = charge(Outcome.CS_CART, 9000, cover=Cover(CoverKind.INCIDENT))
    assert (cost.covered_seconds, cost.chargeable_seconds) == (7200, 1800)


def test_a_free_ground_draws_on_no_cover() -> None:
    """A free ground draws on no cover, and nothing of it could be charged."""
    cost = charge(Outcome.FIRST_PARTY_BUG, 9000, cover=Cover(CoverKind.INCIDENT))
    assert (cost.covered_seconds, cost.chargeable_seconds) == (0, 0)


def test_a_charge_cites_the_clauses_of_its_ground() -> None:
    """A charge cites the clauses of its ground."""
    cost = charge(Outcome.THIRD_PARTY_CONFLICT, 60, ground="N8 its theme")
    assert cost.clauses == ("N8", "U7", "U8")


def test_a_charge_cites_the_kind_of_what_was_answered() -> None:
    """A charge cites the kind of what was answered."""
    assert charge(Outcome.ANSWERED, 60, kind="question").clauses == ("S6", "U7", "U8")


@pytest.mark.parametrize(
    ("seconds", "limits"),
    [
        (5399, ()),
        (5400, ("package-90-minutes",)),
        (7199, ("package-90-minutes",)),
        (7200, ("package-90-minutes", "package-120-minutes")),
        (7200 + 3599, ("package-90-minutes", "package-120-minutes")),
        (7200 + 3600, ("sixty-minutes", "package-90-minutes", "package-120-minutes")),
    ],
)
def test_a_package_has_limits_of_its_own(seconds: int, limits: tuple[str, ...]) -> None:
    """A package has limits of its own."""
    cost = charge(Outcome.CS_CART, seconds, cover=Cover(CoverKind.EXAMINATION))
    assert cost.limits == limits


@pytest.mark.parametrize(
    ("cost", "posted", "due", "give_back"),
    [(40, 0, 40, 0), (40, 30, 10, 0), (30, 30, 0, 0), (20, 30, 0, 10), (0, 30, 0, 30)],
)
def test_closing_again_charges_the_difference(
    cost: int, posted: int, due: int, give_back: int
) -> None:
    """Closing again charges the difference."""
    assert settle(cost, posted) == Settlement(due=due, give_back=give_back)


@given(st.integers(0, 500), st.integers(0, 500))
def test_what_is_settled_comes_to_the_cost(cost: int, posted: int) -> None:
    """What is settled comes to the cost."""
    found = settle(cost, posted)
    assert posted + found.due - found.give_back == cost


@pytest.mark.parametrize(
    ("cover", "covered"),
    [
        (None, Way("covered", None, None)),
        (Cover(CoverKind.PREMIUM), Way("covered", 0, 20)),
        (Cover(CoverKind.PREMIUM, seconds=1800), Way("covered", 10, 10)),
    ],
)
def test_closing_now_is_told_three_ways(cover: Cover | None, covered: Way) -> None:
    """Closing now is told three ways."""
    ways = three_ways(2700, 20, cover=cover)
    assert ways == (Way("free", 0, 20), Way("by time", 30, -10), covered)


def test_what_was_paid_before_a_reopening_is_not_paid_again() -> None:
    """What was paid before a reopening is not paid again."""
    ways = three_ways(2700, 50, posted_net=20)
    assert ways[:2] == (Way("free", 0, 50), Way("by time", 30, 40))


@pytest.mark.parametrize(
    ("seconds", "role", "ground"),
    [(0, Role.SPECIALIST, None), (1, Role.LEAD, "a duplicate of #7"), (1, Role.ADMIN, "spam")],
)
def test_spam_is_free_without_work_or_by_a_lead_with_a_reason(
    seconds: int, role: Role, ground: str | None
) -> None:
    """Spam is free without work or by a lead with a reason."""
    assert check_not_a_request(seconds, role, ground=ground) is None


@pytest.mark.parametrize(
    ("seconds", "role", "ground"),
    [(1, Role.SPECIALIST, "spam"), (1, Role.LEAD, None), (3600, Role.ADMIN, " ")],
)
def test_recorded_work_is_not_waved_away(seconds: int, role: Role, ground: str | None) -> None:
    """Recorded work is not waved away."""
    refusal = check_not_a_request(seconds, role, ground=ground)
    assert refusal is not None
    assert refusal.clause == "U7"
