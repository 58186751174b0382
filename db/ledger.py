"""The ledger: entries are only ever added, a reference is posted once, the balance runs on."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, literal_column, or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.locks import locking
from db.tables import Account, Customer, Entry, LimitNotice, Proposal


async def account_of(session: AsyncSession, customer_id: int) -> Account | None:
    """A customer's account, locked where the database locks rows: one writer at a time charges it."""
    statement = select(Account).where(col(Account.customer_id) == customer_id)
    return (await session.exec(locking(session, statement))).first()


async def last(session: AsyncSession, account_id: int) -> Entry | None:
    """An account's last entry, which holds its balance."""
    statement = (
        select(Entry)
        .where(col(Entry.account_id) == account_id)
        .order_by(col(Entry.seq).desc())
        .limit(1)
    )
    return (await session.exec(statement)).first()


async def last_of(session: AsyncSession, customer_id: int) -> Entry | None:
    """A customer's last entry, which holds their balance."""
    statement = (
        select(Entry)
        .join(Account, col(Account.id) == col(Entry.account_id))
        .where(col(Account.customer_id) == customer_id)
        .order_by(col(Entry.seq).desc())
        .limit(1)
    )
    return (await session.exec(statement)).first()


async def standing(session: AsyncSession, customer_id: int) -> tuple[int, int]:
    """A customer's balance, and how much of it is free credits."""
    entry = await last_of(session, customer_id)
    return (entry.balance_after, entry.free_after) if entry else (0, 0)


async def append(session: AsyncSession, **values: Any) -> Entry:
    """Add an entry; `seq`, `balance_after` and `free_after` run on from the last one."""
    entry = Entry(**values)
    session.add(entry)
    await session.flush()
    return entry


async def get(session: AsyncSession, entry_id: int) -> Entry | None:
    """One entry."""
    return await session.get(Entry, entry_id)


async def by_reference(session: AsyncSession, reference: str) -> Entry | None:
    """The entry posted under a reference."""
    return (await session.exec(select(Entry).where(col(Entry.reference) == reference))).first()


async def of_ticket(session: AsyncSession, ticket_id: int) -> Sequence[Entry]:
    """A request's entries, oldest first, its reversals included."""
    statement = select(Entry).where(col(Entry.ticket_id) == ticket_id).order_by(col(Entry.id))
    return (await session.exec(statement)).all()


async def of_tickets(session: AsyncSession, ticket_ids: Sequence[int]) -> Sequence[Entry]:
    """The entries of several requests, oldest first."""
    statement = select(Entry).where(col(Entry.ticket_id).in_(ticket_ids)).order_by(col(Entry.id))
    return (await session.exec(statement)).all()


async def of_account(
    session: AsyncSession,
    account_id: int,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Sequence[Entry]:
    """An account's entries from `since` up to, not with, `until`, oldest first."""
    statement = select(Entry).where(col(Entry.account_id) == account_id, *_posted(since, until))
    return (await session.exec(statement.order_by(col(Entry.seq)))).all()


async def charged_between(
    session: AsyncSession, *, since: datetime | None, until: datetime | None
) -> tuple[int, int] | None:
    """The first and the last number of the charges posted from `since` up to, not with, `until`."""
    # Said in the statement itself: a value that is bound cannot be seen to fit the partial index.
    statement = select(func.min(Entry.id), func.max(Entry.id)).where(
        col(Entry.kind) == literal_column("'charge'"), *_posted(since, until)
    )
    first, last = (await session.exec(statement)).one()
    return None if first is None or last is None else (first, last)


async def charges(
    session: AsyncSession,
    *,
    since: datetime | None,
    until: datetime | None,
    first: int,
    last: int,
    limit: int,
) -> Sequence[Entry]:
    """The charges of that time by number, from `first` to `last`."""
    statement = select(Entry).where(
        col(Entry.kind) == "charge", col(Entry.id).between(first, last), *_posted(since, until)
    )
    return (await session.exec(statement.order_by(col(Entry.id)).limit(limit))).all()


def _posted(since: datetime | None, until: datetime | None) -> list[ColumnElement[bool]]:
    """That an entry was posted from `since` up to, not with, `until`."""
    after = [col(Entry.posted_at) >= since] if since is not None else []
    return after + ([col(Entry.posted_at) < until] if until is not None else [])


async def net_before(
    session: AsyncSession, ticket_ids: Sequence[int], entry_id: int
) -> dict[int, int]:
    """What each of these requests had been charged, net, before an entry."""
    statement = (
        select(col(Entry.ticket_id), func.sum(Entry.credits))
        .where(col(Entry.ticket_id).in_(ticket_ids), col(Entry.id) < entry_id)
        .group_by(col(Entry.ticket_id))
    )
    found = (await session.exec(statement)).all()
    return {number: -int(credits) for number, credits in found if number is not None}


async def last_before(session: AsyncSession, account_id: int, moment: datetime) -> Entry | None:
    """An account's last entry that was posted before a moment."""
    statement = (
        select(Entry)
        .where(col(Entry.account_id) == account_id, col(Entry.posted_at) < moment)
        .order_by(col(Entry.posted_at).desc(), col(Entry.seq).desc())
        .limit(1)
    )
    return (await session.exec(statement)).first()


async def before(session: AsyncSession, entry: Entry) -> Entry | None:
    """The entry just before this one on its account."""
    statement = select(Entry).where(
        col(Entry.account_id) == entry.account_id, col(Entry.seq) == entry.seq - 1
    )
    return (await session.exec(statement)).first()


async def given_back(session: AsyncSession, entry_id: int) -> int:
    """How much of an entry has been reversed, 0 or more."""
    statement = select(func.coalesce(func.sum(func.abs(Entry.credits)), 0)).where(
        col(Entry.reverses) == entry_id
    )
    return int((await session.exec(statement)).one())


async def left_of(session: AsyncSession, entry_ids: Collection[int]) -> int:
    """What these entries gave, without what was reversed or corrected of it since."""
    statement = select(func.coalesce(func.sum(Entry.credits), 0)).where(
        or_(
            col(Entry.id).in_(entry_ids),
            col(Entry.reverses).in_(entry_ids),
            col(Entry.corrects).in_(entry_ids),
        )
    )
    return int((await session.exec(statement)).one())


async def propose(session: AsyncSession, **values: Any) -> Proposal:
    """Write down credits that would go back."""
    proposal = Proposal(**values)
    session.add(proposal)
    await session.flush()
    return proposal


async def proposal(session: AsyncSession, proposal_id: int) -> Proposal | None:
    """One proposal, locked where the database locks rows."""
    statement = select(Proposal).where(col(Proposal.id) == proposal_id)
    return (await session.exec(locking(session, statement))).first()


async def proposals(session: AsyncSession, *, state: str = "open") -> Sequence[Proposal]:
    """The proposals in a state, oldest first."""
    statement = select(Proposal).where(col(Proposal.state) == state).order_by(col(Proposal.id))
    return (await session.exec(statement)).all()


async def related(session: AsyncSession, entry: Entry) -> Sequence[Entry]:
    """The entries that reverse or correct this one, or that it reverses or corrects; of a merge, its others."""
    named = [each for each in (entry.reverses, entry.corrects) if each is not None]
    where = [
        col(Entry.reverses) == entry.id,
        col(Entry.corrects) == entry.id,
        col(Entry.id).in_(named),
    ]
    if entry.merge_id is not None:
        where.append((col(Entry.merge_id) == entry.merge_id) & (col(Entry.id) != entry.id))
    return (await session.exec(select(Entry).where(or_(*where)).order_by(col(Entry.id)))).all()


async def proposals_of(session: AsyncSession, entry_id: int) -> Sequence[Proposal]:
    """What would give an entry back, or has."""
    statement = select(Proposal).where(col(Proposal.entry_id) == entry_id)
    return (await session.exec(statement.order_by(col(Proposal.id)))).all()


async def open_proposals(session: AsyncSession, ticket_id: int) -> Sequence[Proposal]:
    """What would be given back on a request and is not decided."""
    statement = select(Proposal).where(
        col(Proposal.ticket_id) == ticket_id, col(Proposal.state) == "open"
    )
    return (await session.exec(statement)).all()


async def limits(session: AsyncSession, ticket_id: int) -> list[LimitNotice]:
    """The limits that a request has crossed, in the order of crossing."""
    statement = (
        select(LimitNotice)
        .where(col(LimitNotice.ticket_id) == ticket_id)
        .order_by(col(LimitNotice.id))
    )
    return list((await session.exec(statement)).all())


async def cross(session: AsyncSession, **values: Any) -> LimitNotice:
    """Write down that a limit was crossed."""
    notice = LimitNotice(**values)
    session.add(notice)
    await session.flush()
    return notice


async def save(session: AsyncSession, row: LimitNotice | Proposal, **values: Any) -> None:
    """Write down an answer or a decision."""
    for name, value in values.items():
        setattr(row, name, value)
    session.add(row)
    await session.flush()


async def owner(session: AsyncSession, entry: Entry) -> int:
    """The customer whose account an entry is on, or whom they were merged into since."""
    statement = select(col(Account.customer_id)).where(col(Account.id) == entry.account_id)
    found = (await session.exec(statement)).one()
    while (merged := (await session.get_one(Customer, found)).merged_into) is not None:
        found = merged
    return found


async def owners(session: AsyncSession, entry_ids: Sequence[int]) -> dict[int, int]:
    """The customers of these entries, by entry."""
    statement = (
        select(col(Entry.id), col(Account.customer_id))
        .join(Account, col(Account.id) == col(Entry.account_id))
        .where(col(Entry.id).in_(entry_ids))
    )
    return {entry: customer for entry, customer in (await session.exec(statement)).all() if entry}
