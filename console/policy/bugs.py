"""Known bugs: only what is ours is one, for only that closes free (F1 to F4); and what is left alone when it is solved."""

from collections.abc import Collection, Sequence

from console.policy import proposing
from console.policy.components import Facts
from console.policy.outcomes import RULES
from console.policy.proposing import Fault
from console.policy.questions import Decision
from console.policy.refusal import Refusal

FAULTS = (Fault.BUG, Fault.SECURITY, Fault.CONFLICT)
TITLE_CHARS_MAX, WORDS_CHARS_MAX = 120, 2000


def ends(facts: Facts, fault: Fault) -> Decision | Refusal:
    """How the requests of a known bug end, all free; what costs its time is no known bug of ours."""
    decided = proposing.proposed(facts, fault)
    if not RULES[decided.outcome].by_time:
        return decided
    return Refusal(
        f"A {fault} of {proposing.why(facts)} is charged by time: a known bug is one that is free.",
        decided.ground_clause or RULES[decided.outcome].clauses[0],
    )


def check_left(
    *, kind: str | None, timers: tuple[str, ...], limits: tuple[str, ...]
) -> Refusal | None:
    """Refuse to close a request by its bug while somebody works on it, a limit is open, or it is a dispute."""
    if kind == "dispute":
        return Refusal("It is a dispute: a lead decides it.", "D1")
    if timers:
        return Refusal(f"The timer of {' and '.join(timers)} runs on it.", "U8")
    if limits:
        return Refusal(f"It has crossed {', '.join(limits)}: answer that first.", "U9")
    return None


def check_seen(requests: Collection[int], seen: Collection[int] | None) -> Refusal | None:
    """Refuse to tell and close other requests than those that somebody looked at."""
    if seen is None or set(requests) == set(seen):
        return None
    came, went = sorted(set(requests) - set(seen)), sorted(set(seen) - set(requests))
    parts = [f"{_numbers(came)} came to it"] if came else []
    parts += [f"{_numbers(went)} went from it"] if went else []
    return Refusal(f"{' and '.join(parts)} since you looked: look again.")


def _numbers(tickets: Sequence[int]) -> str:
    return ", ".join(f"#{each}" for each in tickets)
