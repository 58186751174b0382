"""What a component proposes: every maker, kind, package and code, with every fault, by the table of the policy."""

from itertools import product

import pytest

from console.policy.component_questions import question_about
from console.policy.components import Facts, Kind
from console.policy.outcomes import RULES, Outcome
from console.policy.proposing import Fault, proposed, why
from console.policy.questions import Decision, Question, question_for
from tests.policy.test_questions import endings, questions

VENDORS = ("Cart-Power", "CS-Cart", "AlexBranding", "EnergoThemes", "Simtech")
PACKAGES = (None, "UniTheme2", "YOUPI", "Marketing")
CATALOGUE = [
    Facts("X", vendor, kind, package, paid=paid, encrypted=encrypted, retired=False)
    for vendor, kind, package, paid, encrypted in product(
        VENDORS, Kind, PACKAGES, (False, True), (False, True)
    )
]

ANY = "*"
OPEN, SHUT = "open", "encrypted"
TABLE: list[tuple[str, str, str, str, str, str]] = [
    ("Cart-Power", ANY, ANY, ANY, "bug", "first-party-bug F4"),
    ("Cart-Power", ANY, ANY, ANY, "security", "first-party-security F1"),
    ("Cart-Power", ANY, ANY, ANY, "conflict", "first-party-conflict F2"),
    ("CS-Cart", ANY, ANY, ANY, "bug", "cs-cart N1"),
    ("CS-Cart", ANY, ANY, ANY, "security", "cs-cart N1"),
    ("CS-Cart", ANY, ANY, ANY, "conflict", "cs-cart N1"),
    *(
        (vendor, ANY, ANY, code, fault, f"third-party-{said} U5")
        for vendor in ("AlexBranding", "EnergoThemes")
        for fault in ("bug", "security")
        for code, said in ((OPEN, "bug"), (SHUT, "encrypted"))
    ),
    ("Simtech", ANY, ANY, ANY, "bug", "forwarded U6"),
    ("Simtech", ANY, ANY, ANY, "security", "forwarded U6"),
    # N7 and N8: free with the add-ons of two packages, and with their themes; F3 with any AlexBranding theme.
    *(
        (vendor, "addon", package, ANY, "conflict", said)
        for vendor in ("AlexBranding", "EnergoThemes", "Simtech")
        for package, said in (
            ("UniTheme2", "first-party-theme-conflict N7"), ("YOUPI", "first-party-theme-conflict N7"),
            ("Marketing", "third-party-conflict N7"), ("None", "third-party-conflict N7"),
        )
    ),
    ("AlexBranding", "theme", "UniTheme2", ANY, "conflict", "first-party-theme-conflict N8"),
    ("AlexBranding", "theme", "YOUPI", ANY, "conflict", "first-party-theme-conflict N8"),
    ("AlexBranding", "theme", "Marketing", ANY, "conflict", "first-party-theme-conflict F3"),
    ("AlexBranding", "theme", "None", ANY, "conflict", "first-party-theme-conflict F3"),
    ("EnergoThemes", "theme", ANY, ANY, "conflict", "third-party-conflict N8"),
    ("Simtech", "theme", ANY, ANY, "conflict", "third-party-conflict N8"),
    *(
        (vendor, kind, ANY, ANY, "conflict", "incompatible-software N4")
        for vendor in ("AlexBranding", "EnergoThemes", "Simtech")
        for kind in ("platform", "other")
    ),
    # What cannot be read cannot be changed, but ours is read by us.
    ("Cart-Power", ANY, ANY, ANY, "modification", "modification S7"),
    *(
        (vendor, ANY, ANY, code, "modification", said)
        for vendor in ("CS-Cart", "AlexBranding", "EnergoThemes")
        for code, said in ((OPEN, "modification S7"), (SHUT, "forwarded U11"))
    ),
    ("Simtech", ANY, ANY, ANY, "modification", "forwarded U11"),
    *(
        (vendor, ANY, ANY, ANY, fault, said)
        for vendor in VENDORS[:4]
        for fault, said in (
            ("undescribed", "missing-functionality N2"), ("upgrade", "incorrect-upgrade N5"),
            ("settings", "incorrect-settings N6"), ("none", "answered None"),
        )
    ),
    *(("Simtech", ANY, ANY, ANY, fault, "forwarded S9")
      for fault in ("undescribed", "upgrade", "settings", "none")),
    *((vendor, ANY, ANY, ANY, "performance", "performance N3") for vendor in VENDORS),
    *((vendor, ANY, ANY, ANY, "incompatible", "incompatible-software N4") for vendor in VENDORS),
]  # fmt: skip
"""Vendor, kind, package, code and fault, and what follows."""


def _rows(facts: Facts, fault: Fault) -> list[str]:
    """What the table says of it."""
    told = (facts.vendor, facts.kind, str(facts.package), SHUT if facts.encrypted else OPEN, fault)
    return [row[-1] for row in TABLE if all(a in (ANY, b) for a, b in zip(row, told, strict=False))]


@pytest.mark.parametrize("fault", Fault)
def test_every_component_proposes_what_the_policy_says(fault: Fault) -> None:
    """Of every combination the table has one row, and that is what is proposed."""
    wrong = []
    for facts in CATALOGUE:
        decision = proposed(facts, fault)
        said = f"{decision.outcome} {decision.ground_clause}"
        if _rows(facts, fault) != [said]:
            wrong.append((facts, said, _rows(facts, fault)))
    assert wrong == []


def test_what_is_proposed_cites_a_clause_of_its_outcome() -> None:
    """What is proposed cites a clause of its outcome."""
    decisions = [proposed(facts, fault) for facts in CATALOGUE for fault in Fault]
    assert [
        each
        for each in decisions
        if each.ground_clause and each.ground_clause not in RULES[each.outcome].clauses
    ] == []


@pytest.mark.parametrize("name", ["UniTheme2", "YOUPI"])
def test_a_theme_is_excepted_by_its_own_name(name: str) -> None:
    """UniTheme2 and YOUPI themselves are excepted without a package, an add-on called so is not (N8)."""
    theme, addon = (Facts(name, "AlexBranding", kind) for kind in (Kind.THEME, Kind.ADDON))
    assert (theme.excepted, addon.excepted) == (True, False)


@pytest.mark.parametrize("facts", CATALOGUE[::4], ids=why)
def test_the_dialog_about_a_component_needs_no_more_than_three_keys(facts: Facts) -> None:
    """About any component every ending takes one to three keys, and no question has a key twice."""
    root = question_about("X", facts, kind=None)
    assert {len(keys) for keys, _ in endings(root)} <= {1, 2, 3}
    for question in questions(root):
        keys = [each.key for each in question.choices]
        assert sorted(set(keys)) == sorted(keys)
        assert len(keys) <= 7


@pytest.mark.parametrize("vendor", VENDORS)
def test_every_outcome_stays_in_reach(vendor: str) -> None:
    """Named or not, every outcome of a request can be reached; what is beyond the scope is not modified."""
    root = question_about("X", Facts("X", vendor, Kind.ADDON), kind=None)
    found = {decision.outcome for _, decision in endings(root)}
    beyond = {Outcome.MODIFICATION} if vendor == "Simtech" else set()
    assert {decision.outcome for _, decision in endings(question_for(None))} - found == beyond


@pytest.mark.parametrize(
    ("facts", "keys", "outcome", "ground"),
    [
        (Facts("Live search", "Cart-Power", Kind.ADDON), "b", "first-party-bug", "F4"),
        (Facts("Live search", "Cart-Power", Kind.ADDON), "fp", "first-party-theme-conflict", "N7"),
        (Facts("Live search", "Cart-Power", Kind.ADDON), "fa", "third-party-conflict", "N7"),
        (Facts("Live search", "Cart-Power", Kind.ADDON), "tby", "third-party-encrypted", "U5"),
        (Facts("UniTheme2", "AlexBranding", Kind.THEME), "f", "first-party-theme-conflict", "N8"),
        (Facts("VIVAshop", "EnergoThemes", Kind.THEME), "f", "third-party-conflict", "N8"),
        (Facts("VIVAshop", "EnergoThemes", Kind.THEME, encrypted=True), "b", "third-party-encrypted", "U5"),
        (Facts("CS-Cart", "CS-Cart", Kind.PLATFORM), "b", "cs-cart", "N1"),
        (Facts("Odd", "Simtech", Kind.ADDON), "b", "forwarded", "U6"),
        (Facts("Odd", "Simtech", Kind.ADDON), "na", "answered", None),
    ],
)  # fmt: skip
def test_keys_decide_about_a_component(
    facts: Facts, keys: str, outcome: str, ground: str | None
) -> None:
    """The keys pressed about a component decide the outcome and its ground."""
    found = dict(endings(question_about(facts.name, facts, kind=None)))
    assert found[keys] == Decision(Outcome(outcome), ground)


def test_a_dispute_is_asked_as_ever() -> None:
    """A dispute is upheld or rejected, whatever its component."""
    asked = question_about("X", CATALOGUE[0], kind="dispute")
    assert isinstance(asked, Question)
    assert asked == question_for("dispute")
