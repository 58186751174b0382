"""Closing: the outcome decides the charge; entry, answer, outbox and closing are one transaction."""

from dataclasses import dataclass
from datetime import datetime

from console.policy import charges, disputes, notices, senders
from console.policy import credits as policy_credits
from console.policy.charges import Charge
from console.policy.outcomes import Outcome, parse_outcome
from console.policy.refusal import Refusal
from console.policy.senders import Doubt
from console.services import (
    closing_mail,
    facts,
    limits,
    naming,
    outgoing,
    posting,
    threads,
    verdicts,
)
from console.services.connection import until_saved
from console.services.context import Desk, to_second
from console.services.facts import Work
from console.services.faults import BadInput
from console.services.shapes import Actor, Closed
from db import ledger, tickets
from db import worktime as db_worktime
from db.engine import Session
from db.tables import Entry, LimitNotice, Ticket


@dataclass(frozen=True, slots=True)
class _Case:
    """Everything a closing is decided from."""

    ticket: Ticket
    work: Work
    notices: list[LimitNotice]
    entries: tuple[Entry, ...]
    available: int
    doubts: tuple[Doubt | None, ...]

    @property
    def posted(self) -> int:
        """What has been charged for it before, net of what went back."""
        return facts.posted_net(self.entries)

    @property
    def waived(self) -> int:
        """What earlier closings waived: it stays waived."""
        return sum(entry.waived for entry in self.entries)


@dataclass(frozen=True, slots=True)
class _Decision:
    """What closing will write: the cost in full, what of it is charged, and what is waived."""

    charge: Charge
    cost: int
    waived: int
    posted: int
    settlement: charges.Settlement


@until_saved
async def close(
    desk: Desk,
    actor: Actor,
    *,
    ticket: int,
    outcome: str,
    ground: str | None = None,
    text: str | None = None,
    waive_over_limit: bool = False,
    override_reason: str | None = None,
    give_back: int | None = None,
    seen: int | None = None,
    component: str | None = None,
    version: str | None = None,
    now: datetime,
) -> Closed | Refusal:
    """Charge, answer and close at once, or refuse and change nothing. Raises NotFound and BadInput.

    `text` is the specialist's answer; the cost, its clauses and the balance follow it in the mail. `give_back`
    is what an upheld dispute gives back, all that is left of the charge if it is None. `seen` is the last message
    that was on the screen: with newer ones by others, they are given first. A `component`, by its code, and its
    `version` are what it turned out to be about; without them that stays as it was said.
    """
    try:
        wanted = parse_outcome(outcome)
    except ValueError as error:
        raise BadInput(str(error)) from None
    at = to_second(now)
    async with desk.writing(actor, now) as session:
        return await within(
            session, desk, actor, ticket=ticket, outcome=wanted, ground=ground, text=text,
            waive_over_limit=waive_over_limit, override_reason=override_reason, give_back=give_back, seen=seen,
            component=component, version=version, now=at,
        )  # fmt: skip


async def within(
    session: Session,
    desk: Desk,
    actor: Actor,
    *,
    ticket: int,
    outcome: Outcome,
    ground: str | None = None,
    text: str | None = None,
    waive_over_limit: bool = False,
    override_reason: str | None = None,
    give_back: int | None = None,
    seen: int | None = None,
    component: str | None = None,
    version: str | None = None,
    now: datetime,
) -> Closed | Refusal:
    """As `close`, within a transaction; `now` is in whole seconds. Raises NotFound."""
    case = await _gather(session, desk, actor, ticket=ticket, now=now)
    decided = _decide(
        case, actor, outcome, ground=ground, waive=waive_over_limit,
        override_reason=override_reason, now=now,
    )  # fmt: skip
    if isinstance(decided, Refusal):
        return decided
    if overtaken := await threads.check_seen(session, actor, ticket=ticket, seen=seen):
        return overtaken
    verdict = await verdicts.prepare(session, actor, case.ticket, outcome, credits=give_back)
    if isinstance(verdict, Refusal):
        return verdict
    await naming.say_too(session, actor, case.ticket, code=component, version=version, now=now)
    return await _apply(
        session, desk, actor, case=case, decided=decided, verdict=verdict, ground=ground,
        text=text, override_reason=override_reason, now=now,
    )  # fmt: skip


async def _gather(
    session: Session, desk: Desk, actor: Actor, *, ticket: int, now: datetime
) -> _Case:
    row = await facts.the_ticket(session, ticket)
    left = await facts.available_to(session, desk, row.customer_id, now=now, without=ticket)
    work = await facts.work_on(session, desk, row, now)
    if facts.check_in_hand(actor, row) is None:
        # What was crossed is put on record even where closing is refused: its prompt can then be answered.
        await limits.notice(session, desk, row, work=work, now=now)
    return _Case(
        ticket=row,
        work=work,
        notices=await ledger.limits(session, ticket),
        entries=tuple(await ledger.of_ticket(session, ticket)),
        available=left,
        doubts=tuple(senders.parse_doubt(each) for each in await tickets.doubts(session, ticket)),
    )


def _decide(
    case: _Case,
    actor: Actor,
    outcome: Outcome,
    *,
    ground: str | None,
    waive: bool,
    override_reason: str | None,
    now: datetime,
) -> _Decision | Refusal:
    terms, cover = case.work.terms, case.work.cover
    role, worked = facts.role_of(actor), case.work.worked_seconds
    refused = facts.check_open_in_hand(actor, case.ticket, "close")
    if refused := refused or _check_timers(case.work, now):
        return refused
    if outcome is Outcome.NOT_A_REQUEST and (
        refused := charges.check_not_a_request(worked, role, ground=ground)
    ):
        return refused
    if refused := disputes.check_close(case.ticket.kind, outcome, ticket=facts.key(case.ticket)):
        return refused
    charge = charges.charge(
        outcome, worked, cover=cover, kind=case.ticket.kind, ground=ground, terms=terms
    )
    known = [facts.notice_of(row) for row in case.notices]
    full = max(0, charge.credits - case.waived)
    cost = full
    if full > case.posted:
        # What has been charged before was announced, waived or decided by a lead then.
        refused = notices.check_charge(
            full, known, waive=waive, override_reason=override_reason, role=role, cover=cover,
            terms=terms,
        )  # fmt: skip
        cost = notices.charged_credits(full, known, waive=waive, cover=cover, terms=terms)
        cost = max(cost, min(full, case.posted))
    settlement = charges.settle(cost, case.posted)
    if settlement.due > 0:
        refused = refused or senders.check_charge(case.doubts)
    refused = refused or _check_modification(case, outcome, cost=cost, due=settlement.due)
    if refused:
        return refused
    return _Decision(charge, cost, full - cost, case.posted, settlement)


def _check_modification(case: _Case, outcome: Outcome, *, cost: int, due: int) -> Refusal | None:
    """Refuse to charge a modification past its estimate, or one that was done without cover (U3)."""
    estimate = case.ticket.estimate
    done = outcome is Outcome.MODIFICATION
    was_one = case.ticket.kind == policy_credits.MODIFICATION and outcome is not Outcome.FORWARDED
    if done or was_one:
        kind = policy_credits.MODIFICATION
        if refused := policy_credits.check_modification_charge(kind, estimate, credits=cost):
            return refused
    if done and due > case.available:
        missing = due - case.available
        return Refusal(
            f"This modification costs {due} more credits: {missing} have to be added first.", "U3"
        )
    return None


def _check_timers(work: Work, now: datetime) -> Refusal | None:
    """Refuse while nobody has said what an interrupted timer counts for."""
    if any(facts.is_interrupted(row, now) for row in work.rows):
        return Refusal("A timer on it was interrupted: keep, cut or discard it first.", "U8")
    return None


def _used(work: Work, charge: Charge) -> tuple[int, ...]:
    """The support packages that the charge draws on."""
    return work.cover.ids if work.cover is not None and charge.covered_seconds else ()


async def _apply(
    session: Session,
    desk: Desk,
    actor: Actor,
    *,
    case: _Case,
    decided: _Decision,
    verdict: verdicts.Verdict | None,
    ground: str | None,
    text: str | None,
    override_reason: str | None,
    now: datetime,
) -> Closed:
    ticket, number = case.ticket, facts.key(case.ticket)
    for running in await db_worktime.running_on(session, number):
        await db_worktime.end(session, running, at=now, ending="closed")
    entry = await posting.charge(
        session, desk, actor, ticket=ticket, charge=decided.charge,
        earlier=sum(each.kind == "charge" for each in case.entries),
        due=decided.settlement.due, cost=decided.cost, waived=decided.waived, ground=ground, reason=override_reason,
        entitlement_ids=_used(case.work, decided.charge),
        sessions_to=max((facts.key(row) for row in case.work.rows), default=0), now=now,
    )  # fmt: skip
    outcome, settled = decided.charge.outcome, None
    if verdict is not None:
        settled = await verdicts.carry_out(session, actor, verdict, now=now)
    proposal = (
        settled.proposal if settled else await _propose(session, actor, case, decided, now=now)
    )
    if outcome is not Outcome.NOT_A_REQUEST:
        body = await closing_mail.text(
            session, desk, ticket, charge=decided.charge, cover=case.work.cover, cost=decided.cost,
            waived=decided.waived, posted=decided.posted, balance=entry.balance_after, answer=text,
            settled=settled,
        )  # fmt: skip
        await outgoing.write(session, desk, ticket, text=body, actor=actor, now=now)
    await tickets.change(
        session, ticket, outcome=str(outcome), ground=ground, closed_at=now,
        waiting_for=None, waiting_since=None, waiting_credits=None,
    )  # fmt: skip
    await tickets.keep_draft(session, ticket_id=number, staff_id=actor.staff_id, body="", at=now)
    await tickets.record(
        session, "closed", at=now, staff_id=actor.staff_id, ticket_id=number, entry=entry.id,
        outcome=str(outcome), waived=decided.waived, override=override_reason,
    )  # fmt: skip
    await posting.wake(session, desk, ticket.customer_id, now=now)
    return Closed(
        ticket=number, outcome=str(outcome), worked_seconds=case.work.worked_seconds,
        blocks=decided.charge.blocks, credits=decided.cost, clauses=decided.charge.clauses,
        balance=entry.balance_after, entry=facts.key(entry), posted=-entry.credits,
        waived=decided.waived, proposal=proposal,
    )  # fmt: skip


async def _propose(
    session: Session, actor: Actor, case: _Case, decided: _Decision, *, now: datetime
) -> int | None:
    """Propose to give back what was charged before and costs no more; no decision of a dispute lowers it (D1)."""
    if decided.charge.outcome in verdicts.DECISIONS:
        return None
    return await posting.propose(
        session, actor, ticket=case.ticket, entries=case.entries,
        give_back=decided.settlement.give_back, reason="Closed again at a lower cost", now=now,
    )  # fmt: skip
