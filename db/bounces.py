"""Mails of ours that came back: told by a mail server's report, open until a person has seen to it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.tables import Bounce, Outbox


async def known(session: AsyncSession, outbox_ids: Sequence[int]) -> Sequence[Bounce]:
    """What is on record already of these mails."""
    return (await session.exec(select(Bounce).where(col(Bounce.outbox_id).in_(outbox_ids)))).all()


async def add(session: AsyncSession, **values: Any) -> Bounce:
    """Put on record that a mail did not reach a recipient."""
    row = Bounce(**values)
    session.add(row)
    await session.flush()
    return row


async def unsettled(session: AsyncSession, limit: int) -> Sequence[tuple[Bounce, Outbox]]:
    """Those that nobody has seen to yet, oldest first, each with its mail."""
    statement = (
        select(Bounce, Outbox)
        .join(Outbox, col(Outbox.id) == col(Bounce.outbox_id))
        .where(col(Bounce.permanent).is_(True), col(Bounce.settled_at).is_(None))
        .order_by(col(Bounce.came_at), col(Bounce.id))
        .limit(limit)
    )
    return [(bounce, mail) for bounce, mail in (await session.exec(statement)).all()]


async def settle(session: AsyncSession, row: Bounce, *, at: datetime, staff_id: int) -> None:
    """Say who has seen to it; once is enough."""
    if row.settled_at is not None:
        return
    row.settled_at, row.settled_by = at, staff_id
    session.add(row)
    await session.flush()
