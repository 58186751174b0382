"""Taking requests in arrival order, handing them on, putting them on wait, and what they are about."""

from datetime import datetime, timedelta

from console.policy import access, intake, queue
from console.policy.refusal import Refusal
from console.services import coverage, disputes, facts, limits, posting, views, waits
from console.services.connection import until_saved
from console.services.context import Desk
from console.services.faults import BadInput, NotFound
from console.services.shapes import Actor, TicketView
from db import people, tickets
from db import queue as db_queue
from db import worktime as db_worktime
from db.engine import Session
from db.tables import Ticket


async def pick(desk: Desk, actor: Actor, *, now: datetime) -> TicketView | Refusal | None:
    """Take the oldest eligible request, and give everything on it; None where nothing waits (C9)."""
    taken = await take(desk, actor, now=now)
    if not isinstance(taken, int):
        return taken
    return await views.ticket_view(desk, ticket=taken, now=now)


@until_saved
async def take(desk: Desk, actor: Actor, *, now: datetime) -> int | Refusal | None:
    """Take the oldest eligible request; its number, None where nothing waits (C9)."""
    async with desk.writing(actor, now) as session:
        held = await db_queue.actively_held(session, actor.staff_id)
        if refused := access.check(facts.role_of(actor), "pick") or queue.check_pick(held):
            return refused
        ticket = await db_queue.next_eligible(session, but=queue.passed_over(facts.role_of(actor)))
        if ticket is None:
            return None
        await tickets.change(session, ticket, claimed_by=actor.staff_id, claimed_at=now)
        await tickets.record(
            session, "picked", at=now, staff_id=actor.staff_id, ticket_id=ticket.id
        )
        return facts.key(ticket)


@until_saved
async def release(
    desk: Desk, actor: Actor, *, ticket: int, reason: str, now: datetime
) -> TicketView | Refusal:
    """Give a request back to the queue, in its old place. Raises NotFound."""
    async with desk.writing(actor, now) as session:
        row = await facts.the_ticket(session, ticket)
        if refused := facts.check_open_in_hand(actor, row, "release") or _reason(
            reason, "Giving a request back"
        ):
            return refused
        if row.claimed_by is None:
            return Refusal(f"#{ticket} is held by nobody.", "C9")
        before = await _login(session, row.claimed_by)
        await waits.end_timers(session, row, ending="released", now=now)
        await tickets.change(session, row, claimed_by=None, claimed_at=None)
        await tickets.record(
            session, "released", at=now, staff_id=actor.staff_id, ticket_id=ticket, before=before,
            after=None, reason=reason,
        )  # fmt: skip
        return await views.gather(session, desk, ticket, now=now)


@until_saved
async def assign(
    desk: Desk, actor: Actor, *, ticket: int, login: str, reason: str, now: datetime
) -> TicketView | Refusal:
    """Hand a request to someone, out of order if need be; the old holder's session ends (C10). Raises NotFound."""
    async with desk.writing(actor, now) as session:
        row = await facts.the_ticket(session, ticket)
        refused = access.check(facts.role_of(actor), "assign") or facts.check_open(row)
        if refused := refused or _reason(reason, "Handing a request to someone"):
            return refused
        member = await people.staff_by_login(session, login)
        if member is None or member.retired_at is not None:
            raise NotFound(f"Nobody on the staff has the login {login!r}.")
        if row.claimed_by == member.id:
            return await views.gather(session, desk, ticket, now=now)
        first = await db_queue.next_eligible(session)
        before = await _login(session, row.claimed_by)
        out_of_order = row.claimed_by is None and (first is None or first.id != row.id)
        await waits.end_timers(session, row, ending="reassigned", now=now)
        await tickets.change(
            session, row, claimed_by=member.id, claimed_at=now, urgent=row.urgent or out_of_order
        )
        await tickets.record(
            session, "assigned", at=now, staff_id=actor.staff_id, ticket_id=ticket,
            before=before, after=login, reason=reason, out_of_order=out_of_order,
        )  # fmt: skip
        return await views.gather(session, desk, ticket, now=now)


@until_saved
async def wait(
    desk: Desk,
    actor: Actor,
    *,
    ticket: int,
    waiting_for: str,
    credits: int | None = None,
    now: datetime,
) -> TicketView | Refusal:
    """Put a request on wait for its customer, or for so many available credits (U2). Raises NotFound, BadInput."""
    async with desk.writing(actor, now) as session:
        row = await facts.the_ticket(session, ticket)
        if refused := facts.check_open_in_hand(actor, row, "wait") or waits.check(row):
            return refused
        await waits.put(
            session, desk, row, actor=actor, waiting_for=waiting_for, credits=credits, now=now
        )
        return await views.gather(session, desk, ticket, now=now)


@until_saved
async def resume(
    desk: Desk,
    actor: Actor,
    *,
    ticket: int,
    reason: str,
    suspected_first_party: bool = False,
    now: datetime,
) -> TicketView | Refusal:
    """Take a request off wait; one held for an owing customer only with cause (U7). Raises NotFound."""
    async with desk.writing(actor, now) as session:
        row = await facts.the_ticket(session, ticket)
        if refused := facts.check_open(row) or _reason(reason, "Taking a request off wait"):
            return refused
        if row.waiting_for is None:
            return Refusal(f"#{ticket} waits for nothing.", "U2")
        role, by_right = facts.role_of(actor), "free_hold"
        if row.waiting_for == "customer":
            refused = access.check_holder(actor.staff_id, row.claimed_by, role=role)
        elif suspected_first_party:
            refused = access.check(role, "suspect")
        else:
            refused = access.check(role, by_right)
        if refused:
            return refused
        suspected = reason if suspected_first_party else row.suspected_first_party
        before = row.waiting_for
        await waits.end(session, row, suspected_first_party=suspected)
        await tickets.record(
            session, "taken off wait", at=now, staff_id=actor.staff_id, ticket_id=ticket,
            before=before, after=None, reason=reason, suspected_first_party=suspected_first_party,
        )  # fmt: skip
        return await views.gather(session, desk, ticket, now=now)


@until_saved
async def set_kind(
    desk: Desk, actor: Actor, *, ticket: int, kind: str, now: datetime
) -> TicketView | Refusal:
    """Say what a request is about. Raises NotFound and BadInput."""
    try:
        wanted = intake.parse_kind(kind)
    except ValueError as error:
        raise BadInput(str(error)) from None
    async with desk.writing(actor, now) as session:
        row = await facts.the_ticket(session, ticket)
        if refused := facts.check_open_in_hand(actor, row, "kind"):
            return refused
        if refused := await disputes.kind_changed(
            session, desk, actor, row, kind=str(wanted), now=now
        ):
            return refused
        before = row.kind
        await tickets.change(session, row, kind=str(wanted))
        work = await facts.work_on(session, desk, row, now)
        await _pause_uncovered(session, desk, row, work=work, now=now)
        await tickets.record(
            session, "kind", at=now, staff_id=actor.staff_id, ticket_id=ticket, before=before,
            after=str(wanted),
        )  # fmt: skip
        await posting.wake(session, desk, row.customer_id, now=now)
        return await views.gather(session, desk, ticket, now=now)


@until_saved
async def set_estimate(
    desk: Desk, actor: Actor, *, ticket: int, credits: int, now: datetime
) -> TicketView | Refusal:
    """Set what a request is expected to cost; past what was told, that crosses a limit (U9). Raises NotFound, BadInput."""
    async with desk.writing(actor, now) as session:
        row = await facts.the_ticket(session, ticket)
        if refused := facts.check_open_in_hand(actor, row, "estimate"):
            return refused
        _check_estimate(credits, desk.terms_of(row.policy_version).credits_per_block)
        work = await facts.work_on(session, desk, row, now)
        run_up = work.run_up
        if credits < run_up:
            return Refusal(
                f"#{ticket} has run up {run_up} credits: estimate that many at least.", "U9"
            )
        before = row.estimate
        await tickets.change(session, row, estimate=credits)
        await tickets.record(
            session, "estimate", at=now, staff_id=actor.staff_id, ticket_id=ticket, before=before,
            after=credits,
        )  # fmt: skip
        await limits.notice(session, desk, row, work=work, now=now)
        await _pause_uncovered(session, desk, row, work=work, now=now)
        await posting.wake(session, desk, row.customer_id, now=now)
        return await views.gather(session, desk, ticket, now=now)


async def _login(session: Session, staff_id: int | None) -> str | None:
    member = await people.staff(session, staff_id) if staff_id is not None else None
    return member.login if member is not None else None


def _check_estimate(credits: int, block: int) -> None:
    if not 0 < credits <= waits.MAX_CREDITS or credits % block:
        raise BadInput(f"An estimate is a multiple of {block} credits, up to {waits.MAX_CREDITS}.")


async def _pause_uncovered(
    session: Session, desk: Desk, ticket: Ticket, *, work: facts.Work, now: datetime
) -> None:
    """Work on a modification stops until it is covered (U3)."""
    if await coverage.check(session, desk, ticket, work=work, now=now):
        await waits.end_timers(session, ticket, ending="paused", now=now)


@until_saved
async def reopen(
    desk: Desk, actor: Actor, *, ticket: int, reason: str, now: datetime
) -> TicketView | Refusal:
    """Open a closed request again, in its old place; its time goes on from where it was. Raises NotFound."""
    async with desk.writing(actor, now) as session:
        row = await facts.the_ticket(session, ticket)
        refused = access.check(facts.role_of(actor), "reopen") or _reason(reason, "Reopening")
        if refused:
            return refused
        if row.closed_at is None:
            return Refusal(f"#{ticket} is open already.")
        await open_again(session, desk, row, holder=None, now=now)
        await tickets.record(
            session, "reopened", at=now, staff_id=actor.staff_id, ticket_id=ticket, reason=reason
        )
        return await views.gather(session, desk, ticket, now=now)


async def open_again(
    session: Session, desk: Desk, ticket: Ticket, *, holder: int | None, now: datetime
) -> None:
    """Within a transaction: a closed request is open, with a holder or in the queue."""
    await tickets.change(
        session, ticket, closed_at=None, outcome=None, ground=None, claimed_by=holder,
        claimed_at=now if holder else None,
    )  # fmt: skip
    await disputes.open_again(session, desk, ticket, now=now)


async def return_lost_claims(desk: Desk, *, now: datetime) -> int:
    """Put back what is held by people not seen for too long, in its old place; says how many."""
    async with desk.reading() as session:
        lost = [
            facts.key(ticket)
            for ticket, seen_at in await db_worktime.claims(session)
            if await _lost_since(session, desk, ticket, seen_at, now=now)
        ]
    back = 0
    for number in lost:
        async with desk.writing(job="limits") as session:
            back += await _return_lost(session, desk, number, now=now)
    return back


async def _return_lost(session: Session, desk: Desk, number: int, *, now: datetime) -> bool:
    """Put one request back, unless its holder has come, or let go of it, meanwhile."""
    ticket = await facts.the_ticket(session, number)
    if ticket.claimed_by is None or ticket.closed_at or ticket.waiting_for:
        return False
    seen_at = await db_worktime.seen_at(session, ticket.claimed_by)
    seen = await _lost_since(session, desk, ticket, seen_at, now=now)
    if seen is None:
        return False
    await tickets.change(session, ticket, claimed_by=None, claimed_at=None)
    await tickets.record(
        session, "claim lost", at=now, ticket_id=ticket.id, last_seen=seen.isoformat()
    )
    return True


async def _lost_since(
    session: Session, desk: Desk, ticket: Ticket, seen_at: datetime | None, *, now: datetime
) -> datetime | None:
    """When the holder of a request was last seen, if that is too long ago to hold it on."""
    running = await db_worktime.running_on(session, facts.key(ticket))
    plain = any(work.console is None for work in running)
    seen = max(seen_at or ticket.received_at, ticket.claimed_at or ticket.received_at)
    lost = queue.check_claim_lost(
        seen, now, has_plain_timer=plain, limit_seconds=desk.settings.claim_lost_seconds
    )
    return seen if lost else None


async def is_here(session: Session, desk: Desk, staff_id: int, now: datetime) -> bool:
    """Whether a person was seen lately enough to be given something back."""
    seen, member = (
        await db_worktime.seen_at(session, staff_id),
        await people.staff(session, staff_id),
    )
    if seen is None or member is None or member.retired_at is not None:
        return False
    return now - seen < timedelta(seconds=desk.settings.claim_lost_seconds)


def _reason(reason: str, what: str) -> Refusal | None:
    return None if reason.strip() else Refusal(f"{what} needs a reason.", "C9")
