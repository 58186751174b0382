"""Outcomes: how a request may end, whether that costs its time, and the clauses that say so."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from console.policy.entitlements import Cover, clause_of


class Outcome(StrEnum):
    """How a request may end."""

    FIRST_PARTY_BUG = "first-party-bug"
    FIRST_PARTY_SECURITY = "first-party-security"
    FIRST_PARTY_CONFLICT = "first-party-conflict"
    FIRST_PARTY_THEME_CONFLICT = "first-party-theme-conflict"
    THIRD_PARTY_BUG = "third-party-bug"
    THIRD_PARTY_ENCRYPTED = "third-party-encrypted"
    FORWARDED = "forwarded"
    CS_CART = "cs-cart"
    MISSING_FUNCTIONALITY = "missing-functionality"
    PERFORMANCE = "performance"
    INCOMPATIBLE_SOFTWARE = "incompatible-software"
    INCORRECT_UPGRADE = "incorrect-upgrade"
    INCORRECT_SETTINGS = "incorrect-settings"
    THIRD_PARTY_CONFLICT = "third-party-conflict"
    ANSWERED = "answered"
    UNRESOLVED = "unresolved"
    MODIFICATION = "modification"
    NOT_A_REQUEST = "not-a-request"
    DISPUTE_UPHELD = "dispute-upheld"
    DISPUTE_REJECTED = "dispute-rejected"


@dataclass(frozen=True, slots=True)
class OutcomeRule:
    """What an outcome means: plain words for it, whether it costs its time, and its clauses."""

    outcome: Outcome
    label: str
    by_time: bool
    clauses: tuple[str, ...]


_FREE = (
    (Outcome.FIRST_PARTY_BUG, "bug of our add-on", "F4 U4"),
    (Outcome.FIRST_PARTY_SECURITY, "security breach by our add-on", "F1"),
    (Outcome.FIRST_PARTY_CONFLICT, "conflict between our add-ons", "F2"),
    (Outcome.FIRST_PARTY_THEME_CONFLICT, "conflict with AlexBranding's part", "F3 N7 N8"),
    (Outcome.NOT_A_REQUEST, "not a request", ""),
    (Outcome.DISPUTE_UPHELD, "dispute upheld", "D1"),
    (Outcome.DISPUTE_REJECTED, "dispute rejected", "D1"),
)
_BY_TIME = (
    (Outcome.THIRD_PARTY_BUG, "bug of another vendor's part", "U5 U7"),
    (Outcome.THIRD_PARTY_ENCRYPTED, "bug in another vendor's encrypted code", "U5 U7"),
    (Outcome.FORWARDED, "forwarded to Custom development", "U6 U11 S9"),
    (Outcome.CS_CART, "CS-Cart itself", "N1 U7"),
    (Outcome.MISSING_FUNCTIONALITY, "functionality never described", "N2 U7"),
    (Outcome.PERFORMANCE, "performance", "N3 U7"),
    (Outcome.INCOMPATIBLE_SOFTWARE, "incompatible software", "N4 U7"),
    (Outcome.INCORRECT_UPGRADE, "incorrect upgrade", "N5 U7"),
    (Outcome.INCORRECT_SETTINGS, "incorrect settings", "N6 U7"),
    (Outcome.THIRD_PARTY_CONFLICT, "conflict with another vendor's part", "N7 N8 U7"),
    (Outcome.ANSWERED, "answered", "S1 S2 S6 U7"),
    (Outcome.UNRESOLVED, "unresolved or no reply", "S3 S4 U7"),
    (Outcome.MODIFICATION, "modification done", "S7 U3"),
)

RULES: Mapping[Outcome, OutcomeRule] = MappingProxyType(
    {
        outcome: OutcomeRule(outcome, label, by_time, tuple(names.split()))
        for rows, by_time in ((_FREE, False), (_BY_TIME, True))
        for outcome, label, names in rows
    }
)

LABELS: Mapping[str, str] = MappingProxyType(
    {str(outcome): rule.label for outcome, rule in RULES.items()}
)
"""What people call each outcome, by the name that scripts have for it."""


def label_of(outcome: str | None) -> str:
    """What people call an outcome; nothing where there is none."""
    return LABELS[outcome] if outcome else ""


# What decides which of an outcome's clauses it was: the kind of the request, or the ground's first word.
_BY_KIND = {"explanation": "S1", "configuration": "S2", "question": "S6"}
_BY_GROUND = {
    Outcome.FIRST_PARTY_THEME_CONFLICT: frozenset({"F3", "N7", "N8"}),
    Outcome.THIRD_PARTY_CONFLICT: frozenset({"N7", "N8"}),
}
_HOW_CHARGED = frozenset({"U3", "U4", "U7", "U8", "P1", "P4", "P6"})


def parse_outcome(text: str) -> Outcome:
    """The outcome of that name; raises ValueError with a sentence that lists what there is."""
    try:
        return Outcome(text.strip().lower())
    except ValueError:
        raise ValueError(f"An outcome is one of {', '.join(Outcome)}.") from None


def clauses_for(
    outcome: Outcome,
    *,
    kind: str | None = None,
    ground: str | None = None,
    cover: Cover | None = None,
) -> tuple[str, ...]:
    """The clauses that an outcome follows from, as few as the kind and the ground can tell; U8 last."""
    rule = RULES[outcome]
    names = _narrowed(rule, kind=kind, ground=ground)
    if not rule.by_time:
        return names
    covering = (clause_of(cover.kind),) if cover is not None and cover.seconds != 0 else ()
    return (*names, *covering, "U8")


def ground_of(clauses: Iterable[str]) -> tuple[str, ...]:
    """Those of an entry's clauses that say what it was, without those that say how that is charged."""
    return tuple(each for each in clauses if each not in _HOW_CHARGED)


def _narrowed(rule: OutcomeRule, *, kind: str | None, ground: str | None) -> tuple[str, ...]:
    """The rule's clauses, without those alternatives that it was not."""
    if rule.outcome is Outcome.ANSWERED:
        either, chosen = frozenset(_BY_KIND.values()), _BY_KIND.get(kind or "")
    else:
        either, chosen = _BY_GROUND.get(rule.outcome, frozenset()), _first_word(ground)
    if chosen not in either:
        return rule.clauses
    return tuple(name for name in rule.clauses if name == chosen or name not in either)


def _first_word(ground: str | None) -> str:
    """The clause that a ground begins with, if it begins with one."""
    words = (ground or "").split(maxsplit=1)
    return words[0].rstrip(".,:;").upper() if words else ""
