"""Shares: what of the recorded work of a request was charged, and what was not, and why (U4, U8, P1, P4, P6)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from console.policy.outcomes import RULES, Outcome
from console.policy.terms import TERMS, Terms
from console.policy.worktime import credits_for, seconds_for


@dataclass(frozen=True, slots=True)
class Closing:
    """What a request's entry says of its work up to then; `cost` is what all of that came to in credits."""

    outcome: Outcome
    worked_seconds: int
    chargeable_seconds: int
    cost: int
    waived: int = 0
    terms: Terms = TERMS


@dataclass(frozen=True, slots=True)
class Share:
    """A session's seconds dealt out; what it has of a request that is not closed is in none of them."""

    charged: int = 0
    free: int = 0
    covered: int = 0
    waived: int = 0


def free_seconds(closing: Closing) -> int:
    """The time that a closing charged nothing for, by its outcome or for a support package."""
    return closing.worked_seconds - closing.chargeable_seconds


def worth(worked_seconds: int, terms: Terms = TERMS) -> int:
    """What so much work comes to by time, whether it was charged or not (U8)."""
    return credits_for(worked_seconds, terms)


def dealt(sessions: Iterable[int], closing: Closing) -> Iterator[Share]:
    """The sessions' seconds dealt out, in the order in which they were recorded; a correction has less than none.

    What was covered is taken to be worked first, what was waived last. A correction takes off the end of what
    was recorded before it, so that the shares come to what the closing says, however it came about.
    """
    bounds = _bounds(closing)
    at = 0
    for seconds in sessions:
        if not RULES[closing.outcome].by_time:
            yield Share(free=seconds)
        else:
            start, at = at, at + seconds
            covered, charged, waived = (
                _within(at, low, high) - _within(start, low, high) for low, high in bounds
            )
            yield Share(charged=charged, covered=covered, waived=waived)


def _bounds(closing: Closing) -> tuple[tuple[int | None, int | None], ...]:
    """From where up to where the request's time is covered, charged and waived; None is without an end."""
    covered = free_seconds(closing)
    if not closing.waived:
        return (None, covered), (covered, None), (0, 0)
    told = covered + min(closing.chargeable_seconds, seconds_for(closing.cost, closing.terms))
    return (None, covered), (covered, told), (told, None)


def _within(at: int, low: int | None, high: int | None) -> int:
    """How far into its bounds a place in the request's time is."""
    kept = at if high is None else min(at, high)
    return kept if low is None else max(0, kept - low)
