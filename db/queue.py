"""The queue: requests come out in arrival order."""

from typing import Any

from sqlalchemy import func, text
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db import queue_sql
from db.glance import as_row
from db.locks import locking
from db.tables import Ticket


async def next_eligible(session: AsyncSession, *, but: str | None = None) -> Ticket | None:
    """The oldest request that is open, held by nobody and waiting for nothing, of any kind but one; locked."""
    statement = (
        select(Ticket)
        .where(
            col(Ticket.closed_at).is_(None),
            col(Ticket.claimed_by).is_(None),
            col(Ticket.waiting_for).is_(None),
            func.coalesce(col(Ticket.kind), "") != (but or " "),
        )
        .order_by(col(Ticket.received_at), col(Ticket.id))
        .limit(1)
    )
    return (await session.exec(locking(session, statement, skip_locked=True))).first()


async def actively_held(session: AsyncSession, staff_id: int) -> int | None:
    """The request that a person holds and that waits for nobody, if there is one."""
    statement = (
        select(col(Ticket.id))
        .where(
            col(Ticket.claimed_by) == staff_id,
            col(Ticket.closed_at).is_(None),
            col(Ticket.waiting_for).is_(None),
        )
        .order_by(col(Ticket.received_at), col(Ticket.id))
        .limit(1)
    )
    return (await session.exec(statement)).first()


async def page(
    session: AsyncSession,
    *,
    mode: str,
    edge: str | None,
    key: int | None = None,
    holder: int | None = None,
    find: str | None = None,
    limit: int,
) -> list[dict[str, Any]]:
    """Rows of the queue in arrival order: from, after or before a ticket's place, or at either end."""
    statement = queue_sql.page(mode, edge, find=find is not None)
    rows = (await _run(session, statement, key, holder, find, limit=limit)).all()
    named = [as_row(row) for row in rows]
    return named if queue_sql.FROM_KEY[edge][1] == "ASC" else named[::-1]


async def count(
    session: AsyncSession, *, mode: str, holder: int | None = None, find: str | None = None
) -> int:
    """How many requests a mode shows."""
    statement = queue_sql.total(mode, find=find is not None)
    return int((await _run(session, statement, None, holder, find)).scalar_one())


async def count_before(
    session: AsyncSession,
    key: int,
    *,
    mode: str,
    holder: int | None = None,
    find: str | None = None,
) -> int:
    """How many of a mode's requests stand ahead of a ticket."""
    statement = queue_sql.before(mode, find=find is not None)
    return int((await _run(session, statement, key, holder, find)).scalar_one())


async def places_before(session: AsyncSession, key: int) -> int:
    """How many eligible requests stand ahead of a ticket."""
    return int((await _run(session, queue_sql.places_before(), key, None, None)).scalar_one())


async def summary(session: AsyncSession) -> tuple[Any, ...]:
    """The counts of `queue_sql.SUMMARY`, the second being the oldest arrival."""
    return tuple((await _execute(session, queue_sql.SUMMARY)).one())


async def one(session: AsyncSession, ticket_id: int) -> dict[str, Any] | None:
    """One request as a row of the queue, open or closed."""
    row = (await _execute(session, queue_sql.ONE, key=ticket_id)).first()
    return None if row is None else as_row(row)


async def _run(
    session: AsyncSession,
    statement: str,
    key: int | None,
    holder: int | None,
    find: str | None,
    **values: Any,
) -> Any:
    named = {"key": key, "holder": holder, **values}
    if find is not None:
        named["text"] = f"%{_literal(find)}%"
        named["number"] = find.lstrip("#")
    taken = {name: value for name, value in named.items() if f":{name}" in statement}
    return await _execute(session, statement, **taken)


async def _execute(session: AsyncSession, statement: str, **values: Any) -> Any:
    # The session's own `execute` is deprecated in favour of one that takes no plain text.
    connection = await session.connection()
    if connection.dialect.name == "postgresql":
        statement = statement.replace(" LIKE ", " ILIKE ")  # as SQLite's reads
    return await connection.execute(text(statement), values)


def _literal(words: str) -> str:
    """Characters that LIKE reads as patterns, taken as themselves."""
    return words.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
