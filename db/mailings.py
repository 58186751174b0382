"""Messages to many customers: who would get one, and what became of each mail."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db import customers
from db.tables import (
    Customer,
    CustomerAddress,
    Entitlement,
    Mailing,
    Outbox,
    Ticket,
)


@dataclass(frozen=True, slots=True)
class Recipient:
    """A customer by their registered address."""

    customer_id: int
    address: str
    language: str
    opted_out: bool


async def recipients(
    session: AsyncSession,
    *,
    owing: bool = False,
    premium_at: datetime | None = None,
    language: str | None = None,
    since: datetime | None = None,
    addresses: Sequence[str] | None = None,
) -> Sequence[Recipient]:
    """The customers of whom all of this is so, with the first of their addresses; none who was merged away."""
    statement = select(Customer).where(col(Customer.merged_into).is_(None))
    if owing:
        statement = statement.where(customers.owes())
    if premium_at is not None:
        statement = statement.where(_has_premium(premium_at))
    if language is not None:
        statement = statement.where(col(Customer.language) == language)
    if since is not None:
        asked = select(col(Ticket.id)).where(
            col(Ticket.customer_id) == col(Customer.id), col(Ticket.received_at) >= since
        )
        statement = statement.where(asked.exists())
    if addresses is not None:
        named = select(col(CustomerAddress.customer_id)).where(
            col(CustomerAddress.address).in_(addresses)
        )
        statement = statement.where(col(Customer.id).in_(named))
    found = (await session.exec(statement.order_by(col(Customer.id)))).all()
    registered = await _registered(session)
    return [
        Recipient(each.id, registered[each.id], each.language, each.opted_out_at is not None)
        for each in found
        if each.id is not None and each.id in registered
    ]


def _has_premium(at: datetime) -> Any:
    return (
        select(col(Entitlement.id))
        .where(
            col(Entitlement.customer_id) == col(Customer.id),
            col(Entitlement.kind) == "premium",
            col(Entitlement.refunded_at).is_(None),
            col(Entitlement.starts_at) <= at,
            col(Entitlement.ends_at) > at,
        )
        .exists()
    )


async def _registered(session: AsyncSession) -> dict[int, str]:
    """The first address of each customer."""
    statement = select(col(CustomerAddress.customer_id), col(CustomerAddress.address)).order_by(
        col(CustomerAddress.created_at), col(CustomerAddress.address)
    )
    found: dict[int, str] = {}
    for customer_id, address in (await session.exec(statement)).all():
        found.setdefault(customer_id, address)
    return found


async def unknown(session: AsyncSession, addresses: Sequence[str]) -> list[str]:
    """Those of these addresses that are no customer's."""
    statement = select(col(CustomerAddress.address)).where(
        col(CustomerAddress.address).in_(addresses)
    )
    known = set((await session.exec(statement)).all()) if addresses else set()
    return [each for each in addresses if each not in known]


async def add(session: AsyncSession, **values: Any) -> Mailing:
    """Put a mailing on record."""
    row = Mailing(**values)
    session.add(row)
    await session.flush()
    return row


async def put_all(session: AsyncSession, mails: Sequence[dict[str, Any]]) -> None:
    """Queue many mails at once."""
    connection = await session.connection()
    await connection.execute(insert(Outbox), list(mails))


async def by_reference(session: AsyncSession, reference: str) -> Mailing | None:
    """The mailing of a reference."""
    return (await session.exec(select(Mailing).where(col(Mailing.reference) == reference))).first()


async def listing(session: AsyncSession, limit: int) -> Sequence[Mailing]:
    """The mailings, the latest first."""
    return (await session.exec(select(Mailing).order_by(col(Mailing.id).desc()).limit(limit))).all()


async def states(session: AsyncSession, mailing_ids: Sequence[int]) -> dict[tuple[int, str], int]:
    """How many mails of each mailing are in each state."""
    statement = (
        select(col(Outbox.mailing_id), col(Outbox.state), func.count())
        .where(col(Outbox.mailing_id).in_(mailing_ids))
        .group_by(col(Outbox.mailing_id), col(Outbox.state))
    )
    found = (await session.exec(statement)).all()
    return {(mailing, state): int(count) for mailing, state, count in found if mailing is not None}
