"""What a shop's orders are worth: what a product means, and what a line gives, gives back or waits for (K2 to K5, P1 to P7)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from console.policy import supportterms
from console.policy.refusal import Refusal
from console.policy.terms import TERMS, Terms


class Means(StrEnum):
    """What a product of a shop is to the desk."""

    ADDON = "addon"
    PACKAGE = "package"
    CREDITS = "credits"
    PREMIUM = "premium"
    INCIDENT = "incident"
    EXAMINATION = "examination"
    FREE = "free"
    RENEWAL = "renewal"
    IGNORE = "ignore"


PACKAGES = frozenset({Means.PREMIUM, Means.INCIDENT, Means.EXAMINATION})
"""What becomes a support package."""

COUNTED: Mapping[Means, str] = {
    Means.PACKAGE: "how many add-ons are in it",
    Means.CREDITS: "how many credits",
    Means.PREMIUM: "how many months",
}
"""What is said with a number, and what the number is."""

ADDONS_MAX = 1000
NOT_JUDGED = frozenset({"N", "T"})
"""The shop's letters for an order that is being edited, and for a parent, whose children carry the lines."""

WaitsFor = Literal["meaning", "domain", "address"]


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a product means; `amount` is the add-ons of a package, the credits, or the months."""

    means: Means
    amount: int | None = None


@dataclass(frozen=True, slots=True)
class LineState:
    """A line: `paid` units are paid for, `given` have been given, under the meaning; `kept` is a fall turned down to so many."""

    key: int
    paid: int
    given: int
    meaning: Meaning | None
    domain: str | None = None
    kept: int | None = None


@dataclass(frozen=True, slots=True)
class Rise:
    """Units that a line gives now."""

    line: int
    units: int


@dataclass(frozen=True, slots=True)
class Fall:
    """Units that a line would give back, once an admin says so."""

    line: int
    units: int


@dataclass(frozen=True, slots=True)
class Move:
    """Units that a line of an edited order takes over from another, whose product means the same."""

    source: int
    target: int
    units: int


@dataclass(frozen=True, slots=True)
class Wait:
    """What a person has to say before a line can give anything."""

    line: int
    waits_for: WaitsFor


Step = Rise | Fall | Move | Wait


def check_meaning(meaning: Meaning, terms: Terms = TERMS) -> Refusal | None:
    """Refuse a meaning that the policy does not know: a package of credits, add-ons or months that is not sold."""
    what, amount = meaning.means, meaning.amount
    if what not in COUNTED:
        return None if amount is None else Refusal(f"A product that is {what} has no number.", "K2")
    if amount is None or amount < 1:
        return Refusal(f"Say {COUNTED[what]}: {what} has a number, 1 or more.", _CLAUSE[what])
    if what == Means.CREDITS and amount not in terms.packages:
        *others, last = map(str, terms.packages)
        return Refusal(
            f"Credits are sold in packages of {', '.join(others)} and {last}, not of {amount}.",
            "K2",
        )
    if what == Means.PREMIUM and amount not in supportterms.MONTHS:
        *others, last = map(str, supportterms.MONTHS)
        return Refusal(f"Premium is for {', '.join(others)} or {last} months, not {amount}.", "P1")
    if what == Means.PACKAGE and amount > ADDONS_MAX:
        return Refusal(f"A package has at most {ADDONS_MAX} add-ons.", "K4")
    return None


_CLAUSE = {Means.PACKAGE: "K4", Means.CREDITS: "K2", Means.PREMIUM: "P1"}


def worth(meaning: Meaning, terms: Terms = TERMS) -> int:
    """The credits that one unit brings (K2 to K5)."""
    if meaning.means == Means.ADDON:
        return terms.addon_grant
    if meaning.means == Means.PACKAGE:
        return terms.bundle_grant * (meaning.amount or 0)
    return (meaning.amount or 0) if meaning.means == Means.CREDITS else 0


def clauses(meaning: Meaning) -> tuple[str, ...]:
    """The clauses that an entry of it follows from."""
    return {Means.ADDON: ("K3",), Means.PACKAGE: ("K4",)}.get(meaning.means, ("K2",))


def keys_of(product_id: int, code: str, variants: Sequence[str]) -> list[tuple[str, str]]:
    """Under which keys of the map a line's product may stand, the nearest first: a variant before the whole product."""
    names = [f"id:{product_id}", *([f"code:{code}"] if code else [])]
    return [(name, variant) for variant in (*variants, "") for name in names]


def find(
    known: Mapping[tuple[str, str], Meaning | None], keys: Iterable[tuple[str, str]]
) -> tuple[tuple[str, str], Meaning] | None:
    """The nearest key that the map has a meaning for, and the meaning."""
    return next(((key, found) for key in keys if (found := known.get(key)) is not None), None)


def steps(lines: Sequence[LineState], *, addressed: bool) -> tuple[Step, ...]:
    """What an order's lines give, take over, would give back and wait for, after what they have given so far.

    Rises follow from the order alone; a fall is an admin's to decide, and one that was turned down is not
    proposed again while as much is paid for. `addressed` says whether the order has an address to give to.
    """
    found: list[Step] = []
    left = {each.key: each.paid - each.given for each in lines if each.meaning is not None}
    for each in lines:
        if each.meaning is not None and left[each.key] > 0:
            found += _taken_over(each, lines, left)
    for each in lines:
        more = left.get(each.key, 0)
        if each.meaning is None:
            found += [Wait(each.key, "meaning")] if each.paid > each.given else []
        elif more > 0:
            found.append(_rise(each, more, addressed=addressed))
        elif more < 0 and each.kept != each.paid:
            found.append(Fall(each.key, -more))
    return tuple(found)


def _taken_over(
    line: LineState, lines: Sequence[LineState], left: dict[int, int]
) -> Iterable[Move]:
    """What a rise takes over from lines that fall and mean the same: an edit is not a purchase."""
    for other in lines:
        units = min(left[line.key], -left.get(other.key, 0))
        if units > 0 and other.meaning == line.meaning and other.domain == line.domain:
            left[line.key] -= units
            left[other.key] += units
            yield Move(other.key, line.key, units)


def _rise(line: LineState, units: int, *, addressed: bool) -> Rise | Wait:
    assert line.meaning is not None  # noqa: S101 - a line without a meaning waits for one
    gives = line.meaning.means in PACKAGES or worth(line.meaning) > 0
    if gives and not addressed:
        return Wait(line.key, "address")
    if line.meaning.means == Means.PREMIUM and line.domain is None:
        return Wait(line.key, "domain")
    return Rise(line.key, units)


def credits_given(given: Iterable[tuple[int, int]], units: int) -> int:
    """What the last so many units of a line brought; `given` are its units and credits, in order, a fall below 0."""
    stack: list[list[int]] = []
    for moved, credits in given:
        if moved > 0:
            stack.append([moved, credits])
            continue
        _take_off(stack, -moved)
    return _take_off(stack, units)


def _take_off(stack: list[list[int]], units: int) -> int:
    """Take the last units off, and say what they brought."""
    taken = 0
    while units > 0 and stack:
        top = stack[-1]
        part = min(units, top[0])
        credits = top[1] * part // top[0]
        taken, units = taken + credits, units - part
        top[0], top[1] = top[0] - part, top[1] - credits
        if top[0] == 0:
            stack.pop()
    return taken
