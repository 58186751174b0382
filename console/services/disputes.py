"""Disputes: filed, linked to what they are about, listed by when they are due (D1 to D3)."""

import json
from datetime import datetime

from console.mail.address import normal_address
from console.policy import access
from console.policy import disputes as policy
from console.policy.disputes import Deadlines, Mentions
from console.policy.intake import Kind
from console.policy.refusal import Refusal
from console.services import facts, waits
from console.services.connection import until_saved
from console.services.context import Desk
from console.services.dispute_shapes import DisputeView
from console.services.faults import BadInput, NotFound
from console.services.shapes import Actor
from db import disputes, ledger, people, tickets
from db import worktime as db_worktime
from db.engine import Session
from db.tables import Dispute, Ticket
from widgets.safe_text import clean, one_line

MENTIONS_TRIED = 5
SHOWN = 200
"""More disputes than a desk has open."""


async def open_for(
    session: Session,
    desk: Desk,
    ticket: Ticket,
    *,
    mentioned: Mentions | None = None,
    now: datetime,
) -> Dispute:
    """Within a transaction: put on record that a request is a dispute, due from now on; once is enough.

    Of what its text mentions, it is about the first that is the same customer's: a stranger's guess links nothing.
    """
    known = await disputes.get(session, facts.key(ticket))
    if known is not None:
        return known
    when = policy.deadlines(desk.hours, now)
    row = await disputes.add(
        session, ticket_id=facts.key(ticket), received_at=now, warn_at=when.warn_at,
        due_at=when.due_at,
    )  # fmt: skip
    if mentioned is not None:
        await _link_first(session, row, ticket, mentioned)
    return row


async def _link_first(session: Session, row: Dispute, ticket: Ticket, mentioned: Mentions) -> None:
    for number in mentioned.entries[:MENTIONS_TRIED]:
        if not await _check_entry(session, ticket.customer_id, number):
            await _link(session, row, entry=number)
            return
    tried = list(mentioned.tickets[:MENTIONS_TRIED])
    own = await disputes.owned_tickets(session, tried, ticket.customer_id)
    named = next((number for number in tried if number in own), None)
    if named is not None:
        await _link(session, row, ticket=named)


async def _link(
    session: Session, row: Dispute, *, ticket: int | None = None, entry: int | None = None
) -> None:
    if entry is not None:
        found = await ledger.get(session, entry)
        ticket = found.ticket_id if found is not None else None
    await disputes.save(session, row, disputed_ticket_id=ticket, entry_id=entry)


def _about(row: Dispute) -> str | None:
    """What a dispute is about, in words: an entry, or a request."""
    if row.entry_id is not None:
        return f"entry {row.entry_id}"
    return f"#{row.disputed_ticket_id}" if row.disputed_ticket_id is not None else None


async def _check_entry(session: Session, customer: int, entry: int) -> Refusal | None:
    found = await ledger.get(session, entry)
    if found is None or await ledger.owner(session, found) != customer:
        return Refusal(f"Entry {entry} is not on this customer's account.", "D1")
    return None


async def open_again(session: Session, desk: Desk, ticket: Ticket, *, now: datetime) -> None:
    """Within a transaction: a decided dispute that is opened again is undecided, and due anew.

    What it proposed and nobody has decided on goes with the decision: another one proposes anew.
    """
    row = await disputes.get(session, facts.key(ticket))
    if row is not None and row.decision is not None:
        for proposal in await disputes.open_proposals(session, row.ticket_id):
            await ledger.save(session, proposal, state="withdrawn", decided_at=now)
        when = policy.deadlines(desk.hours, now)
        await disputes.save(
            session, row, decision=None, decided_at=None, decided_by=None, received_at=now,
            warn_at=when.warn_at, due_at=when.due_at,
        )  # fmt: skip


async def kind_changed(
    session: Session, desk: Desk, actor: Actor, ticket: Ticket, *, kind: str, now: datetime
) -> Refusal | None:
    """Within a transaction: a request becomes a dispute, or is none after all, which a lead says (D1)."""
    known = await disputes.get(session, facts.key(ticket))
    if kind == Kind.DISPUTE:
        await open_for(session, desk, ticket, now=now)
        if waits.is_held(ticket):
            # A dispute is never held for a debt (U7).
            await waits.end(session, ticket)
        return None
    if known is None:
        return None
    return access.check(facts.role_of(actor), "decide_dispute")


async def file(
    desk: Desk,
    actor: Actor,
    *,
    address: str,
    text: str,
    ticket: int | None = None,
    entry: int | None = None,
    now: datetime,
) -> DisputeView | Refusal:
    """Take in a dispute for a customer who told it elsewhere; the same again is the same one.

    Kept on record and refused where the address is nobody's (D3). Raises BadInput.
    """
    from console.services import intake
    from console.services.arrivals import Arrived

    normal = normal_address(address)
    if normal is None:
        raise BadInput(f"That is no address: {one_line(address, max_chars=80)!r}.")
    if not text.strip():
        raise BadInput("A dispute needs words: what the customer disputes, and why.")
    if refused := access.check(facts.role_of(actor), "dispute"):
        return refused
    if refused := await _check_filed(desk, normal, ticket=ticket, entry=entry):
        return refused
    raw = json.dumps({"address": normal, "entry": entry, "text": text, "ticket": ticket})
    arrived = Arrived(
        channel="helpdesk", raw=raw.encode(), received_at=now, sender=normal, sender_name="",
        subject="Dispute", text=clean(text), language="", mail_id=None, body_digest="",
        dispute=True, mentioned=Mentions(
            () if ticket is None else (ticket,), () if entry is None else (entry,)
        ), filed_by=actor.staff_id,
    )  # fmt: skip
    admitted = await intake.admit(desk, arrived, actor=actor)
    if admitted.ticket is None:
        return policy.UNKNOWN
    return await view(desk, ticket=admitted.ticket, now=now)


async def _check_filed(
    desk: Desk, address: str, *, ticket: int | None, entry: int | None
) -> Refusal | None:
    """Refuse what a known customer cannot dispute; a stranger is refused on record later."""
    async with desk.reading() as session:
        customer = await people.customer_at(session, address)
        if customer is None or customer.id is None:
            return None
        return await _check_link(session, customer.id, ticket=ticket, entry=entry)


@until_saved
async def link(
    desk: Desk,
    actor: Actor,
    *,
    ticket: int,
    to_ticket: int | None = None,
    to_entry: int | None = None,
    now: datetime,
) -> DisputeView | Refusal:
    """Say which request or entry a dispute is about, one of the same customer's (D1). Raises NotFound."""
    async with desk.writing(actor, now) as session:
        row = await facts.the_ticket(session, ticket)
        known = await disputes.get(session, ticket)
        if known is None:
            raise NotFound(f"#{ticket} is no dispute.")
        refused = access.check(facts.role_of(actor), "dispute") or facts.check_open(row)
        refused = refused or await _check_link(
            session, row.customer_id, ticket=to_ticket, entry=to_entry
        )
        if refused:
            return refused
        before = _about(known)
        await _link(session, known, ticket=to_ticket, entry=to_entry)
        await tickets.record(
            session, "dispute linked", at=now, staff_id=actor.staff_id, ticket_id=ticket,
            before=before, after=_about(known),
        )  # fmt: skip
        await tickets.change(session, row)
        return await gather(session, ticket, now=now)


async def _check_link(
    session: Session, customer: int, *, ticket: int | None, entry: int | None
) -> Refusal | None:
    if entry is not None:
        return await _check_entry(session, customer, entry)
    if ticket is None:
        raise BadInput("A dispute is about a request or an entry: name one.")
    if not await disputes.owned_tickets(session, [ticket], customer):
        return Refusal(f"#{ticket} is no request of this customer that can be disputed.", "D1")
    return None


async def listing(desk: Desk, *, decided: bool = False, now: datetime) -> tuple[DisputeView, ...]:
    """The open disputes, the first due first; or those decided, the latest first (D2)."""
    async with desk.reading() as session:
        found = await (disputes.decided if decided else disputes.undecided)(session, SHOWN)
        return await _views(session, list(found), now=now)


async def view(desk: Desk, *, ticket: int, now: datetime) -> DisputeView:
    """One dispute. Raises NotFound."""
    async with desk.reading() as session:
        return await gather(session, ticket, now=now)


async def gather(session: Session, ticket: int, *, now: datetime) -> DisputeView:
    """Within a transaction: one dispute. Raises NotFound."""
    found = await disputes.one(session, ticket)
    if found is None:
        raise NotFound(f"#{ticket} is no dispute.")
    return (await _views(session, [found], now=now))[0]


async def _views(
    session: Session, found: list[tuple[Dispute, Ticket, str]], *, now: datetime
) -> tuple[DisputeView, ...]:
    deciders = [row.decided_by for row, _, _ in found if row.decided_by is not None]
    staff = await db_worktime.names(session, deciders) if deciders else {}
    return tuple(
        DisputeView(
            ticket=row.ticket_id,
            subject=ticket.subject,
            customer_id=ticket.customer_id,
            customer=name,
            disputed_ticket=row.disputed_ticket_id,
            entry=row.entry_id,
            received_at=row.received_at,
            warn_at=row.warn_at,
            due_at=row.due_at,
            state=policy.state(Deadlines(row.warn_at, row.due_at), row.decision, now=now),
            decided_at=row.decided_at,
            decided_by=staff[row.decided_by].name if row.decided_by is not None else None,
            open=ticket.closed_at is None,
        )
        for row, ticket, name in found
    )
