"""Costs in the closing dialog: told before anything is decided."""

import pytest

from console.policy.access import Role
from console.policy.questions import QUESTIONS, Choice, Question, question_for
from console.screens.costs import Costs, cost_words, decisions
from tests.screens.views import request

HOUR = Costs(request(), worked_seconds=3600, role=Role.SPECIALIST)


def choice(key: str, question: Question = QUESTIONS) -> Choice:
    """The answer of that key."""
    return next(each for each in question.choices if each.key == key)


def further(key: str) -> Question:
    """The question that an answer leads to."""
    leads_to = choice(key).leads_to
    assert isinstance(leads_to, Question)
    return leads_to


@pytest.mark.parametrize(
    ("key", "cost"), [("o", "free"), ("t", "40 credits"), ("c", "40 credits"), ("n", "free or 40")]
)
def test_each_first_answer_tells_what_it_comes_to(key: str, cost: str) -> None:
    """As far as it decides that."""
    assert HOUR.choice(choice(key)).cost == cost


def test_a_decision_tells_clause_and_balance() -> None:
    """CS-Cart itself: N1, and 10 are left of 50."""
    shown = HOUR.choice(choice("c"))
    assert (shown.clause, shown.balance) == ("N1 CS-Cart itself", "balance 10")


@pytest.mark.parametrize(
    ("role", "worked_seconds", "refused"),
    [
        (Role.SPECIALIST, 60, True),
        (Role.SPECIALIST, 0, False),
        (Role.LEAD, 60, False),
    ],
)
def test_work_is_not_waved_away(role: Role, worked_seconds: int, refused: bool) -> None:
    """Not a request: with no work on it, or by a lead."""
    costs = Costs(request(), worked_seconds=worked_seconds, role=role)
    assert bool(costs.choice(choice("n", further("n"))).refusal) is refused


@pytest.mark.parametrize("kind", [None, "dispute"])
def test_every_way_through_the_questions_ends(kind: str | None) -> None:
    """Each decision has a cost in words."""
    assert all(cost_words(HOUR.of(each).credits) for each in decisions(question_for(kind)))
