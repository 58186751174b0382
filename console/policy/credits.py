"""Credits: what may be posted, what is available, and what a modification needs beforehand (K, U2, U3)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from console.policy.refusal import Refusal
from console.policy.terms import TERMS, Terms
from console.policy.worktime import seconds_for

Origin = Literal["paid", "free"]
MODIFICATION = "modification"


@dataclass(frozen=True, slots=True)
class Standing:
    """An account's balance, and how much of it came free."""

    balance: int
    free: int


@dataclass(frozen=True, slots=True)
class Commitment:
    """What an open request has run up and not yet posted, what is reserved for it, and what its start would reserve."""

    ticket: int
    run_up: int
    reserved: int
    promise: int = 0


def check_purchase(credits: int, quantity: int, *, terms: Terms = TERMS) -> Refusal | None:
    """Refuse a purchase that is not one or several packages of a size on sale (K2)."""
    if credits not in terms.packages:
        *others, last = map(str, terms.packages)
        sizes = f"{', '.join(others)} and {last}" if others else last
        return Refusal(f"Credits are sold in packages of {sizes}, not of {credits}.", "K2")
    if quantity < 1:
        return Refusal("A purchase is one package at least.", "K2")
    return None


def check_grant(credits: int, terms: Terms = TERMS) -> Refusal | None:
    """Refuse free credits that no number of add-ons brings (K3, K4, K5)."""
    if credits == 0:
        return Refusal("A free add-on brings no credits: there is nothing to post.", "K5")
    if credits > 0 and (
        _is_whole(credits, terms.addon_grant) or _is_whole(credits, terms.bundle_grant)
    ):
        return None
    return Refusal(
        f"Free credits are {terms.addon_grant} for a paid add-on and {terms.bundle_grant}"
        f" for each add-on in a package; {credits} cannot come of that.",
        "K4",
    )


def grant_clauses(credits: int, terms: Terms = TERMS) -> tuple[str, ...]:
    """Which add-ons so many free credits come with: one paid add-on, else those of a package (K3, K4)."""
    of_package = credits != terms.addon_grant and _is_whole(credits, terms.bundle_grant)
    return ("K4",) if of_package else ("K3",)


def check_correction(credits: int, reason: str | None) -> Refusal | None:
    """Refuse a correction of nothing, or without a reason (K2)."""
    if credits == 0:
        return Refusal("A correction of 0 credits changes nothing.", "K2")
    if not (reason or "").strip():
        return Refusal("A correction needs a reason.", "K2")
    return None


def check_refund() -> Refusal:
    """Refuse to pay credits back (K8)."""
    return Refusal(
        "Paid credits are not refunded; what was posted by mistake is corrected, with a reason.",
        "K8",
    )


def check_reversal(entry: int, kind: str, *, credits: int, given_back: int) -> Refusal | None:
    """Refuse to reverse what was bought, what moved nothing, what is half of a merge, and what is all given back."""
    if kind == "purchase":
        return check_refund()
    if kind == "transfer":
        return Refusal(f"Entry {entry} is half of a merge: take the merge back instead.", "K6")
    if kind == "reversal" or credits == 0:
        return Refusal(f"Entry {entry} took and gave nothing that can be reversed.", "K7")
    if given_back >= abs(credits):
        return Refusal(f"Entry {entry} has been reversed already.", "K7")
    return None


def draw(standing: Standing, credits: int, *, origin: Origin, free_first: bool = True) -> Standing:
    """The standing after an entry: what is taken comes off free credits first, or last; debt swallows free ones."""
    balance = standing.balance + credits
    takes_free = credits < 0 and (free_first or origin == "free")
    free = standing.free + (credits if takes_free or (credits > 0 and origin == "free") else 0)
    return Standing(balance=balance, free=max(0, min(free, balance)))


def origin_given(kind: str, credits: int, origin: str) -> Origin | None:
    """What an entry's credits were given as, so that what corrects it stays as free or as paid; None where it gave none."""
    if credits <= 0 or kind == "reversal":
        return None
    return "free" if origin == "free" else "paid"


def owes_since(balance: int, *, since: datetime | None, now: datetime) -> datetime | None:
    """When a debt began, carried on from the entry before; None where nothing is owed."""
    if balance >= 0:
        return None
    return now if since is None else since


def available(balance: int, commitments: Iterable[Commitment]) -> int:
    """The balance without what open requests have run up or reserved, whichever is more for each (U2)."""
    return balance - sum(max(each.run_up, each.reserved) for each in commitments)


def with_promise(
    balance: int, commitments: Iterable[Commitment], *, ticket: int
) -> tuple[Commitment, ...]:
    """The commitments, with what a request's start would reserve where that is covered: it came first (U3)."""
    held = tuple(commitments)
    others = tuple(each for each in held if each.ticket != ticket)
    own = next((each for each in held if each.ticket == ticket), None)
    if own is None or own.promise == 0 or own.promise > available(balance, others):
        return held
    return (*others, replace(own, reserved=own.promise))


def ends_wait(waiting_credits: int, available: int) -> bool:
    """Whether the credits that were asked for are there (U2)."""
    return available >= waiting_credits


def check_modification(kind: str | None, estimate: int | None, *, available: int) -> Refusal | None:
    """Refuse to start a modification before its estimate is covered; `available` leaves out its own share (U3)."""
    if kind != MODIFICATION:
        return None
    if not estimate:
        return Refusal("A modification needs an estimate before work on it starts.", "U3")
    if estimate > available:
        missing = estimate - available
        return Refusal(
            f"This modification needs {estimate} credits: {missing} more have to be added first.",
            "U3",
        )
    return None


def outran_at(kind: str | None, estimate: int | None, terms: Terms = TERMS) -> int | None:
    """The chargeable seconds at which work on a modification stops for a new estimate; None if it never does (U3)."""
    if kind != MODIFICATION or estimate is None:
        return None
    return seconds_for(estimate, terms)


def check_modification_charge(
    kind: str | None, estimate: int | None, *, credits: int
) -> Refusal | None:
    """Refuse to charge a modification more than was estimated beforehand (U3)."""
    if kind != MODIFICATION or credits <= (estimate or 0):
        return None
    if not estimate:
        return Refusal(f"It costs {credits} credits and has no estimate: set one first.", "U3")
    return Refusal(
        f"It costs {credits} credits and {estimate} were estimated: set a new estimate first.", "U3"
    )


def _is_whole(credits: int, each: int) -> bool:
    """Whether the credits are so many for each of several; a version of the policy may give none."""
    return each > 0 and credits % each == 0


def balance_words(balance: int) -> str:
    """A balance as people say it: "50", "0" or "owes 20"."""
    return f"owes {-balance}" if balance < 0 else str(balance)
