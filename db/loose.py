"""Loose ends: what has been left for somebody to see to; of each the first few, and how many there are."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, literal_column, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from db.board import Rows, columns, requests
from db.tables import (
    Account,
    Bounce,
    Customer,
    Dispute,
    Entry,
    LimitNotice,
    Message,
    OrderLine,
    OrderProposal,
    Outbox,
    Proposal,
    ShopOrder,
    Ticket,
    WorkSession,
)


async def unattended(session: AsyncSession, *, before: datetime, few: int) -> Rows:
    """Requests with recorded time that nobody works on: held by nobody, or not worked on since `before`."""
    last = (
        select(func.max(col(WorkSession.ended_at)))
        .where(col(WorkSession.ticket_id) == col(Ticket.id))
        .correlate(Ticket)
        .scalar_subquery()
    )
    runs = (
        select(col(WorkSession.id))
        .where(col(WorkSession.ticket_id) == col(Ticket.id), col(WorkSession.ended_at).is_(None))
        .correlate(Ticket)
        .exists()
    )
    statement = (
        _workable(last.label("since"))
        .where(
            last.is_not(None), ~runs, or_(col(Ticket.claimed_by).is_(None), last < before),
        )
        .order_by(last, col(Ticket.id))
    )  # fmt: skip
    return await _few(session, statement, few)


async def unanswered(session: AsyncSession, *, before: datetime, few: int) -> Rows:
    """Requests whose customer wrote by then, and whom nobody on the staff has answered since."""
    answer, asked = aliased(Message), aliased(Message)
    answered = (
        select(func.max(col(answer.id)))
        .where(
            col(answer.ticket_id) == col(Ticket.id), col(answer.direction) == "out",
            col(answer.staff_id).is_not(None),
        )
        .correlate(Ticket)
        .scalar_subquery()
    )  # fmt: skip
    since = (
        select(func.min(col(asked.created_at)))
        .where(
            col(asked.ticket_id) == col(Ticket.id), col(asked.direction) == "in",
            col(asked.id) > func.coalesce(answered, 0),
        )
        .correlate(Ticket)
        .scalar_subquery()
    )  # fmt: skip
    statement = (
        _workable(since.label("since"))
        .where(col(Ticket.received_at) <= before, since <= before)
        .order_by(col(Ticket.received_at), col(Ticket.id))
    )
    return await _few(session, statement, few)


async def open_limits(session: AsyncSession, few: int) -> Rows:
    """Open requests with a limit that nobody has answered, the first crossed first."""
    first = (
        select(func.min(col(LimitNotice.crossed_at)))
        .where(col(LimitNotice.ticket_id) == col(Ticket.id), col(LimitNotice.answer).is_(None))
        .correlate(Ticket)
        .scalar_subquery()
    )
    statement = (
        requests(first.label("since"))
        .where(col(Ticket.closed_at).is_(None), first.is_not(None))
        .order_by(first, col(Ticket.id))
    )
    return await _few(session, statement, few)


async def failed(session: AsyncSession, few: int) -> Rows:
    """Mails that could not be sent, oldest first."""
    statement = (
        columns(
            col(Outbox.id).label("number"), col(Outbox.ticket_id).label("ticket"),
            col(Outbox.customer_id), col(Outbox.recipient),
            col(Outbox.subject), col(Outbox.created_at).label("since"),
        )
        .where(col(Outbox.state) == literal_column("'failed'"))
        .order_by(col(Outbox.created_at), col(Outbox.id))
    )  # fmt: skip
    return await _few(session, statement, few)


async def came_back(session: AsyncSession, few: int) -> Rows:
    """Mails that came back and nobody has seen to, oldest first."""
    statement = (
        columns(
            col(Outbox.id).label("number"), col(Bounce.ticket_id).label("ticket"),
            col(Outbox.customer_id), col(Bounce.recipient),
            col(Outbox.subject), col(Bounce.came_at).label("since"),
        )
        .join(Outbox, col(Outbox.id) == col(Bounce.outbox_id))
        .where(col(Bounce.permanent).is_(True), col(Bounce.settled_at).is_(None))
        .order_by(col(Bounce.came_at), col(Bounce.id))
    )  # fmt: skip
    return await _few(session, statement, few)


async def order_proposals(session: AsyncSession, few: int) -> Rows:
    """What orders would give back and no admin has decided on, oldest first."""
    statement = (
        columns(
            col(ShopOrder.shop), col(ShopOrder.order_no), col(ShopOrder.address),
            col(OrderProposal.id).label("number"), col(OrderProposal.credits),
            col(OrderProposal.proposed_at).label("since"),
        )
        .select_from(OrderProposal)
        .join(OrderLine, col(OrderLine.id) == col(OrderProposal.line_id))
        .join(ShopOrder, col(ShopOrder.id) == col(OrderLine.order_id))
        .where(col(OrderProposal.state) == "open")
        .order_by(col(OrderProposal.id))
    )  # fmt: skip
    return await _few(session, statement, few)


async def order_lines(session: AsyncSession, few: int) -> Rows:
    """Lines of orders that a person has to say something about, oldest first."""
    statement = (
        columns(
            col(ShopOrder.shop), col(ShopOrder.order_no), col(OrderLine.product),
            col(OrderLine.waits_for), col(ShopOrder.placed_at).label("since"),
        )
        .select_from(OrderLine)
        .join(ShopOrder, col(ShopOrder.id) == col(OrderLine.order_id))
        .where(col(OrderLine.waits_for).is_not(None))
        .order_by(col(OrderLine.id))
    )  # fmt: skip
    return await _few(session, statement, few)


async def proposals(session: AsyncSession, few: int) -> Rows:
    """Credits that would go back to customers and nobody has decided on, oldest first."""
    statement = (
        columns(
            col(Proposal.id).label("number"), col(Proposal.ticket_id).label("ticket"),
            col(Account.customer_id),
            col(Customer.name).label("customer"), col(Proposal.credits),
            col(Proposal.proposed_at).label("since"),
        )
        .select_from(Proposal)
        .join(Entry, col(Entry.id) == col(Proposal.entry_id))
        .join(Account, col(Account.id) == col(Entry.account_id))
        .join(Customer, col(Customer.id) == col(Account.customer_id))
        .where(col(Proposal.state) == "open")
        .order_by(col(Proposal.id))
    )  # fmt: skip
    return await _few(session, statement, few)


async def disputes(session: AsyncSession, *, now: datetime, until: datetime, few: int) -> Rows:
    """Open disputes that are due until a moment, or to be warned of by now; the first due first."""
    statement = (
        requests(col(Dispute.due_at).label("since"))
        .join(Dispute, col(Dispute.ticket_id) == col(Ticket.id))
        .where(
            col(Dispute.decided_at).is_(None),
            or_(col(Dispute.due_at) < until, col(Dispute.warn_at) <= now),
            col(Ticket.closed_at).is_(None),
            # What was called a dispute by mistake keeps its row, and is none.
            col(Ticket.kind) == "dispute",
        )
        .order_by(col(Dispute.due_at), col(Ticket.id))
    )
    return await _few(session, statement, few)


async def owing(session: AsyncSession, few: int) -> Rows:
    """Customers who owe, longest first: from each account that ever did to the next, by what its last entry says."""
    ever = select(func.min(Entry.account_id).label("account_id")).where(
        col(Entry.owing_since).is_not(None)
    )
    line = ever.cte("line", recursive=True)
    following = ever.where(col(Entry.account_id) > line.c.account_id).correlate(line)
    line = line.union_all(select(following.scalar_subquery()).where(line.c.account_id.is_not(None)))
    newest = (
        select(func.max(col(Entry.seq)))
        .where(col(Entry.account_id) == line.c.account_id)
        .correlate(line)
        .scalar_subquery()
    )
    last = aliased(Entry)
    statement = (
        columns(
            col(Customer.id).label("customer_id"), col(Customer.name).label("customer"),
            col(last.balance_after).label("balance"), col(last.owing_since).label("since"),
        )
        .select_from(line)
        .join(last, (col(last.account_id) == line.c.account_id) & (col(last.seq) == newest))
        .join(Account, col(Account.id) == line.c.account_id)
        .join(Customer, col(Customer.id) == col(Account.customer_id))
        .where(col(last.owing_since).is_not(None), col(Customer.merged_into).is_(None))
        .order_by(col(last.owing_since), col(Customer.id))
    )  # fmt: skip
    return await _few(session, statement, few)


def _workable(*columns: Any) -> Any:
    """As `requests`, of those that are open and wait for nothing."""
    return requests(*columns).where(
        col(Ticket.closed_at).is_(None), col(Ticket.waiting_for).is_(None)
    )


async def _few(session: AsyncSession, statement: Any, few: int) -> Rows:
    """The first few rows, each with how many there are (`total`)."""
    connection = await session.connection()
    counted = statement.add_columns(func.count().over().label("total")).limit(few)
    return (await connection.execute(counted)).all()
