"""What the screens and the command line read: the queue by pages, and a request whole."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from console.policy import officehours
from console.policy.entitlements import covers_at
from console.policy.officehours import OfficeHours
from console.services import bugs, facts, limits, looking, naming, rows, threads
from console.services.context import Desk
from console.services.faults import NotFound
from console.services.shapes import (
    CoverView,
    EarlierView,
    EntryView,
    MessageView,
    QueuePage,
    QueueSummary,
    SessionView,
    TicketRow,
    TicketView,
)
from db import consents, entitlements, ledger, queue, tickets
from db import worktime as db_worktime
from db.engine import Session
from db.tables import Entry, Ticket, WorkSession

THREAD_MESSAGES = 200
EARLIER_TICKETS = 10
ALL_ROWS = 10_000


async def queue_page(
    desk: Desk,
    *,
    mode: str = "open",
    edge: str | None = None,
    key: int | None = None,
    limit: int = 100,
    holder: int | None = None,
    find: str | None = None,
    now: datetime,
) -> QueuePage:
    """A page of open requests in arrival order.

    `mode` is open, held (on wait), mine (`holder`'s) or all; `edge` is None (from the top), "end", or
    from, after or before the request `key`. `find` keeps those whose subject, address or number has it.
    """
    wanted: dict[str, Any] = {"mode": mode, "holder": holder, "find": find}
    async with desk.reading() as session:
        found = await queue.page(session, edge=edge, key=key, limit=limit, **wanted)
        total = await queue.count(session, **wanted)
        if not found:
            return QueuePage(0, total, ())
        first = int(found[0]["ticket"])
        start = await queue.count_before(session, first, **wanted) if edge else 0
        ahead = await queue.places_before(session, first)
    return QueuePage(start, total, rows.ticket_rows(found, ahead=ahead, hours=desk.hours, now=now))


async def queue_all(desk: Desk, *, now: datetime) -> tuple[TicketRow, ...]:
    """Every open request in arrival order, for scripts."""
    page = await queue_page(desk, mode="all", limit=ALL_ROWS, now=now)
    gathered = list(page.rows)
    while len(gathered) < page.total:
        page = await queue_page(
            desk, mode="all", edge="after", key=gathered[-1].ticket, limit=ALL_ROWS, now=now
        )
        if not page.rows:
            break
        gathered.extend(page.rows)
    return tuple(gathered)


async def queue_summary(desk: Desk, *, now: datetime) -> QueueSummary:
    """The counts around the queue."""
    async with desk.reading() as session:
        return rows.summary_of(await queue.summary(session), hours=desk.hours, now=now)


async def ticket_view(desk: Desk, *, ticket: int, now: datetime) -> TicketView:
    """Everything on one request. Raises NotFound."""
    async with desk.reading() as session:
        return await gather(session, desk, ticket, now=now)


async def gather(session: Session, desk: Desk, ticket: int, *, now: datetime) -> TicketView:
    """Within a transaction: everything on one request. Raises NotFound."""
    row, stored = await queue.one(session, ticket), await tickets.get(session, ticket)
    if row is None or stored is None:
        raise NotFound(f"There is no request #{ticket}.")
    place = None
    if stored.closed_at is None and stored.claimed_by is None and stored.waiting_for is None:
        place = await queue.places_before(session, ticket) + 1
    work = await facts.work_on(session, desk, stored, now)
    entries = await ledger.of_ticket(session, ticket)
    last = await ledger.last_of(session, stored.customer_id)
    earlier, earlier_total = await _earlier(session, stored)
    agreed = await consents.in_force(session, stored)
    return TicketView(
        row=rows.ticket_row(row, place=place, hours=desk.hours, now=now),
        version=stored.version,
        customer_address=stored.requester,
        domain=stored.domain,
        language=stored.language,
        estimate=stored.estimate,
        free_balance=last.free_after if last else 0,
        available=await facts.available_to(session, desk, stored.customer_id, now=now),
        outcome=stored.outcome,
        ground=stored.ground,
        closed_at=stored.closed_at,
        policy_version=stored.policy_version,
        thread=await _thread(session, ticket),
        thread_total=await tickets.thread_length(session, ticket),
        work=await _sessions(session, work.rows, now),
        worked_seconds=work.worked_seconds,
        limits=await limits.views(session, ticket),
        entries=await entry_views(session, entries),
        earlier=earlier,
        earlier_total=earlier_total,
        posted_credits=facts.posted_net(entries),
        holder_id=stored.claimed_by,
        terms=work.terms,
        packages=await _covers(session, ticket, work, now),
        covered_seconds=work.covered_seconds,
        agreed_credits=agreed.ceiling if agreed else None,
        owing_since=last.owing_since if last else None,
        lookers=await looking.names(session, ticket, now=now),
        follows=await tickets.follows(session, ticket),
        component=await naming.of(session, ticket),
        bug=await bugs.of(session, ticket),
    )


async def _covers(
    session: Session, ticket: int, work: facts.Work, now: datetime
) -> tuple[CoverView, ...]:
    said = (await entitlements.choices(session, [ticket])).get(ticket) if work.packages else None
    return tuple(
        CoverView(
            entitlement=each.id,
            kind=each.kind,
            starts_at=each.starts_at,
            ends_at=each.ends_at,
            running=covers_at([each], now),
            by_hand=said.reason if said and said.entitlement_id == each.id else None,
        )
        for each in work.packages
    )


async def _thread(session: Session, ticket: int) -> tuple[MessageView, ...]:
    return await threads.views(session, await tickets.thread(session, ticket, THREAD_MESSAGES))


async def _sessions(
    session: Session, work: Sequence[WorkSession], now: datetime
) -> tuple[SessionView, ...]:
    people = await db_worktime.names(session, list({row.staff_id for row in work})) if work else {}
    return tuple(
        SessionView(
            session=facts.key(row),
            login=people[row.staff_id].login,
            name=people[row.staff_id].name,
            started_at=row.started_at,
            ended_at=row.ended_at,
            last_seen_at=row.last_seen_at,
            seconds=facts.seconds_of(row, now),
            ending=row.ending,
            reason=row.reason,
            running=row.ended_at is None and not facts.is_interrupted(row, now),
            interrupted=facts.is_interrupted(row, now),
        )
        for row in work
    )


async def _earlier(session: Session, ticket: Ticket) -> tuple[tuple[EarlierView, ...], int]:
    found, total = await tickets.earlier(
        session, ticket.customer_id, ticket_id=facts.key(ticket), limit=EARLIER_TICKETS
    )
    return await earlier_views(session, found), total


async def earlier_views(session: Session, found: Sequence[Ticket]) -> tuple[EarlierView, ...]:
    """These requests in a line each, with how they ended."""
    entries = await ledger.of_tickets(session, [facts.key(row) for row in found]) if found else []
    return tuple(_earlier_view(row, entries) for row in found)


def _earlier_view(row: Ticket, entries: Sequence[Entry]) -> EarlierView:
    own = [entry for entry in entries if entry.ticket_id == row.id]
    last = next((e for e in reversed(own) if e.kind == "charge"), None)
    return EarlierView(
        ticket=facts.key(row),
        subject=row.subject,
        received_at=row.received_at,
        outcome=row.outcome,
        clauses=tuple(last.clauses) if last else (),
        credits=facts.posted_net(own),
    )


async def entry_views(session: Session, entries: Sequence[Entry]) -> tuple[EntryView, ...]:
    """Stored entries as the front ends see them."""
    ids = list({entry.staff_id for entry in entries if entry.staff_id is not None})
    people = await db_worktime.names(session, ids) if ids else {}
    return tuple(
        EntryView(
            entry=facts.key(row),
            posted_at=row.posted_at,
            kind=row.kind,
            credits=row.credits,
            balance_after=row.balance_after,
            free_after=row.free_after,
            reference=row.reference,
            ticket=row.ticket_id,
            outcome=row.outcome,
            ground=row.ground,
            worked_seconds=row.worked_seconds,
            blocks=row.blocks,
            waived=row.waived,
            clauses=tuple(row.clauses),
            policy_version=row.policy_version,
            reason=row.reason,
            posted_by=people[row.staff_id].login if row.staff_id is not None else "",
            reverses=row.reverses,
            quantity=row.quantity,
            chargeable_seconds=row.chargeable_seconds,
            corrects=row.corrects,
            merge=row.merge_id,
            entitlements=tuple(row.entitlement_ids),
            owing_since=row.owing_since,
            origin=row.origin,
            cost=row.cost,
        )
        for row in entries
    )


def office_text(hours: OfficeHours, now: datetime) -> str:
    """Whether the office is open, and until when, in a few words (C7)."""
    status = officehours.status(hours, now)
    until = officehours.local(hours, status.until)
    if status.open:
        return f"open until {until:%H:%M}"
    same_day = until.date() == officehours.local(hours, now).date()
    return f"closed until {until:%H:%M}" if same_day else f"closed until {until:%a %d %b %H:%M}"
