"""Searching requests, open and closed, by number, subject and address."""

from dataclasses import dataclass
from datetime import datetime

from console.services import facts
from console.services.context import Desk
from db import tickets

FOUND = 100
"""More than anybody reads."""


@dataclass(frozen=True, slots=True)
class FoundTicket:
    """A request that has what was searched for."""

    ticket: int
    subject: str
    customer: str
    requester: str
    received_at: datetime
    outcome: str | None


async def requests(desk: Desk, *, text: str) -> tuple[FoundTicket, ...]:
    """The newest requests whose subject or address has the text, or whose number it is."""
    async with desk.reading() as session:
        found = await tickets.search(session, text.strip(), FOUND)
        return tuple(
            FoundTicket(
                facts.key(ticket), ticket.subject, name, ticket.requester, ticket.received_at,
                ticket.outcome,
            )
            for ticket, name in found
        )  # fmt: skip
