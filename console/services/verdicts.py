"""The verdict on a dispute, within the closing of its request: what goes back is proposed, not posted (D1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from console.policy import disputes as policy
from console.policy.outcomes import Outcome
from console.policy.refusal import Refusal
from console.services import facts
from console.services.dispute_shapes import Decided
from console.services.faults import BadInput
from console.services.shapes import Actor
from db import disputes, ledger
from db.engine import Session
from db.tables import Dispute, Entry, Ticket

DECISIONS = {Outcome.DISPUTE_UPHELD: "upheld", Outcome.DISPUTE_REJECTED: "rejected"}


@dataclass(frozen=True, slots=True)
class Verdict:
    """A decision that may be taken, and how much of which entries would go back."""

    dispute: Dispute
    decision: str
    parts: tuple[tuple[Entry, int], ...]


async def prepare(
    session: Session, actor: Actor, ticket: Ticket, outcome: Outcome, *, credits: int | None = None
) -> Verdict | Refusal | None:
    """What closing with this outcome decides; None where it decides no dispute. Raises BadInput."""
    if credits is not None and outcome is not Outcome.DISPUTE_UPHELD:
        raise BadInput("Credits are named only where a dispute is upheld.")
    row = await disputes.get(session, facts.key(ticket))
    if outcome not in DECISIONS or row is None:
        return None
    rooms = await _rooms(session, row)
    posters = [entry.staff_id for entry, _ in rooms]
    if refused := policy.check_decider(facts.role_of(actor), actor.staff_id, posters=posters):
        return refused
    if outcome is Outcome.DISPUTE_REJECTED:
        return Verdict(row, DECISIONS[outcome], ())
    left = sum(room for _, room in rooms)
    linked = row.entry_id is not None or row.disputed_ticket_id is not None
    if refused := policy.check_upheld(left, credits, linked=linked):
        return refused
    return Verdict(row, DECISIONS[outcome], _shared(rooms, left if credits is None else credits))


async def left_of(session: Session, row: Dispute) -> int:
    """Within a transaction: the credits that upholding a dispute could propose to give back."""
    return sum(room for _, room in await _rooms(session, row))


async def carry_out(session: Session, actor: Actor, verdict: Verdict, *, now: datetime) -> Decided:
    """Within the closing: write down the decision, and propose what goes back."""
    row = verdict.dispute
    first = None
    for entry, credits in verdict.parts:
        made = await ledger.propose(
            session, ticket_id=entry.ticket_id, entry_id=facts.key(entry), credits=credits,
            reason=f"Dispute #{row.ticket_id} upheld", proposed_by=actor.staff_id, proposed_at=now,
            dispute_id=row.ticket_id,
        )  # fmt: skip
        first = first or made.id
    await disputes.save(
        session, row, decision=verdict.decision, decided_at=now, decided_by=actor.staff_id
    )
    return Decided(row.ticket_id, about(row), sum(part for _, part in verdict.parts), first)


def about(row: Dispute) -> str:
    """What a dispute is about, as a customer is told it; nothing where nobody has said."""
    return f"#{row.disputed_ticket_id}" if row.disputed_ticket_id is not None else ""


async def _rooms(session: Session, row: Dispute) -> list[tuple[Entry, int]]:
    """What took the disputed credits, the latest first, each with what has not gone back nor is proposed to.

    Charges alone: what else moved credits was an admin's, who corrects it.
    """
    if row.entry_id is not None:
        named = await ledger.get(session, row.entry_id)
        taken: Sequence[Entry] = [named] if named is not None else []
    elif row.disputed_ticket_id is not None:
        found = await ledger.of_ticket(session, row.disputed_ticket_id)
        taken = [entry for entry in reversed(found) if entry.kind == "charge"]
    else:
        taken = []
    back = await disputes.going_back(session, [facts.key(entry) for entry in taken])
    return [
        (entry, max(0, -entry.credits - back.get(facts.key(entry), 0)))
        for entry in taken
        if entry.kind == "charge"
    ]


def _shared(rooms: Sequence[tuple[Entry, int]], credits: int) -> tuple[tuple[Entry, int], ...]:
    parts, left = [], credits
    for entry, room in rooms:
        part = min(room, left)
        if part > 0:
            parts.append((entry, part))
        left -= part
    return tuple(parts)
