"""Customers looked up: by number or address, by what they are called, and after a merge."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, or_, tuple_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db import people
from db.tables import (
    Account,
    Customer,
    CustomerAddress,
    CustomerMerge,
    Entitlement,
    Entry,
    Ticket,
)

ESCAPE = "\\"
NUMBER_DIGITS = 19
"""A number of so many digits may be larger than any that is stored."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A customer in the list, with their registered address and their last entry."""

    customer: Customer
    address: str
    last: Entry | None
    open_tickets: int


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


async def with_merged(session: AsyncSession, customer_id: int) -> list[int]:
    """A customer and all who were merged into them."""
    found = [customer_id]
    newest = found
    while newest:
        statement = select(col(CustomerMerge.from_customer)).where(
            col(CustomerMerge.into_customer).in_(newest), col(CustomerMerge.undone_at).is_(None)
        )
        newest = [each for each in (await session.exec(statement)).all() if each not in found]
        found += newest
    return found


async def page(
    session: AsyncSession,
    *,
    text: str,
    owing: bool,
    after: tuple[str, int] | None,
    limit: int,
) -> list[Customer]:
    """Customers by name, after one of them; `text` is their number, or in names, addresses and domains literally."""
    statement = select(Customer).where(col(Customer.merged_into).is_(None))
    if text:
        statement = statement.where(_has(text))
    if owing:
        statement = statement.where(owes())
    if after is not None:
        statement = statement.where(tuple_(col(Customer.name), col(Customer.id)) > after)
    statement = statement.order_by(col(Customer.name), col(Customer.id)).limit(limit)
    return list((await session.exec(statement)).all())


def _has(text: str) -> ColumnElement[bool]:
    """Customers whose number it is, or whose name, one of whose addresses, or one of whose sites has the text."""
    number = int(text) if text.isascii() and text.isdigit() and len(text) < NUMBER_DIGITS else 0
    return or_(
        col(Customer.id) == number,
        *(
            _like(col(Customer.name), form)
            for form in {text, text.lower(), text.title(), text.upper()}
        ),
        col(Customer.id).in_(
            select(col(CustomerAddress.customer_id)).where(
                _like(col(CustomerAddress.address), text.lower())
            )
        ),
        col(Customer.id).in_(
            select(col(Entitlement.customer_id)).where(_like(col(Entitlement.domain), text.lower()))
        ),
    )


def _like(column: Any, text: str) -> ColumnElement[bool]:
    """The column has the text, whatever signs of the database's own are in it."""
    plain = text.replace(ESCAPE, ESCAPE * 2).replace("%", f"{ESCAPE}%").replace("_", f"{ESCAPE}_")
    found: ColumnElement[bool] = column.ilike(f"%{plain}%", escape=ESCAPE)
    return found


def owes() -> ColumnElement[bool]:
    """Whether the customer owes: the account's last entry says so."""
    account = (
        select(col(Account.id))
        .where(col(Account.customer_id) == col(Customer.id))
        .correlate(Customer)
        .scalar_subquery()
    )
    last = (
        select(col(Entry.owing_since))
        .where(col(Entry.account_id) == account)
        .order_by(col(Entry.seq).desc())
        .limit(1)
        .correlate(Customer)
        .scalar_subquery()
    )
    return last.is_not(None)


async def standings(session: AsyncSession, found: Sequence[Customer]) -> list[Standing]:
    """These customers with what they have; four queries, however many they are."""
    ids = [customer.id for customer in found if customer.id is not None]
    addresses = await registered(session, ids)
    last = await last_entries(session, ids)
    counted = await _open_tickets(session, ids)
    return [
        Standing(
            each,
            addresses.get(each.id or 0, ""),
            last.get(each.id or 0),
            counted.get(each.id or 0, 0),
        )
        for each in found
    ]


async def registered(session: AsyncSession, ids: Sequence[int]) -> dict[int, str]:
    """The address that each of these customers was first known by."""
    statement = (
        select(col(CustomerAddress.customer_id), col(CustomerAddress.address))
        .where(col(CustomerAddress.customer_id).in_(ids))
        .order_by(col(CustomerAddress.created_at).desc(), col(CustomerAddress.address).desc())
    )
    return dict((await session.exec(statement)).all())


async def last_entries(session: AsyncSession, ids: Sequence[int]) -> dict[int, Entry]:
    """The last entry of each of these customers, by its place in the account's index."""
    newest = (
        select(func.max(col(Entry.seq)))
        .where(col(Entry.account_id) == col(Account.id))
        .correlate(Account)
        .scalar_subquery()
    )
    statement = (
        select(col(Account.customer_id), Entry)
        .join(Entry, (col(Entry.account_id) == col(Account.id)) & (col(Entry.seq) == newest))
        .where(col(Account.customer_id).in_(ids))
    )
    return dict((await session.exec(statement)).all())


async def _open_tickets(session: AsyncSession, ids: Sequence[int]) -> dict[int, int]:
    # Counted here: counted by customer in the statement, they would be looked for among the closed ones too.
    statement = select(col(Ticket.customer_id)).where(
        col(Ticket.customer_id).in_(ids), col(Ticket.closed_at).is_(None)
    )
    return Counter((await session.exec(statement)).all())


async def addresses(session: AsyncSession, customer_id: int) -> Sequence[CustomerAddress]:
    """A customer's addresses, the registered one first."""
    statement = (
        select(CustomerAddress)
        .where(col(CustomerAddress.customer_id) == customer_id)
        .order_by(col(CustomerAddress.created_at), col(CustomerAddress.address))
    )
    return (await session.exec(statement)).all()


async def domains(session: AsyncSession, customer_id: int) -> list[str]:
    """The sites that a customer's requests and packages are about."""
    bought = select(col(Entitlement.domain)).where(col(Entitlement.customer_id) == customer_id)
    found = {each for each in (await session.exec(bought.distinct())).all() if each}
    return sorted(found | set(await _asked_about(session, customer_id)))


async def _asked_about(session: AsyncSession, customer_id: int) -> Sequence[str]:
    """The sites of a customer's requests: from each to the next in the index, however many requests there are."""
    least = select(func.min(Ticket.domain).label("domain")).where(
        col(Ticket.customer_id) == customer_id, col(Ticket.domain).is_not(None)
    )
    site = least.cte("site", recursive=True)
    following = least.where(col(Ticket.domain) > site.c.domain).correlate(site).scalar_subquery()
    site = site.union_all(select(following).where(site.c.domain.is_not(None)))
    return (await session.exec(select(site.c.domain).where(site.c.domain.is_not(None)))).all()


async def entries(
    session: AsyncSession, customer_id: int, *, before: int | None, limit: int
) -> Sequence[Entry]:
    """A customer's entries, the newest first, those before a place in the account."""
    statement = (
        select(Entry)
        .join(Account, col(Account.id) == col(Entry.account_id))
        .where(col(Account.customer_id) == customer_id)
        .order_by(col(Entry.seq).desc())
        .limit(limit)
    )
    if before is not None:
        statement = statement.where(col(Entry.seq) < before)
    return (await session.exec(statement)).all()


async def add_address(
    session: AsyncSession, *, customer_id: int, address: str, at: datetime
) -> None:
    """Another address of a customer."""
    session.add(CustomerAddress(address=address, customer_id=customer_id, created_at=at))
    await session.flush()


async def address(session: AsyncSession, text: str) -> CustomerAddress | None:
    """An address and who it belongs to."""
    return await session.get(CustomerAddress, text)


async def change(session: AsyncSession, row: Customer | CustomerAddress, **values: object) -> None:
    """Set columns of a customer or an address."""
    for name, value in values.items():
        setattr(row, name, value)
    session.add(row)
    await session.flush()


async def merges(session: AsyncSession, customer_id: int) -> Sequence[CustomerMerge]:
    """The merges that a customer took part in, oldest first."""
    statement = (
        select(CustomerMerge)
        .where(
            or_(
                col(CustomerMerge.from_customer) == customer_id,
                col(CustomerMerge.into_customer) == customer_id,
            )
        )
        .order_by(col(CustomerMerge.id))
    )
    return (await session.exec(statement)).all()
