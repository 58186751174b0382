"""Who looks at a request just now: told to the others, so that two do not begin on the same."""

from datetime import datetime, timedelta

from console.services.context import Desk
from console.services.faults import NotFound
from console.services.shapes import Actor
from db import looking as db_looking
from db import tickets
from db.engine import Session

GONE = timedelta(seconds=90)
"""A console says every half minute what it shows; one that has not for so long shows nothing."""


async def at(desk: Desk, actor: Actor, *, console: str, ticket: int, now: datetime) -> None:
    """A console shows a request. Raises NotFound."""
    async with desk.writing(actor, now, patient=False) as session:
        if await tickets.get(session, ticket) is None:
            raise NotFound(f"There is no request #{ticket}.")
        await note(session, actor, console=console, ticket=ticket, now=now)


async def note(session: Session, actor: Actor, *, console: str, ticket: int, now: datetime) -> None:
    """Within a transaction: a console shows a request, or shows it still."""
    await db_looking.at(
        session, console=console, staff_id=actor.staff_id, ticket_id=ticket, seen_at=now
    )


async def away(desk: Desk, actor: Actor, *, console: str, now: datetime) -> None:
    """A console shows no request any more."""
    async with desk.writing(actor, now, patient=False) as session:
        await db_looking.away(session, console=console, unseen_since=now - GONE)


async def names(session: Session, ticket: int, *, now: datetime) -> tuple[tuple[int, str], ...]:
    """Within a transaction: who looks at a request, by number and name."""
    found = await db_looking.who(session, ticket, since=now - GONE)
    return tuple((number, name) for name, number in found)
