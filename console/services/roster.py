"""Who works here, with what each has in hand: what an admin looks at before changing it."""

from dataclasses import dataclass
from datetime import datetime

from console.policy.access import Role
from console.services import facts
from console.services.context import Desk, to_second
from db import people, rosters
from widgets.safe_text import one_line

HELD_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Held:
    """A request that somebody holds."""

    ticket: int
    subject: str


@dataclass(frozen=True, slots=True)
class Member:
    """A member of staff: since when, last seen, how many open requests they hold, and which one is timed now.

    An interrupted timer counts for nothing until its owner or a lead has answered for it.
    """

    staff_id: int
    login: str
    name: str
    role: str
    retired: bool
    since: datetime
    retired_at: datetime | None
    seen_at: datetime | None
    holds: int
    timed: int | None
    interrupted: bool
    only_admin: bool


async def listing(desk: Desk, *, now: datetime) -> tuple[Member, ...]:
    """Everybody, those who left last, by login; in four statements however many they are."""
    async with desk.reading() as session:
        rows = await people.all_staff(session)
        seen = await rosters.seen(session)
        holds = await rosters.holdings(session)
        timed = await rosters.timed(session)
    admins = [row.id for row in rows if row.role == Role.ADMIN and row.retired_at is None]
    at = to_second(now)
    found = []
    for row in rows:
        key, work = facts.key(row), timed.get(facts.key(row))
        found.append(Member(
            staff_id=key, login=row.login, name=row.name, role=row.role,
            retired=row.retired_at is not None, since=row.created_at, retired_at=row.retired_at,
            seen_at=seen.get(key), holds=holds.get(key, 0),
            timed=work.ticket_id if work is not None else None,
            interrupted=work is not None and facts.is_interrupted(work, at),
            only_admin=admins == [key],
        ))  # fmt: skip
    return tuple(sorted(found, key=lambda each: each.retired))


async def held(desk: Desk, *, staff_id: int) -> tuple[Held, ...]:
    """What somebody holds, the oldest first; a few of it."""
    async with desk.reading() as session:
        rows = await rosters.held(session, staff_id, limit=HELD_SHOWN)
    return tuple(Held(number, one_line(subject)) for number, subject in rows)
