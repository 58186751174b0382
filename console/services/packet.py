"""A dispute's packet: the whole evidence, gathered in one transaction (D1, D2)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from console.services import consents, disputes, explain, verdicts, views
from console.services.account_shapes import ConsentView
from console.services.context import Desk
from console.services.dispute_shapes import DisputeView
from console.services.explain_shapes import Explanation
from console.services.shapes import MessageView, TicketView
from db import disputes as db_disputes
from db import ledger, tickets
from db import worktime as db_worktime
from db.engine import Session
from db.tables import Entry

MOST_EVENTS = 1_000


@dataclass(frozen=True, slots=True)
class EventView:
    """Something that was done to a request, by whom."""

    ticket: int
    at: datetime
    what: str
    who: str
    detail: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Packet:
    """Everything that a dispute is decided from; `disputed` is None while nobody has said what it is about."""

    dispute: DisputeView
    left: int
    mails: tuple[MessageView, ...]
    disputed: TicketView | None
    explanations: tuple[Explanation, ...]
    agreements: tuple[ConsentView, ...]
    events: tuple[EventView, ...]


async def of(desk: Desk, *, ticket: int, now: datetime) -> Packet:
    """The packet of a dispute. Raises NotFound."""
    async with desk.reading() as session:
        dispute = await disputes.gather(session, ticket, now=now)
        about = dispute.disputed_ticket
        own = await views.gather(session, desk, ticket, now=now)
        numbers = [ticket] if about is None else [about, ticket]
        return Packet(
            dispute=dispute,
            left=await _left(session, ticket),
            mails=own.thread,
            disputed=await views.gather(session, desk, about, now=now) if about else None,
            explanations=tuple(
                [await explain.explained(session, desk, each) for each in await _entries(session, dispute)]
            ),
            agreements=await _agreements(session, dispute),
            events=await _events(session, numbers),
        )  # fmt: skip


async def left(desk: Desk, *, ticket: int) -> int:
    """The credits that upholding a dispute could propose to give back."""
    async with desk.reading() as session:
        return await _left(session, ticket)


async def _left(session: Session, ticket: int) -> int:
    row = await db_disputes.get(session, ticket)
    return await verdicts.left_of(session, row) if row is not None else 0


async def _entries(session: Session, dispute: DisputeView) -> list[Entry]:
    """What took or gave back the disputed credits: a handful, whatever the account's length."""
    if dispute.disputed_ticket is not None:
        return list(await ledger.of_ticket(session, dispute.disputed_ticket))
    if dispute.entry is None:
        return []
    named = await ledger.get(session, dispute.entry)
    return [named] if named is not None else []


async def _agreements(session: Session, dispute: DisputeView) -> tuple[ConsentView, ...]:
    found = await consents.views(session, customer_id=dispute.customer_id)
    return tuple(each for each in found if each.ticket in {None, dispute.disputed_ticket})


async def _events(session: Session, numbers: list[int]) -> tuple[EventView, ...]:
    found = await tickets.events(session, numbers, limit=MOST_EVENTS)
    staff = await db_worktime.names(
        session, list({row.staff_id for row in found if row.staff_id is not None})
    )
    return tuple(
        EventView(
            ticket=row.ticket_id or 0,
            at=row.at,
            what=row.what,
            who=staff[row.staff_id].name if row.staff_id is not None else "",
            detail=row.detail,
        )
        for row in found
    )
