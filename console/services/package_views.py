"""Support packages as the front ends see them, with the work done under each."""

from collections.abc import Sequence
from datetime import datetime

from console.policy import covers as policy
from console.policy.entitlements import CoverKind, covers_at
from console.services import covers, facts
from console.services.account_shapes import EntitlementView
from console.services.context import Desk
from db import entitlements
from db import worktime as db_worktime
from db.engine import Session
from db.tables import Entitlement, Staff, Ticket


async def of_customer(
    session: Session, desk: Desk, customer_id: int, *, now: datetime
) -> tuple[EntitlementView, ...]:
    """A customer's packages, oldest first."""
    return await _views(
        session, desk, await entitlements.of_customer(session, customer_id), now=now
    )


async def one(session: Session, desk: Desk, row: Entitlement, *, now: datetime) -> EntitlementView:
    """One package."""
    return (await _views(session, desk, [row], now=now))[0]


async def covered_now(
    session: Session, tickets: Sequence[Ticket], *, now: datetime
) -> list[Ticket]:
    """Those of these requests whose work would be covered just now."""
    packages = await covers.of_tickets(session, tickets)
    return [each for each in tickets if covers_at(packages[facts.key(each)], now)]


async def is_begun(session: Session, row: Entitlement, *, now: datetime) -> bool:
    """Whether any work has been started under a package; what a charge drew on stays begun (P3, P5, P7)."""
    if await entitlements.was_drawn_on(session, row):
        return True
    tickets = await entitlements.may_be_covered(session, [row])
    work = await db_worktime.of_tickets(session, [facts.key(each) for each in tickets])
    chosen = await covers.of_tickets(session, tickets)
    return any(
        package.id == row.id
        and policy.is_begun(package, map(facts.span_of, work[facts.key(ticket)]), now=now)
        for ticket in tickets
        for package in chosen[facts.key(ticket)]
    )


async def _views(
    session: Session, desk: Desk, rows: Sequence[Entitlement], *, now: datetime
) -> tuple[EntitlementView, ...]:
    if not rows:
        return ()
    used = await _used(session, desk, rows, now=now)
    ids = [row.staff_id for row in rows if row.staff_id is not None]
    staff = await db_worktime.names(session, ids) if ids else {}
    return tuple(_view(row, used[facts.key(row)], staff, now) for row in rows)


async def _used(
    session: Session, desk: Desk, rows: Sequence[Entitlement], *, now: datetime
) -> dict[int, int]:
    """The seconds worked under each of these packages, open requests included."""
    tickets = await entitlements.may_be_covered(session, rows)
    work = await db_worktime.of_tickets(session, [facts.key(each) for each in tickets])
    chosen = await covers.of_tickets(session, tickets)
    used = dict.fromkeys((facts.key(row) for row in rows), 0)
    for ticket in tickets:
        spans = facts.begun(work[facts.key(ticket)])
        terms = desk.terms_of(ticket.policy_version)
        for package in chosen[facts.key(ticket)]:
            if package.id in used:
                split = policy.split(spans, [package], now=now, terms=terms)
                used[package.id] += split.covered_seconds
    return used


def _view(
    row: Entitlement, used_seconds: int, staff: dict[int, Staff], now: datetime
) -> EntitlementView:
    return EntitlementView(
        entitlement=facts.key(row),
        customer_id=row.customer_id,
        kind=row.kind,
        domain=row.domain,
        months=row.months,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        ticket=row.ticket_id,
        state=_state(row, used_seconds, now),
        used_seconds=used_seconds,
        reference=row.reference,
        reason=row.reason,
        posted_by=staff[row.staff_id].login if row.staff_id is not None else "",
        created_at=row.created_at,
        refunded_at=row.refunded_at,
        refund_reason=row.refund_reason,
    )


def _state(row: Entitlement, used_seconds: int, now: datetime) -> str:
    if row.refunded_at is not None:
        return "refunded"
    if row.kind != CoverKind.PREMIUM:
        return "used" if used_seconds else "unused"
    if row.starts_at is not None and now < row.starts_at:
        return "coming"
    return "running" if row.ends_at is not None and now < row.ends_at else "over"
