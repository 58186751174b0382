"""The services' shapes as the contract's JSON: its names, and what its scripts may rely on."""

from dataclasses import asdict
from typing import Any

from console.services import shapes


def row(row: shapes.TicketRow) -> dict[str, Any]:
    """A request in the queue."""
    return {
        "ticket": row.ticket,
        "place": row.place,
        "subject": row.subject,
        "customer": row.customer,
        "customer_id": row.customer_id,
        "channel": row.channel,
        "received_at": row.received_at,
        "age_seconds": row.age_seconds,
        "balance": row.balance,
        "kind": row.kind,
        "urgent": row.urgent,
        "holder": row.holder,
        "waiting_for": row.waiting_for,
        "waiting_credits": row.waiting_credits,
        "running": row.running,
        "interrupted": row.interrupted,
        "undelivered": row.undelivered,
    }


def ticket(view: shapes.TicketView) -> dict[str, Any]:
    """A request with everything on it."""
    return {
        **row(view.row),
        "customer_address": view.customer_address,
        "domain": view.domain,
        "language": view.language,
        "estimate": view.estimate,
        "available": view.available,
        "worked_seconds": view.worked_seconds,
        "packages": [asdict(each) for each in view.packages],
        "covered_seconds": view.covered_seconds,
        "outcome": view.outcome,
        "ground": view.ground,
        "closed_at": view.closed_at,
        "policy_version": view.policy_version,
        "follows": view.follows,
        "component": view.component and asdict(view.component),
        "version": view.version,
        "charge": charge(view),
        "thread": [asdict(each) for each in view.thread],
        "thread_total": view.thread_total,
        "work": [asdict(each) for each in view.work],
        "limits": [limit(each) for each in view.limits],
        "entries": [entry(each) for each in view.entries],
        "earlier": [asdict(each) for each in view.earlier],
        "earlier_total": view.earlier_total,
    }


def charge(view: shapes.TicketView) -> dict[str, Any] | None:
    """What the request has cost so far, by the entries that charged it; None before the first closing."""
    charges = [each for each in view.entries if each.kind == "charge"]
    if not charges:
        return None
    last = charges[-1]
    return {
        "entry": last.entry,
        "outcome": last.outcome,
        "ground": last.ground,
        "credits": view.posted_credits,
        "worked_seconds": last.worked_seconds,
        "blocks": last.blocks,
        "clauses": last.clauses,
        "balance": last.balance_after,
    }


def limit(limit: shapes.LimitView) -> dict[str, Any]:
    """A crossing of a limit; its answer is null while it is open."""
    return asdict(limit)


def entry(entry: shapes.EntryView) -> dict[str, Any]:
    """An entry of a ledger; its credits are signed."""
    return asdict(entry)


def timer(timer: shapes.TimerView) -> dict[str, Any]:
    """A person's timer."""
    return asdict(timer)


def closed(closed: shapes.Closed) -> dict[str, Any]:
    """What closing came to; its credits are a cost."""
    return asdict(closed)


def statement(
    statement: shapes.Statement, sentences: dict[int, str] | None = None
) -> dict[str, Any]:
    """A customer's balance and entries, oldest first, each with its sentence."""
    told = sentences or {}
    return {
        "customer": statement.customer_id,
        "name": statement.customer,
        "address": statement.address,
        "balance": statement.balance,
        "free": statement.free,
        "from": statement.first_day,
        "to": statement.last_day,
        "opening": statement.opening,
        "closing": statement.closing,
        "closing_free": statement.closing_free,
        "owing_since": statement.owing_since,
        "language": statement.language,
        "entries": [
            {**entry(each), "sentence": told.get(each.entry, "")} for each in statement.entries
        ],
    }


def proposal(proposal: shapes.ProposalView) -> dict[str, Any]:
    """Credits that somebody would give back."""
    return asdict(proposal)


def delivery(delivery: shapes.DeliveryView) -> dict[str, Any]:
    """A mail of the outbox."""
    told = asdict(delivery)
    return {"id": told.pop("delivery"), **told}


def member(member: shapes.StaffView) -> dict[str, Any]:
    """A member of staff."""
    return asdict(member)


def admitted(admitted: shapes.Admitted) -> dict[str, Any]:
    """Where an inbound request went."""
    return asdict(admitted)
