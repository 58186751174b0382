"""`quote`: what closing would cost, from the policy alone."""

from console.cli.context import Context
from console.cli.output import Answer, facts
from console.policy.charges import Charge, charge
from console.policy.credits import balance_words
from console.policy.entitlements import Cover, CoverKind
from console.policy.outcomes import Outcome


def quote(context: Context) -> Answer:
    """Say what so much work would cost with that outcome; opens no desk."""
    given = context.given
    cover = Cover(CoverKind(given.covered_by)) if given.covered_by else None
    found = charge(Outcome(given.outcome), given.worked, cover=cover)
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
