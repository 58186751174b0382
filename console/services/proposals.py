"""Giving credits back: proposed by whoever closes, decided by a lead who did not post the charge, or an admin."""

from datetime import datetime

from console.policy import access
from console.policy.refusal import Refusal
from console.services import facts, posting
from console.services.connection import until_saved
from console.services.context import Desk
from console.services.faults import NotFound
from console.services.shapes import Actor, ProposalView
from db import ledger, people, tickets
from db import worktime as db_worktime
from db.engine import Session
from db.tables import Proposal


async def list_open(desk: Desk) -> tuple[ProposalView, ...]:
    """What waits for a decision, oldest first."""
    async with desk.reading() as session:
        return await views(session, list(await ledger.proposals(session)))


@until_saved
async def decide(
    desk: Desk, actor: Actor, *, proposal: int, approve: bool, now: datetime
) -> ProposalView | Refusal:
    """Approve, which posts the reversal, or reject. Raises NotFound."""
    async with desk.writing(actor, now, alone=True) as session:
        row = await ledger.proposal(session, proposal)
        if row is None:
            raise NotFound(f"There is no proposal {proposal}.")
        entry = await ledger.get(session, row.entry_id)
        poster = entry.staff_id if entry else None
        if refused := access.check_proposal(facts.role_of(actor), actor.staff_id, poster_id=poster):
            return refused
        if row.state != "open":
            return Refusal(f"Proposal {proposal} is {row.state} already.")
        if approve:
            refused = await _approve(session, desk, actor, row=row, now=now)
            if refused is not None:
                return refused
        else:
            await ledger.save(
                session, row, state="rejected", decided_by=actor.staff_id, decided_at=now
            )
        await tickets.record(
            session, f"proposal {row.state}", at=now, staff_id=actor.staff_id,
            ticket_id=row.ticket_id, proposal=proposal,
        )  # fmt: skip
        return (await views(session, [row]))[0]


async def _approve(
    session: Session, desk: Desk, actor: Actor, *, row: Proposal, now: datetime
) -> Refusal | None:
    entry = await ledger.get(session, row.entry_id)
    if entry is None:
        raise NotFound(f"There is no entry {row.entry_id}.")
    customer = await ledger.owner(session, entry)
    posted = await posting.reverse(
        session, desk, actor, entry=entry, credits=row.credits, reason=row.reason,
        reference=f"proposal:{row.id}", customer_id=customer, now=now,
    )  # fmt: skip
    if isinstance(posted, Refusal):
        return posted
    await ledger.save(
        session, row, state="approved", decided_by=actor.staff_id, decided_at=now,
        reversal_id=posted.id,
    )  # fmt: skip
    await posting.wake(session, desk, customer, now=now)
    return None


async def views(session: Session, rows: list[Proposal]) -> tuple[ProposalView, ...]:
    """Within a transaction: these proposals."""
    if not rows:
        return ()
    owners = await ledger.owners(session, [row.entry_id for row in rows])
    customers = await people.customers(session, list(owners.values()))
    staff = await db_worktime.names(
        session, [i for row in rows for i in (row.proposed_by, row.decided_by) if i is not None]
    )
    return tuple(
        ProposalView(
            proposal=facts.key(row),
            ticket=row.ticket_id,
            entry=row.entry_id,
            customer=customers[owners[row.entry_id]].name,
            credits=row.credits,
            reason=row.reason,
            proposed_by=staff[row.proposed_by].login,
            proposed_at=row.proposed_at,
            state=row.state,
            decided_by=staff[row.decided_by].login if row.decided_by else None,
            reversal=row.reversal_id,
            dispute=row.dispute_id,
        )
        for row in rows
    )
