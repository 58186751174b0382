"""The messages to many customers, read to be checked."""

from collections.abc import AsyncIterator, Sequence
from typing import Any

from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.audit.paging import pages
from db.tables import Mailing, Outbox


def mailings(session: AsyncSession) -> AsyncIterator[Sequence[Mailing]]:
    """Every mailing."""
    return pages(session, select(Mailing), col(Mailing.id))


async def mails(session: AsyncSession, mailing_ids: Sequence[int]) -> Sequence[Any]:
    """The e-mails of these mailings by subject: how many, and how many of them say how to end them."""
    statement = (
        select(
            col(Outbox.mailing_id), col(Outbox.subject), func.count().label("mails"),
            func.count(col(Outbox.unsubscribe)).label("ended"),
        )
        .where(col(Outbox.mailing_id).in_(mailing_ids))
        .group_by(col(Outbox.mailing_id), col(Outbox.subject))
    )  # fmt: skip
    connection = await session.connection()
    return (await connection.execute(statement)).all()
