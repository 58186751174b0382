"""Answers and notes: an answer goes to the ticket and by e-mail at once, a note never leaves (C6)."""

from collections.abc import Sequence
from datetime import datetime

from console.policy.refusal import Refusal
from console.services import facts, outgoing, threads, waits
from console.services.connection import until_saved
from console.services.context import Desk
from console.services.faults import BadInput
from console.services.letters import Attachment
from console.services.shapes import Actor, Sent
from db import tickets
from widgets.safe_text import clean

MAX_CHARACTERS = 1_000_000
MAX_FILES_BYTES = 18_000_000
"""What goes along with one answer: a third larger on its way, it still fits where 25 MB are taken."""


@until_saved
async def reply(
    desk: Desk,
    actor: Actor,
    *,
    ticket: int,
    text: str,
    wait_for: str | None = None,
    seen: int | None = None,
    attachments: Sequence[Attachment] = (),
    now: datetime,
) -> Sent | Refusal:
    """Answer the customer, and put the request on wait if asked. Raises NotFound and BadInput.

    `seen` is the last message that was on the screen: with newer ones by others, they are given first.
    """
    body = _checked(text, "An answer")
    _check_files(attachments)
    async with desk.writing(actor, now) as session:
        row = await facts.the_ticket(session, ticket)
        if refused := facts.check_open_in_hand(actor, row, "reply"):
            return refused
        if wait_for is not None and (refused := waits.check(row)):
            return refused
        if overtaken := await threads.check_seen(session, actor, ticket=ticket, seen=seen):
            return overtaken
        message = await outgoing.write(
            session, desk, row, text=body, actor=actor, attachments=attachments, now=now
        )
        await tickets.keep_draft(
            session, ticket_id=ticket, staff_id=actor.staff_id, body="", at=now
        )
        await tickets.record(
            session, "answered", at=now, staff_id=actor.staff_id, ticket_id=ticket,
            message=message.id,
        )  # fmt: skip
        if wait_for is not None:
            await waits.put(
                session, desk, row, actor=actor, waiting_for=wait_for, credits=None, now=now
            )
        return Sent(facts.key(message), message.mail_id)


@until_saved
async def note(
    desk: Desk, actor: Actor, *, ticket: int, text: str, now: datetime
) -> Sent | Refusal:
    """Write an internal note; anyone on the staff may, on any request. Raises NotFound and BadInput."""
    body = _checked(text, "A note")
    async with desk.writing(actor, now) as session:
        await facts.the_ticket(session, ticket)
        message = await tickets.add_message(
            session, ticket_id=ticket, direction="note", author=actor.name,
            staff_id=actor.staff_id, body=body, created_at=now,
        )  # fmt: skip
        await tickets.record(
            session, "note written", at=now, staff_id=actor.staff_id, ticket_id=ticket,
            message=message.id,
        )  # fmt: skip
        return Sent(facts.key(message), None)


@until_saved
async def save_draft(desk: Desk, actor: Actor, *, ticket: int, text: str, now: datetime) -> None:
    """Keep an answer that is not sent yet. Raises NotFound."""
    async with desk.writing(actor, now) as session:
        await facts.the_ticket(session, ticket)
        await tickets.keep_draft(
            session, ticket_id=ticket, staff_id=actor.staff_id, body=text, at=now
        )


async def draft(desk: Desk, actor: Actor, *, ticket: int) -> str:
    """The answer that the actor began on a request, or nothing."""
    async with desk.reading() as session:
        kept = await tickets.draft(session, ticket, actor.staff_id)
        return kept.body if kept else ""


def _check_files(attachments: Sequence[Attachment]) -> None:
    size = sum(len(each.content) for each in attachments)
    if size > MAX_FILES_BYTES:
        raise BadInput(
            f"The files have {size / 1e6:.1f} MB: an answer takes {MAX_FILES_BYTES // 10**6} MB of them."
        )


def _checked(text: str, what: str) -> str:
    body = clean(text).strip("\n")
    if not body.strip():
        raise BadInput(f"{what} has to say something.")
    if len(body) > MAX_CHARACTERS:
        raise BadInput(f"{what} has at most {MAX_CHARACTERS:,} characters.")
    return body
