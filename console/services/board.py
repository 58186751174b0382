"""The board: whether the desk keeps up, who works on what, and what is left loose; for leads and admins."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from console.policy import access, officehours, worktime
from console.policy.access import Role
from console.policy.refusal import Refusal
from console.services import facts, loose_ends, rows
from console.services.board_shapes import (
    BoardView,
    Crossed,
    FreePerson,
    PersonAtWork,
    Today,
    Waiting,
    WaitingGroup,
    Waits,
)
from console.services.context import Desk
from console.services.facts import Work
from console.services.shapes import Actor, QueueSummary
from db import board, queue
from db.board import Rows
from db.engine import Session
from db.tables import Staff, Ticket, WorkSession

SHOWN = 200
"""More people than a desk has at work."""

WAITING_SHOWN = 20
HERE = timedelta(seconds=worktime.GAP_SECONDS)
HOUR = timedelta(hours=1)


async def of(desk: Desk, actor: Actor, *, now: datetime) -> BoardView | Refusal:
    """The desk as it stands at a moment; costs what is open and what the day brought, not what is on record."""
    if refused := access.check(Role(actor.role), "board"):
        return refused
    async with desk.reading() as session:
        summary = rows.summary_of(await queue.summary(session), hours=desk.hours, now=now)
        today = await _today(session, desk, summary, now)
        work = await _work(session, desk, now)
        free = _free(await board.people(session), work, now)
        waiting = _groups(await board.on_wait(session, WAITING_SHOWN), desk, now)
        loose = await loose_ends.of(session, desk, summary=summary, work=work, now=now)
    return BoardView(now, summary, today, work, free, waiting, loose)


async def _today(session: Session, desk: Desk, summary: QueueSummary, now: datetime) -> Today:
    day = officehours.office_day(desk.hours, now)
    begins = officehours.day_begins(desk.hours, day)
    came = await board.opened_since(session, begins)
    gone = [row.posted_at for row in await board.closed_since(session, begins)]
    open_now = sum(
        (summary.waiting, summary.held, summary.waiting_for_customer, summary.waiting_for_credits)
    )
    return Today(
        day=day,
        arrivals=sum(row.what == board.RECEIVED for row in came),
        closings=len(gone),
        open_now=open_now,
        hours=_by_hour(
            officehours.opening_of(desk.hours, now), now, open_now,
            came=[row.at for row in came], gone=gone,
        ),
    )  # fmt: skip


def _by_hour(
    first: datetime,
    now: datetime,
    open_now: int,
    *,
    came: Sequence[datetime],
    gone: Sequence[datetime],
) -> tuple[tuple[datetime, int], ...]:
    """How many were open at each full hour since the opening: those of now, with what happened since undone."""
    hours = max(0, (now - first) // HOUR + 1)
    moments = [first + n * HOUR for n in range(hours)]
    return tuple(
        (at, open_now - sum(each >= at for each in came) + sum(each >= at for each in gone))
        for at in moments
    )


async def _work(session: Session, desk: Desk, now: datetime) -> tuple[PersonAtWork, ...]:
    """Who holds what, and whose timer runs on what they do not hold; a fixed number of queries, however many."""
    held = await board.held(session, SHOWN)
    running = await board.running(session)
    found = {facts.key(ticket): ticket for ticket, *_ in held}
    mine = {(facts.key(ticket), who.id) for ticket, who, _ in held}
    strays = [(t, who) for w, t, who in running if (w.ticket_id, w.staff_id) not in mine]
    found |= {facts.key(ticket): ticket for ticket, _ in strays}
    work = await facts.work_on_each(session, desk, [*found.values()], now)
    crossed = limits_by_ticket(await board.crossed(session, [*found]))
    known = _Known(desk, now, work, crossed)
    lines = [known.line(ticket, who, seen, holds=True) for ticket, who, seen in held]
    lines += [known.line(ticket, who, now, holds=False) for ticket, who in strays]
    return tuple(sorted(lines, key=lambda each: (each.name, each.login)))


def limits_by_ticket(found: Rows) -> dict[int, tuple[Crossed, ...]]:
    """The limits of each request."""
    by_ticket = defaultdict[int, list[Crossed]](list)
    for row in found:
        by_ticket[row.ticket].append(Crossed(row.limit, row.answer))
    return {ticket: tuple(crossed) for ticket, crossed in by_ticket.items()}


class _Known:
    """What is known of the requests in hand, from which each person's line is made."""

    def __init__(
        self, desk: Desk, now: datetime, work: dict[int, Work], crossed: dict[int, tuple[Crossed, ...]]
    ) -> None:  # fmt: skip
        self.desk = desk
        self.now = now
        self.work = work
        self.crossed = crossed

    def line(
        self, ticket: Ticket, who: Staff, seen: datetime | None, *, holds: bool
    ) -> PersonAtWork:
        """A person's line about a request."""
        number, now = facts.key(ticket), self.now
        work = self.work[number]
        own = [each for each in work.rows if each.staff_id == who.id]
        runs = next((each for each in own if each.ended_at is None), None)
        ends = [each.ended_at for each in own if each.ended_at is not None]
        return PersonAtWork(
            login=who.login,
            name=who.name,
            ticket=number,
            subject=ticket.subject,
            running_since=runs.started_at if runs else None,
            paused_since=max(ends, default=None) if runs is None else None,
            interrupted=runs is not None and facts.is_interrupted(runs, now),
            holds=holds,
            at=now,
            worked_seconds=work.worked_seconds,
            chargeable_seconds=work.chargeable_seconds,
            charging=work.is_charging(now),
            timers=sum(_counts(each, now) for each in work.rows),
            terms=work.terms,
            limits=self.crossed.get(number, ()),
            goes_back_at=self._goes_back(ticket, work, seen) if holds else None,
        )

    def _goes_back(self, ticket: Ticket, work: Work, seen: datetime | None) -> datetime | None:
        """When it is put back in the queue, its holder being away; None while they are here (C9)."""
        if any(each.ended_at is None and each.console is None for each in work.rows):
            return None
        last = max(seen or ticket.received_at, ticket.claimed_at or ticket.received_at)
        if self.now - last <= HERE:
            return None
        return last + timedelta(seconds=self.desk.settings.claim_lost_seconds)


def _counts(row: WorkSession, now: datetime) -> bool:
    return row.ended_at is None and not facts.is_interrupted(row, now)


def _free(
    people: Sequence[tuple[Staff, datetime | None]], work: Sequence[PersonAtWork], now: datetime
) -> tuple[FreePerson, ...]:
    """Who has nothing in hand, those who are here first."""
    busy = {each.login for each in work}
    free = [
        FreePerson(who.login, who.name, seen, here=seen is not None and now - seen <= HERE)
        for who, seen in people
        if who.login not in busy
    ]
    return tuple(sorted(free, key=lambda each: not each.here))


def _groups(found: Rows, desk: Desk, now: datetime) -> tuple[WaitingGroup, ...]:
    """What is on wait, by what it waits for."""
    groups = []
    for kind in Waits:
        of_kind = [row for row in found if row.kind == kind]
        if of_kind:
            waiting = tuple(
                Waiting(
                    ticket=row.ticket, subject=row.subject, customer_id=row.customer_id,
                    customer=row.customer, holder=row.holder, since=row.waiting_since,
                    seconds=officehours.office_seconds(desk.hours, row.waiting_since, end=now),
                    credits=row.waiting_credits,
                )
                for row in of_kind
            )  # fmt: skip
            groups.append(WaitingGroup(kind, of_kind[0].total, waiting))
    return tuple(groups)
