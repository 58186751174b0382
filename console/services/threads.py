"""Threads: messages as people see them, and whether one has gone on since somebody read it."""

from collections.abc import Sequence

from console.services import facts
from console.services.shapes import Actor, AttachmentView, MessageView, Overtaken
from db import tickets
from db.engine import Session
from db.tables import Message, Outbox


async def views(session: Session, rows: Sequence[Message]) -> tuple[MessageView, ...]:
    """Within a transaction: these messages, with what became of their e-mails."""
    sent = await tickets.deliveries(session, [facts.key(row) for row in rows])
    return tuple(_view(row, sent.get(facts.key(row))) for row in rows)


def _view(row: Message, mail: Outbox | None) -> MessageView:
    return MessageView(
        message=facts.key(row),
        direction=row.direction,
        author=row.author,
        at=row.created_at,
        text=row.body,
        attachments=tuple(
            AttachmentView(each["name"], each["size_bytes"], each["content_type"])
            for each in row.attachments
        ),
        message_id=row.mail_id,
        delivery=mail.state if mail else None,
        last_error=mail.last_error if mail else None,
    )


async def check_seen(
    session: Session, actor: Actor, *, ticket: int, seen: int | None
) -> Overtaken | None:
    """Refuse an answer that was written without reading what others put on the thread after message `seen`.

    None means that nobody asks: a script answers what it was told to.
    """
    if seen is None:
        return None
    newer = [
        row
        for row in await tickets.since(session, ticket, seen)
        if row.direction == "in" or row.staff_id not in {None, actor.staff_id}
    ]
    if not newer:
        return None
    many = "A message has" if len(newer) == 1 else f"{len(newer)} messages have"
    return Overtaken(
        f"{many} come on #{ticket} since you read it.", messages=await views(session, newer)
    )
