"""A known bug is solved: its customers are told, and its open requests closed free, each in a transaction of its own.

Whatever ends the program in between, saying it again goes on where it ended: who was told is on record with their mail.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from console.policy import access
from console.policy import bugs as policy
from console.policy.proposing import Fault
from console.policy.questions import Decision
from console.policy.refusal import Refusal
from console.services import bugs, closing, facts, naming, outgoing, posting
from console.services.bug_shapes import BugPlan, BugRequest, Settled, Solved
from console.services.components import facts_of
from console.services.connection import until_saved
from console.services.context import Desk, to_second
from console.services.shapes import Actor
from db import board, components, ledger, locks, people, tickets
from db import bugs as db_bugs
from db import worktime as db_worktime
from db.bugs import Known
from db.engine import Session
from db.tables import Entry, KnownBugTold, Ticket

CLOSE, TELL, LEAVE, TOLD = "close", "tell", "leave", "told"
"""What becomes of a request: closed and told, told alone, left with a reason; or it was told before."""


async def plan(desk: Desk, *, bug: int) -> BugPlan:
    """A known bug with its requests, and what telling that it is solved does with each, or has done. Raises NotFound."""
    async with desk.reading() as session:
        known = await bugs.the_bug(session, bug)
        (view,) = await bugs.views(session, [known])
        rows = await db_bugs.requests(session, bug)
        told = await _told(session, known)
        customers = await people.customers(session, list({row.customer_id for row in rows}))
        ends = await _ends(session, known)
        lefts = await _checks(session, [row for row in rows if row.closed_at is None])
        if isinstance(ends, Refusal):
            lefts = {facts.key(row): ends for row in rows}
        charged = await _charged(session, bug, rows)
        found = []
        for row in rows:
            number = facts.key(row)
            does, reason = (TOLD, None) if number in told else _does(row, lefts.get(number))
            found.append(
                BugRequest(
                    number, row.subject, customers[row.customer_id].name, row.closed_at is not None,
                    does, reason, charged[number],
                )
            )  # fmt: skip
        return BugPlan(view, tuple(found))


async def _charged(session: Session, bug: int, rows: Sequence[Ticket]) -> dict[int, int]:
    """What each of these requests would get back, were it told now; so many queries, however many they are."""
    numbers = [facts.key(row) for row in rows]
    entries = defaultdict[int | None, list[Entry]](list)
    for entry in await ledger.of_tickets(session, numbers):
        entries[entry.ticket_id].append(entry)
    before = await db_bugs.last_told(session, bug, numbers)
    return {
        number: _to_give_back(row, entries[number], before.get(number))
        for number, row in zip(numbers, rows, strict=True)
    }


async def _told(session: Session, known: Known) -> dict[int, KnownBugTold]:
    if known.fact.state != "solved":
        return {}
    return await db_bugs.told(session, facts.key(known.fact))


def _does(row: Ticket, left: Refusal | None) -> tuple[str, str | None]:
    if left is not None:
        return LEAVE, left.reason
    return (CLOSE if row.closed_at is None else TELL), None


async def _checks(session: Session, rows: Sequence[Ticket]) -> dict[int, Refusal]:
    """Those of these open requests that are left alone, and why; so many queries, however many they are."""
    numbers = [facts.key(row) for row in rows]
    work = await db_worktime.of_tickets(session, numbers)
    running = {
        number: [each.staff_id for each in found if each.ended_at is None]
        for number, found in work.items()
    }
    names = await db_worktime.names(session, sorted({*chain(*running.values())}))
    crossed = await board.crossed(session, numbers)
    checked = {
        facts.key(row): policy.check_left(
            kind=row.kind, timers=tuple(names[each].name for each in running[facts.key(row)]),
            limits=tuple(
                each.limit for each in crossed if each.ticket == row.id and each.answer is None
            ),
        )
        for row in rows
    }  # fmt: skip
    return {number: left for number, left in checked.items() if left is not None}


async def solve(
    desk: Desk,
    actor: Actor,
    *,
    bug: int,
    version: str | None = None,
    advice: str | None = None,
    seen: Collection[int] | None = None,
    now: datetime,
) -> Solved | Refusal:
    """Say that a known bug is solved, tell its customers and close its requests free; again, go on with who is left.

    Refused where its requests are not those that were `seen`. Raises NotFound and BadInput.
    """
    marked = await mark(desk, actor, bug=bug, version=version, advice=advice, seen=seen, now=now)
    if isinstance(marked, Refusal):
        return marked
    settled = [
        await settle(desk, actor, bug=bug, solving=marked.solving, ticket=ticket, now=now)
        for ticket in marked.due
    ]
    return Solved(await bugs.show(desk, bug=bug), tuple(filter(None, settled)))


@dataclass(frozen=True, slots=True)
class Marked:
    """What says that a bug is solved, and the requests that nobody was told about yet; one that comes later is not."""

    solving: int
    due: tuple[int, ...]


@until_saved
async def mark(
    desk: Desk,
    actor: Actor,
    *,
    bug: int,
    version: str | None = None,
    advice: str | None = None,
    seen: Collection[int] | None = None,
    now: datetime,
) -> Marked | Refusal:
    """Put down that it is solved, once."""
    if refused := access.check(facts.role_of(actor), "solve_bug"):
        return refused
    solved_in, words = naming.normal_version(version), bugs.tidy_words(advice)
    async with desk.writing(actor, now) as session:
        known = await bugs.the_bug(session, bug)
        rows = [facts.key(row) for row in await db_bugs.requests(session, bug)]
        if refused := policy.check_seen(rows, seen) or _check_version(known, solved_in):
            return refused
        fact, told = known.fact, await _told(session, known)
        if fact.state != "solved":
            fact = await bugs.write(
                session, actor, bug, before=known.fact, told=bugs.told_of(known.fact),
                solved_in=solved_in, advice=words, solved=True, now=now,
            )  # fmt: skip
        return Marked(facts.key(fact), tuple(each for each in rows if each not in told))


def _check_version(known: Known, solved_in: str | None) -> Refusal | None:
    """Refuse another version than the one that its customers were told."""
    fact = known.fact
    if fact.state != "solved" or solved_in in {None, fact.solved_in}:
        return None
    return Refusal(
        f"Bug {known.bug.id} is solved in {fact.solved_in or 'a version that was not said'}:"
        " say that it is known again first."
    )


@until_saved
async def settle(
    desk: Desk, actor: Actor, *, bug: int, solving: int, ticket: int, now: datetime
) -> Settled | None:
    """Tell one request's customer, and close it where it is open; None where it is of no such bug any more.

    Entry, answer, mail and closing are one transaction with what says that it was told.
    """
    at = to_second(now)
    async with desk.writing(actor, now) as session:
        row = await facts.the_ticket(session, ticket)
        await locks.hold(session, bugs.lock_of(bug))
        known = await db_bugs.of_ticket(session, ticket)
        if known is None or known.bug.id != bug or known.fact.id != solving:
            return None
        if ticket in await db_bugs.told(session, solving):
            return Settled(ticket, TOLD)
        ends = await _ends(session, known)
        if isinstance(ends, Refusal):
            return Settled(ticket, LEAVE, ends.reason)
        if row.closed_at is not None:
            return await _tell(session, desk, actor, row, known, now=at)
        return await _close(session, desk, actor, row, known, ends=ends, now=at)


async def _close(
    session: Session,
    desk: Desk,
    actor: Actor,
    row: Ticket,
    known: Known,
    *,
    ends: Decision,
    now: datetime,
) -> Settled:
    number = facts.key(row)
    left = (await _checks(session, [row])).get(number)
    if left is not None:
        return Settled(number, LEAVE, left.reason)
    clause = f"{ends.ground_clause} " if ends.ground_clause else ""
    done = await closing.within(
        session, desk, actor, ticket=number, outcome=ends.outcome,
        ground=f"{clause}known bug {known.bug.id}: {known.fact.title}",
        text=await _words(session, desk, row, known, closes=True),
        component=await _unnamed(session, number, known), now=now,
    )  # fmt: skip
    if isinstance(done, Refusal):
        return Settled(number, LEAVE, done.reason)
    (mail,) = await tickets.thread(session, number, 1)
    await _put_down(session, actor, row, known, message=facts.key(mail), entry=done.entry, now=now)
    return Settled(number, CLOSE, proposal=done.proposal)


async def _unnamed(session: Session, ticket: int, known: Known) -> str | None:
    """The bug's component, where nobody said yet what the request is about, and it is still offered."""
    found = (await components.of_ids(session, [known.bug.component_id]))[known.bug.component_id]
    if found.fact.retired or await components.about(session, ticket) is not None:
        return None
    return found.component.code


async def _tell(
    session: Session, desk: Desk, actor: Actor, row: Ticket, known: Known, *, now: datetime
) -> Settled:
    """What is closed stays closed; what it took is proposed to be given back, which a lead decides."""
    number = facts.key(row)
    text = await _words(session, desk, row, known, closes=False)
    mail = await outgoing.write(session, desk, row, text=text, actor=actor, now=now)
    entries = await ledger.of_ticket(session, number)
    before = await db_bugs.last_told(session, facts.key(known.bug), [number])
    await _put_down(session, actor, row, known, message=facts.key(mail), entry=None, now=now)
    proposal = None
    if (taken := _to_give_back(row, entries, before.get(number))) > 0:
        proposal = await posting.propose(
            session, actor, ticket=row, entries=entries, give_back=taken,
            reason=f"It was known bug {known.bug.id}: {known.fact.title}", now=now,
        )  # fmt: skip
    return Settled(number, TELL, proposal=proposal)


def _to_give_back(row: Ticket, entries: Sequence[Entry], told_at: datetime | None) -> int:
    """What a closed request took and may get back: nothing anew where all of it was proposed when it was told before."""
    if row.kind == "dispute" or not any(
        told_at is None or each.posted_at > told_at for each in entries if each.kind == "charge"
    ):
        return 0
    return max(0, facts.posted_net(entries))


async def _ends(session: Session, known: Known) -> Decision | Refusal:
    found = await components.of_ids(session, [known.bug.component_id])
    component = found[known.bug.component_id]
    return policy.ends(facts_of(component.fact), Fault(known.bug.fault))


async def _words(session: Session, desk: Desk, row: Ticket, known: Known, *, closes: bool) -> str:
    found = await components.of_ids(session, [known.bug.component_id])
    return await outgoing.template(
        session, desk, row, "bug-solved", bug=known.fact.title, closes=closes,
        component=found[known.bug.component_id].fact.name, version=known.fact.solved_in or "",
        advice=known.fact.advice or "",
    )  # fmt: skip


async def _put_down(
    session: Session,
    actor: Actor,
    row: Ticket,
    known: Known,
    *,
    message: int,
    entry: int | None,
    now: datetime,
) -> None:
    told = KnownBugTold(
        bug_id=facts.key(known.bug), fact_id=facts.key(known.fact), ticket_id=facts.key(row),
        message_id=message, entry_id=entry, staff_id=actor.staff_id, told_at=now,
    )  # fmt: skip
    await db_bugs.add(session, told)
    await tickets.record(
        session, "told of a solved bug", at=now, staff_id=actor.staff_id, ticket_id=row.id,
        bug=known.bug.id, message=message,
    )  # fmt: skip
