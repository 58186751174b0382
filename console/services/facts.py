"""Facts that several use cases gather: a request with its work, what it may cost, what its customer has left."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from console.policy import access, covers, credits, limits, worktime
from console.policy.access import Role
from console.policy.entitlements import Cover, Package, covers_at, is_package
from console.policy.refusal import Refusal
from console.policy.terms import Terms
from console.policy.worktime import WorkSpan
from console.services import covers as covering
from console.services import liveness
from console.services.context import Desk
from console.services.faults import NotFound
from console.services.shapes import Actor
from db import ledger, tickets
from db import worktime as db_worktime
from db.engine import Session
from db.tables import Entry, LimitNotice, Ticket, WorkSession


@dataclass(frozen=True, slots=True)
class Work:
    """A request's sessions at a moment: what they add up to, and what of it a support package covers."""

    rows: tuple[WorkSession, ...]
    worked_seconds: int
    terms: Terms
    packages: tuple[Package, ...] = ()
    cover: Cover | None = None
    covered_seconds: int = 0
    charged: tuple[WorkSpan, ...] = ()

    @property
    def chargeable_seconds(self) -> int:
        """What is left to charge, once the covered seconds have left the sum."""
        return self.worked_seconds - self.covered_seconds

    @property
    def run_up(self) -> int:
        """The credits that the chargeable time comes to by now."""
        return worktime.credits_for(self.chargeable_seconds, self.terms)

    def is_charging(self, now: datetime) -> bool:
        """Whether work done just now would add to the chargeable time."""
        if self.cover is None or not is_package(self.cover):
            return not covers_at(self.packages, now)
        return self.worked_seconds >= self.terms.package_seconds

    @property
    def spans(self) -> tuple[WorkSpan, ...]:
        """The sessions as the policy knows them, without those that count for nothing until they are answered."""
        return counted(self.rows)


def span_of(row: WorkSession) -> WorkSpan:
    """A stored session as the policy knows it."""
    return WorkSpan(
        started_at=row.started_at,
        ended_at=row.ended_at,
        last_seen_at=row.last_seen_at,
        ending=row.ending,
        typed_seconds=row.typed_seconds,
    )


def notice_of(row: LimitNotice) -> limits.Notice:
    """A stored crossing as the policy knows it."""
    return limits.Notice(
        limit=row.limit,
        threshold=row.threshold,
        worked_seconds=row.worked_seconds,
        credits=row.credits,
        amount=row.amount or None,
        answer=row.answer,
    )


class Stored(Protocol):
    """A row with an id."""

    id: int | None


def key(row: Stored) -> int:
    """The id of a row that has been stored."""
    assert row.id is not None  # noqa: S101 - every stored row has one
    return row.id


def is_interrupted(row: WorkSession, now: datetime) -> bool:
    """Whether a session runs on without anybody knowing whether its person works: its console is gone."""
    return worktime.is_interrupted(span_of(row), now) or _is_lost(row)


async def the_ticket(session: Session, ticket_id: int) -> Ticket:
    """The request, locked, and its customer's account before it; raises NotFound."""
    found = await tickets.locked(session, ticket_id)
    if found is None:
        raise NotFound(f"There is no request #{ticket_id}.")
    return found


async def seen_ticket(session: Session, ticket_id: int) -> Ticket:
    """The request, to be read only; raises NotFound."""
    found = await tickets.get(session, ticket_id)
    if found is None:
        raise NotFound(f"There is no request #{ticket_id}.")
    return found


async def work_on(session: Session, desk: Desk, ticket: Ticket, now: datetime) -> Work:
    """What has been worked on a request by now, and what of it is covered."""
    rows = await db_worktime.of_ticket(session, key(ticket))
    packages = await covering.of_ticket(session, ticket)
    return as_work(rows, now, packages=packages, terms=desk.terms_of(ticket.policy_version))


async def work_on_each(
    session: Session, desk: Desk, found: Sequence[Ticket], now: datetime
) -> dict[int, Work]:
    """As `work_on`, for many requests at once, by request."""
    rows = await db_worktime.of_tickets(session, [key(ticket) for ticket in found])
    packages = await covering.of_tickets(session, found)
    return {
        key(ticket): as_work(
            rows[key(ticket)], now, packages=packages[key(ticket)],
            terms=desk.terms_of(ticket.policy_version),
        )
        for ticket in found
    }  # fmt: skip


def as_work(
    rows: Sequence[WorkSession], now: datetime, *, packages: Sequence[Package] = (), terms: Terms
) -> Work:
    """Stored sessions with their sum, split by what covers them."""
    spans = counted(rows)
    split = covers.split(spans, packages, now=now, terms=terms)
    return Work(
        tuple(rows), worktime.worked_seconds(spans, now), terms, tuple(packages),
        split.cover, split.covered_seconds, split.charged,
    )  # fmt: skip


def counted(rows: Sequence[WorkSession]) -> tuple[WorkSpan, ...]:
    """Stored sessions as they count: as they were corrected, without those whose console is known to be gone."""
    return worktime.corrected(span_of(row) for row in rows if not _is_lost(row))


def begun(rows: Sequence[WorkSession]) -> tuple[WorkSpan, ...]:
    """As `counted`, before anything was taken off: what was once worked has been begun (P3, P5, P7)."""
    return counted([row for row in rows if row.ending != worktime.Ending.CORRECTED])


def seconds_of(row: WorkSession, now: datetime) -> int:
    """Whole seconds that one session counts for."""
    return 0 if _is_lost(row) else worktime.span_seconds(span_of(row), now)


def _is_lost(row: WorkSession) -> bool:
    """Whether a session is open and its console known to be gone, however short a time ago."""
    return row.ended_at is None and liveness.is_gone(row.console)


def role_of(actor: Actor) -> Role:
    """What the actor is at the desk."""
    return Role(actor.role)


def check_open(ticket: Ticket) -> Refusal | None:
    """Refuse what only an open request can have done to it."""
    if ticket.closed_at is None:
        return None
    return Refusal(f"#{ticket.id} is closed: reopen it first.")


def check_in_hand(actor: Actor, ticket: Ticket) -> Refusal | None:
    """Refuse work on a request that is closed, or that the actor may not work on (C9)."""
    return check_open(ticket) or access.check_holder(
        actor.staff_id, ticket.claimed_by, role=role_of(actor)
    )


def check_open_in_hand(actor: Actor, ticket: Ticket, action: str) -> Refusal | None:
    """As `check_in_hand`, once the role allows the action at all."""
    return access.check(role_of(actor), action) or check_in_hand(actor, ticket)


def posted_net(entries: Sequence[Entry]) -> int:
    """What a request's entries have taken so far, 0 or more."""
    return -sum(entry.credits for entry in entries)


async def commitments(
    session: Session,
    desk: Desk,
    customer_id: int,
    *,
    now: datetime,
    without: int | None = None,
) -> list[credits.Commitment]:
    """What a customer's open requests have run up and reserved, in arrival order, leaving one out if asked (U2)."""
    open_ones = [t for t in await tickets.open_of(session, customer_id) if t.id != without]
    ids = [key(ticket) for ticket in open_ones]
    if not ids:
        return []
    work = await work_on_each(session, desk, open_ones, now)
    entries = await ledger.of_tickets(session, ids)
    return [
        _commitment(
            ticket,
            work[key(ticket)],
            posted_net([entry for entry in entries if entry.ticket_id == ticket.id]),
        )
        for ticket in open_ones
    ]


def _commitment(ticket: Ticket, work: Work, posted: int) -> credits.Commitment:
    run_up = max(0, work.run_up - posted)
    # A modification's estimate is reserved from the moment that work on it begins (U3).
    needed = max(0, (ticket.estimate or 0) - posted) if ticket.kind == credits.MODIFICATION else 0
    reserved, promise = (needed, 0) if work.rows else (0, needed)
    return credits.Commitment(key(ticket), run_up=run_up, reserved=reserved, promise=promise)


async def available_to(
    session: Session,
    desk: Desk,
    customer_id: int,
    *,
    now: datetime,
    without: int | None = None,
) -> int:
    """The credits that a customer has left to begin something new with (U2)."""
    balance, _ = await ledger.standing(session, customer_id)
    held = await commitments(session, desk, customer_id, now=now, without=without)
    return credits.available(balance, held)
