"""The outbox: what leaves, claimed in one transaction, sent outside any, recorded in another."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, literal_column, update
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.locks import locking
from db.tables import Message, Outbox


async def put(session: AsyncSession, **values: Any) -> Outbox:
    """Queue a message's e-mail."""
    row = Outbox(**values)
    session.add(row)
    await session.flush()
    return row


# Said in the statement itself: a value that is bound cannot be seen to fit the partial indexes.
_WAITING: tuple[ColumnElement[str], ...] = literal_column("'queued'"), literal_column("'sending'")
_FAILED: ColumnElement[str] = literal_column("'failed'")


async def due(session: AsyncSession, now: datetime, limit: int) -> Sequence[Outbox]:
    """Mails whose time has come, oldest first; those claimed too long ago by a sender that died are due again.

    A request's answers leave in the order in which they were written, whoever sends them; a mailing to many
    keeps none of them waiting.
    """
    before = aliased(Outbox)
    waits_its_turn = (
        select(col(before.id))
        .where(
            col(before.ticket_id) == col(Outbox.ticket_id),
            col(before.id) < col(Outbox.id),
            col(before.state).in_(_WAITING),
        )
        .correlate(Outbox)
        .exists()
    )
    statement = (
        select(Outbox)
        .where(
            col(Outbox.state).in_(_WAITING),
            col(Outbox.next_try_at) <= now,
            ~waits_its_turn,
        )
        .order_by(col(Outbox.mailing_id).is_not(None), col(Outbox.id))
        .limit(limit)
    )
    return (await session.exec(locking(session, statement, skip_locked=True))).all()


async def save(session: AsyncSession, row: Outbox, **values: Any) -> None:
    """Write down what became of a mail."""
    for name, value in values.items():
        setattr(row, name, value)
    session.add(row)
    await session.flush()


async def queue_failed(session: AsyncSession, now: datetime) -> int:
    """Let all mails that have failed be due again, as if never tried; says how many."""
    statement = (
        update(Outbox)
        .where(col(Outbox.state) == _FAILED)
        .values(state="queued", attempts=0, next_try_at=now)
    )
    return int((await session.exec(statement)).rowcount)


async def get(session: AsyncSession, outbox_id: int) -> Outbox | None:
    """One mail of the outbox, locked where the database locks rows."""
    statement = select(Outbox).where(col(Outbox.id) == outbox_id)
    return (await session.exec(locking(session, statement))).first()


async def by_mail_ids(session: AsyncSession, mail_ids: Sequence[str]) -> Sequence[Outbox]:
    """The mails that carry any of these Message-IDs."""
    statement = select(Outbox).where(col(Outbox.mail_id).in_(mail_ids))
    return (await session.exec(statement)).all()


async def body(session: AsyncSession, message_id: int) -> str:
    """The text of a message."""
    return (
        await session.exec(select(col(Message.body)).where(col(Message.id) == message_id))
    ).one()


async def listing(session: AsyncSession, limit: int) -> Sequence[Outbox]:
    """What is not sent yet, failed ones first, then by age."""
    # By number alone it would be looked for in the order of numbers, among all that was ever sent.
    by_age = col(Outbox.created_at), col(Outbox.id)
    failed = select(Outbox).where(col(Outbox.state) == _FAILED).order_by(*by_age).limit(limit)
    waiting = select(Outbox).where(col(Outbox.state).in_(_WAITING)).order_by(*by_age).limit(limit)
    found = [*(await session.exec(failed)).all(), *(await session.exec(waiting)).all()]
    return found[:limit]


async def automatic_since(session: AsyncSession, recipient: str, since: datetime) -> int:
    """How many automatic mails an address was sent since a moment."""
    statement = select(func.count()).where(
        col(Outbox.recipient) == recipient,
        col(Outbox.automatic).is_(True),
        col(Outbox.created_at) >= since,
    )
    return int((await session.exec(statement)).one())
