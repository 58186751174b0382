"""What a component's facts and the kind of fault propose as a request's outcome, with the clause; a person decides."""

from collections.abc import Mapping
from enum import StrEnum

from console.policy.components import KIND_WORDS, OURS, Facts, Kind, Maker
from console.policy.outcomes import Outcome
from console.policy.questions import Decision


class Fault(StrEnum):
    """What was wrong with a component, or asked about it."""

    BUG = "bug"
    SECURITY = "security"
    CONFLICT = "conflict"
    UNDESCRIBED = "undescribed"
    PERFORMANCE = "performance"
    INCOMPATIBLE = "incompatible"
    UPGRADE = "upgrade"
    SETTINGS = "settings"
    MODIFICATION = "modification"
    NONE = "none"


_SET_UP: Mapping[Fault, Decision] = {
    Fault.UNDESCRIBED: Decision(Outcome.MISSING_FUNCTIONALITY, "N2"),
    Fault.PERFORMANCE: Decision(Outcome.PERFORMANCE, "N3"),
    Fault.INCOMPATIBLE: Decision(Outcome.INCOMPATIBLE_SOFTWARE, "N4"),
    Fault.UPGRADE: Decision(Outcome.INCORRECT_UPGRADE, "N5"),
    Fault.SETTINGS: Decision(Outcome.INCORRECT_SETTINGS, "N6"),
}
_NOT_ITS_OWN = (Fault.PERFORMANCE, Fault.INCOMPATIBLE)
"""Faults of the shop around it, whoever made it."""


def proposed(facts: Facts, fault: Fault) -> Decision:
    """The outcome that follows where this was wrong with the component; a conflict is one of ours with it."""
    if fault is Fault.CONFLICT:
        return _conflict(facts)
    if facts.maker is Maker.BEYOND and fault not in _NOT_ITS_OWN:
        return Decision(Outcome.FORWARDED, _BEYOND.get(fault, "S9"))
    if fault in (Fault.BUG, Fault.SECURITY):
        return _bug(facts, fault)
    if fault is Fault.MODIFICATION:
        return _modification(facts)
    return _SET_UP.get(fault, Decision(Outcome.ANSWERED))


_BEYOND = {Fault.BUG: "U6", Fault.SECURITY: "U6", Fault.MODIFICATION: "U11"}


def _bug(facts: Facts, fault: Fault) -> Decision:
    if facts.maker is Maker.OURS:
        if fault is Fault.SECURITY:
            return Decision(Outcome.FIRST_PARTY_SECURITY, "F1")
        return Decision(Outcome.FIRST_PARTY_BUG, "F4")
    if facts.maker is Maker.CS_CART:
        return Decision(Outcome.CS_CART, "N1")
    return Decision(
        Outcome.THIRD_PARTY_ENCRYPTED if facts.encrypted else Outcome.THIRD_PARTY_BUG, "U5"
    )


def _modification(facts: Facts) -> Decision:
    """What cannot be read cannot be changed; ours can be, however it is sold."""
    if facts.encrypted and facts.vendor != OURS:
        return Decision(Outcome.FORWARDED, "U11")
    return Decision(Outcome.MODIFICATION, "S7")


def _conflict(facts: Facts) -> Decision:
    """Whose a conflict of ours with it is (F2, F3, N1, N4, and N7 and N8 with their exceptions)."""
    if facts.maker is Maker.OURS:
        return Decision(Outcome.FIRST_PARTY_CONFLICT, "F2")
    if facts.maker is Maker.CS_CART:
        return Decision(Outcome.CS_CART, "N1")
    if facts.kind not in (Kind.ADDON, Kind.THEME):
        return Decision(Outcome.INCOMPATIBLE_SOFTWARE, "N4")
    clause = "N7" if facts.kind is Kind.ADDON else "N8"
    if facts.excepted:
        return Decision(Outcome.FIRST_PARTY_THEME_CONFLICT, clause)
    if facts.of_alexbranding and facts.kind is Kind.THEME:
        return Decision(Outcome.FIRST_PARTY_THEME_CONFLICT, "F3")
    return Decision(Outcome.THIRD_PARTY_CONFLICT, clause)


def why(facts: Facts) -> str:
    """What of a component decides, in a few words: "EnergoThemes' theme, code not encrypted"."""
    kind = KIND_WORDS[facts.kind]
    if facts.maker is Maker.OURS:
        return f"our {kind}"
    possessive = "'" if facts.vendor.endswith("s") else "'s"
    said = [f"{facts.vendor}{possessive} {kind}"]
    if facts.package:
        said.append(f"in the {facts.package} package")
    if facts.maker is Maker.SUPPORTED:
        said.append("code encrypted" if facts.encrypted else "code not encrypted")
    if facts.maker is Maker.BEYOND:
        said.append("beyond the scope (S8)")
    return ", ".join(said)
