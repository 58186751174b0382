"""Known bugs: only what is ours is one, and what is left alone when it is solved."""

import pytest

from console.policy import bugs
from console.policy.components import Facts, Kind
from console.policy.proposing import Fault
from console.policy.questions import Decision
from console.policy.refusal import Refusal

OURS = Facts("Search", "Cart-Power", Kind.ADDON)
YOUPI = Facts("YOUPI", "AlexBranding", Kind.THEME)


@pytest.mark.parametrize(
    ("facts", "fault", "ends"),
    [
        (OURS, Fault.BUG, ("first-party-bug", "F4")),
        (OURS, Fault.SECURITY, ("first-party-security", "F1")),
        (OURS, Fault.CONFLICT, ("first-party-conflict", "F2")),
        (YOUPI, Fault.CONFLICT, ("first-party-theme-conflict", "N8")),
        (YOUPI, Fault.BUG, "U5"),
        (Facts("CS-Cart", "CS-Cart", Kind.PLATFORM), Fault.BUG, "N1"),
        (Facts("x", "Somebody", Kind.ADDON), Fault.BUG, "U6"),
    ],
)
def test_how_the_requests_of_a_known_bug_end(facts: Facts, fault: Fault, ends: object) -> None:
    """Free by the clause that its component and fault have; what is charged by time is none."""
    found = bugs.ends(facts, fault)
    told = (
        (str(found.outcome), found.ground_clause) if isinstance(found, Decision) else found.clause
    )
    assert told == ends


@pytest.mark.parametrize(
    ("kind", "timers", "limits", "clause"),
    [
        ("dispute", (), (), "D1"),
        (None, ("Olga", "Pavel"), (), "U8"),
        ("question", (), ("sixty-minutes",), "U9"),
        ("question", (), (), None),
    ],
)
def test_what_is_left(
    kind: str | None, timers: tuple[str, ...], limits: tuple[str, ...], clause: str | None
) -> None:
    """A dispute, what is being worked on, and what has a limit to answer."""
    left = bugs.check_left(kind=kind, timers=timers, limits=limits)
    assert (left.clause if isinstance(left, Refusal) else None) == clause
