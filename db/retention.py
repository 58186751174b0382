"""Mails whose time is over: which there are, and how their bytes are let go of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, text
from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from db import retention_sql
from db.tables import Inbound, LetGo
from db.types import UtcDateTime


@dataclass(frozen=True, slots=True)
class Amount:
    """So many mails, of so many bytes."""

    mails: int = 0
    size_bytes: int = 0


_OLD = {
    "files": f"{retention_sql.OF_A_CLOSED_REQUEST} AND t.closed_at < :before",
    "dismissed": f"{retention_sql.DISMISSED} AND i.dismissed_at < :before",
}
_LEFT = "length(i.raw) > 0 AND NOT EXISTS (SELECT 1 FROM let_go l WHERE l.inbound_id = i.id)"
KINDS = tuple(_OLD)


def _statement(kind: str, wanted: str, *, end: str = "") -> Any:
    statement = text(f"SELECT {wanted} {retention_sql.FROM} WHERE {_LEFT} AND {_OLD[kind]} {end}")
    return statement.bindparams(bindparam("before", type_=UtcDateTime()))


async def over(session: AsyncSession, kind: str, *, before: datetime) -> Amount:
    """How much has been closed, or dismissed, before a moment and may be let go of."""
    connection = await session.connection()
    wanted = "count(*), COALESCE(sum(length(i.raw)), 0)"
    row = (await connection.execute(_statement(kind, wanted), {"before": before})).one()
    return Amount(int(row[0]), int(row[1]))


async def next_ones(
    session: AsyncSession, kind: str, *, before: datetime, limit: int
) -> Sequence[int]:
    """The numbers of the first of them."""
    connection = await session.connection()
    statement = _statement(kind, "i.id", end="ORDER BY i.id LIMIT :most")
    return [
        int(row[0])
        for row in await connection.execute(statement, {"before": before, "most": limit})
    ]


async def still_over(
    session: AsyncSession, kind: str, numbers: Sequence[int], *, before: datetime
) -> Sequence[tuple[int, int]]:
    """Those among these mails that may be let go of still, each with its size."""
    connection = await session.connection()
    statement = _statement(kind, "i.id, length(i.raw)", end="AND i.id IN :numbers ORDER BY i.id")
    among = statement.bindparams(bindparam("numbers", expanding=True))
    rows = await connection.execute(among, {"before": before, "numbers": list(numbers)})
    return [(int(number), int(size)) for number, size in rows]


async def let_go(session: AsyncSession, mails: Sequence[tuple[int, int]], *, at: datetime) -> None:
    """Let go of the bytes of these mails, each on record first."""
    session.add_all(
        LetGo(inbound_id=number, size_bytes=size, let_go_at=at) for number, size in mails
    )
    await session.flush()
    numbers = [number for number, _ in mails]
    await session.exec(update(Inbound).where(col(Inbound.id).in_(numbers)).values(raw=b""))


async def gone(session: AsyncSession) -> Amount:
    """How much was let go of."""
    statement = select(func.count(), func.coalesce(func.sum(col(LetGo.size_bytes)), 0)).select_from(LetGo)  # fmt: skip
    mails, size = (await session.exec(statement)).one()
    return Amount(int(mails), int(size))


async def of_mail(session: AsyncSession, inbound_id: int) -> LetGo | None:
    """When a mail's bytes were let go of, if they were."""
    return await session.get(LetGo, inbound_id)


async def of_messages(session: AsyncSession, messages: Sequence[int]) -> dict[int, datetime]:
    """When the mails that these messages came in were let go of, those that were."""
    statement = (
        select(col(Inbound.message_id), col(LetGo.let_go_at))
        .join(LetGo, col(LetGo.inbound_id) == col(Inbound.id))
        .where(col(Inbound.message_id).in_(messages), col(Inbound.placing) != "already-known")
    )
    return {number: at for number, at in (await session.exec(statement)).all() if number}
