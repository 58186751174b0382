"""Disputes: decided where their request is closed, and only there; about a request and its entry (D1)."""

from console.services.checks.findings import Findings, Group
from console.services.context import Desk
from console.services.verdicts import DECISIONS
from db.audit import requests as audit
from db.engine import Session
from db.tables import Dispute, Ticket

_DECIDED_BY = {str(outcome): decision for outcome, decision in DECISIONS.items()}


async def _run(session: Session, _desk: Desk, findings: Findings) -> None:
    async for page in audit.disputes(session):
        for row, ticket, about, _ in page:
            if problem := _wrong(row, ticket, about):
                findings.say("disputes", f"dispute #{row.ticket_id}: {problem}")
    async for lost in audit.lost_disputes(session):
        for each in lost:
            findings.say("disputes", f"#{each.id} is closed as {each.outcome}, and is no dispute")


def _wrong(row: Dispute, ticket: Ticket, about: int | None) -> str | None:
    decision = _DECIDED_BY.get(ticket.outcome or "")
    if row.decision != decision:
        closed = f"closed as {ticket.outcome}" if ticket.outcome else "open"
        return f"it is {row.decision or 'undecided'}, and its request is {closed}"
    if row.decision is not None and row.decided_by is None:
        return "nobody is said to have decided it"
    if not row.received_at <= row.warn_at <= row.due_at:
        return "it is due before it came"
    if row.entry_id is not None and row.disputed_ticket_id != about:
        return f"entry {row.entry_id} is not of the request that it is about"
    return None


GROUP = Group({"disputes": "every dispute is decided as its request was closed"}, _run)
