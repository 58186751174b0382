"""What leaves the desk: a message on the ticket and its e-mail in the outbox, in one transaction (C6)."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from console import faultlog
from console.policy import officehours
from console.policy.entitlements import Cover
from console.services import facts, office_words
from console.services.context import Desk
from console.services.shapes import Actor
from db import outbox, people, texts, tickets
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
    subject: str | None = None,
    now: datetime,
) -> Message:
    """Answer on the ticket and queue the same by e-mail; without an actor it goes out as automatic.

    Without a subject of its own it goes out under the request's.
    """
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
        subject=subject or render.with_token(ticket.subject, number), mail_id=mail_id,
        in_reply_to=answers[-1] if answers else None, references=" ".join(answers),
        automatic=actor is None, attachments=files, next_try_at=now, created_at=now,
    )  # fmt: skip
    return message


async def letter_template(
    session: Session, desk: Desk, language: str, name: str, **values: object
) -> tuple[str, str]:
    """The subject and body of a letter that belongs to no request, filled in."""
    own = await own_text(session, name, language)
    return letter_text(desk, language, name, own=own, **values)


def letter_text(
    desk: Desk, language: str, name: str, *, own: str | None, **values: object
) -> tuple[str, str]:
    """The same by the desk's own text, where it has one: for many letters that text is read once."""
    given = {"shop_url": desk.settings.shop_url, "desk_name": desk.name, **values}
    subject, body = _filled(own, language, name, given)
    return subject or desk.name, body


async def own_text(session: Session, name: str, language: str) -> str | None:
    """The source of the desk's own text, or None where the built-in one holds."""
    from console.mail.templates import LANGUAGES

    return await texts.in_force(session, name, language if language in LANGUAGES else LANGUAGES[0])


def _filled(
    own: str | None, language: str, name: str, values: dict[str, object]
) -> tuple[str | None, str]:
    """By the desk's own text; one that cannot be filled in holds nothing up: the built-in one is sent."""
    from console.mail import templates

    if own is not None:
        try:
            return templates.fill(own, language, name=name, **values)
        except ValueError as error:
            faultlog.record(error, datetime.now(UTC))
    return templates.text(name, language, **values)


def package_words(cover: Cover | None, language: str) -> str:
    """What covers some of a request's work, in the customer's language; nothing where nothing does."""
    if cover is None or not cover.seconds:
        return ""
    return _PACKAGES.get(language, _PACKAGES["en"]).format(cover.kind.capitalize())


async def write_automatic(
    session: Session, desk: Desk, ticket: Ticket, name: str, *, now: datetime, **values: object
) -> Message | None:
    """Write a text of ours by itself, unless the address has had its share of such this hour.

    Nothing of what the sender wrote is in it, not even in its subject: who writes under another's name sends
    them no words of their own.
    """
    since = now - timedelta(hours=1)
    sent = await outbox.automatic_since(session, ticket.requester, since)
    if sent >= AUTOMATIC_PER_HOUR:
        await tickets.record(session, "automatic answer held back", at=now, ticket_id=ticket.id)
        return None
    given = {**_values(desk, ticket, customer=""), **values, "subject": ""}
    own = await own_text(session, name, ticket.language)
    subject, text = _filled(own, ticket.language, name, given)
    return await write(
        session, desk, ticket, text=text, actor=None, subject=subject or f"[#{ticket.id}]", now=now
    )


async def acknowledge(session: Session, desk: Desk, ticket: Ticket, *, now: datetime) -> None:
    """Tell who asked that the request is here, and when the office is back, if the settings want that (C7)."""
    wanted = desk.settings.acknowledge
    if wanted == "never" or desk.facts.sample or not desk.settings.support_address:
        return
    status = officehours.status(desk.hours, now)
    if wanted == "closed" and status.open:
        return
    if status.open:
        await write_automatic(session, desk, ticket, "received", now=now)
        return
    await write_automatic(
        session, desk, ticket, "received-closed", now=now,
        opens=office_words.moment(desk.hours, status.until, ticket.language),
        office_hours=office_words.opening(desk.hours, ticket.language),
    )  # fmt: skip


async def explain_unknown(
    session: Session, desk: Desk, address: str, *, language: str, now: datetime
) -> None:
    """Tell an unknown sender once why their dispute is not taken, unless that would be a loop (D3)."""
    from console.services.letters import letter_id

    if await outbox.automatic_since(session, address, now - timedelta(hours=1)):
        return
    subject, body = await letter_template(session, desk, language, "dispute-unknown")
    await outbox.put(
        session, recipient=address, subject=subject, body=body, mail_id=letter_id(desk),
        automatic=True, next_try_at=now, created_at=now,
    )  # fmt: skip


async def template(
    session: Session, desk: Desk, ticket: Ticket, name: str, **values: object
) -> str:
    """A customer message in the request's language, filled in; its figures are those of the request's policy (A2)."""
    customer = await people.customer(session, ticket.customer_id)
    given = {**_values(desk, ticket, customer=customer.name if customer else ""), **values}
    own = await own_text(session, name, ticket.language)
    if own is not None and not _is_built_in(name):
        # A piece of the desk's own has no other text to fall back on.
        from console.mail import templates

        return templates.fill(own, ticket.language, name=name, **given)[1]
    return _filled(own, ticket.language, name, given)[1]


def _is_built_in(name: str) -> bool:
    from console.mail.template_facts import FOR, MACROS

    return name in FOR or name in MACROS


def _values(desk: Desk, ticket: Ticket, *, customer: str) -> dict[str, object]:
    terms = desk.terms_of(ticket.policy_version)
    return {
        "customer": customer,
        "ticket": facts.key(ticket),
        "subject": ticket.subject,
        "shop_url": desk.settings.shop_url,
        "dispute_address": desk.settings.dispute_address,
        "desk_name": desk.name,
        "block": length_words(terms.block_seconds, ticket.language),
        "block_credits": terms.credits_per_block,
        "package_time": length_words(terms.package_seconds, ticket.language),
    }
