"""Worked examples of closing: time and outcome in, blocks, credits, balance and limits out."""

from typing import NamedTuple

import pytest

from console.policy.charges import charge, settle
from console.policy.entitlements import Cover, CoverKind
from console.policy.outcomes import parse_outcome

OVER, HOUR = "over-40-credits", "sixty-minutes"
P90, P120 = "package-90-minutes", "package-120-minutes"


class Case(NamedTuple):
    """An example: hours, minutes and seconds worked; blocks, credits and the balance after for figures."""

    name: str
    worked: tuple[int, int, int]
    outcome: str
    balance: int
    cover: str | None
    figures: tuple[int, int, int]
    limits: tuple[str, ...]


CASES = [
    Case("no work at all", (0, 0, 0), "answered", 80, None, (0, 0, 80), ()),
    Case("one second starts a block", (0, 0, 1), "answered", 80, None, (1, 10, 70), ()),
    Case("just under a block", (0, 14, 59), "cs-cart", 80, None, (1, 10, 70), ()),
    Case("exactly a block", (0, 15, 0), "performance", 80, None, (1, 10, 70), ()),
    Case("a second over a block", (0, 15, 1), "missing-functionality", 80, None, (2, 20, 60), ()),
    Case("half an hour", (0, 30, 0), "incorrect-settings", 80, None, (2, 20, 60), ()),
    Case("three quarters", (0, 45, 0), "third-party-bug", 80, None, (3, 30, 50), ()),
    Case("an hour", (1, 0, 0), "third-party-bug", 80, None, (4, 40, 40), (HOUR,)),
    Case("a second past it", (1, 0, 1), "third-party-bug", 80, None, (5, 50, 30), (OVER, HOUR)),
    Case("five quarters", (1, 15, 0), "forwarded", 80, None, (5, 50, 30), (OVER, HOUR)),
    Case("two hours", (2, 0, 0), "forwarded", 80, None, (8, 80, 0), (OVER, HOUR)),
    Case("into debt", (0, 45, 0), "incorrect-upgrade", 20, None, (3, 30, -10), ()),
    Case("deeper into debt", (0, 16, 0), "incompatible-software", -10, None, (2, 20, -30), ()),
    Case("our bug", (3, 7, 12), "first-party-bug", 10, None, (13, 0, 10), ()),
    Case("our breach", (0, 50, 0), "first-party-security", 0, None, (4, 0, 0), ()),
    Case("ours in conflict", (0, 20, 0), "first-party-conflict", 5, None, (2, 0, 5), ()),
    Case("ours and UniTheme2", (0, 20, 0), "first-party-theme-conflict", 5, None, (2, 0, 5), ()),
    Case("another's theme", (0, 20, 0), "third-party-conflict", 5, None, (2, 20, -15), ()),
    Case("AlexBranding's bug", (0, 20, 0), "third-party-bug", 40, None, (2, 20, 20), ()),
    Case("encrypted code", (0, 31, 0), "third-party-encrypted", 100, None, (3, 30, 70), ()),
    Case("no answer came", (0, 10, 0), "unresolved", 30, None, (1, 10, 20), ()),
    Case("a covered modification", (0, 40, 0), "modification", 30, None, (3, 30, 0), ()),
    Case("spam", (0, 0, 0), "not-a-request", 30, None, (0, 0, 30), ()),
    Case("a dispute", (0, 25, 0), "dispute-rejected", -40, None, (2, 0, -40), ()),
    Case("premium", (0, 50, 0), "answered", 30, "premium", (4, 0, 30), ()),
    Case("premium past an hour", (1, 30, 0), "answered", 30, "premium", (6, 0, 30), ()),
    Case("an incident's all", (2, 0, 0), "answered", 30, "incident", (8, 0, 30), (P90, P120)),
    Case("past an incident", (2, 20, 0), "answered", 30, "incident", (10, 20, 10), (P90, P120)),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_closing_costs_what_the_example_says(case: Case) -> None:
    """Closing costs what the example says."""
    hours, minutes, seconds = case.worked
    cover = None if case.cover is None else Cover(CoverKind(case.cover))
    cost = charge(parse_outcome(case.outcome), hours * 3600 + minutes * 60 + seconds, cover=cover)
    balance_after = case.balance - settle(cost.credits, 0).due
    found = (cost.blocks, cost.credits, balance_after)
    assert (found, cost.limits) == (case.figures, case.limits)
