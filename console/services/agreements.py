"""What a customer agreed to beforehand, where a request crosses a limit; within somebody's transaction (U9)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from console.policy.crossings import Agreement, Crossing, is_agreed
from console.policy.limits import Notice
from console.services import facts
from console.services.context import Desk
from console.services.facts import Work
from db import consents, ledger
from db.engine import Session
from db.tables import Consent, LimitNotice, Ticket


@dataclass(frozen=True, slots=True)
class Agreed:
    """An agreement in force, with the row that it was put on record in."""

    agreement: Agreement
    row: Consent


async def reached(
    session: Session,
    desk: Desk,
    ticket: Ticket,
    *,
    rows: list[LimitNotice],
    work: Work,
    now: datetime,
) -> Agreed | None:
    """The agreement that holds for a request, where its work has come anywhere near a limit."""
    near = work.chargeable_seconds > 0 or ticket.estimate or rows
    row = await consents.in_force(session, ticket) if near else None
    if row is None:
        return None
    left = await facts.available_to(
        session, desk, ticket.customer_id, now=now, without=facts.key(ticket)
    )
    posted = facts.posted_net(await ledger.of_ticket(session, facts.key(ticket)))
    return Agreed(Agreement(row.ceiling, funded=left + posted >= row.ceiling), row)


def answers(crossing: Crossing | Notice, agreed: Agreed | None, *, now: datetime) -> dict[str, Any]:
    """How a crossing is put on record that the agreement answers; nothing for one that it does not."""
    if agreed is None or not is_agreed(crossing, agreed.agreement):
        return {}
    return {
        "answer": "agreed",
        "amount": agreed.row.ceiling,
        "answered_by": agreed.row.staff_id,
        "answered_at": now,
        "message_id": agreed.row.message_id,
        "consent_id": agreed.row.id,
    }


async def answer_open(
    session: Session, rows: list[LimitNotice], agreed: Agreed | None, *, now: datetime
) -> None:
    """Answer the open crossings that an agreement made since then settles."""
    for row in rows:
        if row.answer is None and (values := answers(facts.notice_of(row), agreed, now=now)):
            await ledger.save(session, row, **values)
