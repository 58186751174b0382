"""Notices: which answers hold, and what may be charged after them (U9, U10)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.policy.access import Role
from console.policy.limits import Answer, Limit, Notice, allowance
from console.policy.notices import (
    Unannounced,
    charged_credits,
    check_answer,
    check_charge,
    parse_answer,
    parse_limit,
    suggested_amount,
)
from console.policy.refusal import Refusal
from console.policy.worktime import credits_for

AMOUNTS = st.none() | st.integers(0, 40).map(lambda tens: tens * 10)
NOTICES = st.lists(
    st.builds(
        Notice,
        st.sampled_from([Limit.OVER_40_CREDITS, Limit.SIXTY_MINUTES]),
        st.just(40),
        st.integers(0, 9000),
        st.just(50),
        AMOUNTS,
        st.none() | st.sampled_from(Answer),
    ),
    max_size=4,
)


def told(amount: int, answer: Answer = Answer.GO_ON) -> Notice:
    """A notice that told an amount."""
    return Notice(Limit.SIXTY_MINUTES, 40, 3600, 40, amount=amount, answer=answer)


@pytest.mark.parametrize(
    ("seconds", "estimate", "notices", "amount"),
    [
        (0, None, [], 80),
        (3600, None, [], 80),
        (3601, None, [], 80),
        (7200, None, [told(80)], 120),
        (7201, None, [told(80)], 120),
        (0, 60, [], 60),
        (0, 41, [], 50),
        (3600, 60, [], 60),
        (3600, 40, [], 80),
        (3600, None, [told(100)], 100),
        (3600, 60, [told(60)], 80),
        (5400, 60, [], 60),
        (5401, 60, [], 80),
    ],
)
def test_an_amount_is_suggested(
    seconds: int, estimate: int | None, notices: list[Notice], amount: int
) -> None:
    """An amount is suggested."""
    assert suggested_amount(seconds, estimate, notices=notices) == amount


@given(st.integers(0, 40_000), st.none() | st.integers(0, 500), NOTICES)
def test_the_suggested_amount_can_always_be_told(
    seconds: int, estimate: int | None, notices: list[Notice]
) -> None:
    """The suggested amount can always be told."""
    amount = suggested_amount(seconds, estimate, notices=notices)
    cost = credits_for(seconds)
    refused = check_answer(Answer.GO_ON, amount, reason=None, threshold=40, credits=cost)
    assert refused is None


@pytest.mark.parametrize("answer", [Answer.GO_ON, Answer.WAIT])
@pytest.mark.parametrize(
    ("amount", "threshold", "cost", "reason"),
    [
        (None, 40, 40, "The notice has to name an amount."),
        (45, 40, 40, "The amount has to be a multiple of 10: 45 is not."),
        (40, 40, 40, "The amount has to be more than 40."),
        (-50, 40, 40, "The amount has to be more than 40."),
        (80, 80, 90, "The amount has to be more than 80."),
        (50, 40, 60, "It comes to 60 credits already: tell that many at least."),
    ],
)
def test_an_amount_that_tells_nothing_is_refused(
    answer: Answer, amount: int | None, threshold: int, cost: int, reason: str
) -> None:
    """An amount that tells nothing is refused."""
    refused = check_answer(answer, amount, reason=None, threshold=threshold, credits=cost)
    assert refused == Refusal(reason, "U9")


@pytest.mark.parametrize("answer", [Answer.GO_ON, Answer.WAIT])
@pytest.mark.parametrize(("amount", "cost"), [(50, 40), (50, 50), (200, 40)])
def test_an_amount_past_the_cost_is_told(answer: Answer, amount: int, cost: int) -> None:
    """An amount past the cost is told."""
    assert check_answer(answer, amount, reason=None, threshold=40, credits=cost) is None


@pytest.mark.parametrize("reason", [None, "", "  "])
def test_sending_no_notice_needs_a_reason(reason: str | None) -> None:
    """Sending no notice needs a reason."""
    refused = check_answer(Answer.NO_NOTICE, None, reason=reason, threshold=40, credits=40)
    assert refused == Refusal("Sending no notice needs a reason.", "U9")


def test_no_notice_with_a_reason_is_an_answer() -> None:
    """No notice with a reason is an answer."""
    refused = check_answer(
        Answer.NO_NOTICE, None, reason="it looks like our bug", threshold=40, credits=40
    )
    assert refused is None


def test_closing_now_needs_nothing_more() -> None:
    """Closing now needs nothing more."""
    assert check_answer(Answer.CLOSE, None, reason=None, threshold=40, credits=40) is None


@pytest.mark.parametrize(
    ("amount", "refused"),
    [(None, None), (40, None), (45, "U9"), (0, "U9")],
)
def test_a_package_s_notice_may_leave_the_amount_out(
    amount: int | None, refused: str | None
) -> None:
    """A package's notice may leave the amount out."""
    found = check_answer(
        Answer.GO_ON,
        amount,
        reason=None,
        threshold=0,
        credits=0,
        limit=Limit.PACKAGE_120_MINUTES,
    )
    assert (found and found.clause) == refused


@pytest.mark.parametrize(
    ("cost", "notices", "clause"),
    [
        (40, [], None),
        (41, [], "U9"),
        (50, [], "U9"),
        (50, [told(50)], None),
        (60, [told(50)], "U9"),
        (50, [told(80, Answer.WAIT)], None),
        (50, [told(80, Answer.NO_NOTICE)], "U9"),
        (50, [told(80, Answer.CLOSE)], "U9"),
    ],
)
@pytest.mark.parametrize("role", Role)
def test_a_charge_past_forty_needs_its_notice(
    cost: int, notices: list[Notice], clause: str | None, role: Role
) -> None:
    """A charge past forty needs its notice."""
    refused = check_charge(cost, notices, waive=False, override_reason=None, role=role)
    assert (refused and refused.clause) == clause


def test_a_refused_charge_names_the_three_ways_out() -> None:
    """A refused charge names the three ways out."""
    refused = check_charge(50, [], waive=False, override_reason=None, role=Role.SPECIALIST)
    assert refused == Unannounced(
        "It costs 50 credits and only 40 may be charged without a notice: send the notice and"
        " wait, charge 40 and waive the rest, or have a lead charge it with a reason.",
        "U9",
    )


def test_waiving_the_rest_lets_a_specialist_close() -> None:
    """Waiving the rest lets a specialist close."""
    assert check_charge(90, [], waive=True, override_reason=None, role=Role.SPECIALIST) is None


@pytest.mark.parametrize("role", [Role.LEAD, Role.ADMIN])
def test_a_lead_may_charge_it_with_a_reason(role: Role) -> None:
    """A lead may charge it with a reason."""
    assert check_charge(90, [], waive=False, override_reason="agreed", role=role) is None


def test_a_specialist_may_not_charge_it_with_a_reason() -> None:
    """A specialist may not charge it with a reason."""
    refused = check_charge(90, [], waive=False, override_reason="agreed", role=Role.SPECIALIST)
    assert refused == Refusal("Only a lead or an admin may charge past what was announced.")


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_lead_without_a_reason_may_not(reason: str) -> None:
    """A lead without a reason may not."""
    refused = check_charge(90, [], waive=False, override_reason=reason, role=Role.LEAD)
    assert refused is not None


@given(st.integers(0, 500), NOTICES)
def test_no_specialist_charges_past_what_was_told(cost: int, notices: list[Notice]) -> None:
    """No specialist charges past what was told."""
    refused = check_charge(cost, notices, waive=False, override_reason=None, role=Role.SPECIALIST)
    assert (refused is None) == (cost <= allowance(notices))


@pytest.mark.parametrize(
    ("cost", "notices", "waive", "charged"),
    [
        (30, [], True, 30),
        (90, [], True, 40),
        (90, [told(60)], True, 60),
        (90, [], False, 90),
    ],
)
def test_a_waiver_charges_no_more_than_was_told(
    cost: int, notices: list[Notice], waive: bool, charged: int
) -> None:
    """A waiver charges no more than was told."""
    assert charged_credits(cost, notices, waive=waive) == charged


def test_a_limit_is_known_by_its_name() -> None:
    """A limit is known by its name."""
    assert parse_limit(" Sixty-Minutes ") is Limit.SIXTY_MINUTES


def test_an_unknown_limit_is_told_what_there_is() -> None:
    """An unknown limit is told what there is."""
    with pytest.raises(ValueError, match="one of over-40-credits, sixty-minutes"):
        parse_limit("an-hour")


def test_an_answer_is_known_by_its_name() -> None:
    """An answer is known by its name."""
    assert parse_answer("no-notice") is Answer.NO_NOTICE


def test_an_unknown_answer_is_told_what_there_is() -> None:
    """An unknown answer is told what there is."""
    with pytest.raises(ValueError, match="one of go-on, wait, close, no-notice"):
        parse_answer("maybe")
