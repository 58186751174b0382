"""Threads: messages as people see them, and whether one has gone on since somebody read it."""

from collections.abc import Mapping, Sequence

from console.policy import senders
from console.services import bounced, facts
from console.services.shapes import CAME_BACK, Actor, AttachmentView, MessageView, Overtaken
from db import bounces, tickets
from db.engine import Session
from db.tables import Bounce, Message, Outbox


async def views(session: Session, rows: Sequence[Message]) -> tuple[MessageView, ...]:
    """Within a transaction: these messages, with what became of their e-mails."""
    sent = await tickets.deliveries(session, [facts.key(row) for row in rows])
    known = await bounces.known(session, [facts.key(mail) for mail in sent.values()])
    came_back = {each.outbox_id: each for each in known if each.permanent}
    return tuple(_view(row, sent.get(facts.key(row)), came_back) for row in rows)


def _view(row: Message, mail: Outbox | None, came_back: Mapping[int, Bounce]) -> MessageView:
    bounce = came_back.get(facts.key(mail)) if mail else None
    state, error = (mail.state, mail.last_error) if mail else (None, None)
    if bounce is not None:
        state, error = CAME_BACK, bounced.why(bounce)
    doubt = senders.parse_doubt(row.doubt)
    return MessageView(
        message=facts.key(row),
        direction=row.direction,
        author=row.author,
        at=row.created_at,
        text=row.body,
        attachments=tuple(
            AttachmentView(
                each["name"], each["size_bytes"], each["content_type"], each.get("really", "")
            )
            for each in row.attachments
        ),
        message_id=row.mail_id,
        delivery=state,
        last_error=error,
        doubt=doubt and senders.WORDS[doubt],
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
