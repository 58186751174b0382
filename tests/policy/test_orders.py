"""What shops' orders are worth, and what follows for their lines (K2 to K5, P1 to P7)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.policy import orders
from console.policy.orders import Fall, LineState, Meaning, Means, Move, Rise, Step, Wait

ADDON = Meaning(Means.ADDON)
PREMIUM = Meaning(Means.PREMIUM, 3)


def line(
    key: int = 0, *, paid: int, given: int = 0, meaning: Meaning | None = ADDON, **values: object
) -> LineState:
    """A line in few words."""
    return LineState(key, paid=paid, given=given, meaning=meaning, **values)  # type: ignore[arg-type]


def follows(*lines: LineState, addressed: bool = True) -> tuple[Step, ...]:
    """What follows for an order of these lines."""
    return orders.steps(lines, addressed=addressed)


@pytest.mark.parametrize(
    ("meaning", "credits"),
    [
        (Meaning(Means.ADDON), 20),
        (Meaning(Means.PACKAGE, 5), 50),
        (Meaning(Means.CREDITS, 160), 160),
        (Meaning(Means.PREMIUM, 6), 0),
        (Meaning(Means.INCIDENT), 0),
        (Meaning(Means.EXAMINATION), 0),
        (Meaning(Means.FREE), 0),
        (Meaning(Means.RENEWAL), 0),
        (Meaning(Means.IGNORE), 0),
    ],
)
def test_a_unit_is_worth_what_the_policy_says(meaning: Meaning, credits: int) -> None:
    """An add-on brings 20, a package 10 for each add-on in it, credits themselves, and all else none (K2 to K5)."""
    assert orders.worth(meaning) == credits


@pytest.mark.parametrize(
    ("meaning", "clause"),
    [
        (Meaning(Means.CREDITS, 100), "K2"),
        (Meaning(Means.CREDITS), "K2"),
        (Meaning(Means.PACKAGE, 0), "K4"),
        (Meaning(Means.PACKAGE, 100_000), "K4"),
        (Meaning(Means.PREMIUM, 2), "P1"),
        (Meaning(Means.PREMIUM), "P1"),
        (Meaning(Means.ADDON, 3), "K2"),
    ],
)
def test_what_is_not_sold_is_no_meaning(meaning: Meaning, clause: str) -> None:
    """A product means what the policy sells, with a number where one is told, and without one where none is."""
    refused = orders.check_meaning(meaning)
    assert refused is not None
    assert refused.clause == clause


@pytest.mark.parametrize(
    "meaning",
    [ADDON, Meaning(Means.PACKAGE, 5), Meaning(Means.CREDITS, 320), Meaning(Means.PREMIUM, 12), Meaning(Means.FREE)],
)  # fmt: skip
def test_what_is_sold_may_be_meant(meaning: Meaning) -> None:
    """The policy's own products are taken."""
    assert orders.check_meaning(meaning) is None


def test_the_nearest_key_of_the_map_holds() -> None:
    """A variant goes before the whole product, and a product's number before its code."""
    known = {("id:7", ""): ADDON, ("code:P", "4:1"): PREMIUM, ("code:P", ""): None}
    keys = orders.keys_of(7, "P", ["4:1"])
    assert orders.find(known, keys) == (("code:P", "4:1"), PREMIUM)
    assert orders.find(known, orders.keys_of(7, "P", ["4:2"])) == (("id:7", ""), ADDON)
    assert orders.find(known, orders.keys_of(8, "P", [])) is None


@pytest.mark.parametrize(
    ("lines", "steps"),
    [
        ([line(paid=2)], (Rise(0, 2),)),
        ([line(paid=2, given=2)], ()),
        ([line(paid=3, given=2)], (Rise(0, 1),)),
        ([line(paid=0)], ()),
        ([line(paid=1, given=3)], (Fall(0, 2),)),
        ([line(paid=1, given=3, kept=1)], ()),
        ([line(paid=0, given=3, kept=1)], (Fall(0, 3),)),
        ([line(paid=1, meaning=None)], (Wait(0, "meaning"),)),
        ([line(paid=0, meaning=None)], ()),
        ([line(paid=1, meaning=PREMIUM)], (Wait(0, "domain"),)),
        ([line(paid=1, meaning=PREMIUM, domain="shop.example")], (Rise(0, 1),)),
        ([line(paid=1, meaning=Meaning(Means.FREE))], (Rise(0, 1),)),
        # An edit put another line in the place of one that is gone.
        ([line(0, paid=0, given=1), line(1, paid=1)], (Move(0, 1, 1),)),
        ([line(0, paid=0, given=2), line(1, paid=1)], (Move(0, 1, 1), Fall(0, 1))),
        ([line(0, paid=0, given=1), line(1, paid=3)], (Move(0, 1, 1), Rise(1, 2))),
        ([line(0, paid=0, given=1), line(1, paid=1, meaning=PREMIUM, domain="s.example")],
         (Fall(0, 1), Rise(1, 1))),
    ],
)  # fmt: skip
def test_what_follows_for_an_order(lines: list[LineState], steps: tuple[Step, ...]) -> None:
    """Rises are given, falls proposed unless turned down for as much, edits taken over, and the unknown waits."""
    assert follows(*lines) == steps


@pytest.mark.parametrize(
    ("meaning", "step"),
    [(ADDON, Wait(0, "address")), (Meaning(Means.INCIDENT), Wait(0, "address")), (Meaning(Means.FREE), Rise(0, 1))],
)  # fmt: skip
def test_what_brings_something_needs_somebody(meaning: Meaning, step: Step) -> None:
    """Credits and packages wait for an address that can be used; what brings nothing does not."""
    assert follows(line(paid=1, meaning=meaning), addressed=False) == (step,)


_lines = st.lists(
    st.tuples(st.integers(0, 4), st.integers(0, 4), st.sampled_from([ADDON, Meaning(Means.CREDITS, 80), None])),
    max_size=5,
)  # fmt: skip


@given(_lines)
def test_after_its_steps_an_order_has_given_what_is_paid(
    found: list[tuple[int, int, Meaning | None]],
) -> None:
    """With its falls taken back, each known line has given exactly what is paid for, and no unknown line anything."""
    lines = [
        line(key, paid=paid, given=given if meaning else 0, meaning=meaning)
        for key, (paid, given, meaning) in enumerate(found)
    ]
    given = {each.key: each.given for each in lines}
    for step in follows(*lines):
        if isinstance(step, Move):
            given[step.source] -= step.units
            given[step.target] += step.units
        elif isinstance(step, Rise | Fall):
            given[step.line] += step.units if isinstance(step, Rise) else -step.units
    assert given == {each.key: each.paid if each.meaning else 0 for each in lines}


@pytest.mark.parametrize(
    ("given", "units", "credits"),
    [
        ([(2, 40)], 1, 20),
        ([(2, 40), (1, 30)], 2, 50),
        ([(2, 40), (-1, -20), (1, 30)], 2, 50),
        ([(3, 60)], 3, 60),
        ([], 1, 0),
    ],
)
def test_the_last_units_go_back_first(
    given: list[tuple[int, int]], units: int, credits: int
) -> None:
    """What units brought is told by those that came last."""
    assert orders.credits_given(given, units) == credits
