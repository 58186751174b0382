"""Whether a modification is covered beforehand: by an estimate, and by credits for all of it (U3)."""

from datetime import datetime

from console.policy import credits as policy_credits
from console.policy.refusal import Refusal
from console.services import facts
from console.services.context import Desk
from console.services.facts import Work
from db import ledger
from db.engine import Session
from db.tables import Ticket


async def check(
    session: Session,
    desk: Desk,
    ticket: Ticket,
    *,
    work: Work,
    more_seconds: int = 1,
    now: datetime,
) -> Refusal | None:
    """Refuse so much more work on a modification that no estimate covers, or whose estimate it would pass."""
    if ticket.kind != policy_credits.MODIFICATION:
        return None
    number = facts.key(ticket)
    posted = facts.posted_net(await ledger.of_ticket(session, number))
    left = await facts.available_to(session, desk, ticket.customer_id, now=now, without=number)
    refused = policy_credits.check_modification(
        ticket.kind, ticket.estimate, available=left + posted
    )
    if refused:
        return refused
    ends = policy_credits.outran_at(ticket.kind, ticket.estimate, work.terms)
    if ends is not None and work.chargeable_seconds + more_seconds > ends:
        return Refusal(
            f"#{number} would pass its estimate of {ticket.estimate} credits: set a new one.", "U3"
        )
    return None
