"""What closing a request as it stands would cost; touches nothing."""

from dataclasses import dataclass

from console.policy import charges, worktime
from console.policy.charges import Way
from console.policy.entitlements import covered_seconds, is_package
from console.policy.outcomes import Outcome
from console.services.shapes import TicketView


@dataclass(frozen=True, slots=True)
class Quote:
    """What closing would cost, and the balance after it."""

    blocks: int
    credits: int
    clauses: tuple[str, ...]
    limits: tuple[str, ...]
    balance_after: int


@dataclass(frozen=True, slots=True)
class Preview:
    """If it closed now: the time, the block begun, and the three ways; covered time begins no next block."""

    worked_seconds: int
    chargeable_seconds: int
    blocks: int
    seconds_to_next_block: int | None
    ways: tuple[Way, ...]


def preview(view: TicketView, *, worked_seconds: int) -> Preview:
    """What closing a request after so much work would come to, three ways."""
    cover = view.cover_after(worked_seconds)
    chargeable = worked_seconds - covered_seconds(cover, worked_seconds, terms=view.terms)
    runs_covered = chargeable == 0 if is_package(cover) else view.is_covered_now
    until = worktime.seconds_to_next_block(chargeable, view.terms)
    return Preview(
        worked_seconds=worked_seconds,
        chargeable_seconds=chargeable,
        blocks=worktime.blocks(worked_seconds, view.terms),
        seconds_to_next_block=None if runs_covered else until,
        ways=charges.three_ways(
            worked_seconds, view.row.balance, cover=cover,
            posted_net=view.posted_credits, terms=view.terms,
        ),
    )  # fmt: skip


def cost_of(
    view: TicketView, outcome: Outcome, *, worked_seconds: int, ground: str | None = None
) -> Quote:
    """What one outcome would cost a request, for the dialog."""
    charge = charges.charge(
        outcome, worked_seconds, cover=view.cover_after(worked_seconds), kind=view.row.kind,
        ground=ground, terms=view.terms,
    )  # fmt: skip
    due = charges.settle(charge.credits, view.posted_credits).due
    return Quote(
        charge.blocks, charge.credits, charge.clauses, charge.limits, view.row.balance - due
    )
