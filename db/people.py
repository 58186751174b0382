"""Customers with their addresses and accounts, the staff, and the desk itself."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import text
from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from db.tables import Account, Customer, CustomerAddress, Desk, Staff


async def desk(session: AsyncSession) -> Desk | None:
    """The desk's own row."""
    return await session.get(Desk, 1)


async def make_desk(
    session: AsyncSession, *, name: str, sample: bool, secret: bytes, at: datetime
) -> None:
    """Write the desk's own row."""
    session.add(Desk(id=1, name=name, sample=sample, secret=secret, created_at=at))
    await session.flush()


async def leave_for(session: AsyncSession, place: str, *, at: datetime) -> None:
    """Write down where the desk goes: from the commit on it is closed here, on a server to any program."""
    connection = await session.connection()
    if connection.dialect.name == "postgresql":
        await connection.execute(_LEAVE, {"place": place, "at": at})
    else:
        await session.exec(update(Desk).values(moved_to=place, moved_at=at))


async def stay(session: AsyncSession) -> None:
    """Take that back: the desk is open here."""
    connection = await session.connection()
    if connection.dialect.name == "postgresql":
        await connection.execute(text("SELECT open_again()"))
    else:
        await session.exec(update(Desk).values(moved_to=None, moved_at=None))


_LEAVE = text("SELECT leave_for(:place, :at)")


async def hold_still(session: AsyncSession) -> None:
    """Let nobody write until the end of this transaction; a file lets in one writer at a time by itself."""
    connection = await session.connection()
    if connection.dialect.name == "postgresql":
        await connection.execute(text("SELECT hold_still()"))


async def customer_at(session: AsyncSession, address: str) -> Customer | None:
    """The customer who writes from an address (lower case)."""
    statement = (
        select(Customer)
        .join(CustomerAddress, col(CustomerAddress.customer_id) == col(Customer.id))
        .where(col(CustomerAddress.address) == address)
    )
    return (await session.exec(statement)).first()


async def customer(session: AsyncSession, customer_id: int) -> Customer | None:
    """One customer."""
    return await session.get(Customer, customer_id)


async def customers(session: AsyncSession, ids: Sequence[int]) -> dict[int, Customer]:
    """These customers, by id."""
    statement = select(Customer).where(col(Customer.id).in_(ids))
    return {found.id: found for found in (await session.exec(statement)).all() if found.id}


async def make_customer(
    session: AsyncSession, *, address: str, name: str, language: str, at: datetime
) -> Customer:
    """A customer with their first address and their account (C5)."""
    made = await make_bare_customer(session, name=name, language=language, at=at)
    session.add(CustomerAddress(address=address, customer_id=_id(made), created_at=at))
    await session.flush()
    return made


async def make_bare_customer(
    session: AsyncSession, *, name: str, language: str, at: datetime
) -> Customer:
    """A customer with their account, who is about to get an address."""
    made = Customer(name=name, language=language, created_at=at)
    session.add(made)
    await session.flush()
    session.add(Account(customer_id=_id(made), created_at=at))
    await session.flush()
    return made


def _id(made: Customer) -> int:
    assert made.id is not None  # noqa: S101 - the flush gave it
    return made.id


async def staff_by_login(session: AsyncSession, login: str) -> Staff | None:
    """The member of staff with a login."""
    return (await session.exec(select(Staff).where(col(Staff.login) == login))).first()


async def staff(session: AsyncSession, staff_id: int) -> Staff | None:
    """One member of staff."""
    return await session.get(Staff, staff_id)


async def all_staff(session: AsyncSession) -> Sequence[Staff]:
    """Everybody, by login, retired ones included."""
    return (await session.exec(select(Staff).order_by(col(Staff.login)))).all()


async def add_staff(
    session: AsyncSession, *, login: str, name: str, role: str, at: datetime
) -> Staff:
    """A new member of staff."""
    made = Staff(login=login, name=name, role=role, created_at=at)
    session.add(made)
    await session.flush()
    return made


async def save_staff(session: AsyncSession, member: Staff) -> None:
    """Write back a changed member of staff."""
    session.add(member)
    await session.flush()
