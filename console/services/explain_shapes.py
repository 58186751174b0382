"""Why an entry is what it is: frozen values, times in UTC."""

from dataclasses import dataclass
from datetime import datetime

from console.services.shapes import EntryView, LimitView, ProposalView


@dataclass(frozen=True, slots=True)
class CountedSession:
    """A work session as it was counted for a charge; `typed` was typed in, with a reason."""

    session: int
    login: str
    name: str
    started_at: datetime
    ended_at: datetime | None
    seconds: int
    covered_seconds: int
    typed: bool
    ending: str | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class CitedClause:
    """A clause with its few words and, in the entry's version of the policy, its published wording."""

    clause: str
    title: str
    words: str


@dataclass(frozen=True, slots=True)
class DrawnPackage:
    """A support package that a charge drew on."""

    entitlement: int
    kind: str
    domain: str | None
    starts_at: datetime | None
    ends_at: datetime | None


@dataclass(frozen=True, slots=True)
class Sum:
    """How a charge came about: worked, covered and chargeable seconds, blocks, and credits.

    `saved_blocks` and `saved_credits` are what adding all sessions before rounding saved.
    """

    worked_seconds: int
    covered_seconds: int
    chargeable_seconds: int
    blocks: int
    cost: int
    charged_before: int
    waived: int
    saved_blocks: int
    saved_credits: int
    block_seconds: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything that an entry follows from; what a charge alone has is empty for the others.

    `disputes` are those about it, by number, each with its decision.
    """

    entry: EntryView
    customer: int
    customer_name: str
    subject: str | None
    outcome_label: str
    clauses: tuple[CitedClause, ...]
    policy_version: str
    policy_from: datetime | None
    sum: Sum | None
    sessions: tuple[CountedSession, ...]
    packages: tuple[DrawnPackage, ...]
    limits: tuple[LimitView, ...]
    related: tuple[EntryView, ...]
    proposals: tuple[ProposalView, ...]
    disputes: tuple[tuple[int, str | None], ...]
