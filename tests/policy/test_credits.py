"""Credits: what may be posted, what is available, and what has to be covered first (K1 to K8, U2, U3)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.policy.credits import (
    Commitment,
    Origin,
    Standing,
    available,
    balance_words,
    check_correction,
    check_grant,
    check_modification,
    check_modification_charge,
    check_purchase,
    check_refund,
    check_reversal,
    draw,
    ends_wait,
    grant_clauses,
    origin_given,
    outran_at,
    with_promise,
)
from console.policy.refusal import Refusal
from console.policy.terms import Terms
from console.policy.worktime import credits_for

ENTRIES = st.lists(
    st.tuples(st.integers(-500, 500), st.sampled_from(["paid", "free"])), max_size=20
)


def clause_of(refusal: Refusal | None) -> str | None:
    """The clause of a refusal, None when nothing was refused."""
    return None if refusal is None else refusal.clause


@pytest.mark.parametrize("size", [80, 160, 320])
@pytest.mark.parametrize("quantity", [1, 2, 100])
def test_credits_are_bought_in_whole_packages(size: int, quantity: int) -> None:
    """Credits are bought in whole packages."""
    assert check_purchase(size, quantity) is None


@pytest.mark.parametrize(
    ("size", "quantity"),
    [(79, 1), (81, 1), (240, 1), (0, 1), (-80, 1), (10, 8), (80, 0), (160, -1)],
)
def test_any_other_purchase_is_refused(size: int, quantity: int) -> None:
    """Any other purchase is refused."""
    assert clause_of(check_purchase(size, quantity)) == "K2"


def test_a_refused_purchase_says_what_is_sold() -> None:
    """A refused purchase says what is sold."""
    assert check_purchase(100, 1) == Refusal(
        "Credits are sold in packages of 80, 160 and 320, not of 100.", "K2"
    )


def test_where_one_size_is_sold_it_alone_is_named() -> None:
    """A policy with one package says so in plain words."""
    assert check_purchase(80, 1, terms=Terms(packages=(100,))) == Refusal(
        "Credits are sold in packages of 100, not of 80.", "K2"
    )


@pytest.mark.parametrize("credits", [10, 20, 70])
def test_free_credits_come_in_tens(credits: int) -> None:
    """Free credits come in tens."""
    assert check_grant(credits) is None


def test_a_free_add_on_brings_none() -> None:
    """A free add-on brings no credits."""
    assert clause_of(check_grant(0)) == "K5"


@pytest.mark.parametrize("credits", [-10, 5, 25])
def test_no_add_on_brings_any_other_number(credits: int) -> None:
    """No add-on brings any other number."""
    assert clause_of(check_grant(credits)) == "K4"


@pytest.mark.parametrize(
    ("addon", "bundle", "credits", "clause"),
    [
        (25, 10, 25, None),
        (25, 0, 50, None),
        (25, 0, 10, "K4"),
        (0, 10, 30, None),
        (0, 0, 10, "K4"),
        (0, 0, 0, "K5"),
    ],
)
def test_a_version_may_give_other_free_credits(
    addon: int, bundle: int, credits: int, clause: str | None
) -> None:
    """A version of the policy may give other free credits for either, or none."""
    terms = Terms(addon_grant=addon, bundle_grant=bundle)
    assert clause_of(check_grant(credits, terms)) == clause


@pytest.mark.parametrize(
    ("credits", "clauses"), [(20, ("K3",)), (10, ("K4",)), (30, ("K4",)), (40, ("K4",))]
)
def test_a_grant_cites_what_it_came_with(credits: int, clauses: tuple[str, ...]) -> None:
    """A grant cites the paid add-on or the package that it came with."""
    assert grant_clauses(credits) == clauses


@pytest.mark.parametrize("credits", [1, -1, 77])
def test_a_correction_may_be_any_figure_with_a_reason(credits: int) -> None:
    """A correction may be any figure with a reason."""
    assert check_correction(credits, "counted twice") is None


@pytest.mark.parametrize(("credits", "reason"), [(0, "nothing"), (5, ""), (5, "  "), (5, None)])
def test_a_correction_of_nothing_or_without_a_reason_is_refused(
    credits: int, reason: str | None
) -> None:
    """A correction of nothing or without a reason is refused."""
    assert clause_of(check_correction(credits, reason)) == "K2"


def test_paid_credits_are_never_refunded() -> None:
    """Paid credits are never refunded."""
    assert clause_of(check_refund()) == "K8"


@pytest.mark.parametrize(
    ("kind", "credits", "given_back", "clause"),
    [
        ("charge", -40, 0, None),
        ("charge", -40, 39, None),
        ("charge", -40, 40, "K7"),
        ("charge", 0, 0, "K7"),
        ("grant", 20, 0, None),
        ("correction", 7, 0, None),
        ("purchase", 80, 0, "K8"),
        ("transfer", 80, 0, "K6"),
        ("reversal", 40, 0, "K7"),
    ],
)
def test_what_may_be_reversed(kind: str, credits: int, given_back: int, clause: str | None) -> None:
    """An entry is reversed as far as it has not been; no purchase, no reversal and no half of a merge."""
    refused = check_reversal(1, kind, credits=credits, given_back=given_back)
    assert clause_of(refused) == clause


@pytest.mark.parametrize(
    ("kind", "credits", "origin", "given"),
    [
        ("purchase", 80, "paid", "paid"),
        ("grant", 20, "free", "free"),
        ("transfer", 20, "free", "free"),
        ("correction", 5, "paid", "paid"),
        ("correction", -5, "paid", None),
        ("charge", -40, "paid", None),
        ("charge", 0, "paid", None),
        ("reversal", 40, "paid", None),
    ],
)
def test_what_gave_credits_gave_them_free_or_paid(
    kind: str, credits: int, origin: str, given: str | None
) -> None:
    """What gave credits gave them free or paid; a charge and what it gave back drew on both."""
    assert origin_given(kind, credits, origin) == given


@pytest.mark.parametrize(
    ("standing", "credits", "origin", "after"),
    [
        (Standing(0, 0), 80, "paid", Standing(80, 0)),
        (Standing(80, 0), 20, "free", Standing(100, 20)),
        (Standing(100, 20), -10, "paid", Standing(90, 10)),
        (Standing(100, 20), -30, "paid", Standing(70, 0)),
        (Standing(20, 20), -50, "paid", Standing(-30, 0)),
        (Standing(-30, 0), 20, "free", Standing(-10, 0)),
        (Standing(-10, 0), 20, "free", Standing(10, 10)),
        (Standing(-10, 0), 80, "paid", Standing(70, 0)),
        (Standing(70, 10), 10, "paid", Standing(80, 10)),
    ],
)
def test_free_credits_are_spent_first_and_swallowed_by_debt(
    standing: Standing, credits: int, origin: Origin, after: Standing
) -> None:
    """Free credits are spent first and swallowed by debt."""
    assert draw(standing, credits, origin=origin) == after


@given(ENTRIES)
def test_the_balance_is_the_sum_of_the_entries(entries: list[tuple[int, Origin]]) -> None:
    """The balance is the sum of the entries."""
    standing = Standing(0, 0)
    for credits, origin in entries:
        standing = draw(standing, credits, origin=origin)
    assert standing.balance == sum(credits for credits, _ in entries)


@given(ENTRIES)
def test_no_more_is_free_than_is_there(entries: list[tuple[int, Origin]]) -> None:
    """No more is free than is there."""
    standing = Standing(0, 0)
    for credits, origin in entries:
        standing = draw(standing, credits, origin=origin)
    assert 0 <= standing.free <= max(standing.balance, 0)


@pytest.mark.parametrize(
    ("balance", "commitments", "left"),
    [
        (80, [], 80),
        (80, [Commitment(1, 10, 0)], 70),
        (80, [Commitment(1, 10, 30)], 50),
        (80, [Commitment(1, 40, 30)], 40),
        (80, [Commitment(1, 10, 30), Commitment(2, 20, 0)], 30),
        (0, [Commitment(1, 10, 0)], -10),
    ],
)
def test_what_open_requests_need_is_not_available(
    balance: int, commitments: list[Commitment], left: int
) -> None:
    """What open requests need is not available."""
    assert available(balance, commitments) == left


@pytest.mark.parametrize(
    ("balance", "others", "left"),
    [
        (80, [], 30),
        (80, [Commitment(2, 30, 0)], 0),
        (80, [Commitment(2, 31, 0)], 49),
        (49, [], 49),
    ],
)
def test_what_may_start_comes_before_what_waits(
    balance: int, others: list[Commitment], left: int
) -> None:
    """What a start would reserve is kept for it where it is covered, to the credit."""
    held = with_promise(balance, [Commitment(1, 0, 0, promise=50), *others], ticket=1)
    assert available(balance, held) == left


def test_what_has_begun_reserves_no_more_than_before() -> None:
    """A request without a promise, or an unknown one, changes nothing."""
    held = (Commitment(1, 10, 50), Commitment(2, 0, 0))
    assert with_promise(80, held, ticket=1) == with_promise(80, held, ticket=9) == held


@pytest.mark.parametrize(
    ("asked", "there", "ends"), [(40, 39, False), (40, 40, True), (0, -1, False), (0, 0, True)]
)
def test_a_wait_ends_when_the_credits_asked_for_are_there(
    asked: int, there: int, ends: bool
) -> None:
    """A wait ends when the credits asked for are there."""
    assert ends_wait(asked, there) is ends


@pytest.mark.parametrize(
    ("kind", "estimate", "there", "clause"),
    [
        ("modification", None, 100, "U3"),
        ("modification", 0, 100, "U3"),
        ("modification", 30, 29, "U3"),
        ("modification", 30, 30, None),
        ("modification", 30, -10, "U3"),
        ("question", None, -10, None),
        (None, 50, 0, None),
    ],
)
def test_a_modification_starts_only_when_covered(
    kind: str | None, estimate: int | None, there: int, clause: str | None
) -> None:
    """A modification starts only when covered."""
    assert clause_of(check_modification(kind, estimate, available=there)) == clause


@pytest.mark.parametrize(("there", "missing"), [(10, 20), (29, 1), (-10, 40)])
def test_an_uncovered_modification_says_what_is_missing(there: int, missing: int) -> None:
    """An uncovered modification says what is missing."""
    assert check_modification("modification", 30, available=there) == Refusal(
        f"This modification needs 30 credits: {missing} more have to be added first.", "U3"
    )


@pytest.mark.parametrize(
    ("kind", "estimate", "seconds"),
    [
        ("modification", 30, 2700),
        ("modification", 0, 0),
        ("modification", None, None),
        ("question", 30, None),
    ],
)
def test_a_modification_stops_where_its_estimate_ends(
    kind: str, estimate: int | None, seconds: int | None
) -> None:
    """A modification stops where its estimate ends."""
    assert outran_at(kind, estimate) == seconds


@given(st.integers(1, 50).map(lambda blocks: blocks * 10))
def test_work_up_to_the_estimate_costs_no_more_than_it(estimate: int) -> None:
    """Work up to the estimate costs no more than it."""
    stop = outran_at("modification", estimate)
    assert stop is not None
    assert credits_for(stop) == estimate == credits_for(stop + 1) - 10


@pytest.mark.parametrize(
    ("kind", "estimate", "credits", "clause"),
    [
        ("modification", 30, 30, None),
        ("modification", 30, 31, "U3"),
        ("modification", None, 1, "U3"),
        ("modification", None, 0, None),
        ("question", None, 90, None),
    ],
)
def test_a_modification_costs_no_more_than_was_estimated(
    kind: str, estimate: int | None, credits: int, clause: str | None
) -> None:
    """A modification costs no more than was estimated."""
    assert clause_of(check_modification_charge(kind, estimate, credits=credits)) == clause


@pytest.mark.parametrize(
    ("estimate", "reason"),
    [
        (None, "It costs 40 credits and has no estimate: set one first."),
        (30, "It costs 40 credits and 30 were estimated: set a new estimate first."),
    ],
)
def test_a_modification_past_its_estimate_says_what_to_do(
    estimate: int | None, reason: str
) -> None:
    """A modification past its estimate says what to do."""
    refused = check_modification_charge("modification", estimate, credits=40)
    assert refused == Refusal(reason, "U3")


@pytest.mark.parametrize(("balance", "words"), [(50, "50"), (0, "0"), (-20, "owes 20")])
def test_a_balance_is_said_in_words(balance: int, words: str) -> None:
    """A balance is said in words."""
    assert balance_words(balance) == words
