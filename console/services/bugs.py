"""Known bugs: put down with their component, and the requests that they collect."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from console.policy import access
from console.policy import bugs as policy
from console.policy.proposing import Fault
from console.policy.questions import Decision
from console.policy.refusal import Refusal
from console.services import facts, naming
from console.services.bug_shapes import BugRef, BugView
from console.services.components import facts_of, the_component
from console.services.connection import until_saved
from console.services.context import Desk
from console.services.faults import BadInput, NotFound
from console.services.shapes import Actor
from db import bugs, components, locks, tickets
from db import worktime as db_worktime
from db.bugs import Known
from db.engine import Session
from db.tables import KnownBug, KnownBugFact, KnownBugTicket
from widgets.safe_text import clean, one_line


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of a known bug."""

    title: str
    found_in: str | None = None
    note: str | None = None


async def listing(desk: Desk) -> tuple[BugView, ...]:
    """Every known bug: the unsolved ones first, then the newest."""
    async with desk.reading() as session:
        rows = await bugs.known(session)
        return await views(session, sorted(rows, key=lambda each: each.fact.state == "solved"))


async def show(desk: Desk, *, bug: int) -> BugView:
    """One known bug. Raises NotFound."""
    async with desk.reading() as session:
        (found,) = await views(session, [await the_bug(session, bug)])
    return found


async def of(session: Session, ticket: int) -> BugRef | None:
    """Within a transaction: the known bug that a request is of."""
    found = await bugs.of_ticket(session, ticket)
    return ref(found) if found else None


def ref(found: Known) -> BugRef:
    """A known bug by number and title."""
    return BugRef(facts.key(found.bug), found.fact.title, found.fact.state == "solved")


async def the_bug(session: Session, bug: int) -> Known:
    """Within a transaction: a known bug, kept from who else would change it. Raises NotFound."""
    await locks.hold(session, lock_of(bug))
    found = await bugs.get(session, bug)
    if found is None:
        raise NotFound(f"There is no known bug {bug}.")
    return found


def lock_of(bug: int) -> str:
    """What keeps a known bug from others; a request is locked before it."""
    return f"known bug {bug}"


@until_saved
async def add(
    desk: Desk, actor: Actor, *, component: str, told: Told, fault: str = Fault.BUG, now: datetime
) -> BugView | Refusal:
    """Put a known bug of a component of ours down (F1 to F4). Raises NotFound and BadInput."""
    said, kind = tidy(told), parse_fault(fault)
    if refused := access.check(facts.role_of(actor), "bug"):
        return refused
    async with desk.writing(actor, now) as session:
        of_what = await the_component(session, component)
        ends = policy.ends(facts_of(of_what.fact), kind)
        if isinstance(ends, Refusal):
            return ends
        row = KnownBug(
            component_id=facts.key(of_what.component), fault=str(kind), staff_id=actor.staff_id, added_at=now
        )  # fmt: skip
        number = await bugs.add(session, row)
        await write(session, actor, number, before=None, told=said, now=now)
        (found,) = await views(session, [await the_bug(session, number)])
        return found


@until_saved
async def change(
    desk: Desk,
    actor: Actor,
    *,
    bug: int,
    title: str | None = None,
    found_in: str | None = None,
    note: str | None = None,
    again: bool = False,
    now: datetime,
) -> BugView | Refusal:
    """Say otherwise what a known bug is: None stays as it is, nothing takes it away. Raises NotFound and BadInput.

    `again` says that a solved one is not solved.
    """
    if refused := access.check(facts.role_of(actor), "bug"):
        return refused
    async with desk.writing(actor, now) as session:
        before = await the_bug(session, bug)
        if before.fact.state == "solved" and not again:
            return Refusal(
                f"Bug {bug} is solved, and its customers are told so: say that it is known again."
            )
        was = told_of(before.fact)
        said = tidy(
            Told(
                was.title if title is None else title,
                was.found_in if found_in is None else found_in,
                was.note if note is None else note,
            )
        )
        if before.fact.state == "solved" or was != said:
            await write(session, actor, bug, before=before.fact, told=said, now=now)
        (found,) = await views(session, [await the_bug(session, bug)])
        return found


async def write(
    session: Session,
    actor: Actor,
    bug: int,
    *,
    before: KnownBugFact | None,
    told: Told,
    solved_in: str | None = None,
    advice: str | None = None,
    solved: bool = False,
    now: datetime,
) -> KnownBugFact:
    """Within a transaction: put down what a known bug is from now on, with an event of what differs."""
    row = KnownBugFact(
        bug_id=bug, **asdict(told), state="solved" if solved else "known", solved_in=solved_in,
        advice=advice, staff_id=actor.staff_id, written_at=now,
    )  # fmt: skip
    await bugs.add(session, row)
    what = "added" if before is None else "solved" if solved else "changed"
    was, becomes = (_words(each) if each else {} for each in (before, row))
    differs = [name for name in becomes if was.get(name) != becomes[name]]
    await tickets.record(
        session, f"known bug {what}", at=now, staff_id=actor.staff_id, bug=bug,
        before={name: was.get(name) for name in differs} if before else None,
        after={name: becomes[name] for name in differs},
    )  # fmt: skip
    return row


def _words(fact: KnownBugFact) -> dict[str, str | None]:
    names = ("title", "state", "found_in", "solved_in", "note", "advice")
    return {name: getattr(fact, name) for name in names}


def told_of(fact: KnownBugFact) -> Told:
    """What a stored fact says."""
    return Told(fact.title, fact.found_in, fact.note)


def parse_fault(fault: str) -> Fault:
    """The fault of that name. Raises BadInput."""
    if fault not in policy.FAULTS:
        raise BadInput(f"A known bug is one of {', '.join(policy.FAULTS)}.")
    return Fault(fault)


def tidy(told: Told) -> Told:
    """What is said as it is kept. Raises BadInput."""
    title = one_line(told.title)
    if not title or len(title) > policy.TITLE_CHARS_MAX:
        raise BadInput(f"A known bug has a title, of up to {policy.TITLE_CHARS_MAX} characters.")
    return Told(title, naming.normal_version(told.found_in), tidy_words(told.note))


def tidy_words(text: str | None) -> str | None:
    """A note or an advice as it is kept. Raises BadInput."""
    words = clean(text or "").strip()
    if len(words) > policy.WORDS_CHARS_MAX:
        raise BadInput(f"That has at most {policy.WORDS_CHARS_MAX:,} characters.")
    return words or None


@until_saved
async def attach(
    desk: Desk, actor: Actor, *, ticket: int, bug: int | None, now: datetime
) -> BugRef | Refusal | None:
    """Say which known bug a request is of, or with None that it is of none. Raises NotFound."""
    if refused := access.check(facts.role_of(actor), "bug"):
        return refused
    async with desk.writing(actor, now) as session:
        row = await facts.the_ticket(session, ticket)
        before = await bugs.of_ticket(session, ticket)
        after = None if bug is None else await the_bug(session, bug)
        number = after.bug.id if after else None
        if number != (before.bug.id if before else None):
            said = KnownBugTicket(
                ticket_id=facts.key(row), bug_id=number, staff_id=actor.staff_id, said_at=now
            )
            await bugs.add(session, said)
            await tickets.record(
                session, "known bug", at=now, staff_id=actor.staff_id, ticket_id=row.id,
                before=_named(before), after=_named(after),
            )  # fmt: skip
        return ref(after) if after else None


def _named(found: Known | None) -> str | None:
    return f"{found.bug.id} {found.fact.title}" if found else None


async def views(session: Session, rows: Sequence[Known]) -> tuple[BugView, ...]:
    """Within a transaction: these known bugs."""
    numbers = [facts.key(each.bug) for each in rows]
    counts = await bugs.counts(session, numbers)
    of_what = await components.of_ids(session, {each.bug.component_id for each in rows})
    people = await db_worktime.names(session, list({each.fact.staff_id for each in rows}))
    found = []
    for number, each in zip(numbers, rows, strict=True):
        every, still_open = counts.get(number, (0, 0))
        component = of_what[each.bug.component_id]
        ends = policy.ends(facts_of(component.fact), Fault(each.bug.fault))
        decided = ends if isinstance(ends, Decision) else None
        fact = each.fact
        found.append(
            BugView(
                number, component.component.code, component.fact.name, each.bug.fault, fact.title,
                fact.state, fact.found_in, fact.solved_in, fact.note, fact.advice,
                str(decided.outcome) if decided else "", decided.ground_clause if decided else None,
                every, still_open, people[fact.staff_id].login, fact.written_at,
            )
        )  # fmt: skip
    return tuple(found)
