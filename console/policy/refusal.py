"""A refusal: what the policy does not allow, as a value that a person can read."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why something was not done: one sentence, and the clause it follows from (None for a role's)."""

    reason: str
    clause: str | None = None
