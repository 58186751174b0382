"""`quote`: what closing would cost, from the policy alone."""

from collections.abc import Coroutine
from typing import Any

from console.cli.context import Context
from console.cli.output import Answer, facts
from console.policy.charges import Charge, charge
from console.policy.credits import balance_words
from console.policy.entitlements import Cover, CoverKind
from console.policy.outcomes import Outcome
from console.policy.terms import TERMS, Terms


def quote(context: Context) -> Answer | Coroutine[Any, Any, Answer]:
    """Say what so much work would cost with that outcome; opens no desk, unless a version of its policy is named."""
    if context.given.policy is not None:
        return _quote_under(context)
    return _quote(context, TERMS)


async def _quote_under(context: Context) -> Answer:
    from console.cli.context import opened
    from console.services.policies import version_named

    async with opened(context) as desk, desk.reading():
        return _quote(context, version_named(desk.book, context.given.policy).terms)


def _quote(context: Context, terms: Terms) -> Answer:
    given = context.given
    cover = Cover(CoverKind(given.covered_by)) if given.covered_by else None
    found = charge(Outcome(given.outcome), given.worked, cover=cover, terms=terms)
    return Answer(_data(found, given.balance), _words(found, given.balance))


def _data(found: Charge, balance: int) -> dict[str, object]:
    return {
        "blocks": found.blocks,
        "credits": found.credits,
        "clauses": found.clauses,
        "limits": found.limits,
        "balance_after": balance - found.credits,
    }


def _words(found: Charge, balance: int) -> str:
    after = balance_words(balance - found.credits)
    return facts(
        (
            ("blocks", str(found.blocks)),
            ("credits", str(found.credits)),
            ("balance after", after),
            ("clauses", " ".join(found.clauses)),
            ("limits", ", ".join(found.limits)),
        )
    )
