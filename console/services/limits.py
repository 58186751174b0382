"""Limits: facts the moment they are crossed, answered by a person, told to the customer (U9, U10)."""

from datetime import datetime

from console.policy import credits as policy_credits
from console.policy import crossings, notices, worktime
from console.policy.crossings import Crossing
from console.policy.entitlements import is_package
from console.policy.limits import (
    CREDIT_LIMITS,
    LIMIT_CLAUSES,
    TELLING,
    UNTOLD,
    Answer,
    Limit,
    Notice,
    allowance,
    answered_together,
)
from console.policy.refusal import Refusal
from console.policy.terms import Terms
from console.services import agreements, facts, outgoing, waits
from console.services.connection import until_saved
from console.services.context import Desk
from console.services.facts import Work
from console.services.faults import BadInput, NotFound
from console.services.shapes import Actor, LimitView
from db import ledger, tickets
from db import worktime as db_worktime
from db.engine import Session
from db.tables import LimitNotice, Ticket


@until_saved
async def of_ticket(desk: Desk, *, ticket: int, now: datetime) -> tuple[LimitView, ...]:
    """The limits that a request has crossed, putting on record what nobody has noticed yet. Raises NotFound."""
    async with desk.writing() as session:
        row = await facts.the_ticket(session, ticket)
        work = await facts.work_on(session, desk, row, now)
        await notice(session, desk, row, work=work, now=now)
        return await views(session, ticket)


async def notice(
    session: Session, desk: Desk, ticket: Ticket, *, work: Work, now: datetime
) -> list[LimitNotice]:
    """Put on record what a request has crossed by now; gives all of its crossings, oldest first.

    What the customer agreed to beforehand is answered by that, and by no prompt (U9).
    """
    rows = await ledger.limits(session, facts.key(ticket))
    if ticket.closed_at is not None:
        return rows
    agreed = await agreements.reached(session, desk, ticket, rows=rows, work=work, now=now)
    await agreements.answer_open(session, rows, agreed, now=now)
    # An agreement is a new amount, which more work may have passed already.
    while due := _due(ticket, work, rows):
        for crossing in due:
            rows.append(
                await cross(
                    session, crossing, ticket=ticket, work=work, rows=rows, agreed=agreed, now=now
                )
            )
    return rows


def _due(ticket: Ticket, work: Work, rows: list[LimitNotice]) -> tuple[Crossing, ...]:
    package = work.covered_seconds if is_package(work.cover) else None
    return crossings.due_crossings(
        work.chargeable_seconds, ticket.estimate,
        notices=[facts.notice_of(row) for row in rows], terms=work.terms, package_seconds=package,
    )  # fmt: skip


async def cross(
    session: Session,
    crossing: Crossing,
    *,
    ticket: Ticket,
    work: Work,
    rows: list[LimitNotice],
    agreed: agreements.Agreed | None,
    now: datetime,
) -> LimitNotice:
    """Within a transaction: put a crossing on record, answered where a notice or an agreement settles it."""
    settled = next((row for row in rows if facts.notice_of(row) == crossing.answered_by), None)
    answered = _settled_as(settled, now) or agreements.answers(crossing, agreed, now=now)
    return await ledger.cross(
        session,
        ticket_id=ticket.id,
        limit=str(crossing.limit),
        threshold=crossing.threshold,
        crossed_at=_crossed_at(crossing, work, now),
        worked_seconds=crossing.worked_seconds,
        credits=crossing.credits,
        **answered,
    )


def _crossed_at(crossing: Crossing, work: Work, now: datetime) -> datetime:
    """When the work came to the limit: a package's counts all of it, the others what is charged."""
    spans = work.charged if crossing.limit in CREDIT_LIMITS else work.spans
    counted = work.chargeable_seconds if crossing.limit in CREDIT_LIMITS else work.worked_seconds
    if crossing.ends_agreement or not 0 < crossing.worked_seconds <= counted:
        return now
    return worktime.reached_at(spans, crossing.worked_seconds, now=now) or now


def _settled_as(settled: LimitNotice | None, now: datetime) -> dict[str, object]:
    """The answer that one prompt and one mail gave to both U9 and U10."""
    if settled is None:
        return {}
    return {
        "amount": settled.amount,
        "answer": settled.answer,
        "answered_by": settled.answered_by,
        "answered_at": now,
        "reason": settled.reason,
        "message_id": settled.message_id,
        "consent_id": settled.consent_id,
    }


def check_none_open(rows: list[LimitNotice]) -> Refusal | None:
    """Refuse more work while a limit waits for its answer, or was answered with closing now (U9, U10)."""
    unanswered = next((row for row in rows if row.answer is None), None)
    if unanswered is None:
        last = max(rows, key=lambda row: (row.answered_at, row.id), default=None)
        if last is not None and last.answer == Answer.CLOSE:
            return Refusal(
                f"#{last.ticket_id} was to be closed now: close it, or tell the customer and go on.",
                "U10",
            )
        return None
    clause = LIMIT_CLAUSES[Limit(unanswered.limit)][0]
    return Refusal(
        f"#{unanswered.ticket_id} has crossed {unanswered.limit}: answer that limit first.", clause
    )


async def notice_text(
    desk: Desk,
    *,
    ticket: int,
    amount: int,
    answer: str,
    limit: str = Limit.OVER_40_CREDITS,
    now: datetime,
) -> str:
    """The mail that an answer would send, in the customer's language. Raises NotFound."""
    async with desk.reading() as session:
        row = await facts.the_ticket(session, ticket)
        work = await facts.work_on(session, desk, row, now)
        waits = answer == Answer.WAIT
        return await _text(session, desk, row, work=work, amount=amount, limit=limit, waits=waits)


@until_saved
async def answer(
    desk: Desk,
    actor: Actor,
    *,
    ticket: int,
    limit: str,
    answer: str,
    amount: int | None = None,
    reason: str | None = None,
    text: str | None = None,
    now: datetime,
) -> LimitView | Refusal:
    """Answer a crossed limit, and what the same notice answers; `go-on` and `wait` send it. Raises NotFound."""
    asked, said = _parsed(limit, answer)
    async with desk.writing(actor, now) as session:
        row = await facts.the_ticket(session, ticket)
        work = await facts.work_on(session, desk, row, now)
        if refused := facts.check_open_in_hand(actor, row, "answer_limit"):
            return refused
        rows = await notice(session, desk, row, work=work, now=now)
        open_row = next((r for r in rows if r.limit == asked and r.answer is None), None)
        if open_row is None:
            open_row = _told_after_all(rows, ticket, asked=asked, said=said, now=now)
            rows.append(open_row)
        known = [facts.notice_of(each) for each in rows]
        tells = said in TELLING and asked not in UNTOLD
        if amount is None and tells:
            amount = notices.suggested_amount(
                work.chargeable_seconds, row.estimate, notices=known, limit=asked,
                terms=work.terms,
            )  # fmt: skip
        together = answered_together(asked, known)
        refused = notices.check_answer(
            said, amount, reason=reason, threshold=_last_told(asked, known, together, work.terms),
            credits=work.run_up, limit=asked, terms=work.terms,
        )  # fmt: skip
        if refused:
            return refused
        told = amount if tells else None
        message = None
        if told is not None:
            waiting = said is Answer.WAIT
            body = text or await _text(
                session, desk, row, work=work, amount=told, limit=asked, waits=waiting
            )
            message = await outgoing.write(session, desk, row, text=body, actor=actor, now=now)
        for each in rows:
            if facts.notice_of(each) in together:
                await ledger.save(
                    session, each, answer=str(said), amount=told or 0, answered_by=actor.staff_id,
                    answered_at=now, reason=reason, message_id=message.id if message else None,
                )  # fmt: skip
        if said is Answer.WAIT and told is not None:
            await _wait(session, desk, row, work=work, amount=told, actor=actor, now=now)
        await tickets.record(
            session, "limit answered", at=now, staff_id=actor.staff_id, ticket_id=ticket,
            limit=str(asked), answer=str(said), amount=told, reason=reason,
        )  # fmt: skip
        return _view(open_row, {actor.staff_id: actor.login})


def _last_told(
    asked: Limit, known: list[Notice], together: tuple[Notice, ...], terms: Terms
) -> int:
    """What a notice has to go past: the threshold crossed, and whatever the customer was told before."""
    if asked not in CREDIT_LIMITS:
        return 0
    return max(allowance(known, terms), *(each.threshold for each in together))


def _told_after_all(
    rows: list[LimitNotice], ticket: int, *, asked: Limit, said: Answer, now: datetime
) -> LimitNotice:
    """A crossing that was answered without telling the customer can still be told (U9). Raises NotFound."""
    silent = [row for row in rows if row.limit == asked and row.answer and not row.amount]
    if not silent or said not in TELLING:
        raise NotFound(f"#{ticket} has no open limit {asked}.")
    last = silent[-1]
    return LimitNotice(
        ticket_id=last.ticket_id, limit=last.limit, threshold=last.threshold, crossed_at=now,
        worked_seconds=last.worked_seconds, credits=last.credits,
    )  # fmt: skip


def _parsed(limit: str, answer: str) -> tuple[Limit, Answer]:
    try:
        return notices.parse_limit(limit), notices.parse_answer(answer)
    except ValueError as error:
        raise BadInput(str(error)) from None


async def _wait(
    session: Session,
    desk: Desk,
    ticket: Ticket,
    *,
    work: Work,
    amount: int,
    actor: Actor,
    now: datetime,
) -> None:
    """Put the request on wait for what the amount asks beyond what is run up, and stop its timer (U10)."""
    if ticket.waiting_for == "credits":
        return
    number, own = facts.key(ticket), ticket.kind == policy_credits.MODIFICATION
    # A modification needs all that is not charged yet, its own reservation being part of it.
    has = facts.posted_net(await ledger.of_ticket(session, number)) if own else work.run_up
    needed = max(0, amount - has)
    left = await facts.available_to(
        session, desk, ticket.customer_id, now=now, without=number if own else None
    )
    await waits.end_timers(session, ticket, ending="waiting", now=now)
    if policy_credits.ends_wait(needed, left):
        return
    await tickets.change(
        session, ticket, waiting_for="credits", waiting_since=now, waiting_credits=needed
    )
    await tickets.record(
        session, "put on wait", at=now, staff_id=actor.staff_id, ticket_id=ticket.id,
        waiting_for="credits", credits=needed,
    )  # fmt: skip


async def _text(
    session: Session,
    desk: Desk,
    ticket: Ticket,
    *,
    work: Work,
    amount: int,
    limit: str,
    waits: bool,
) -> str:
    balance, _ = await ledger.standing(session, ticket.customer_id)
    name = "limit" if limit in CREDIT_LIMITS else "package"
    return await outgoing.template(
        session, desk, ticket, name, amount=amount, waits=waits, balance=balance,
        minutes=work.worked_seconds // 60,
        credits=work.run_up, covered_by=outgoing.package_words(work.cover, ticket.language),
    )  # fmt: skip


async def views(session: Session, ticket: int) -> tuple[LimitView, ...]:
    """A request's crossings, oldest first."""
    rows = await ledger.limits(session, ticket)
    people_ids = [row.answered_by for row in rows if row.answered_by is not None]
    names = await db_worktime.names(session, people_ids) if people_ids else {}
    logins = {staff_id: member.login for staff_id, member in names.items()}
    return tuple(_view(row, logins) for row in rows)


def _view(row: LimitNotice, logins: dict[int, str]) -> LimitView:
    return LimitView(
        limit=row.limit,
        threshold=row.threshold,
        crossed_at=row.crossed_at,
        worked_seconds=row.worked_seconds,
        credits=row.credits,
        amount=row.amount or None,
        answer=row.answer,
        answered_by=logins.get(row.answered_by) if row.answered_by else None,
        answered_at=row.answered_at,
        reason=row.reason,
    )
