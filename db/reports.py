"""What reports are counted from: the rows of some days, each kind found by the moment that decides its day."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    ScalarSelect,
    bindparam,
    exists,
    func,
    literal_column,
    null,
    or_,
)
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.tables import (
    Account,
    Customer,
    Entry,
    LimitNotice,
    Ticket,
    TicketComponent,
    WorkSession,
)

Rows = Sequence[Row[Any]]


@dataclass(frozen=True, slots=True)
class Span:
    """From `since` up to, not with, `until`."""

    since: datetime
    until: datetime

    def has(self, moment: Any) -> ColumnElement[bool]:
        """That a moment of a row is in it."""
        found: ColumnElement[bool] = (col(moment) >= self.since) & (col(moment) < self.until)
        return found


async def closings(session: AsyncSession, span: Span, *, component: bool = False) -> Rows:
    """The charges that were posted, one a closing, each beside what the closing before it said (`old_…`)."""
    old = aliased(Entry)
    statement = (
        _columns(
            Entry, "posted_at", "staff_id", "outcome", "ground", "clauses", "worked_seconds",
            "chargeable_seconds", "credits", "cost", "waived", "policy_version",
        )
        .add_columns(
            col(Account.customer_id),
            col(old.outcome).label("old_outcome"),
            col(old.worked_seconds).label("old_worked_seconds"),
            col(old.chargeable_seconds).label("old_chargeable_seconds"),
            col(old.cost).label("old_cost"),
            col(old.policy_version).label("old_policy_version"),
        )
        .join(Account, col(Account.id) == col(Entry.account_id))
        .join(old, col(old.id) == _closing_before(), isouter=True)
        .where(_is_charge(), span.has(Entry.posted_at))
        .order_by(col(Entry.posted_at), col(Entry.id))
    )  # fmt: skip
    return await _all(session, _told(statement, _of_charge() if component else None))


async def estimated(session: AsyncSession, span: Span, *, component: bool = False) -> Rows:
    """The requests with an estimate whose last closing was then, as that says what they took."""
    later = aliased(Entry)
    statement = (
        _columns(
            Entry, "posted_at", "staff_id", "outcome", "worked_seconds", "cost", "policy_version"
        )
        .add_columns(col(Ticket.customer_id), col(Ticket.estimate))
        .join(Ticket, col(Ticket.id) == col(Entry.ticket_id))
        .where(
            _is_charge(),
            span.has(Entry.posted_at),
            col(Ticket.estimate).is_not(None),
            ~exists().where(
                col(later.ticket_id) == col(Entry.ticket_id),
                col(later.kind) == "charge",
                col(later.id) > col(Entry.id),
            ),
        )
        .order_by(col(Entry.posted_at), col(Entry.id))
    )
    return await _all(session, _told(statement, _of_charge() if component else None))


async def entries(session: AsyncSession, span: Span, *, component: bool = False) -> Rows:
    """Every entry that was posted, in the order of posting."""
    statement = (
        _columns(Entry, "posted_at", "staff_id", "account_id", "kind", "credits", "balance_after")
        .add_columns(col(Account.customer_id))
        .join(Account, col(Account.id) == col(Entry.account_id))
        .where(span.has(Entry.posted_at))
        .order_by(col(Entry.posted_at), col(Entry.id))
    )
    return await _all(session, _told(statement, _of_charge() if component else None))


async def work(
    session: AsyncSession, span: Span, *, staff_id: int | None, component: bool = False
) -> Rows:
    """All finished sessions of each request with one that ended then (one of this person, if asked).

    They come by request in the order in which they were recorded, each with what the last closing said.
    """
    ended = [span.has(WorkSession.ended_at)]
    if staff_id is not None:
        ended.append(col(WorkSession.staff_id) == staff_id)
    statement = (
        _columns(
            WorkSession, "id", "ticket_id", "staff_id", "started_at", "ended_at", "ending", "typed_seconds"
        )
        .add_columns(
            col(Ticket.customer_id),
            *(
                col(getattr(Entry, name))
                for name in ("outcome", "worked_seconds", "chargeable_seconds", "cost", "waived",
                             "policy_version", "sessions_to")
            ),
        )
        .join(Ticket, col(Ticket.id) == col(WorkSession.ticket_id))
        .join(Entry, col(Entry.id) == _last_closing(), isouter=True)
        .where(
            col(WorkSession.ticket_id).in_(select(col(WorkSession.ticket_id)).where(*ended)),
            col(WorkSession.ended_at).is_not(None),
        )
        .order_by(col(WorkSession.ticket_id), col(WorkSession.id))
    )  # fmt: skip
    return await _all(session, _told(statement, _by_now() if component else None))


async def crossings(session: AsyncSession, span: Span, *, component: bool = False) -> Rows:
    """The limits that were crossed, with their answers as they stand now."""
    statement = (
        _columns(LimitNotice, "crossed_at", "limit", "answer", "answered_by")
        .add_columns(col(Ticket.customer_id))
        .join(Ticket, col(Ticket.id) == col(LimitNotice.ticket_id))
        .where(span.has(LimitNotice.crossed_at))
        .order_by(col(LimitNotice.crossed_at), col(LimitNotice.id))
    )
    return await _all(session, _told(statement, _by_now() if component else None))


async def owners(session: AsyncSession, ids: Collection[int]) -> dict[int, tuple[int, str]]:
    """Whom each of these customers is by now, merged or not: number and name."""
    # Any number of them: written into the statement, which takes only so many values beside it.
    wanted: Any = bindparam("ids", sorted(ids), expanding=True, literal_execute=True)
    line = (
        select(
            col(Customer.id).label("start"), col(Customer.id).label("here"),
            col(Customer.merged_into).label("into"),
        )
        .where(col(Customer.id).in_(wanted))
        .cte("line", recursive=True)
    )  # fmt: skip
    line = line.union_all(
        select(line.c.start, col(Customer.id), col(Customer.merged_into)).join(
            Customer, col(Customer.id) == line.c.into
        )
    )
    statement = (
        select(line.c.start, col(Customer.id), col(Customer.name))
        .join(Customer, col(Customer.id) == line.c.here)
        .where(line.c.into.is_(None))
    )
    found = await _all(session, statement)
    return {row.start: (row.id, row.name) for row in found}


def _columns(table: Any, *names: str) -> Any:
    """Just these columns: a report goes through many rows, and needs few things of each."""
    return select(*(col(getattr(table, name)) for name in names))


def _is_charge() -> ColumnElement[bool]:
    # Said in the statement itself: a value that is bound cannot be seen to fit the partial index.
    return col(Entry.kind) == literal_column("'charge'")


def _closing_before() -> ScalarSelect[int | None]:
    """The number of the charge just before an entry on its request."""
    each = aliased(Entry)
    return (
        select(func.max(each.id))
        .where(
            col(each.ticket_id) == col(Entry.ticket_id),
            col(each.kind) == "charge",
            col(each.id) < col(Entry.id),
        )
        .correlate(Entry)
        .scalar_subquery()
    )


def _last_closing() -> ScalarSelect[int | None]:
    """The number of a request's last charge."""
    each = aliased(Entry)
    return (
        select(func.max(each.id))
        .where(col(each.ticket_id) == col(Ticket.id), col(each.kind) == "charge")
        .correlate(Ticket)
        .scalar_subquery()
    )


def _told(statement: Any, said: ScalarSelect[int | None] | None) -> Any:
    """The same with the component that each row is about; nothing where that is not asked for."""
    if said is None:
        return statement.add_columns(
            null().label("component_id"), null().label("component_version")
        )
    about = aliased(TicketComponent)
    return statement.add_columns(
        col(about.component_id), col(about.version).label("component_version")
    ).join(about, col(about.id) == said, isouter=True)


def _of_charge() -> ScalarSelect[int | None]:
    """What was last said of an entry's request for that closing; what gives a charge back is about the same."""
    each = aliased(TicketComponent)
    charge = func.coalesce(col(Entry.reverses), col(Entry.id))
    return (
        select(func.max(each.id))
        .where(
            col(each.ticket_id) == col(Entry.ticket_id),
            or_(col(each.since_entry_id).is_(None), col(each.since_entry_id) < charge),
        )
        .correlate(Entry)
        .scalar_subquery()
    )


def _by_now() -> ScalarSelect[int | None]:
    """What was last said of a request."""
    each = aliased(TicketComponent)
    return (
        select(func.max(each.id))
        .where(col(each.ticket_id) == col(Ticket.id))
        .correlate(Ticket)
        .scalar_subquery()
    )


async def _all(session: AsyncSession, statement: Any) -> Rows:
    connection = await session.connection()
    return (await connection.execute(statement)).all()
