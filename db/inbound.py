"""What came in, byte for byte, where it was placed, and what waits for a person to look at it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, literal_column
from sqlalchemy import select as sa_select
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.locks import locking
from db.tables import Inbound, LetGo

# Said in the statement itself: a value that is bound cannot be seen to fit the partial indexes.
_SET_ASIDE: ColumnElement[str] = literal_column("'quarantined'")


async def keep(session: AsyncSession, **values: Any) -> Inbound:
    """Keep what came in, byte for byte."""
    row = Inbound(**values)
    session.add(row)
    await session.flush()
    return row


async def place(session: AsyncSession, row: Inbound, **values: Any) -> None:
    """Say anew where something that came in was placed."""
    for name, value in values.items():
        setattr(row, name, value)
    session.add(row)
    await session.flush()


async def by_digest(session: AsyncSession, digest: str) -> Inbound | None:
    """What came in with this digest."""
    return (await session.exec(select(Inbound).where(col(Inbound.digest) == digest))).first()


async def locked(session: AsyncSession, inbound_id: int) -> Inbound | None:
    """What came in under this number, kept from other writers where the database locks rows."""
    statement = select(Inbound).where(col(Inbound.id) == inbound_id)
    return (await session.exec(locking(session, statement))).first()


async def get(session: AsyncSession, inbound_id: int) -> Inbound | None:
    """What came in under this number."""
    return await session.get(Inbound, inbound_id)


async def of_message(session: AsyncSession, message_id: int) -> Inbound | None:
    """What a message came in as, or None for one that did not."""
    statement = select(Inbound).where(
        col(Inbound.message_id) == message_id, col(Inbound.placing) != "already-known"
    )
    return (await session.exec(statement)).first()


async def count_from(
    session: AsyncSession, sender: str, *, since: datetime, until: datetime
) -> int:
    """How many arrivals a sender is told for between two moments, the later among them."""
    statement = select(func.count()).where(
        col(Inbound.sender) == sender, col(Inbound.received_at) > since,
        col(Inbound.received_at) <= until,
    )  # fmt: skip
    return int((await session.exec(statement)).one())


@dataclass(frozen=True, slots=True)
class SetAside:
    """What was set aside, without its bytes."""

    inbound_id: int
    channel: str
    sender: str | None
    subject: str | None
    reason: str | None
    received_at: datetime
    dismissed_at: datetime | None
    size_bytes: int


async def set_aside(
    session: AsyncSession, *, before: int | None, limit: int, dismissed: bool = False
) -> Sequence[SetAside]:
    """What was set aside, newest first, from below a number on."""
    statement: Any = sa_select(
        col(Inbound.id), col(Inbound.channel), col(Inbound.sender), col(Inbound.subject),
        col(Inbound.reason), col(Inbound.received_at), col(Inbound.dismissed_at),
        func.coalesce(col(LetGo.size_bytes), func.length(col(Inbound.raw))),
    ).select_from(Inbound).join(
        LetGo, col(LetGo.inbound_id) == col(Inbound.id), isouter=True
    ).where(col(Inbound.placing) == _SET_ASIDE)  # fmt: skip
    if not dismissed:
        statement = statement.where(col(Inbound.dismissed_at).is_(None))
    if before is not None:
        statement = statement.where(col(Inbound.id) < before)
    connection = await session.connection()
    found = await connection.execute(statement.order_by(col(Inbound.id).desc()).limit(limit))
    return [SetAside(*row) for row in found]


async def count_set_aside(session: AsyncSession, *, dismissed: bool = False) -> int:
    """How many wait to be looked at, or were ever set aside."""
    statement = select(func.count()).where(col(Inbound.placing) == _SET_ASIDE)
    if not dismissed:
        statement = statement.where(col(Inbound.dismissed_at).is_(None))
    return int((await session.exec(statement)).one())
