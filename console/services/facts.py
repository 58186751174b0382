"""Facts that several use cases gather: a request with its work, what it may cost, what its customer has left."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from console.policy import access, credits, limits, worktime
from console.policy.access import Role
from console.policy.refusal import Refusal
from console.policy.terms import Terms
from console.policy.worktime import WorkSpan
from console.services import liveness
from console.services.faults import NotFound
from console.services.shapes import Actor
from db import ledger, tickets
from db import worktime as db_worktime
from db.engine import Session
from db.tables import Entry, LimitNotice, Ticket, WorkSession


@dataclass(frozen=True, slots=True)
class Work:
    """A request's sessions, and what they add up to at a moment."""

    rows: tuple[WorkSession, ...]
    worked_seconds: int

    @property
    def spans(self) -> tuple[WorkSpan, ...]:
        """The sessions as the policy knows them, without those that count for nothing until they are answered."""
        return tuple(span_of(row) for row in self.rows if not _is_lost(row))


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
    """The request, locked; raises NotFound."""
    found = await tickets.get(session, ticket_id, lock=True)
    if found is None:
        raise NotFound(f"There is no request #{ticket_id}.")
    return found


async def work_on(session: Session, ticket_id: int, now: datetime) -> Work:
    """What has been worked on a request by now."""
    return as_work(await db_worktime.of_ticket(session, ticket_id), now)


def as_work(rows: Sequence[WorkSession], now: datetime) -> Work:
    """Stored sessions with their sum."""
    spans = [span_of(row) for row in rows if not _is_lost(row)]
    return Work(tuple(rows), worktime.worked_seconds(spans, now))


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
    customer_id: int,
    *,
    now: datetime,
    terms: Terms,
    without: int | None = None,
) -> list[credits.Commitment]:
    """What a customer's open requests have run up and reserved, in arrival order, leaving one out if asked (U2)."""
    open_ones = [t for t in await tickets.open_of(session, customer_id) if t.id != without]
    ids = [key(ticket) for ticket in open_ones]
    if not ids:
        return []
    work = await db_worktime.of_tickets(session, ids)
    entries = await ledger.of_tickets(session, ids)
    return [
        _commitment(
            ticket,
            as_work(work[key(ticket)], now),
            posted_net([entry for entry in entries if entry.ticket_id == ticket.id]),
            terms,
        )
        for ticket in open_ones
    ]


def _commitment(ticket: Ticket, work: Work, posted: int, terms: Terms) -> credits.Commitment:
    run_up = max(0, worktime.credits_for(work.worked_seconds, terms) - posted)
    # A modification's estimate is reserved from the moment that work on it begins (U3).
    begun = ticket.kind == credits.MODIFICATION and bool(work.rows)
    reserved = max(0, (ticket.estimate or 0) - posted) if begun else 0
    return credits.Commitment(ticket=key(ticket), run_up=run_up, reserved=reserved)


async def available_to(
    session: Session,
    customer_id: int,
    *,
    now: datetime,
    terms: Terms,
    without: int | None = None,
) -> int:
    """The credits that a customer has left to begin something new with (U2)."""
    balance, _ = await ledger.standing(session, customer_id)
    held = await commitments(session, customer_id, now=now, terms=terms, without=without)
    return credits.available(balance, held)
