"""Customers looked up: by number or address, by what they are called, and after a merge."""

from sqlmodel.ext.asyncio.session import AsyncSession

from db import people
from db.tables import Customer


async def find(
    session: AsyncSession, *, number: int | None = None, address: str | None = None
) -> Customer | None:
    """A customer by their number, or by an address as it is stored."""
    if number is not None:
        return await people.customer(session, number)
    return await people.customer_at(session, (address or "").strip().lower())


async def survivor(session: AsyncSession, customer_id: int) -> int:
    """The customer that this one was merged into, or itself."""
    while True:
        found = await people.customer(session, customer_id)
        if found is None or found.merged_into is None:
            return customer_id
        customer_id = found.merged_into
