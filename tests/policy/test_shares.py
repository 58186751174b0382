"""What of a request's recorded work was charged, and what was not (U4, U8, P1, P4, P6)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.policy.outcomes import RULES, Outcome, ground_of
from console.policy.shares import Closing, Share, dealt, free_seconds, worth

LENGTHS = st.lists(st.integers(-2_000, 8_000), max_size=8)


def closing(worked: int, chargeable: int, *, cost: int, waived: int = 0) -> Closing:
    """A closing by time."""
    return Closing(Outcome.ANSWERED, worked, chargeable, cost, waived)


@pytest.mark.parametrize(
    ("sessions", "said", "shares"),
    [
        ([600, 300], closing(900, 900, cost=10), [Share(600), Share(300)]),
        ([600], Closing(Outcome.FIRST_PARTY_BUG, 600, 0, 0), [Share(free=600)]),
        ([900, -300], Closing(Outcome.NOT_A_REQUEST, 600, 0, 0), [Share(free=900), Share(free=-300)]),
        ([600, 600], closing(1200, 300, cost=10), [Share(covered=600), Share(300, covered=300)]),
        ([3000, 1000], closing(4000, 4000, cost=40, waived=10), [Share(3000), Share(600, waived=400)]),
        ([900, 900, -600], closing(1200, 900, cost=10), [Share(600, covered=300), Share(900), Share(-600)]),
        ([7200, 4000, -500], closing(10700, 3500, cost=0, waived=40),
         [Share(covered=7200), Share(waived=4000), Share(waived=-500)]),
        ([600, 300], closing(900, 900, cost=0, waived=10), [Share(waived=600), Share(waived=300)]),
    ],
)  # fmt: skip
def test_sessions_are_dealt_out(sessions: list[int], said: Closing, shares: list[Share]) -> None:
    """What is covered comes first and what is waived last; a correction takes off the end; a free outcome frees all."""
    assert list(dealt(sessions, said)) == shares


@given(
    LENGTHS,
    st.sampled_from(Outcome),
    st.integers(0, 9_000),
    st.integers(0, 20_000),
    st.integers(0, 3),
)
def test_no_second_is_lost_or_dealt_twice(
    sessions: list[int], outcome: Outcome, chargeable: int, worked: int, waived: int
) -> None:
    """The shares of a session come to its length, whatever is recorded."""
    said = Closing(outcome, worked, min(worked, chargeable), 20, waived)
    sums = [each.charged + each.free + each.covered + each.waived for each in dealt(sessions, said)]
    assert sums == sessions


@given(st.lists(st.integers(0, 8_000), max_size=8), st.data())
def test_all_shares_come_to_what_the_closing_says(sessions: list[int], data: st.DataObject) -> None:
    """What is covered in all is what the closing left out of the charge."""
    worked = sum(sessions)
    chargeable = data.draw(st.integers(0, worked))
    said = closing(worked, chargeable, cost=worth(chargeable))
    parts = list(dealt(sessions, said))
    sums = (sum(each.covered for each in parts), sum(each.charged for each in parts))
    assert sums == (free_seconds(said), chargeable)


@pytest.mark.parametrize(
    ("clauses", "ground"),
    [
        ("F4 U4", "F4"),
        ("U5 U7 U8", "U5"),
        ("U6 U11 S9 U8", "U6 U11 S9"),
        ("S2 U7 P1 U8", "S2"),
        ("S7 U3 U8", "S7"),
        ("N8 U7 U8", "N8"),
        ("", ""),
    ],
)
def test_the_ground_is_what_it_was(clauses: str, ground: str) -> None:
    """An entry's clauses without those that say how it is charged."""
    assert " ".join(ground_of(clauses.split())) == ground


@pytest.mark.parametrize("outcome", [each for each in Outcome if each != Outcome.NOT_A_REQUEST])
def test_each_outcome_has_a_ground(outcome: Outcome) -> None:
    """Each outcome but that of no request has a ground."""
    assert ground_of(RULES[outcome].clauses)
