"""The record: every change by anyone, newest first, found by who, what, request, customer, days and words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from console.policy import access, officehours
from console.policy.officehours import OfficeHours
from console.services import facts, record_words
from console.services.context import Desk
from console.services.faults import BadInput, NotFound
from console.services.shapes import Actor
from db import events, people
from db import worktime as db_worktime
from db.engine import Session
from db.events import Asked, Place
from db.tables import Event, Staff, WorkSession
from widgets.durations import clock_words
from widgets.safe_text import one_line

PAGE = 50
WINDOW = 500
WINDOWS = 4
"""A page looks at so many events at most, however few of them are wanted: the next goes on from there."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for; words are looked for in what is shown."""

    login: str | None = None
    words: str = ""
    ticket: int | None = None
    customer: int | str | None = None
    first_day: date | None = None
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class EventView:
    """One event, in words and with all that is kept of it."""

    event: int
    at: datetime
    who: str
    login: str | None
    what: str
    ticket: int | None
    customer: int | None
    said: str
    clause: str = ""
    detail: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RecordPage:
    """Some events; `more_before` goes on with older ones, `looked_back_to` says how far was looked."""

    rows: tuple[EventView, ...]
    more_before: int | None
    looked_back_to: datetime | None


async def listing(
    desk: Desk, actor: Actor, wanted: Wanted, *, before: int | None = None, limit: int = PAGE
) -> RecordPage:
    """The newest events that are wanted and that the actor may read. Raises NotFound and BadInput."""
    if limit < 1:
        raise BadInput("A page of the record has 1 event or more.")
    async with desk.reading() as session:
        asked = await _asked(session, desk, wanted)
        place = await _place(session, before)
        rows: list[EventView] = []
        for _ in range(WINDOWS):
            found = await events.page(session, asked, after=place, limit=WINDOW)
            for row, view in zip(found, await _views(session, desk, found), strict=True):
                place = (row.at, facts.key(row))
                if _is_wanted(actor, wanted, asked, row, view):
                    rows.append(view)
                if len(rows) == limit:
                    return RecordPage(tuple(rows), view.event, row.at)
            if len(found) < WINDOW:
                return RecordPage(tuple(rows), None, place[0] if place else None)
        return RecordPage(tuple(rows), place[1] if place else None, place[0] if place else None)


async def show(desk: Desk, actor: Actor, *, event: int) -> EventView:
    """One event whole. Raises NotFound where there is none that the actor may read."""
    async with desk.reading() as session:
        row = await events.get(session, event)
        if row is None or not _may_read(actor, row):
            raise NotFound(f"There is no event {event} that you may read.")
        return (await _views(session, desk, [row]))[0]


async def _asked(session: Session, desk: Desk, wanted: Wanted) -> Asked:
    """What the database is asked by: people by their numbers, days by the office's midnights."""
    member = await people.staff_by_login(session, wanted.login) if wanted.login else None
    if wanted.login and member is None:
        raise NotFound(f"Nobody on the staff has the login {wanted.login!r}.")
    customer = wanted.customer
    if isinstance(customer, str):
        owner = await people.customer_at(session, customer.strip().lower())
        if owner is None:
            raise NotFound(f"No customer writes from {one_line(customer, max_chars=80)}.")
        customer = facts.key(owner)
    last = wanted.last_day and wanted.last_day + timedelta(days=1)
    return Asked(
        staff_id=facts.key(member) if member else None,
        what=wanted.words if wanted.words in record_words.SAID else None,
        ticket_id=wanted.ticket,
        customer_id=customer,
        since=officehours.day_begins(desk.hours, wanted.first_day) if wanted.first_day else None,
        before=officehours.day_begins(desk.hours, last) if last else None,
    )


async def _place(session: Session, before: int | None) -> Place | None:
    if before is None:
        return None
    row = await events.get(session, before)
    if row is None:
        raise NotFound(f"There is no event {before}.")
    return row.at, before


def _is_wanted(actor: Actor, wanted: Wanted, asked: Asked, row: Event, view: EventView) -> bool:
    """Whether what one index found is what was asked for in all, and the actor's to read."""
    if not _may_read(actor, row) or asked.staff_id not in {None, row.staff_id}:
        return False
    if asked.what is not None:
        return row.what == asked.what
    said = view.said.casefold()
    return all(word in said for word in wanted.words.casefold().split())


def _may_read(actor: Actor, row: Event) -> bool:
    role = facts.role_of(actor)
    return access.may_read_event(role, actor.staff_id, by=row.staff_id, ticket=row.ticket_id)


async def _views(session: Session, desk: Desk, found: Sequence[Event]) -> list[EventView]:
    work = await _work(session, found)
    numbers = {row.staff_id for row in found if row.staff_id is not None}
    numbers |= {each.staff_id for each in work.values()}
    staff = await db_worktime.names(session, list(numbers))
    owners = {row.customer_id for row in found if row.customer_id is not None}
    customers = await people.customers(session, list(owners))
    names = {number: one_line(row.name, max_chars=60) for number, row in customers.items()}
    made = []
    for row in found:
        member = staff.get(row.staff_id) if row.staff_id is not None else None
        who = one_line(member.name) if member else "The desk"
        it = f"#{row.ticket_id}" if row.ticket_id else names.get(row.customer_id or 0, "")
        detail = _for_people(row, work, staff, desk.hours)
        made.append(
            EventView(
                facts.key(row), row.at, who, member.login if member else None, row.what,
                row.ticket_id, row.customer_id,
                record_words.sentence(who, row.what, it, detail),
                record_words.clause_of(row.what, row.detail), row.detail,
            )
        )  # fmt: skip
    return made


async def _work(session: Session, found: Sequence[Event]) -> dict[int, WorkSession]:
    """The sessions whose end the events tell of."""
    named = [row.detail.get("work_session") for row in found if row.what in record_words.ENDS_WORK]
    wanted = [each for each in named if isinstance(each, int)]
    return await db_worktime.of_numbers(session, wanted) if wanted else {}


def _for_people(
    row: Event, work: Mapping[int, WorkSession], staff: Mapping[int, Staff], hours: OfficeHours
) -> dict[str, Any]:
    """What is kept of an event, without the numbers that nobody knows a message or a session by: the time that it took."""
    told = {
        name: record_words.by_the_clock(value, hours)
        for name, value in row.detail.items()
        if name not in record_words.NUMBERS
    }
    session = work.get(row.detail.get("work_session", 0))
    if session is None or row.what not in record_words.ENDS_WORK:
        return told
    owner = staff.get(session.staff_id) if session.staff_id != row.staff_id else None
    whose = {"of": owner.name} if owner else {}
    return {**whose, "worked": clock_words(facts.seconds_of(session, row.at)), **told}
