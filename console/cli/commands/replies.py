"""Answers to the customer, and notes for ourselves."""

from console.cli.context import Context, acting, answered
from console.cli.inputs import read_text
from console.cli.output import Answer
from console.policy.refusal import Refusal
from console.services import replies as service


async def reply(context: Context) -> Answer | Refusal:
    """Answer the customer: on the request and by e-mail at once (C6)."""
    given = context.given
    text = read_text(given.file)
    result = await acting(
        context,
        service.reply,
        ticket=given.ticket,
        text=text,
        wait_for=given.wait_for,
        now=context.now,
    )
    return answered(
        result,
        lambda sent: Answer(
            {"message": sent.message, "message_id": sent.message_id},
            f"Answered #{given.ticket}; the e-mail is in the outbox.",
        ),
    )


async def note(context: Context) -> Answer | Refusal:
    """Write an internal note, never sent."""
    given = context.given
    text = read_text(given.file)
    result = await acting(context, service.note, ticket=given.ticket, text=text, now=context.now)
    return answered(
        result, lambda sent: Answer({"message": sent.message}, f"Noted on #{given.ticket}.")
    )
