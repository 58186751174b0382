"""What shops' orders gave, read to be checked."""

from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, func, or_
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.audit.paging import Found, pages
from db.tables import (
    Account,
    CustomerMerge,
    Entitlement,
    Entry,
    OrderLine,
    OrderPosting,
    OrderProposal,
    ProductMeaning,
    ShopOrder,
)


@dataclass(frozen=True, slots=True)
class Posted:
    """A posting with its line, order and meaning, and the entry or the support package that it became."""

    row: OrderPosting
    line: OrderLine
    order: ShopOrder
    meaning: ProductMeaning
    entry: Entry | None
    package: Entitlement | None
    owner: int | None


async def posted(session: AsyncSession) -> AsyncIterator[Sequence[Posted]]:
    """Every posting, line by line; `owner` is whose account its entry is on, or whose package it is."""
    statement: Any = (
        select(  # type: ignore[call-overload]  # more columns than its stubs know
            OrderPosting, OrderLine, ShopOrder, ProductMeaning, Entry, Entitlement,
            func.coalesce(col(Account.customer_id), col(Entitlement.customer_id)),
            col(OrderPosting.line_id).label("line_id"), col(OrderPosting.seq).label("seq"),
        )
        .join(OrderLine, col(OrderLine.id) == col(OrderPosting.line_id))
        .join(ShopOrder, col(ShopOrder.id) == col(OrderLine.order_id))
        .join(ProductMeaning, col(ProductMeaning.id) == col(OrderPosting.meaning_id))
        .join(Entry, col(Entry.id) == col(OrderPosting.entry_id), isouter=True)
        .join(Account, col(Account.id) == col(Entry.account_id), isouter=True)
        .join(Entitlement, col(Entitlement.id) == col(OrderPosting.entitlement_id), isouter=True)
    )  # fmt: skip
    async for page in pages(session, statement, col(OrderPosting.line_id), col(OrderPosting.seq)):
        yield [Posted(*each[:7]) for each in page]


async def became(session: AsyncSession) -> dict[int, set[int]]:
    """Who each customer was ever merged into."""
    found = defaultdict[int, set[int]](set)
    rows = await session.exec(select(CustomerMerge.from_customer, CustomerMerge.into_customer))
    for one, other in rows.all():
        found[one].add(other)
    return found


def unposted_entries(session: AsyncSession) -> AsyncIterator[Sequence[Found]]:
    """The entries that say they are of an order, and that no posting names."""
    named = select(OrderPosting.id).where(col(OrderPosting.entry_id) == col(Entry.id))
    statement = select(col(Entry.id), col(Entry.reference)).where(
        or_(
            col(Entry.reference).like("shop:%"),
            col(Entry.reference).like("order-proposal:%"),
        ),
        ~named.exists(),
    )
    return pages(session, statement, col(Entry.id))


def unposted_packages(session: AsyncSession) -> AsyncIterator[Sequence[Found]]:
    """The support packages that say they are of an order, and that no posting names."""
    named = select(OrderPosting.id).where(col(OrderPosting.entitlement_id) == col(Entitlement.id))
    statement = select(col(Entitlement.id), col(Entitlement.reference)).where(
        col(Entitlement.reference).like("shop:%"), ~named.exists()
    )
    return pages(session, statement, col(Entitlement.id))


_PACKAGES = ("premium", "incident", "examination")


def taken_over(session: AsyncSession) -> AsyncIterator[Sequence[Found]]:
    """The orders whose lines did not take over from each other just what they gave up."""
    credits = func.sum(col(OrderPosting.credits))
    units = func.coalesce(
        func.sum(col(OrderPosting.units)).filter(col(ProductMeaning.means).in_(_PACKAGES)), 0
    )
    statement: Any = (
        select(
            col(OrderLine.order_id).label("order_id"), credits.label("credits"), units.label("units")
        )
        .join(OrderLine, col(OrderLine.id) == col(OrderPosting.line_id))
        .join(ProductMeaning, col(ProductMeaning.id) == col(OrderPosting.meaning_id))
        .where(
            col(OrderPosting.entry_id).is_(None), col(OrderPosting.entitlement_id).is_(None),
            col(OrderPosting.proposal_id).is_(None),
        )
        .group_by(col(OrderLine.order_id))
        .having(or_(credits != 0, units != 0))
    )  # fmt: skip
    return pages(session, statement, col(OrderLine.order_id))


def decided(session: AsyncSession) -> AsyncIterator[Sequence[Found]]:
    """The proposals whose postings are not what was accepted: all of it, or nothing where it was not."""
    back = aliased(OrderPosting)
    units = func.coalesce(func.sum(col(back.units)), 0)
    credits = func.coalesce(func.sum(col(back.credits)), 0)
    accepted = col(OrderProposal.state) == "accepted"
    strange = and_(col(back.id).is_not(None), col(back.line_id) != col(OrderProposal.line_id))
    statement = (
        select(  # type: ignore[call-overload]  # more columns than its stubs know
            col(OrderProposal.id), col(OrderProposal.state), col(OrderProposal.units),
            col(OrderProposal.credits), units.label("back_units"), credits.label("back_credits"),
        )
        .join(back, col(back.proposal_id) == col(OrderProposal.id), isouter=True)
        .group_by(
            col(OrderProposal.id), col(OrderProposal.state), col(OrderProposal.units), col(OrderProposal.credits)
        )
        .having(
            or_(
                and_(accepted, or_(units != -col(OrderProposal.units), credits != -col(OrderProposal.credits))),
                and_(~accepted, func.count(col(back.id)) > 0),
                func.count().filter(strange) > 0,
            )
        )
    )  # fmt: skip
    return pages(session, statement, col(OrderProposal.id))


def unanswered(session: AsyncSession) -> AsyncIterator[Sequence[Found]]:
    """The lines that gave more than is paid for, though nothing was proposed of as much, nor turned down."""
    units = (
        select(func.coalesce(func.sum(col(OrderPosting.units)), 0))
        .where(col(OrderPosting.line_id) == col(OrderLine.id))
        .correlate(OrderLine)
        .scalar_subquery()
    )
    answered = (
        select(OrderProposal.id)
        .where(
            col(OrderProposal.line_id) == col(OrderLine.id),
            col(OrderProposal.to_units) == col(OrderLine.paid),
            or_(
                col(OrderProposal.state) == "rejected",
                and_(
                    col(OrderProposal.state) == "open",
                    col(OrderProposal.units) == units - col(OrderLine.paid),
                ),
            ),
        )
        .correlate(OrderLine)
    )
    statement = (
        select(col(OrderLine.id), col(OrderLine.paid), units.label("given"))
        .join(ShopOrder, col(ShopOrder.id) == col(OrderLine.order_id))
        .where(units > col(OrderLine.paid), col(ShopOrder.early).is_(False), ~answered.exists())
    )
    return pages(session, statement, col(OrderLine.id))
