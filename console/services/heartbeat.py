"""Heartbeats: a console keeps its timer and its claims alive, and whoever looks notices what was crossed."""

from dataclasses import dataclass
from datetime import datetime

from console.policy import credits as policy_credits
from console.policy import worktime
from console.services import facts, limits, looking, timer
from console.services.context import Desk, to_second
from console.services.shapes import Actor, LimitView, TimerView
from db import tickets
from db import worktime as db_worktime
from db.engine import Session
from db.tables import WorkSession


@dataclass(frozen=True, slots=True)
class Beat:
    """What a heartbeat found: the timer, the open limits of its request, and whether an estimate ran out."""

    timer: TimerView
    open_limits: tuple[LimitView, ...]
    outran: bool


async def beat(
    desk: Desk, actor: Actor, *, console: str, shows: int | None = None, now: datetime
) -> Beat:
    """A console's heartbeat: keeps the actor's claim and timer alive, and notices what was crossed.

    `shows` is the request on its screen, for the others to see.
    """
    at = to_second(now)
    async with desk.writing(actor, now, patient=False) as session:
        if shows is not None:
            await looking.note(session, actor, console=console, ticket=shows, now=now)
        running = await db_worktime.running_of(session, actor.staff_id)
        if running is None:
            return Beat(await timer.view_of(session, desk, None, at), (), False)
        if facts.is_interrupted(running, at):
            return Beat(await timer.view_of(session, desk, running, at), (), False)
        seen = running.last_seen_at
        if running.console == console:
            await db_worktime.see(session, running, at=at, console=console)
        outran = await watch(session, desk, running, seen=seen, now=at)
        found = await limits.views(session, running.ticket_id)
        open_ones = tuple(each for each in found if each.answer is None)
        return Beat(await timer.view_of(session, desk, running, at), open_ones, outran)


async def watch(
    session: Session, desk: Desk, running: WorkSession, *, seen: datetime | None, now: datetime
) -> bool:
    """Put on record what a running timer has crossed; True where it stopped, its estimate used up (U3).

    It stops where the estimate ran out, but never before it was last `seen` at work (None: it runs unseen):
    time that was worked stays, whatever is estimated afterwards.
    """
    row = await facts.the_ticket(session, running.ticket_id)
    work = await facts.work_on(session, desk, row, now)
    ends = policy_credits.outran_at(row.kind, row.estimate, work.terms)
    outran = ends is not None and work.chargeable_seconds >= ends
    if outran and ends is not None:
        at = worktime.reached_at(work.charged, ends, now=now) or now
        await db_worktime.end(session, running, at=max(at, seen or now), ending="outran")
        await tickets.record(
            session, "estimate used up", at=now, ticket_id=row.id, credits=row.estimate
        )
        work = await facts.work_on(session, desk, row, now)
    await limits.notice(session, desk, row, work=work, now=now)
    return outran


async def watch_all(desk: Desk, *, now: datetime) -> int:
    """Put on record what any running timer has crossed; says how many timers run."""
    at = to_second(now)
    async with desk.reading() as session:
        tickets_at_work = [work.ticket_id for work in await db_worktime.all_running(session)]
    for ticket in dict.fromkeys(tickets_at_work):
        async with desk.writing(job="limits") as session:
            await facts.the_ticket(session, ticket)
            for work in await db_worktime.running_on(session, ticket):
                if not facts.is_interrupted(work, at):
                    await watch(session, desk, work, seen=work.last_seen_at, now=at)
    return len(tickets_at_work)
