"""Notices: how a crossed limit may be answered, and what may be charged after it (U9, U10)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from console.policy.access import Role, check
from console.policy.entitlements import Cover, clause_of, is_package
from console.policy.limits import (
    BY_PERSON,
    CREDIT_LIMITS,
    TELLING,
    UNTOLD,
    Answer,
    Limit,
    Notice,
    allowance,
)
from console.policy.refusal import Refusal
from console.policy.terms import TERMS, Terms
from console.policy.worktime import credits_for


@dataclass(frozen=True, slots=True)
class Unannounced(Refusal):
    """A charge past what was told: there are ways out, to tell, to waive, or a lead's reason (U9, P4, P6)."""


def parse_limit(text: str) -> Limit:
    """The limit of that name; raises ValueError with a sentence that lists what there is."""
    try:
        return Limit(text.strip().lower())
    except ValueError:
        raise ValueError(f"A limit is one of {', '.join(Limit)}.") from None


def parse_answer(text: str) -> Answer:
    """The answer of that name; raises ValueError with a sentence that lists what there is."""
    said = text.strip().lower()
    if said not in BY_PERSON:
        raise ValueError(f"A limit is answered with one of {', '.join(BY_PERSON)}.")
    return Answer(said)


def suggested_amount(
    chargeable_seconds: int,
    estimate: int | None,
    *,
    notices: Sequence[Notice],
    limit: str = Limit.OVER_40_CREDITS,
    terms: Terms = TERMS,
) -> int:
    """An amount to tell: the estimate where it is past what was told, else up to the next hour's credits."""
    if limit == Limit.PACKAGE_120_MINUTES:
        # Nothing past the package has been told yet: the first hour of it.
        return max(terms.notify_credits, credits_for(chargeable_seconds, terms))
    told, now = allowance(notices, terms), credits_for(chargeable_seconds, terms)
    if estimate is not None and estimate > told and estimate >= now:
        return -(-estimate // terms.credits_per_block) * terms.credits_per_block
    hours = max(1, now // terms.notify_credits) + 1
    return max(hours * terms.notify_credits, told)


def check_answer(
    answer: Answer,
    amount: int | None,
    *,
    reason: str | None,
    threshold: int,
    credits: int,
    limit: str = Limit.OVER_40_CREDITS,
    terms: Terms = TERMS,
) -> Refusal | None:
    """Refuse an amount that tells nothing new or less than it costs by now, or silence without a reason (U9)."""
    if answer == Answer.NO_NOTICE and not (reason or "").strip():
        return Refusal("Sending no notice needs a reason.", "U9")
    if limit in UNTOLD and answer == Answer.WAIT:
        return Refusal("The package's time is not used up yet: there is nothing to wait for.", "P4")
    if answer not in TELLING or limit in UNTOLD:
        return None
    if amount is None and limit not in CREDIT_LIMITS:
        return None
    return _check_amount(amount, threshold, credits=credits, terms=terms)


def _check_amount(
    amount: int | None, threshold: int, *, credits: int, terms: Terms
) -> Refusal | None:
    """Refuse an amount that no charge comes to, that was told before, or that is spent already (U9)."""
    if amount is None:
        return Refusal("The notice has to name an amount.", "U9")
    if amount % terms.credits_per_block:
        return Refusal(
            f"The amount has to be a multiple of {terms.credits_per_block}: {amount} is not.", "U9"
        )
    if amount <= threshold:
        return Refusal(f"The amount has to be more than {threshold}.", "U9")
    if amount < credits:
        return Refusal(f"It comes to {credits} credits already: tell that many at least.", "U9")
    return None


def check_charge(
    credits: int,
    notices: Iterable[Notice],
    *,
    waive: bool,
    override_reason: str | None,
    role: Role,
    cover: Cover | None = None,
    terms: Terms = TERMS,
) -> Refusal | None:
    """Refuse a ticket's total cost past what was told, unless the rest is waived or a lead gives a reason (U9, P4)."""
    told = allowance(notices, terms, cover=cover)
    if waive or credits <= told:
        return None
    if (override_reason or "").strip():
        return check(role, "override_notice")
    if cover is not None and is_package(cover) and told == 0:
        return Unannounced(
            f"The package's two hours are used up, and {credits} credits past them were not announced:"
            " send the notice and wait, waive them, or have a lead charge them with a reason.",
            clause_of(cover.kind),
        )
    return Unannounced(
        f"It costs {credits} credits and only {told} may be charged without a notice:"
        f" send the notice and wait, charge {told} and waive the rest,"
        " or have a lead charge it with a reason.",
        "U9",
    )


def charged_credits(
    credits: int,
    notices: Iterable[Notice],
    *,
    waive: bool,
    cover: Cover | None = None,
    terms: Terms = TERMS,
) -> int:
    """What is charged of a ticket's total cost: with a waiver, no more than was told (U9)."""
    return min(credits, allowance(notices, terms, cover=cover)) if waive else credits
