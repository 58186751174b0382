"""Answers to the customer, and notes for ourselves."""

import mimetypes
from pathlib import Path

from console.cli.context import Context, acting, answered, opened_by_staff
from console.cli.inputs import read_bytes, read_text
from console.cli.output import Answer
from console.mail.attached import safe_name
from console.policy.refusal import Refusal
from console.services import files
from console.services import replies as service
from console.services.letters import Attachment


async def reply(context: Context) -> Answer | Refusal:
    """Answer the customer: on the request and by e-mail at once (C6)."""
    given = context.given
    text = read_text(given.file)
    attached = [_attachment(name) for name in given.attach]
    if given.attach_file:
        async with opened_by_staff(context) as desk:
            attached += [
                await files.content(desk, ticket=given.ticket, file=number)
                for number in given.attach_file
            ]
    result = await acting(
        context,
        service.reply,
        ticket=given.ticket,
        text=text,
        wait_for=given.wait_for,
        attachments=attached,
        now=context.now,
    )
    return answered(
        result,
        lambda sent: Answer(
            {"message": sent.message, "message_id": sent.message_id},
            f"Answered #{given.ticket}; the e-mail is in the outbox.",
        ),
    )


def _attachment(name: str) -> Attachment:
    """A file of the machine's own, to send along."""
    content = read_bytes(name, most_bytes=service.MAX_FILES_BYTES)
    guessed = mimetypes.guess_type(name)[0] or "application/octet-stream"
    called = safe_name(Path(name).name) or "file"
    return Attachment(called, guessed, content)


async def note(context: Context) -> Answer | Refusal:
    """Write an internal note, never sent."""
    given = context.given
    text = read_text(given.file)
    result = await acting(context, service.note, ticket=given.ticket, text=text, now=context.now)
    return answered(
        result, lambda sent: Answer({"message": sent.message}, f"Noted on #{given.ticket}.")
    )
