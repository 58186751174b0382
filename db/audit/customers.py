"""What customers bought and agreed to, and who became one, read to be checked."""

from collections.abc import AsyncIterator, Sequence
from typing import Any

from sqlalchemy import and_, func, or_
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.audit.paging import PAGE, Found, pages
from db.tables import (
    Account,
    Consent,
    CoverChoice,
    Customer,
    CustomerAddress,
    CustomerMerge,
    Entitlement,
    Entry,
    Event,
    Message,
    Ticket,
    WorkSession,
)

BELONGINGS: tuple[tuple[Any, str], ...] = (
    (CustomerAddress, "address"), (Ticket, "id"), (Entitlement, "id"), (Consent, "id"),
)  # fmt: skip
"""What goes over where customers are merged, by its key."""


def packages(session: AsyncSession) -> AsyncIterator[Sequence[Entitlement]]:
    """Every support package."""
    return pages(session, select(Entitlement), col(Entitlement.id))


def clashing_terms(session: AsyncSession) -> AsyncIterator[Sequence[Found]]:
    """The Premium terms that overlap an earlier one of their domain."""
    other = aliased(Entitlement)
    statement: Any = (
        select(col(Entitlement.id), func.min(other.id).label("other"), col(Entitlement.domain))
        .join(
            other,
            and_(
                col(other.domain) == col(Entitlement.domain), col(other.id) < col(Entitlement.id),
                col(other.starts_at) < col(Entitlement.ends_at),
                col(other.ends_at) > col(Entitlement.starts_at), col(other.refunded_at).is_(None),
            ),
        )
        .where(col(Entitlement.refunded_at).is_(None))
        .group_by(col(Entitlement.id), col(Entitlement.domain))
    )  # fmt: skip
    return pages(session, statement, col(Entitlement.id))


def refunded_after_work(session: AsyncSession) -> AsyncIterator[Sequence[Found]]:
    """The packages that were taken back although timed work under them had ended; just those that are certain.

    Left out is what somebody chose, moved or merged: what covered the work then is not on record.
    """
    bound, package = aliased(Entitlement), Entitlement
    chosen = select(CoverChoice.ticket_id).where(col(CoverChoice.ticket_id) == col(Ticket.id))
    moved = select(Event.id).where(
        col(Event.ticket_id) == col(Ticket.id), col(Event.what) == "domain"
    )
    merged = select(CustomerMerge.id).where(
        or_(
            col(CustomerMerge.from_customer) == col(Ticket.customer_id),
            col(CustomerMerge.into_customer) == col(Ticket.customer_id),
        )
    )
    another = select(bound.id).where(
        col(bound.ticket_id) == col(Ticket.id), col(bound.id) != col(package.id)
    )
    inside = or_(
        col(package.starts_at).is_(None),
        and_(
            col(WorkSession.ended_at) > col(package.starts_at),
            col(WorkSession.started_at) < col(package.ends_at),
        ),
    )
    statement = (
        select(col(package.id), func.min(WorkSession.id).label("work"))
        .join(Ticket, col(Ticket.customer_id) == col(package.customer_id))
        .join(WorkSession, col(WorkSession.ticket_id) == col(Ticket.id))
        .where(
            or_(col(Ticket.id) == col(package.ticket_id), col(Ticket.domain) == col(package.domain)),
            col(WorkSession.typed_seconds).is_(None),
            col(WorkSession.ending).not_in(("cut", "discarded")),
            col(WorkSession.ended_at) > col(WorkSession.started_at),
            col(WorkSession.ended_at) <= col(package.refunded_at),
            inside, ~chosen.exists(), ~moved.exists(), ~merged.exists(), ~another.exists(),
        )
        .group_by(col(package.id))
    )  # fmt: skip
    return pages(session, statement, col(package.id))


def agreements(session: AsyncSession) -> AsyncIterator[Sequence[tuple[Consent, Message, int, int]]]:
    """Every agreement with its message, and how many are in force for the same."""
    other = aliased(Consent)
    same = or_(
        col(other.ticket_id) == col(Consent.ticket_id),
        and_(
            col(other.ticket_id).is_(None), col(Consent.ticket_id).is_(None),
            col(other.customer_id) == col(Consent.customer_id),
        ),
    )  # fmt: skip
    in_force = (
        select(func.count())
        .where(same, col(other.withdrawn_at).is_(None))
        .correlate(Consent)
        .scalar_subquery()
    )
    statement: Any = select(Consent, Message, in_force, col(Consent.id).label("id")).join(
        Message, col(Message.id) == col(Consent.message_id)
    )
    return pages(session, statement, col(Consent.id))


def merges(session: AsyncSession) -> AsyncIterator[Sequence[CustomerMerge]]:
    """Every merge of customers."""
    return pages(session, select(CustomerMerge), col(CustomerMerge.id))


async def transfers(
    session: AsyncSession, merge_ids: Sequence[int]
) -> dict[int, list[tuple[Entry, int]]]:
    """What these merges posted, each with the customer of its account."""
    statement = (
        select(Entry, col(Account.customer_id))
        .join(Account, col(Account.id) == col(Entry.account_id))
        .where(col(Entry.merge_id).in_(merge_ids))
        .order_by(col(Entry.id))
    )
    found: dict[int, list[tuple[Entry, int]]] = {number: [] for number in merge_ids}
    for entry, customer in (await session.exec(statement)).all():
        found[entry.merge_id or 0].append((entry, customer))
    return found


def parted(session: AsyncSession) -> AsyncIterator[Sequence[Found]]:
    """The customers of whom the merges on record say something else than their own rows."""
    statement: Any = (
        select(
            col(Customer.id), col(Customer.merged_into), col(CustomerMerge.into_customer).label("into")
        )
        .join(
            CustomerMerge,
            and_(
                col(CustomerMerge.from_customer) == col(Customer.id),
                col(CustomerMerge.undone_at).is_(None),
            ),
            isouter=True,
        )
        .where(col(Customer.merged_into).is_distinct_from(col(CustomerMerge.into_customer)))
    )  # fmt: skip
    return pages(session, statement, col(Customer.id))


async def left_behind(session: AsyncSession) -> list[tuple[str, Any, int]]:
    """What still belongs to a customer who was merged into another: a table, a key and the customer."""
    found: list[tuple[str, Any, int]] = []
    for table, key in BELONGINGS:
        statement = (
            select(getattr(table, key), col(table.customer_id))
            .join(Customer, col(Customer.id) == col(table.customer_id))
            .where(col(Customer.merged_into).is_not(None))
            .order_by(getattr(table, key))
            .limit(PAGE)
        )
        rows = (await session.exec(statement)).all()
        found.extend((str(table.__tablename__), number, customer) for number, customer in rows)
    return found


def without_account(session: AsyncSession) -> AsyncIterator[Sequence[Found]]:
    """The customers who have no account."""
    account = select(Account.id).where(col(Account.customer_id) == col(Customer.id))
    statement = select(col(Customer.id), col(Customer.name)).where(~account.exists())
    return pages(session, statement, col(Customer.id))


async def ever_merged(session: AsyncSession, customer_ids: Sequence[int]) -> set[int]:
    """Those of these customers who took part in a merge, be it taken back."""
    found: set[int] = set()
    for side in (CustomerMerge.from_customer, CustomerMerge.into_customer):
        statement = select(col(side)).where(col(side).in_(customer_ids))
        found.update((await session.exec(statement)).all())
    return found


async def posted_packages(session: AsyncSession, customer_ids: Sequence[int]) -> dict[int, int]:
    """The events by which these customers' packages were posted, by package."""
    statement = select(col(Event.id), col(Event.detail)).where(
        col(Event.customer_id).in_(customer_ids), col(Event.what) == "support package"
    )
    rows = (await session.exec(statement)).all()
    return {detail["entitlement"]: number for number, detail in rows if number is not None}


async def recorded_ceilings(session: AsyncSession, customer_ids: Sequence[int]) -> dict[int, int]:
    """What these customers' agreements were put on record with, by agreement."""
    statement = select(col(Event.detail)).where(
        col(Event.customer_id).in_(customer_ids), col(Event.what) == "agreement"
    )
    rows = (await session.exec(statement)).all()
    return {each["consent"]: each["ceiling"] for each in rows}
