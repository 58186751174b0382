"""Limits: what they are, which of them so much work has crossed, and what customers were told (U9, U10, P4, P6)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from console.policy.entitlements import Cover, covered_seconds, is_package
from console.policy.terms import TERMS, Terms
from console.policy.worktime import credits_for


class Limit(StrEnum):
    """What can be crossed, in the order in which it is told."""

    OVER_40_CREDITS = "over-40-credits"
    SIXTY_MINUTES = "sixty-minutes"
    PACKAGE_90_MINUTES = "package-90-minutes"
    PACKAGE_120_MINUTES = "package-120-minutes"


class Answer(StrEnum):
    """What a person decides when a limit is crossed."""

    GO_ON = "go-on"
    WAIT = "wait"
    CLOSE = "close"
    NO_NOTICE = "no-notice"
    AGREED = "agreed"


BY_PERSON = (Answer.GO_ON, Answer.WAIT, Answer.CLOSE, Answer.NO_NOTICE)
"""What a person may answer; that a customer has agreed follows from the agreement."""

CREDIT_LIMITS = frozenset({Limit.OVER_40_CREDITS, Limit.SIXTY_MINUTES})
TELLING = frozenset({Answer.GO_ON, Answer.WAIT, Answer.AGREED})

UNTOLD = frozenset({Limit.PACKAGE_90_MINUTES})
"""Crossings that are for the specialist alone: going on past them sends nothing (P4, P6)."""

LIMIT_CLAUSES: Mapping[Limit, tuple[str, ...]] = MappingProxyType(
    {
        Limit.OVER_40_CREDITS: ("U9",),
        Limit.SIXTY_MINUTES: ("U10",),
        Limit.PACKAGE_90_MINUTES: ("P4", "P6"),
        Limit.PACKAGE_120_MINUTES: ("P4", "P6"),
    }
)


@dataclass(frozen=True, slots=True)
class Notice:
    """A crossing on record: past which credits, at how many seconds and credits; answer None while it is open."""

    limit: str
    threshold: int
    worked_seconds: int
    credits: int
    amount: int | None = None
    answer: str | None = None

    @property
    def ends_agreement(self) -> bool:
        """Whether it is on record because an agreement ended there: nothing was passed just then."""
        return self.limit == Limit.OVER_40_CREDITS and self.credits <= self.threshold


def allowance(
    notices: Iterable[Notice], terms: Terms = TERMS, *, cover: Cover | None = None
) -> int:
    """The most that may be charged: 40 credits, or the most that was told or agreed (U9).

    Past the two hours of a package nothing, until the customer was told that they are used up (P4, P6).
    """
    known = tuple(notices)
    now = holding(known)
    if is_package(cover) and not any(
        each.limit == Limit.PACKAGE_120_MINUTES and each.answer in TELLING for each in known
    ):
        return 0
    told = (each.amount or 0 for each in now if each.answer in TELLING)
    return max([untold(known, terms), *told])


def holding(notices: Iterable[Notice]) -> tuple[Notice, ...]:
    """Those whose answers hold, oldest first: none from before an agreement ended, which took back what it told."""
    known = tuple(notices)
    last = max((place for place, each in enumerate(known) if each.ends_agreement), default=0)
    return known[last:]


def untold(notices: Iterable[Notice], terms: Terms = TERMS) -> int:
    """Up to what nothing has to be told: 40 credits, or what had been told or run up when an agreement ended."""
    ended = [in_blocks(each.threshold, terms) for each in notices if each.ends_agreement]
    return max([terms.notify_credits, *ended[-1:]])


def in_blocks(credits: int, terms: Terms) -> int:
    """The credits of whole blocks: what tells the ends of two agreements apart is less than a block."""
    return credits // terms.credits_per_block * terms.credits_per_block


def open_notices(notices: Iterable[Notice]) -> tuple[Notice, ...]:
    """Those that nobody has answered."""
    return tuple(each for each in notices if each.answer is None)


def answered_together(limit: str, notices: Iterable[Notice]) -> tuple[Notice, ...]:
    """The open ones that one answer settles: U9's and U10's are one prompt, a package's are each their own."""
    settled = CREDIT_LIMITS if limit in CREDIT_LIMITS else frozenset({limit})
    return tuple(each for each in open_notices(notices) if each.limit in settled)


def limits_of(
    chargeable_seconds: int, worked_seconds: int, *, cover: Cover | None, terms: Terms = TERMS
) -> tuple[str, ...]:
    """The limits that so much work has crossed, when it is charged by time."""
    found: list[str] = []
    if credits_for(chargeable_seconds, terms) > terms.notify_credits:
        found.append(Limit.OVER_40_CREDITS)
    if chargeable_seconds >= terms.notify_seconds:
        found.append(Limit.SIXTY_MINUTES)
    used = covered_seconds(cover, worked_seconds, terms=terms) if is_package(cover) else 0
    return (*found, *(limit for limit, seconds in package_limits(terms) if used >= seconds))


def package_limits(terms: Terms) -> tuple[tuple[Limit, int], ...]:
    """The limits of a package, and the worked seconds at which they are crossed."""
    return (
        (Limit.PACKAGE_90_MINUTES, terms.package_warn_seconds),
        (Limit.PACKAGE_120_MINUTES, terms.package_seconds),
    )
