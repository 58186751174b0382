"""What the website asks: calls that have come, a customer's requests by pages, and threads without notes."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import tuple_
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.tables import Message, SiteCall, Ticket


async def take(session: AsyncSession, digest: str, *, until: datetime) -> bool:
    """Note a call that can come again until then; False where it has come before."""
    connection = await session.connection()
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement = insert(SiteCall).values(digest=digest, repeatable_until=until)
    done = statement.on_conflict_do_nothing().returning(col(SiteCall.digest))
    return (await connection.execute(done)).first() is not None


async def forget(session: AsyncSession, *, before: datetime) -> None:
    """Forget the calls that could not come again by then anyway."""
    await session.exec(delete(SiteCall).where(col(SiteCall.repeatable_until) < before))


async def requests(
    session: AsyncSession, customer_id: int, *, before: Ticket | None, limit: int
) -> Sequence[Ticket]:
    """A customer's requests, the newest first, those before one of them."""
    place = (col(Ticket.received_at), col(Ticket.id))
    statement = select(Ticket).where(col(Ticket.customer_id) == customer_id)
    if before is not None:
        statement = statement.where(tuple_(*place) < (before.received_at, before.id))
    statement = statement.order_by(*(each.desc() for each in place)).limit(limit)
    return (await session.exec(statement)).all()


async def thread(
    session: AsyncSession, ticket_id: int, *, after: int, limit: int
) -> Sequence[Message]:
    """The messages of a request that its customer may read, oldest first, those after one of them."""
    statement = (
        select(Message)
        .where(
            col(Message.ticket_id) == ticket_id,
            col(Message.direction) != "note",
            col(Message.id) > after,
        )
        .order_by(col(Message.id))
        .limit(limit)
    )
    return (await session.exec(statement)).all()
