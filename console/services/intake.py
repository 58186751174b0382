"""Intake: what arrives becomes a request, joins one, or is kept aside; all of it in one transaction (C1 to C5)."""

from datetime import datetime

from console.mail import reader
from console.mail.message import InboundMail, Unreadable
from console.policy import disputes as disputes_policy
from console.policy import intake as policy
from console.policy.intake import Kind, Placing, ThreadMatch
from console.services import disputes, facts, matching, optout, placements
from console.services.arrivals import Arrived, from_form, from_mail
from console.services.connection import until_saved
from console.services.context import Desk
from console.services.shapes import Actor, Admitted
from db import inbound, locks, people, tickets
from db.engine import Session
from db.tables import Inbound

UNREAD_REASONS = frozenset({reader.TOO_LONG.reason, reader.DIED.reason})
"""Why a mail could not be read that another time may be."""


async def admit_mail(
    desk: Desk, raw: bytes, *, mail: InboundMail | Unreadable, received_at: datetime
) -> Admitted:
    """Take in one mail, as read by `console.mail.reader`; the same mail twice changes nothing (C2)."""
    arrived = from_mail(raw, mail, received_at, mail_server=desk.settings.mail_server)
    return await admit(desk, arrived)


async def admit_form(
    desk: Desk, form: object, *, raw: bytes, received_at: datetime, job: str = "intake"
) -> Admitted:
    """Take in one contact form (C1). Raises BadInput where it is no form."""
    arrived = from_form(form, raw, received_at, mail_server=desk.settings.mail_server)
    return await admit(desk, arrived, job=job)


@until_saved
async def admit(
    desk: Desk, arrived: Arrived, *, actor: Actor | None = None, job: str = "intake"
) -> Admitted:
    """Place an arrival, perhaps one that somebody wrote down: nothing is lost, nothing is taken twice."""
    async with desk.writing(actor, arrived.received_at, job=job) as session:
        await locks.hold(session, f"mail {arrived.digest}", f"sender {arrived.sender}")
        if (known := await _known(session, desk, arrived)) is not None:
            return known
        return await place(session, desk, arrived)


async def place(session: Session, desk: Desk, arrived: Arrived) -> Admitted:
    """Within a transaction: put what is not known yet where it belongs."""
    if (opted := await optout.of_mail(session, desk, arrived)) is not None:
        return await _opted_out(session, arrived, opted)
    customer = await people.customer_at(session, arrived.sender) if arrived.sender else None
    match = await matching.thread(session, desk, arrived)
    arrival = await matching.arrival(session, desk, arrived, customer=customer, match=match)
    admission = policy.admit(arrival, reopen_days=desk.settings.reopen_days)
    if admission.placing is Placing.QUARANTINED:
        return await placements.set_aside(session, desk, arrived, admission)
    if admission.placing is Placing.JOINED:
        return await placements.join(session, desk, arrived, admission, doubt=arrival.doubt)
    kind = Kind.DISPUTE if arrival.dispute else None
    made = await placements.begin(
        session, desk, arrived, customer=customer, admission=admission, kind=kind,
        doubt=arrival.doubt,
    )  # fmt: skip
    if arrival.dispute:
        await _as_dispute(session, desk, arrived, made=made, thread=match)
    return made


async def _known(session: Session, desk: Desk, arrived: Arrived) -> Admitted | None:
    """Where the same thing went before: the same bytes, the same mail in others, or the same words just now."""
    kept = await inbound.by_digest(session, arrived.digest)
    if kept is not None and not _readable_now(kept, arrived):
        return await _already(session, kept.ticket_id)
    return await repeats(session, desk, arrived)


async def repeats(session: Session, desk: Desk, arrived: Arrived) -> Admitted | None:
    """Within a transaction: where the same message is that came in other bytes; this one is kept beside it."""
    twin = await matching.twin(session, desk, arrived)
    if twin is None:
        return None
    await placements.keep(
        session, arrived, placing="already-known", ticket_id=twin.ticket_id, message_id=twin.id
    )
    return await _already(session, twin.ticket_id)


async def _opted_out(session: Session, arrived: Arrived, customer: int) -> Admitted:
    """A mail that ends promotions has done what it was for: it is kept, and no request is made of it (A3)."""
    await placements.keep(session, arrived, placing="joined", reason=optout.DONE)
    return Admitted("joined", None, customer, False, None, optout.DONE)


def _readable_now(kept: Inbound, arrived: Arrived) -> bool:
    """Whether what was set aside because it could not be read has been read this time."""
    return kept.reason in UNREAD_REASONS and arrived.unreadable is None


async def _already(session: Session, ticket_id: int | None) -> Admitted:
    ticket = await tickets.get(session, ticket_id) if ticket_id is not None else None
    return Admitted(
        action="already-known",
        ticket=ticket_id,
        customer=ticket.customer_id if ticket else None,
        account_created=False,
        waiting_for=ticket.waiting_for if ticket else None,
        reason="It has been taken in before.",
    )


async def _as_dispute(
    session: Session, desk: Desk, arrived: Arrived, *, made: Admitted, thread: ThreadMatch | None
) -> None:
    """Put on record that a new request is a dispute, about what it answers or names."""
    assert made.ticket is not None  # noqa: S101 - a new request has its number
    ticket = await facts.the_ticket(session, made.ticket)
    said = arrived.mentioned or disputes_policy.mentions(arrived.subject, arrived.text)
    if thread is not None and not said.entries:
        said = disputes_policy.Mentions((thread.ticket, *said.tickets), ())
    await disputes.open_for(session, desk, ticket, mentioned=said, now=arrived.received_at)
