"""Who looks at a request just now: told to the others, so that two do not begin on the same."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from console.policy import access
from console.policy.refusal import Refusal
from console.services import facts
from console.services.context import Desk
from console.services.faults import NotFound
from console.services.shapes import Actor
from db import looking as db_looking
from db import people, tickets
from db import worktime as db_worktime
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


@dataclass(frozen=True, slots=True)
class Followed:
    """Somebody whose shoulder is looked over, and the request that they are on; None where they are on none."""

    staff_id: int
    login: str
    name: str
    ticket: int | None


async def follow(desk: Desk, actor: Actor, *, staff_id: int, now: datetime) -> Followed | Refusal:
    """Begin to look over somebody's shoulder: that is put on record, once. Raises NotFound."""
    if refused := access.check(facts.role_of(actor), "follow"):
        return refused
    async with desk.writing(actor, now) as session:
        found = await _followed(session, staff_id, now=now)
        await tickets.record(
            session, "followed", at=now, staff_id=actor.staff_id, ticket_id=found.ticket,
            login=found.login,
        )  # fmt: skip
        return found


async def followed(desk: Desk, actor: Actor, *, staff_id: int, now: datetime) -> Followed | Refusal:
    """What somebody is on just now: what their console shows, else what their timer runs on. Raises NotFound."""
    if refused := access.check(facts.role_of(actor), "follow"):
        return refused
    async with desk.reading() as session:
        return await _followed(session, staff_id, now=now)


async def _followed(session: Session, staff_id: int, *, now: datetime) -> Followed:
    member = await people.staff(session, staff_id)
    if member is None:
        raise NotFound("Nobody on the staff has that number.")
    ticket = await db_looking.shown_by(session, staff_id, since=now - GONE)
    if ticket is None:
        running = await db_worktime.running_of(session, staff_id)
        ticket = running.ticket_id if running is not None else None
    return Followed(staff_id, member.login, member.name, ticket)
