"""The office's days: which are closed, worked or have hours of their own, and what that makes of its hours (C7)."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from console.policy import access, officedays
from console.policy.officedays import Closing
from console.policy.officehours import OfficeDay, OfficeHours, office_day
from console.policy.refusal import Refusal
from console.services import deskwide as overlay
from console.services import facts
from console.services.connection import until_saved
from console.services.context import Desk
from console.services.desk_settings import a_reason
from console.services.shapes import Actor
from console.services.views import office_text
from db import deskwide as db_deskwide
from db import tickets
from db import worktime as db_worktime
from db.engine import Session
from db.tables import OfficeDayRow

USUAL = "usual"


@dataclass(frozen=True, slots=True)
class OfficeDayView:
    """What is said of a day: `said` in words, `usual` how it would be kept otherwise."""

    day: date
    state: str
    said: str
    usual: str
    reason: str
    said_by: str
    said_at: datetime


@dataclass(frozen=True, slots=True)
class OfficeView:
    """The office: its hours now, the days that something is said of from today on, and when it is closed next."""

    now: str
    hours: OfficeHours
    days: tuple[OfficeDayView, ...]
    closings: tuple[Closing, ...]


@dataclass(frozen=True, slots=True)
class Holiday:
    """A national holiday by the office's calendar; `kept` tells how the day is kept after all."""

    day: date
    name: str
    kept: str


async def show(desk: Desk, *, now: datetime) -> OfficeView:
    """The office as it is kept from today on."""
    async with desk.reading() as session:
        today = office_day(desk.hours, now)
        rows = await db_deskwide.last_days(session, since=today.isoformat())
        logins = await _logins(session, rows)
    return OfficeView(
        now=office_text(desk.hours, now),
        hours=desk.hours,
        days=tuple(_view(desk.hours, row, logins) for row in rows),
        closings=officedays.closings(desk.hours, today),
    )


def closing_words(each: Closing) -> str:
    """Days on which the office is closed: "closed from Thu 31 Dec to Sun 10 Jan", "closed on Thu 24 Dec"."""
    return f"closed {'on' if each.first == each.last else 'from'} {closed_days(each)}"


def closed_days(each: Closing) -> str:
    """The first and the last day of a closing, or the one that it has: "Thu 31 Dec to Sun 10 Jan"."""
    days = (each.first,) if each.first == each.last else (each.first, each.last)
    return " to ".join(map(day_words, days))


def day_words(day: date) -> str:
    """A day in a few words, as "Thu 31 Dec"."""
    return f"{day:%a} {day.day} {day:%b}"


async def named_holidays(desk: Desk, *, today: date) -> tuple[Holiday, ...]:
    """The national holidays to come, with their names, looked up beside everything else."""
    return await asyncio.to_thread(coming_holidays, desk.hours, today)


def coming_holidays(hours: OfficeHours, today: date) -> tuple[Holiday, ...]:
    """The national holidays from today to the end of next year."""
    found = holidays(hours, today.year, today.year + 1)
    return tuple(each for each in found if each.day >= today)


def holidays(hours: OfficeHours, *years: int) -> tuple[Holiday, ...]:
    """The national holidays of some years with their names; loads every country's calendar, so not while somebody waits."""
    if hours.calendar in {"", "none"}:
        return ()
    import holidays as library

    try:
        found = library.country_holidays(hours.calendar, years=years, language="en_US")
    except NotImplementedError:
        return ()
    return tuple(
        Holiday(day, str(name), officedays.on_day(hours, day))
        for day, name in sorted(found.items())
    )


def wanted(
    hours: OfficeHours, day: date, *, state: str, opens: time | None, closes: time | None
) -> OfficeDay | Refusal | None:
    """What would be said of a day: None for as usual."""
    if state == USUAL:
        return None
    if state == "closed":
        return OfficeDay(day, works=False)
    if opens is None and closes is None:
        return OfficeDay(day, works=True)
    own = officedays.check_hours(hours, opens, closes)
    return own if isinstance(own, Refusal) else OfficeDay(day, True, *own)


def changed(hours: OfficeHours, day: date, said: OfficeDay | None) -> OfficeHours:
    """The office's hours with that said of a day."""
    others = frozenset(each for each in hours.days if each.day != day)
    return replace(hours, days=others if said is None else others | {said})


def preview(hours: OfficeHours, day: date, said: OfficeDay | None) -> tuple[str, ...]:
    """What saying that of a day would change, in sentences."""
    after = changed(hours, day, said)
    before_words, after_words = officedays.on_day(hours, day), officedays.on_day(after, day)
    if before_words == after_words:
        return (f"{day_words(day)} stays as it is: {after_words}.",)
    told = [f"{day_words(day)}: {before_words} → {after_words}."]
    around = next(
        (each for each in officedays.closings(after, day, days=1) if each.first <= day < each.opens_on), None
    )  # fmt: skip
    if around is not None:
        closed = closing_words(around)
        told.append(f"{closed[:1].upper()}{closed[1:]}.")
    return (*told, "Due times of disputes that are in already stay.")


@until_saved
async def say(
    desk: Desk,
    actor: Actor,
    *,
    day: date,
    state: str,
    opens: time | None = None,
    closes: time | None = None,
    reason: str,
    now: datetime,
) -> OfficeView | Refusal:
    """Say of a day that it is "closed", "worked" or as "usual"; with hours of its own where they are given.

    Days past stay as they were. The same again changes nothing. Raises BadInput for no reason.
    """
    if refused := access.check(facts.role_of(actor), "settings"):
        return refused
    why = a_reason(reason)
    async with desk.writing(actor, now, alone=True) as session:
        if refused := officedays.check_day(day, today=office_day(desk.hours, now)):
            return refused
        said = wanted(desk.hours, day, state=state, opens=opens, closes=closes)
        if isinstance(said, Refusal):
            return said
        before = await _said(session, day)
        if state == USUAL and before is None:
            return Refusal(f"Nothing is said of {day}: it is kept as usual.")
        if before != said:
            await _keep(session, actor, day, before=before, said=said, reason=why, now=now)
    return await show(desk, now=now)


async def _said(session: Session, day: date) -> OfficeDay | None:
    """What is said of a day."""
    row = await db_deskwide.last_of_day(session, day.isoformat())
    if row is None or row.state == USUAL:
        return None
    return overlay.office_day(row.day, row.state, row.opens, row.closes)


async def _keep(
    session: Session,
    actor: Actor,
    day: date,
    *,
    before: OfficeDay | None,
    said: OfficeDay | None,
    reason: str,
    now: datetime,
) -> None:
    row = await db_deskwide.say_of_day(
        session, day=day.isoformat(), state=_state(said), opens=_clock(said and said.opens),
        closes=_clock(said and said.closes), reason=reason, staff_id=actor.staff_id, said_at=now,
    )  # fmt: skip
    await tickets.record(
        session, "office day", at=now, staff_id=actor.staff_id, day=day.isoformat(),
        before=officedays.said(before), after=officedays.said(said), reason=reason, saying=row.id,
    )  # fmt: skip


def _state(said: OfficeDay | None) -> str:
    if said is None:
        return USUAL
    return "worked" if said.works else "closed"


def _clock(at: time | None) -> str | None:
    return None if at is None else f"{at:%H:%M}"


def _view(hours: OfficeHours, row: OfficeDayRow, logins: dict[int, str]) -> OfficeDayView:
    said = overlay.office_day(row.day, row.state, row.opens, row.closes)
    return OfficeDayView(
        day=said.day,
        state=row.state,
        said=officedays.said(said),
        usual=officedays.usual(hours, said.day),
        reason=row.reason,
        said_by=logins.get(row.staff_id, ""),
        said_at=row.said_at,
    )


async def _logins(session: Session, rows: Iterable[OfficeDayRow]) -> dict[int, str]:
    people = await db_worktime.names(session, sorted({row.staff_id for row in rows}))
    return {staff_id: member.login for staff_id, member in people.items()}
