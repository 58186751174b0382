"""Putting an arrival where it belongs, within its transaction: on a request, a new one, or aside (C2 to C5)."""

from datetime import datetime
from typing import Any

from console.policy import senders
from console.policy.intake import Admission, Kind
from console.policy.senders import Doubt
from console.services import bounced, facts, outgoing, waits
from console.services import desk as desk_service
from console.services.arrivals import Arrived
from console.services.context import Desk
from console.services.shapes import Admitted
from db import inbound, ledger, people, similar, tickets
from db.engine import Session
from db.tables import Customer, Inbound, Ticket
from widgets.safe_text import one_line


async def keep(session: Session, arrived: Arrived, **placed: Any) -> Inbound:
    """Keep what came in, byte for byte, or say anew where it was placed."""
    told = {"sender": arrived.sender, "subject": arrived.subject or None, **placed}
    kept = await inbound.by_digest(session, arrived.digest)
    if kept is not None:
        await inbound.place(session, kept, **told)
        return kept
    return await inbound.keep(
        session, channel=arrived.channel, digest=arrived.digest, raw=arrived.raw,
        received_at=arrived.received_at, **told,
    )  # fmt: skip


async def set_aside(
    session: Session, desk: Desk, arrived: Arrived, admission: Admission
) -> Admitted:
    """Keep it for a person to look at."""
    reason = arrived.unreadable or admission.reason or ""
    kept = await keep(session, arrived, placing="quarantined", reason=reason)
    await bounced.note(session, arrived, inbound_id=facts.key(kept))
    if admission.explain and arrived.sender and arrived.filed_by is None:
        await outgoing.explain_unknown(
            session, desk, arrived.sender, language=arrived.language, now=arrived.received_at
        )
    return Admitted("quarantined", None, None, False, None, reason)


async def join(
    session: Session, desk: Desk, arrived: Arrived, admission: Admission, *, doubt: Doubt | None
) -> Admitted:
    """An answer joins its request, which returns to its holder, or to the queue if the holder is away."""
    assert admission.ticket is not None  # noqa: S101 - a joining admission names it
    ticket = await facts.the_ticket(session, admission.ticket)
    await _put(session, arrived, ticket, placing="joined", doubt=doubt)
    if arrived.automatic is None:
        await _return(session, desk, ticket, reopens=admission.reopens, now=arrived.received_at)
    return Admitted("joined", ticket.id, ticket.customer_id, False, ticket.waiting_for, None)


async def begin(
    session: Session,
    desk: Desk,
    arrived: Arrived,
    *,
    customer: Customer | None,
    admission: Admission,
    kind: Kind | None,
    doubt: Doubt | None,
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
    await _put(session, arrived, ticket, placing="new", doubt=doubt)
    await similar.keep(
        session, facts.key(ticket), subject=ticket.subject, text=arrived.text,
        author=arrived.sender_name or "",
    )  # fmt: skip
    follows = {"follows": admission.follows} if admission.follows is not None else {}
    await tickets.record(
        session, "received", at=arrived.received_at, staff_id=arrived.filed_by,
        ticket_id=ticket.id, channel=arrived.channel, **follows,
    )  # fmt: skip
    await _answer(session, desk, arrived, ticket, admission, doubt=doubt)
    return Admitted("new", ticket.id, customer.id, created, admission.waiting_for, admission.reason)


async def _answer(
    session: Session,
    desk: Desk,
    arrived: Arrived,
    ticket: Ticket,
    admission: Admission,
    *,
    doubt: Doubt | None,
) -> None:
    """What a program says to it: that credits are missing, or that it is here (C7, U7)."""
    now = arrived.received_at
    if admission.ask_to_replenish:
        balance, _ = await ledger.standing(session, ticket.customer_id)
        await outgoing.write_automatic(session, desk, ticket, "replenish", now=now, balance=balance)
    elif arrived.answered and senders.may_be_answered_by_program(doubt):
        await outgoing.acknowledge(session, desk, ticket, now=now)


async def _put(
    session: Session, arrived: Arrived, ticket: Ticket, *, placing: str, doubt: Doubt | None
) -> None:
    """The message on its thread, and the raw bytes kept."""
    mail_id = arrived.mail_id
    if mail_id is not None and await tickets.by_mail_id(session, [mail_id]):
        # Another mail's Message-ID, used again for other words: kept under what tells it apart.
        mail_id = f"{arrived.digest}:{mail_id}"
    message = await tickets.add_message(
        session, ticket_id=facts.key(ticket), direction="in",
        author=arrived.sender_name or arrived.sender or "unknown", address=arrived.sender,
        body=arrived.text, attachments=list(arrived.attachments), mail_id=mail_id,
        body_digest=arrived.body_digest, doubt=doubt and str(doubt),
        words_digest=arrived.words_digest, created_at=arrived.received_at,
    )  # fmt: skip
    kept = await keep(
        session, arrived, placing=placing, reason=arrived.automatic, ticket_id=ticket.id,
        message_id=message.id,
    )  # fmt: skip
    await bounced.note(session, arrived, inbound_id=facts.key(kept))


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


def _first_words(text: str) -> str:
    return one_line(text, max_chars=60) or "(no subject)"
