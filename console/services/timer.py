"""The timer: a row with a start; nobody has two, and nothing that dies takes time with it."""

from datetime import date, datetime, timedelta
from datetime import time as clock_time
from typing import Any

from console.policy import access, worktime
from console.policy.refusal import Refusal
from console.services import coverage, facts, limits, posting, waits
from console.services.connection import until_saved
from console.services.context import Desk, to_second
from console.services.faults import BadInput, NotFound
from console.services.shapes import Actor, TimerView
from db import tickets
from db import worktime as db_worktime
from db.engine import Session
from db.tables import Ticket, WorkSession

SKEW_SECONDS = 60
"""How far a clock may step back before the program says so."""

MAX_TYPED_MINUTES = 24 * 60
_NOON, _LAST = clock_time(12), clock_time(23, 59, 59)


async def status(desk: Desk, actor: Actor, *, now: datetime) -> TimerView:
    """The actor's timer, running or not."""
    async with desk.reading() as session:
        return await view_of(
            session, desk, await db_worktime.running_of(session, actor.staff_id), now
        )


@until_saved
async def start(
    desk: Desk, actor: Actor, *, ticket: int, console: str | None = None, now: datetime
) -> TimerView | Refusal:
    """Run the actor's timer on a request they hold, pausing another; `console` is who will keep it alive."""
    at = to_second(now)
    async with desk.writing(actor, now) as session:
        row = await facts.the_ticket(session, ticket)
        running = await db_worktime.running_of(session, actor.staff_id)
        if refused := _check_start(actor, row, running, at):
            return refused
        if running is not None and running.ticket_id == ticket:
            return await view_of(session, desk, running, at)
        work = await facts.work_on(session, desk, row, at)
        crossed = await limits.notice(session, desk, row, work=work, now=at)
        refused = limits.check_none_open(crossed)
        if refused := refused or await coverage.check(session, desk, row, work=work, now=at):
            # What was crossed stays on record; the timer does not start.
            return refused
        if running is not None:
            await db_worktime.end(session, running, at=at, ending="switched")
        begun = await db_worktime.insert(
            session, ticket_id=ticket, staff_id=actor.staff_id,
            started_at=await _beginning(session, actor, at), console=console,
            last_seen_at=at if console else None,
        )  # fmt: skip
        await _noted(session, "timer started", actor, begun, now=now)
        if row.waiting_for == "customer":
            await waits.end(session, row)
        paused = running.ticket_id if running is not None else None
        return await view_of(session, desk, begun, at, paused_ticket=paused)


def _check_start(
    actor: Actor, ticket: Ticket, running: WorkSession | None, now: datetime
) -> Refusal | None:
    if refused := facts.check_open_in_hand(actor, ticket, "timer"):
        return refused
    if ticket.claimed_by != actor.staff_id:
        return Refusal(f"You do not hold #{ticket.id}: only its holder is timed on it.", "C9")
    if refused := waits.check_held(ticket):
        return refused
    if ticket.waiting_for == "credits":
        return Refusal(f"#{ticket.id} waits for credits: no work on it until they are there.", "U2")
    if running is not None and facts.is_interrupted(running, now):
        return Refusal(
            f"Your timer on #{running.ticket_id} was interrupted: keep, cut or discard that first."
        )
    return None


async def _beginning(session: Session, actor: Actor, at: datetime) -> datetime:
    """Now, or the end of the actor's last session where the clock was set back a little. Raises BadInput."""
    last = await db_worktime.last_end(session, actor.staff_id)
    if last is None or last <= at:
        return at
    if last - at > timedelta(seconds=SKEW_SECONDS):
        raise BadInput(
            f"This machine's clock says {at:%Y-%m-%d %H:%M} UTC, and your last work ended at"
            f" {last:%Y-%m-%d %H:%M}: set the clock right first."
        )
    return last


@until_saved
async def stop(
    desk: Desk, actor: Actor, *, ending: str = "paused", now: datetime
) -> TimerView | Refusal:
    """Stop the actor's timer. Raises NotFound where none runs."""
    at = to_second(now)
    async with desk.writing(actor, now) as session:
        running = await db_worktime.running_of(session, actor.staff_id)
        if running is None:
            raise NotFound("No timer of yours is running.")
        if facts.is_interrupted(running, at):
            return Refusal(
                f"Your timer on #{running.ticket_id} was interrupted: keep, cut or discard it."
            )
        await db_worktime.end(session, running, at=at, ending=ending)
        await _noted(session, "timer stopped", actor, running, now=now, ending=ending)
        row = await facts.the_ticket(session, running.ticket_id)
        work = await facts.work_on(session, desk, row, at)
        await limits.notice(session, desk, row, work=work, now=at)
        return await view_of(session, desk, running, at)


@until_saved
async def add(
    desk: Desk,
    actor: Actor,
    *,
    ticket: int,
    minutes: int,
    reason: str,
    day: date | None = None,
    now: datetime,
) -> TimerView | Refusal:
    """Type in work done away from the timer: a length, a day of the office and a reason. Raises BadInput."""
    _check_typed(minutes, reason)
    at = to_second(now)
    started = _on_day(desk, day, at, hour=_NOON)
    async with desk.writing(actor, now) as session:
        row = await facts.the_ticket(session, ticket)
        if refused := facts.check_open_in_hand(actor, row, "add_time") or waits.check_held(row):
            return refused
        work = await facts.work_on(session, desk, row, at)
        refused = await coverage.check(
            session, desk, row, work=work, more_seconds=minutes * 60, now=at
        )
        if refused:
            return refused
        typed = await db_worktime.insert(
            session, ticket_id=ticket, staff_id=actor.staff_id, started_at=started,
            ended_at=started, ending="typed", typed_seconds=minutes * 60, reason=reason.strip(),
        )  # fmt: skip
        await _noted(
            session, "time added", actor, typed, now=now, minutes=minutes, reason=reason.strip()
        )
        work = await facts.work_on(session, desk, row, at)
        await limits.notice(session, desk, row, work=work, now=at)
        running = await db_worktime.running_of(session, actor.staff_id)
        on_it = running is not None and running.ticket_id == ticket
        return await view_of(session, desk, running if on_it else typed, at)


@until_saved
async def take_off(
    desk: Desk,
    actor: Actor,
    *,
    ticket: int,
    minutes: int,
    reason: str,
    day: date | None = None,
    now: datetime,
) -> TimerView | Refusal:
    """Take off time that was not worked: a session of its own, which no other is rewritten for. Raises BadInput.

    It comes off what was worked up to the day, the latest first. What was charged is given back by closing again.
    """
    _check_typed(minutes, reason)
    at = to_second(now)
    started = _on_day(desk, day, at, hour=_LAST)
    async with desk.writing(actor, now) as session:
        row = await facts.the_ticket(session, ticket)
        if refused := facts.check_open_in_hand(actor, row, "add_time"):
            return refused
        work = await facts.work_on(session, desk, row, at)
        if refused := _check_finished(work, ticket, minutes=minutes, now=at):
            return refused
        taken = await db_worktime.insert(
            session, ticket_id=ticket, staff_id=actor.staff_id, started_at=started,
            ended_at=started, ending="corrected", typed_seconds=minutes * 60, reason=reason.strip(),
        )  # fmt: skip
        await _noted(
            session, "time taken off", actor, taken, now=now, minutes=minutes, reason=reason.strip()
        )
        await posting.wake(session, desk, row.customer_id, now=at)
        running = await db_worktime.running_of(session, actor.staff_id)
        on_it = running is not None and running.ticket_id == ticket
        return await view_of(session, desk, running if on_it else taken, at)


async def _noted(
    session: Session,
    what: str,
    actor: Actor,
    row: WorkSession,
    *,
    now: datetime,
    **detail: Any,
) -> None:
    await tickets.record(
        session, what, at=now, staff_id=actor.staff_id, ticket_id=row.ticket_id,
        work_session=row.id, **detail,
    )  # fmt: skip


def _check_typed(minutes: int, reason: str) -> None:
    if not 0 < minutes <= MAX_TYPED_MINUTES:
        raise BadInput(f"Typed-in time is 1 to {MAX_TYPED_MINUTES} minutes.")
    if not reason.strip():
        raise BadInput("Typed-in time needs a reason.")


def _check_finished(
    work: facts.Work, ticket: int, *, minutes: int, now: datetime
) -> Refusal | None:
    """Refuse to take off more than was finished: worked time is never negative (U8)."""
    finished = [span for span in work.spans if span.ended_at is not None]
    there = worktime.worked_seconds(finished, now) // 60
    if minutes <= there:
        return None
    return Refusal(f"#{ticket} has {there} whole minutes of finished work to take off.", "U8")


def _on_day(desk: Desk, day: date | None, now: datetime, *, hour: clock_time) -> datetime:
    from console.policy import officehours

    if day is None:
        return now
    today = officehours.office_day(desk.hours, now)
    if not today - timedelta(days=366) <= day <= today:
        raise BadInput("Typed-in time is for today or a day of the last year.")
    if day == today:
        return now
    local = datetime.combine(day, hour, officehours.local(desk.hours, now).tzinfo)
    return local.astimezone(now.tzinfo)


@until_saved
async def resolve(
    desk: Desk,
    actor: Actor,
    *,
    how: str,
    console: str | None = None,
    login: str | None = None,
    now: datetime,
) -> TimerView | Refusal:
    """Answer for an interrupted timer: keep it running, cut it where it was last seen, or discard it.

    A lead answers for somebody else by `login`. Raises NotFound and BadInput.
    """
    if how not in {"keep", "cut", "discard"}:
        raise BadInput("An interrupted timer is answered with keep, cut or discard.")
    at = to_second(now)
    async with desk.writing(actor, now) as session:
        owner = await _owner(session, actor, login)
        if isinstance(owner, Refusal):
            return owner
        running = await db_worktime.running_of(session, owner)
        if running is None or not facts.is_interrupted(running, at):
            raise NotFound("No timer is interrupted.")
        if how == "keep":
            await _keep(session, running, actor, console=console, now=at)
        elif how == "cut":
            await db_worktime.end(
                session, running, at=running.last_seen_at or running.started_at, ending="cut"
            )
        else:
            await db_worktime.end(session, running, at=at, ending="discarded")
        await tickets.record(
            session, f"timer {how}", at=now, staff_id=actor.staff_id, ticket_id=running.ticket_id,
            work_session=running.id,
        )  # fmt: skip
        row = await facts.the_ticket(session, running.ticket_id)
        work = await facts.work_on(session, desk, row, at)
        await limits.notice(session, desk, row, work=work, now=at)
        await posting.wake(session, desk, row.customer_id, now=at)
        return await view_of(session, desk, running, at)


async def _keep(
    session: Session, running: WorkSession, actor: Actor, *, console: str | None, now: datetime
) -> None:
    """All of it counts, and it runs on; when another answers, or it is no longer its owner's, it ends now."""
    ticket = await facts.the_ticket(session, running.ticket_id)
    holds = ticket.claimed_by == running.staff_id and ticket.closed_at is None
    if holds and actor.staff_id == running.staff_id:
        await db_worktime.see(session, running, at=now if console else None, console=console)
    else:
        await db_worktime.end(session, running, at=now, ending="released")


async def _owner(session: Session, actor: Actor, login: str | None) -> int | Refusal:
    from db import people

    if login is None or login == actor.login:
        return actor.staff_id
    if refused := access.check(facts.role_of(actor), "resolve_other_timer"):
        return refused
    member = await people.staff_by_login(session, login)
    if member is None:
        raise NotFound(f"Nobody on the staff has the login {login!r}.")
    return facts.key(member)


async def view_of(
    session: Session,
    desk: Desk,
    row: WorkSession | None,
    now: datetime,
    *,
    paused_ticket: int | None = None,
) -> TimerView:
    """Within a transaction: a session as a timer, with its request's whole worked time."""
    if row is None:
        return TimerView(None, None, False, False, None, None, 0)
    ticket = await tickets.get(session, row.ticket_id)
    assert ticket is not None  # noqa: S101 - a session's request is there
    work = await facts.work_on(session, desk, ticket, now)
    return TimerView(
        ticket=row.ticket_id,
        session=row.id,
        running=row.ended_at is None,
        interrupted=facts.is_interrupted(row, now),
        started_at=row.started_at,
        last_seen_at=row.last_seen_at,
        worked_seconds=work.worked_seconds,
        paused_ticket=paused_ticket,
        console=row.console,
        chargeable_seconds=work.chargeable_seconds,
        charging=work.is_charging(now),
        terms=work.terms,
    )
