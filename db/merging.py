"""What goes from one customer to another when they turn out to be one, and back."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.tables import Consent, CustomerAddress, CustomerMerge, Entitlement, Entry, Ticket

_FOLLOWING: Mapping[str, tuple[Any, Any]] = {
    "addresses": (CustomerAddress, "address"),
    "tickets": (Ticket, "id"),
    "entitlements": (Entitlement, "id"),
    "consents": (Consent, "id"),
}
"""What belongs to a customer, by its key."""


async def belongings(session: AsyncSession, customer_id: int) -> dict[str, list[Any]]:
    """The keys of all that belongs to a customer."""
    found: dict[str, list[Any]] = {}
    for name, (table, key) in _FOLLOWING.items():
        statement = select(col(getattr(table, key))).where(col(table.customer_id) == customer_id)
        found[name] = list((await session.exec(statement.order_by(getattr(table, key)))).all())
    return found


async def move(
    session: AsyncSession, moved: Mapping[str, Sequence[Any]], *, from_id: int, into_id: int
) -> None:
    """Let what is named and still belongs to the one belong to the other."""
    for name, (table, key) in _FOLLOWING.items():
        keys = list(moved.get(name, ()))
        for part in (keys[at : at + 500] for at in range(0, len(keys), 500)):
            statement = (
                update(table)
                .where(
                    col(getattr(table, key)).in_(part), col(table.customer_id) == from_id
                )
                .values(customer_id=into_id)
            )  # fmt: skip
            await session.exec(statement)


async def add(session: AsyncSession, **values: Any) -> CustomerMerge:
    """Put a merge on record."""
    row = CustomerMerge(**values)
    session.add(row)
    await session.flush()
    return row


async def get(session: AsyncSession, merge_id: int) -> CustomerMerge | None:
    """One merge."""
    return await session.get(CustomerMerge, merge_id)


async def undone(session: AsyncSession, row: CustomerMerge, **values: Any) -> None:
    """Write down that a merge was undone."""
    for name, value in values.items():
        setattr(row, name, value)
    session.add(row)
    await session.flush()


async def transfers(session: AsyncSession, merge_ids: Sequence[int]) -> Sequence[Entry]:
    """The entries that merges posted, oldest first."""
    statement = select(Entry).where(col(Entry.merge_id).in_(merge_ids)).order_by(col(Entry.id))
    return (await session.exec(statement)).all()
