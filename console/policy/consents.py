"""Agreements beforehand: up to how many credits a customer need not be asked again (U9)."""

from console.policy.refusal import Refusal
from console.policy.terms import TERMS, Terms

CEILING_MAX = 10_000


def check_ceiling(ceiling: int, *, terms: Terms = TERMS) -> Refusal | None:
    """Refuse a ceiling that no charge comes to, or that needs no agreement (U9)."""
    if ceiling <= terms.notify_credits:
        return Refusal(f"Up to {terms.notify_credits} credits no agreement is needed.", "U9")
    if ceiling % terms.credits_per_block:
        return Refusal(
            f"The ceiling has to be a multiple of {terms.credits_per_block}: {ceiling} is not.",
            "U9",
        )
    if ceiling > CEILING_MAX:
        return Refusal(f"An agreement goes up to {CEILING_MAX} credits.", "U9")
    return None
