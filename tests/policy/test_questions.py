"""The closing dialog asks only what decides, and reaches every outcome."""

from collections.abc import Iterator

import pytest

from console.policy.clauses import CLAUSES
from console.policy.outcomes import RULES, Outcome
from console.policy.questions import QUESTIONS, Decision, Question, question_for

DISPUTE = question_for("dispute")


def questions(root: Question) -> Iterator[Question]:
    """The question and all that it leads to."""
    yield root
    for choice in root.choices:
        if isinstance(choice.leads_to, Question):
            yield from questions(choice.leads_to)


def endings(root: Question, keys: str = "") -> Iterator[tuple[str, Decision]]:
    """Every way through the questions: the keys pressed, and what they decide."""
    for choice in root.choices:
        if isinstance(choice.leads_to, Decision):
            yield keys + choice.key, choice.leads_to
        else:
            yield from endings(choice.leads_to, keys + choice.key)


ENDINGS = [*endings(QUESTIONS), *endings(DISPUTE)]
EVERY = [*questions(QUESTIONS), *questions(DISPUTE)]


def test_every_outcome_can_be_reached() -> None:
    """Every outcome can be reached."""
    assert {decision.outcome for _, decision in ENDINGS} == set(Outcome)


@pytest.mark.parametrize(
    ("keys", "outcome", "ground"),
    [
        ("ob", "first-party-bug", "F4"),
        ("os", "first-party-security", "F1"),
        ("oc", "first-party-conflict", "F2"),
        ("ot", "first-party-theme-conflict", "F3"),
        ("tby", "third-party-encrypted", "U5"),
        ("tbn", "third-party-bug", "U5"),
        ("ta", "third-party-conflict", "N7"),
        ("tt", "third-party-conflict", "N8"),
        ("tx", "forwarded", "U6"),
        ("c", "cs-cart", "N1"),
        ("sp", "performance", "N3"),
        ("si", "incompatible-software", "N4"),
        ("su", "incorrect-upgrade", "N5"),
        ("ss", "incorrect-settings", "N6"),
        ("sm", "missing-functionality", "N2"),
        ("na", "answered", None),
        ("nm", "modification", "S7"),
        ("nf", "forwarded", "U11"),
        ("nu", "unresolved", None),
        ("nn", "not-a-request", None),
    ],
)
def test_keys_decide(keys: str, outcome: str, ground: str | None) -> None:
    """The keys pressed decide the outcome and its ground."""
    assert dict(endings(QUESTIONS))[keys] == Decision(Outcome(outcome), ground)


def test_a_dispute_is_upheld_or_rejected() -> None:
    """A dispute is upheld or rejected."""
    decided = {keys: decision.outcome for keys, decision in endings(DISPUTE)}
    assert decided == {"u": Outcome.DISPUTE_UPHELD, "r": Outcome.DISPUTE_REJECTED}


@pytest.mark.parametrize("kind", [None, "question", "modification"])
def test_all_else_is_asked_whose_part_was_at_fault(kind: str | None) -> None:
    """All else is asked whose part was at fault."""
    assert question_for(kind) is QUESTIONS


@pytest.mark.parametrize("keys", [keys for keys, _ in ENDINGS])
def test_three_keys_are_enough(keys: str) -> None:
    """Three keys are enough."""
    assert 1 <= len(keys) <= 3


@pytest.mark.parametrize("question", EVERY, ids=lambda question: question.text)
def test_each_answer_has_a_letter_of_its_own(question: Question) -> None:
    """Each answer has a letter of its own."""
    letters = [choice.key for choice in question.choices]
    assert sorted(set(letters)) == sorted(letter for letter in letters if letter.isalpha())


@pytest.mark.parametrize(("keys", "decision"), ENDINGS)
def test_a_ground_is_one_of_its_outcome_s_clauses(keys: str, decision: Decision) -> None:
    """A ground is one of its outcome's clauses."""
    known = {None, *RULES[decision.outcome].clauses} & {None, *CLAUSES}
    assert decision.ground_clause in known
