"""Waits: a request put on wait stops its timer and keeps its place; within somebody's transaction (U2)."""

from datetime import datetime

from console.policy import credits as policy_credits
from console.policy.refusal import Refusal
from console.services import facts
from console.services.context import Desk, to_second
from console.services.faults import BadInput
from console.services.shapes import Actor
from db import tickets
from db import worktime as db_worktime
from db.engine import Session
from db.tables import Ticket

MAX_CREDITS = 100_000
"""More than anybody waits for or estimates."""


def check(ticket: Ticket) -> Refusal | None:
    """Refuse another wait in place of one for credits: that ends by credits, or with cause (U2, U7)."""
    if ticket.waiting_for != "credits":
        return None
    return Refusal(f"#{ticket.id} waits for credits already: take it off wait first.", "U2")


def is_held(ticket: Ticket) -> bool:
    """Whether a request is held because its customer owed: it is free once the balance is not negative (U7)."""
    return ticket.waiting_for == "credits" and ticket.waiting_credits is None


def check_held(ticket: Ticket) -> Refusal | None:
    """Refuse work on what is held while its customer owes (U7)."""
    if not is_held(ticket):
        return None
    return Refusal(
        f"#{ticket.id} is held until its customer owes nothing: no work on it yet.", "U7"
    )


async def put(
    session: Session,
    desk: Desk,
    ticket: Ticket,
    *,
    actor: Actor,
    waiting_for: str,
    credits: int | None,
    now: datetime,
) -> None:
    """Stop the timer and wait for the customer, or for so many available credits. Raises BadInput."""
    if waiting_for not in {"customer", "credits"}:
        raise BadInput('A request waits for "customer" or "credits".')
    asked = None
    if waiting_for == "credits":
        asked = await _credits_asked(session, desk, ticket, credits=credits, now=now)
    await end_timers(session, ticket, ending="waiting", now=now)
    await tickets.change(
        session, ticket, waiting_for=waiting_for, waiting_since=now, waiting_credits=asked
    )
    await tickets.record(
        session, "put on wait", at=now, staff_id=actor.staff_id, ticket_id=ticket.id,
        waiting_for=waiting_for, credits=asked,
    )  # fmt: skip


async def _credits_asked(
    session: Session, desk: Desk, ticket: Ticket, *, credits: int | None, now: datetime
) -> int:
    """How many available credits end the wait: as asked, else the estimate, else one block more than there is."""
    if credits is not None and not 0 <= credits <= MAX_CREDITS:
        raise BadInput(f"A wait for credits asks for 0 to {MAX_CREDITS} of them.")
    without = facts.key(ticket) if ticket.kind == policy_credits.MODIFICATION else None
    left = await facts.available_to(session, desk, ticket.customer_id, now=now, without=without)
    if credits is not None:
        if policy_credits.ends_wait(credits, left):
            # Nothing would ever end the wait: what it waits for has come.
            raise BadInput(f"The customer has {left} credits available: nothing to wait for.")
        return credits
    return max(
        ticket.estimate or 0, left + 1, desk.terms_of(ticket.policy_version).credits_per_block
    )


async def end(session: Session, ticket: Ticket, **values: object) -> None:
    """The request waits for nothing any more."""
    await tickets.change(
        session, ticket, waiting_for=None, waiting_since=None, waiting_credits=None, **values
    )


async def end_timers(session: Session, ticket: Ticket, *, ending: str, now: datetime) -> None:
    """End what runs on a request; an interrupted timer stays, for its owner or a lead to answer."""
    at = to_second(now)
    for running in await db_worktime.running_on(session, facts.key(ticket)):
        if not facts.is_interrupted(running, at):
            await db_worktime.end(session, running, at=at, ending=ending)
