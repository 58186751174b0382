"""What leaves the desk: a message on the ticket and its e-mail in the outbox, in one transaction (C6)."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from console.policy.entitlements import Cover
from console.services import facts
from console.services.context import Desk
from console.services.shapes import Actor
from db import outbox, people, tickets
from db.engine import Session
from db.tables import Message, Ticket
from widgets.durations import length_words
from widgets.safe_text import clean

if TYPE_CHECKING:
    from console.services.letters import Attachment

_PACKAGES = {"en": "your {} package", "ru": "пакет поддержки {}"}

AUTOMATIC_PER_HOUR = 5
"""Automatic mails that one address gets in an hour; what is past that would be a loop."""


async def write(
    session: Session,
    desk: Desk,
    ticket: Ticket,
    *,
    text: str,
    actor: Actor | None,
    attachments: "Sequence[Attachment]" = (),
    now: datetime,
) -> Message:
    """Answer on the ticket and queue the same by e-mail; without an actor it goes out as automatic."""
    from console.mail import render
    from console.services.letters import keep_files

    number = facts.key(ticket)
    place = await tickets.thread_length(session, number) + 1
    mail_id = render.message_id_for(
        desk.facts.secret, number, message=place, domain=desk.settings.mail_domain
    )
    answers = [each for each in await tickets.last_mail_ids(session, number) if each[:1] == "<"]
    files = await keep_files(session, attachments, now=now)
    message = await tickets.add_message(
        session, ticket_id=number, direction="out", author=actor.name if actor else desk.facts.name,
        staff_id=actor.staff_id if actor else None, body=clean(text), mail_id=mail_id,
        attachments=files, created_at=now,
    )  # fmt: skip
    await outbox.put(
        session, message_id=facts.key(message), ticket_id=number, recipient=ticket.requester,
        subject=render.with_token(ticket.subject, number), mail_id=mail_id,
        in_reply_to=answers[-1] if answers else None, references=" ".join(answers),
        automatic=actor is None, attachments=files, next_try_at=now, created_at=now,
    )  # fmt: skip
    return message


def letter_template(desk: Desk, language: str, name: str, **values: object) -> tuple[str, str]:
    """The subject and body of a letter that belongs to no request, filled in."""
    from console.mail import templates

    subject, body = templates.text(
        name, language, shop_url=desk.settings.shop_url, desk_name=desk.facts.name, **values
    )
    return subject or desk.facts.name, body


def package_words(cover: Cover | None, language: str) -> str:
    """What covers some of a request's work, in the customer's language; nothing where nothing does."""
    if cover is None or not cover.seconds:
        return ""
    return _PACKAGES.get(language, _PACKAGES["en"]).format(cover.kind.capitalize())


async def write_automatic(
    session: Session, desk: Desk, ticket: Ticket, *, text: str, now: datetime
) -> Message | None:
    """Write an automatic answer, unless the address has had its share of them this hour."""
    since = now - timedelta(hours=1)
    sent = await outbox.automatic_since(session, ticket.requester, since)
    if sent >= AUTOMATIC_PER_HOUR:
        await tickets.record(session, "automatic answer held back", at=now, ticket_id=ticket.id)
        return None
    return await write(session, desk, ticket, text=text, actor=None, now=now)


async def explain_unknown(
    session: Session, desk: Desk, address: str, *, language: str, now: datetime
) -> None:
    """Tell an unknown sender once why their dispute is not taken, unless that would be a loop (D3)."""
    from console.services.letters import letter_id

    if await outbox.automatic_since(session, address, now - timedelta(hours=1)):
        return
    subject, body = letter_template(desk, language, "dispute-unknown")
    await outbox.put(
        session, recipient=address, subject=subject, body=body, mail_id=letter_id(desk),
        automatic=True, next_try_at=now, created_at=now,
    )  # fmt: skip


async def template(
    session: Session, desk: Desk, ticket: Ticket, name: str, **values: object
) -> str:
    """A customer message in the request's language, filled in; its figures are those of the request's policy (A2)."""
    from console.mail import templates

    customer = await people.customer(session, ticket.customer_id)
    terms = desk.terms_of(ticket.policy_version)
    _, body = templates.text(
        name,
        ticket.language,
        customer=customer.name if customer else "",
        ticket=facts.key(ticket),
        subject=ticket.subject,
        shop_url=desk.settings.shop_url,
        dispute_address=desk.settings.dispute_address,
        desk_name=desk.facts.name,
        block=length_words(terms.block_seconds, ticket.language),
        block_credits=terms.credits_per_block,
        package_time=length_words(terms.package_seconds, ticket.language),
        **values,
    )
    return body
