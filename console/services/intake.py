"""Intake: what arrives becomes a request, joins one, or is kept aside; all of it in one transaction (C1 to C5)."""

from datetime import datetime
from typing import Any

from console.mail import reader
from console.mail.message import InboundMail, Unreadable
from console.policy import disputes as disputes_policy
from console.policy import intake as policy
from console.policy.intake import Admission, Arrival, Kind, Placing, ThreadMatch
from console.services import covers, disputes, facts, optout, outgoing, waits
from console.services import desk as desk_service
from console.services.arrivals import Arrived, from_form, from_mail
from console.services.connection import until_saved
from console.services.context import Desk
from console.services.shapes import Actor, Admitted
from db import ledger, locks, outbox, people, tickets
from db.engine import Session
from db.tables import Customer, Inbound, Message, Ticket
from widgets.safe_text import one_line

UNREAD_REASONS = frozenset({reader.TOO_LONG.reason, reader.DIED.reason})
"""Why a mail could not be read that another time may be."""


async def admit_mail(
    desk: Desk, raw: bytes, *, mail: InboundMail | Unreadable, received_at: datetime
) -> Admitted:
    """Take in one mail, as read by `console.mail.reader`; the same mail twice changes nothing (C2)."""
    return await admit(desk, from_mail(raw, mail, received_at))


async def admit_form(desk: Desk, form: object, *, raw: bytes, received_at: datetime) -> Admitted:
    """Take in one contact form (C1). Raises BadInput where it is no form."""
    return await admit(desk, from_form(form, raw, received_at))


@until_saved
async def admit(desk: Desk, arrived: Arrived, *, actor: Actor | None = None) -> Admitted:
    """Place an arrival, perhaps one that somebody wrote down: nothing is lost, nothing is taken twice."""
    async with desk.writing(actor, arrived.received_at, job="intake") as session:
        await locks.hold(session, f"mail {arrived.digest}", f"sender {arrived.sender}")
        if (known := await _known(session, arrived)) is not None:
            return known
        if (opted := await optout.of_mail(session, desk, arrived)) is not None:
            return await _opted_out(session, arrived, opted)
        customer = await people.customer_at(session, arrived.sender) if arrived.sender else None
        thread = await _thread(session, desk, arrived)
        arrival = await _facts(session, desk, arrived, customer=customer, thread=thread)
        admission = policy.admit(arrival)
        if admission.placing is Placing.QUARANTINED:
            return await _quarantine(session, desk, arrived, admission)
        if admission.placing is Placing.JOINED:
            return await _join(session, desk, arrived, admission)
        kind = Kind.DISPUTE if arrival.dispute else None
        made = await _new(session, desk, arrived, customer=customer, admission=admission, kind=kind)
        if arrival.dispute:
            await _as_dispute(session, desk, arrived, made=made, thread=thread)
        return made


async def _known(session: Session, arrived: Arrived) -> Admitted | None:
    """Where the same thing went before: the same bytes, or the same Message-ID, sender and text."""
    kept = await outbox.inbound(session, arrived.digest)
    if kept is not None and not _readable_now(kept, arrived):
        return await _already(session, kept.ticket_id)
    twin = await _twin(session, arrived)
    if twin is None:
        return None
    await _keep(
        session, arrived, placing="already-known", ticket_id=twin.ticket_id, message_id=twin.id
    )
    return await _already(session, twin.ticket_id)


async def _opted_out(session: Session, arrived: Arrived, customer: int) -> Admitted:
    """A mail that ends promotions has done what it was for: it is kept, and no request is made of it (A3)."""
    await _keep(session, arrived, placing="joined", reason=optout.DONE)
    return Admitted("joined", None, customer, False, None, optout.DONE)


def _readable_now(kept: Inbound, arrived: Arrived) -> bool:
    """Whether what was set aside because it could not be read has been read this time."""
    return kept.reason in UNREAD_REASONS and arrived.unreadable is None


async def _keep(session: Session, arrived: Arrived, **placed: Any) -> None:
    """Keep what came in, byte for byte, or say anew where it was placed."""
    kept = await outbox.inbound(session, arrived.digest)
    if kept is not None:
        await outbox.place(session, kept, **placed)
        return
    await outbox.keep_inbound(
        session, channel=arrived.channel, digest=arrived.digest, raw=arrived.raw,
        received_at=arrived.received_at, **placed,
    )  # fmt: skip


async def _twin(session: Session, arrived: Arrived) -> Message | None:
    if arrived.mail_id is None:
        return None
    found = await tickets.by_mail_id(session, [arrived.mail_id])
    return next(
        (
            each
            for each in found
            if each.address == arrived.sender and each.body_digest == arrived.body_digest
        ),
        None,
    )


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


async def _thread(session: Session, desk: Desk, arrived: Arrived) -> ThreadMatch | None:
    """The request that an arrival claims to answer: by our keyed Message-ID, a mail's, or its number."""
    from console.mail.render import ticket_of

    for mail_id in arrived.named_ids[:100]:
        number = ticket_of(desk.facts.secret, mail_id)
        ticket = await tickets.get(session, number) if number is not None else None
        if ticket is not None:
            return await _match(session, ticket, arrived, keyed=True)
    named = await tickets.by_mail_id(session, list(arrived.named_ids)) if arrived.named_ids else []
    for number in [*(message.ticket_id for message in named), *arrived.tokens[:5]]:
        ticket = await tickets.get(session, number)
        if ticket is not None:
            match = await _match(session, ticket, arrived, keyed=False)
            if match.sender_takes_part:
                return match
    return None


async def _match(session: Session, ticket: Ticket, arrived: Arrived, *, keyed: bool) -> ThreadMatch:
    takes_part = False
    if arrived.sender:
        owner = await people.customer_at(session, arrived.sender)
        takes_part = owner is not None and owner.id == ticket.customer_id
        takes_part = takes_part or await tickets.takes_part(
            session, facts.key(ticket), arrived.sender
        )
    return ThreadMatch(
        ticket=facts.key(ticket), open=ticket.closed_at is None, sender_takes_part=takes_part,
        keyed=keyed, is_dispute=ticket.kind == Kind.DISPUTE,
    )  # fmt: skip


async def _facts(
    session: Session,
    desk: Desk,
    arrived: Arrived,
    *,
    customer: Customer | None,
    thread: ThreadMatch | None,
) -> Arrival:
    balance = 0
    if customer is not None:
        if thread is None:
            # What they owe decides whether a new request waits; it stays so until it is there (U7).
            await ledger.account_of(session, facts.key(customer))
        balance, _ = await ledger.standing(session, facts.key(customer))
    entitled = customer is not None and await covers.covers_domain(
        session, customer_id=facts.key(customer), domain=arrived.domain, now=arrived.received_at
    )
    return Arrival(
        automatic=arrived.automatic,
        readable=arrived.unreadable is None,
        sender=arrived.sender,
        thread=thread,
        customer_known=customer is not None,
        balance=balance,
        entitled=entitled,
        **_dispute(desk, arrived),
    )


def _dispute(desk: Desk, arrived: Arrived) -> dict[str, bool]:
    """Whether it is a dispute, and whether it was sent to where disputes are (D1)."""
    address = desk.settings.dispute_address
    named = disputes_policy.is_dispute(arrived.subject, (), address="")
    sent_there = disputes_policy.is_dispute("", arrived.to, address=address)
    return {"dispute": arrived.dispute or named or sent_there, "sent_to_disputes": sent_there}


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


async def _quarantine(
    session: Session, desk: Desk, arrived: Arrived, admission: Admission
) -> Admitted:
    reason = arrived.unreadable or admission.reason or ""
    await _keep(session, arrived, placing="quarantined", reason=reason)
    if admission.explain and arrived.sender and arrived.filed_by is None:
        await outgoing.explain_unknown(
            session, desk, arrived.sender, language=arrived.language, now=arrived.received_at
        )
    return Admitted("quarantined", None, None, False, None, reason)


async def _put(session: Session, arrived: Arrived, ticket: Ticket, *, placing: str) -> None:
    """The message on its thread, and the raw bytes kept."""
    mail_id = arrived.mail_id
    if mail_id is not None and await tickets.by_mail_id(session, [mail_id]):
        # Another mail's Message-ID, used again for other words: kept under what tells it apart.
        mail_id = f"{arrived.digest}:{mail_id}"
    message = await tickets.add_message(
        session, ticket_id=facts.key(ticket), direction="in",
        author=arrived.sender_name or arrived.sender or "unknown", address=arrived.sender,
        body=arrived.text, attachments=list(arrived.attachments), mail_id=mail_id,
        body_digest=arrived.body_digest, created_at=arrived.received_at,
    )  # fmt: skip
    await _keep(
        session, arrived, placing=placing, reason=arrived.automatic, ticket_id=ticket.id,
        message_id=message.id,
    )  # fmt: skip


async def _join(session: Session, desk: Desk, arrived: Arrived, admission: Admission) -> Admitted:
    """An answer joins its request, which returns to its holder, or to the queue if the holder is away."""
    assert admission.ticket is not None  # noqa: S101 - a joining admission names it
    ticket = await facts.the_ticket(session, admission.ticket)
    await _put(session, arrived, ticket, placing="joined")
    if arrived.automatic is None:
        await _return(session, desk, ticket, reopens=admission.reopens, now=arrived.received_at)
    return Admitted("joined", ticket.id, ticket.customer_id, False, ticket.waiting_for, None)


async def _return(
    session: Session, desk: Desk, ticket: Ticket, *, reopens: bool, now: datetime
) -> None:
    holder = ticket.claimed_by
    here = holder is not None and await desk_service.is_here(session, desk, holder, now)
    if reopens:
        await desk_service.open_again(
            session, desk, ticket, holder=holder if here else None, now=now
        )
        await tickets.record(session, "reopened by an answer", at=now, ticket_id=ticket.id)
    elif ticket.waiting_for == "customer":
        kept = {} if here else {"claimed_by": None, "claimed_at": None}
        await waits.end(session, ticket, **kept)
        await tickets.record(session, "customer answered", at=now, ticket_id=ticket.id)
    else:
        await tickets.change(session, ticket)


async def _new(
    session: Session,
    desk: Desk,
    arrived: Arrived,
    *,
    customer: Customer | None,
    admission: Admission,
    kind: Kind | None,
) -> Admitted:
    """A new request, with an account where the sender has none (C4, C5)."""
    assert arrived.sender is not None  # noqa: S101 - without a sender it is quarantined
    created = customer is None
    if customer is None:
        customer = await people.make_customer(
            session, address=arrived.sender, name=arrived.sender_name or arrived.sender,
            language=arrived.language, at=arrived.received_at,
        )  # fmt: skip
    waiting = admission.waiting_for is not None
    language = arrived.language or customer.language
    ticket = await tickets.insert(
        session, channel=arrived.channel, kind=kind and str(kind),
        subject=arrived.subject or _first_words(arrived.text),
        customer_id=facts.key(customer), requester=arrived.sender, domain=arrived.domain,
        language=language, received_at=arrived.received_at,
        waiting_for=admission.waiting_for, waiting_credits=None,
        waiting_since=arrived.received_at if waiting else None, policy_version=desk.terms_at(arrived.received_at).version,
    )  # fmt: skip
    await _put(session, arrived, ticket, placing="new")
    await tickets.record(
        session, "received", at=arrived.received_at, staff_id=arrived.filed_by,
        ticket_id=ticket.id, channel=arrived.channel,
    )  # fmt: skip
    if admission.ask_to_replenish:
        balance, _ = await ledger.standing(session, facts.key(customer))
        body = await outgoing.template(session, desk, ticket, "replenish", balance=balance)
        await outgoing.write_automatic(session, desk, ticket, text=body, now=arrived.received_at)
    return Admitted("new", ticket.id, customer.id, created, admission.waiting_for, admission.reason)


def _first_words(text: str) -> str:
    return one_line(text, max_chars=60) or "(no subject)"
