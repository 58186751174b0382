"""The ledgers and what would give credits back, read to be checked."""

from collections.abc import AsyncIterator, Sequence
from typing import Any

from sqlalchemy import and_, func, or_
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.audit.paging import Found, pages
from db.tables import Account, CustomerMerge, Entry, Proposal, Staff, Ticket


def ledger(session: AsyncSession) -> AsyncIterator[Sequence[Entry]]:
    """Every entry, account by account."""
    return pages(session, select(Entry), col(Entry.account_id), col(Entry.seq))


async def taken(session: AsyncSession, reversals: Sequence[Entry]) -> dict[int, tuple[int, int]]:
    """For each reversal: the free credits that its entry took, and what had been given back of it before."""
    named, before, given = aliased(Entry), aliased(Entry), aliased(Entry)
    earlier = (
        select(func.coalesce(func.sum(func.abs(given.credits)), 0))
        .where(col(given.reverses) == col(Entry.reverses), col(given.id) < col(Entry.id))
        .correlate(Entry)
        .scalar_subquery()
    )
    statement = (
        select(col(Entry.id), func.coalesce(before.free_after, 0) - col(named.free_after), earlier)
        .join(named, col(named.id) == col(Entry.reverses))
        .join(
            before,
            and_(
                col(before.account_id) == col(named.account_id),
                col(before.seq) == col(named.seq) - 1,
            ),
            isouter=True,
        )
        .where(col(Entry.id).in_([each.id for each in reversals]))
    )
    rows = (await session.exec(statement)).all() if reversals else []
    return {number: (int(free), int(back)) for number, free, back in rows if number}


def references(session: AsyncSession) -> AsyncIterator[Sequence[Found]]:
    """Every entry's reference and what it should name; `place` is its number among its request's charges."""
    earlier = aliased(Entry)
    place = (
        select(func.count())
        .where(
            col(earlier.ticket_id) == col(Entry.ticket_id),
            col(earlier.kind) == "charge",
            col(earlier.id) <= col(Entry.id),
        )
        .correlate(Entry)
        .scalar_subquery()
    )
    columns = (
        Entry.id, Entry.kind, Entry.reference, Entry.ticket_id, Entry.reverses, Entry.merge_id,
        Entry.origin, place.label("place"),
    )  # fmt: skip
    return pages(session, select(*columns), col(Entry.id))  # type: ignore[call-overload]  # eight columns


def doubled(session: AsyncSession) -> AsyncIterator[Sequence[Found]]:
    """The references that more than one entry has."""
    statement = (
        select(
            col(Entry.reference), func.min(Entry.id).label("first"), func.max(Entry.id).label("last")
        )
        .group_by(col(Entry.reference))
        .having(func.count() > 1)
    )  # fmt: skip
    return pages(session, statement, col(Entry.reference))


def misplaced(session: AsyncSession) -> AsyncIterator[Sequence[Found]]:
    """The charges on another account than their request's customer's, or under another version of the policy.

    Left out are the accounts of customers who were ever merged: which of them it was then is not on record.
    """
    merged = select(CustomerMerge.id).where(
        or_(
            col(CustomerMerge.from_customer).in_(
                (col(Account.customer_id), col(Ticket.customer_id))
            ),
            col(CustomerMerge.into_customer).in_(
                (col(Account.customer_id), col(Ticket.customer_id))
            ),
        )
    )
    strange = and_(col(Account.customer_id) != col(Ticket.customer_id), ~merged.exists())
    statement: Any = (
        select(  # type: ignore[call-overload]  # more columns than its stubs know
            col(Entry.id), col(Entry.ticket_id), col(Account.customer_id),
            col(Entry.policy_version), col(Ticket.policy_version).label("kept"),
            strange.label("strange"),
        )
        .join(Account, col(Account.id) == col(Entry.account_id))
        .join(Ticket, col(Ticket.id) == col(Entry.ticket_id))
        .where(
            col(Entry.kind) == "charge",
            or_(strange, col(Entry.policy_version) != col(Ticket.policy_version)),
        )
    )  # fmt: skip
    return pages(session, statement, col(Entry.id))


def reversals(session: AsyncSession) -> AsyncIterator[Sequence[tuple[Entry, Entry, int, int]]]:
    """Every reversal, the entry that it names, and all that was given back of that one by then."""
    named, given = aliased(Entry), aliased(Entry)
    back = (
        select(func.sum(func.abs(given.credits)))
        .where(col(given.reverses) == col(Entry.reverses), col(given.id) <= col(Entry.id))
        .correlate(Entry)
        .scalar_subquery()
    )
    statement: Any = (
        select(Entry, named, back, col(Entry.id).label("id"))
        .join(named, col(named.id) == col(Entry.reverses))
        .where(col(Entry.kind) == "reversal")
    )
    return pages(session, statement, col(Entry.id))


def proposals(session: AsyncSession) -> AsyncIterator[Sequence[Found]]:
    """Every proposal with its decider, who posted its entry, and the reversal that it names."""
    named, posted = aliased(Entry), aliased(Entry)
    statement = (
        select(  # type: ignore[call-overload]  # more columns than its stubs know
            col(Proposal.id), col(Proposal.state), col(Proposal.credits), col(Proposal.entry_id),
            col(Proposal.reversal_id), col(Proposal.decided_by), col(named.staff_id).label("poster"),
            col(posted.reverses).label("reverses"), col(posted.credits).label("posted"),
            col(Staff.role).label("role"), col(Staff.login).label("login"),
        )
        .join(named, col(named.id) == col(Proposal.entry_id))
        .join(posted, col(posted.id) == col(Proposal.reversal_id), isouter=True)
        .join(Staff, col(Staff.id) == col(Proposal.decided_by), isouter=True)
    )  # fmt: skip
    return pages(session, statement, col(Proposal.id))


async def proposals_of(session: AsyncSession, numbers: Sequence[int]) -> dict[int, Proposal]:
    """These proposals, by number."""
    statement = select(Proposal).where(col(Proposal.id).in_(numbers))
    rows = (await session.exec(statement)).all() if numbers else []
    return {row.id: row for row in rows if row.id is not None}
