"""Charges: what closing a request costs, and what it settles (U7, U8)."""

from dataclasses import dataclass

from console.policy.access import Role, includes
from console.policy.entitlements import Cover, covered_seconds
from console.policy.limits import limits_of
from console.policy.outcomes import RULES, Outcome, clauses_for
from console.policy.refusal import Refusal
from console.policy.terms import TERMS, Terms
from console.policy.worktime import blocks, credits_for


@dataclass(frozen=True, slots=True)
class Charge:
    """What an outcome costs: blocks count all worked time, credits the chargeable part of it."""

    outcome: Outcome
    worked_seconds: int
    covered_seconds: int
    chargeable_seconds: int
    blocks: int
    credits: int
    clauses: tuple[str, ...]
    limits: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """One way a request could end now: its cost and the balance after, None where it is not open to it."""

    name: str
    credits: int | None
    balance_after: int | None


@dataclass(frozen=True, slots=True)
class Settlement:
    """What closing posts now, and what it would give back: one of the two is 0."""

    due: int
    give_back: int


def charge(
    outcome: Outcome,
    worked_seconds: int,
    *,
    cover: Cover | None = None,
    kind: str | None = None,
    ground: str | None = None,
    terms: Terms = TERMS,
) -> Charge:
    """What closing with that outcome costs; a free one charges nothing, draws on no cover, crosses no limit."""
    by_time = RULES[outcome].by_time
    covered = covered_seconds(cover, worked_seconds, terms=terms) if by_time else 0
    chargeable = worked_seconds - covered if by_time else 0
    crossed = limits_of(chargeable, worked_seconds, cover=cover, terms=terms) if by_time else ()
    return Charge(
        outcome=outcome,
        worked_seconds=worked_seconds,
        covered_seconds=covered,
        chargeable_seconds=chargeable,
        blocks=blocks(worked_seconds, terms),
        credits=credits_for(chargeable, terms),
        clauses=clauses_for(outcome, kind=kind, ground=ground, cover=cover),
        limits=crossed,
    )


def three_ways(
    worked_seconds: int,
    balance: int,
    *,
    cover: Cover | None = None,
    posted_net: int = 0,
    terms: Terms = TERMS,
) -> tuple[Way, Way, Way]:
    """What closing now would cost: free, by time, and covered; `posted_net` is what the balance has paid already."""

    def way(name: str, cost: int) -> Way:
        return Way(name, cost, balance - settle(cost, posted_net).due)

    chargeable = worked_seconds - covered_seconds(cover, worked_seconds, terms=terms)
    return (
        way("free", 0),
        way("by time", credits_for(worked_seconds, terms)),
        Way("covered", None, None)
        if cover is None
        else way("covered", credits_for(chargeable, terms)),
    )


def settle(cost: int, posted_net: int) -> Settlement:
    """The difference to a cost already charged, net of reversals, as a cost of 0 or more; less is a proposal."""
    return Settlement(due=max(0, cost - posted_net), give_back=max(0, posted_net - cost))


def check_not_a_request(worked_seconds: int, role: Role, *, ground: str | None) -> Refusal | None:
    """Refuse to wave away recorded work as not a request, but for a lead with a reason (U7)."""
    if worked_seconds == 0 or (includes(role, Role.LEAD) and (ground or "").strip()):
        return None
    return Refusal(
        "Work is recorded on it: only a lead may close it as not a request, with a reason.", "U7"
    )
