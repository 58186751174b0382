"""Outcomes: which cost their time, and which clauses they cite."""

import pytest

from console.policy.entitlements import Cover, CoverKind
from console.policy.outcomes import RULES, Outcome, clauses_for, parse_outcome

FREE = {
    "first-party-bug": ("F4", "U4"),
    "first-party-security": ("F1",),
    "first-party-conflict": ("F2",),
    "first-party-theme-conflict": ("F3", "N7", "N8"),
    "not-a-request": (),
    "dispute-upheld": ("D1",),
    "dispute-rejected": ("D1",),
}
BY_TIME = {
    "third-party-bug": ("U5", "U7", "U8"),
    "third-party-encrypted": ("U5", "U7", "U8"),
    "forwarded": ("U6", "U11", "S9", "U8"),
    "cs-cart": ("N1", "U7", "U8"),
    "missing-functionality": ("N2", "U7", "U8"),
    "performance": ("N3", "U7", "U8"),
    "incompatible-software": ("N4", "U7", "U8"),
    "incorrect-upgrade": ("N5", "U7", "U8"),
    "incorrect-settings": ("N6", "U7", "U8"),
    "third-party-conflict": ("N7", "N8", "U7", "U8"),
    "answered": ("S1", "S2", "S6", "U7", "U8"),
    "unresolved": ("S3", "S4", "U7", "U8"),
    "modification": ("S7", "U3", "U8"),
}


def test_the_outcomes_are_these_and_no_others() -> None:
    """The outcomes are these and no others."""
    assert set(Outcome) == FREE.keys() | BY_TIME.keys()


@pytest.mark.parametrize(("name", "clauses"), [*FREE.items(), *BY_TIME.items()])
def test_an_outcome_cites_its_clauses(name: str, clauses: tuple[str, ...]) -> None:
    """An outcome cites its clauses."""
    assert clauses_for(Outcome(name)) == clauses


@pytest.mark.parametrize("outcome", Outcome)
def test_all_but_the_free_outcomes_cost_their_time(outcome: Outcome) -> None:
    """All but the free outcomes cost their time."""
    assert RULES[outcome].by_time is (outcome in BY_TIME)


@pytest.mark.parametrize("outcome", Outcome)
def test_an_outcome_has_words_of_its_own(outcome: Outcome) -> None:
    """An outcome has words of its own."""
    same = [rule for rule in RULES.values() if rule.label == RULES[outcome].label]
    assert [rule.outcome for rule in same] == [outcome]


@pytest.mark.parametrize(
    ("kind", "clauses"),
    [
        ("explanation", ("S1", "U7", "U8")),
        ("configuration", ("S2", "U7", "U8")),
        ("question", ("S6", "U7", "U8")),
        ("diagnostics", ("S1", "S2", "S6", "U7", "U8")),
        (None, ("S1", "S2", "S6", "U7", "U8")),
    ],
)
def test_answered_cites_what_the_request_was(kind: str | None, clauses: tuple[str, ...]) -> None:
    """Answered cites what the request was."""
    assert clauses_for(Outcome.ANSWERED, kind=kind) == clauses


def test_the_kind_decides_nothing_but_answers() -> None:
    """The kind decides nothing but answers."""
    assert clauses_for(Outcome.CS_CART, kind="question") == ("N1", "U7", "U8")


@pytest.mark.parametrize(
    ("outcome", "ground", "clauses"),
    [
        (Outcome.THIRD_PARTY_CONFLICT, "N7 with its slider", ("N7", "U7", "U8")),
        (Outcome.THIRD_PARTY_CONFLICT, "n8: its theme", ("N8", "U7", "U8")),
        (Outcome.THIRD_PARTY_CONFLICT, "F3 it is not", ("N7", "N8", "U7", "U8")),
        (Outcome.THIRD_PARTY_CONFLICT, "with N7", ("N7", "N8", "U7", "U8")),
        (Outcome.THIRD_PARTY_CONFLICT, "  ", ("N7", "N8", "U7", "U8")),
        (Outcome.FIRST_PARTY_THEME_CONFLICT, "F3", ("F3",)),
        (Outcome.FIRST_PARTY_THEME_CONFLICT, "N7, UniTheme2", ("N7",)),
        (Outcome.FIRST_PARTY_THEME_CONFLICT, "N8 YOUPI", ("N8",)),
        (Outcome.CS_CART, "N7 it was not", ("N1", "U7", "U8")),
    ],
)
def test_a_ground_tells_which_clause_it_was(
    outcome: Outcome, ground: str, clauses: tuple[str, ...]
) -> None:
    """A ground tells which clause it was."""
    assert clauses_for(outcome, ground=ground) == clauses


@pytest.mark.parametrize(
    ("kind", "clause"),
    [(CoverKind.PREMIUM, "P1"), (CoverKind.INCIDENT, "P4"), (CoverKind.EXAMINATION, "P6")],
)
def test_a_cover_is_cited_before_the_rate(kind: CoverKind, clause: str) -> None:
    """A cover is cited before the rate."""
    assert clauses_for(Outcome.CS_CART, cover=Cover(kind)) == ("N1", "U7", clause, "U8")


def test_a_cover_of_nothing_is_not_cited() -> None:
    """A cover of nothing is not cited."""
    cover = Cover(CoverKind.PREMIUM, seconds=0)
    assert clauses_for(Outcome.CS_CART, cover=cover) == ("N1", "U7", "U8")


def test_what_is_free_anyhow_cites_no_cover() -> None:
    """What is free anyhow cites no cover."""
    assert clauses_for(Outcome.FIRST_PARTY_SECURITY, cover=Cover(CoverKind.PREMIUM)) == ("F1",)


@pytest.mark.parametrize("text", ["cs-cart", " CS-Cart\n"])
def test_an_outcome_is_known_by_its_name(text: str) -> None:
    """An outcome is known by its name."""
    assert parse_outcome(text) is Outcome.CS_CART


@pytest.mark.parametrize("text", ["", "bug", "cs_cart"])
def test_an_unknown_outcome_is_told_what_there_is(text: str) -> None:
    """An unknown outcome is told what there is."""
    with pytest.raises(ValueError, match=r"one of first-party-bug, .*, dispute-rejected\."):
        parse_outcome(text)
