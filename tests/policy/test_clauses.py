"""Every clause has its id, its words and a title, and whatever cites one cites one that exists."""

import pytest

from console.policy.clauses import CLAUSES, clause
from console.policy.entitlements import CoverKind, clause_of
from console.policy.limits import LIMIT_CLAUSES, Limit
from console.policy.outcomes import RULES, Outcome

GROUPS = {
    "C": range(1, 11),
    "S": range(10),
    "F": range(1, 5),
    "N": range(1, 9),
    "K": range(1, 9),
    "U": range(1, 12),
    "P": range(1, 8),
    "A": range(1, 4),
    "D": range(1, 4),
}
IDS = [f"{group}{number}" for group, numbers in GROUPS.items() for number in numbers]


def test_the_clauses_are_those_of_the_policy_in_its_order() -> None:
    """The clauses are those of the policy in its order."""
    assert list(CLAUSES) == IDS


@pytest.mark.parametrize("name", IDS)
def test_a_clause_quotes_whole_sentences(name: str) -> None:
    """A clause quotes whole sentences."""
    words = clause(name).words
    assert (words[0].isupper(), words[-1], "…" in words) == (True, ".", False)


@pytest.mark.parametrize("name", IDS)
def test_a_title_is_a_few_words(name: str) -> None:
    """A title is a few words."""
    assert 1 <= len(clause(name).title.split()) <= 8


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("C9", "in the order in which they are received"),
        ("S1", "handled within the Technical support service: Explanation of the default"),
        ("F4", "free of charge: Bugs of the add-ons"),
        ("N7", "included in the UniTheme2 and YOUPI packages"),
        ("K2", "80 credits, 160 credits, 320 credits"),
        ("K8", "not subject to refund"),
        ("U3", "only after the required number of support credits is added"),
        ("U8", "15 minutes 10, 30 minutes 20, 45 minutes 30, 60 minutes 40"),
        ("U9", "more than 40 support credits"),
        ("U10", "taken 60 minutes"),
    ],
)
def test_a_clause_says_what_was_published(name: str, words: str) -> None:
    """A clause says what was published."""
    assert words in clause(name).words


def test_an_unknown_clause_is_a_fault_with_a_sentence() -> None:
    """An unknown clause is a fault with a sentence."""
    with pytest.raises(KeyError, match="no clause 'Z9'"):
        clause("Z9")


@pytest.mark.parametrize("outcome", Outcome)
def test_an_outcome_cites_only_clauses_that_exist(outcome: Outcome) -> None:
    """An outcome cites only clauses that exist."""
    assert set(RULES[outcome].clauses) <= set(CLAUSES)


@pytest.mark.parametrize("limit", Limit)
def test_a_limit_cites_only_clauses_that_exist(limit: Limit) -> None:
    """A limit cites only clauses that exist."""
    assert set(LIMIT_CLAUSES[limit]) <= set(CLAUSES)


@pytest.mark.parametrize("kind", CoverKind)
def test_a_cover_cites_a_clause_that_exists(kind: CoverKind) -> None:
    """A cover cites a clause that exists."""
    assert clause_of(kind) in CLAUSES
