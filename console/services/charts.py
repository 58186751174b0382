"""Charts: the backlog and its ages, and what reports tell, as figures of which some are drawn."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta

from console.documents.charts import Chart
from console.documents.figures import Figures
from console.policy import access, officehours
from console.policy.refusal import Refusal
from console.services import chart_figures as counted
from console.services import facts, report_layouts, reports
from console.services.chart_layouts import Name
from console.services.context import Desk
from console.services.faults import BadInput
from console.services.report_layouts import By
from console.services.shapes import Actor
from db import backlog, queue
from db.reports import Span

MOST_DAYS = 366

_OF_REPORTS: Mapping[Name, tuple[report_layouts.Name, By, Callable[[Figures], Chart]]] = {
    Name.CHARGES: (report_layouts.Name.OUTCOMES, By.WEEK, counted.charges),
    Name.TIME: (report_layouts.Name.TIME, By.PERSON, counted.work),
    Name.FLOW: (report_layouts.Name.CREDITS, By.WEEK, counted.flow),
}
"""Which report a chart is drawn from, and what is made of it."""


async def of(
    desk: Desk,
    actor: Actor,
    *,
    name: Name,
    first_day: date | None = None,
    last_day: date | None = None,
    now: datetime,
) -> Chart | Refusal:
    """A chart of these office days, both ends included; this month so far unless said otherwise. Raises BadInput.

    Who may see it is as in reports. The ages are those of now, whatever days are asked for.
    """
    first, last = reports.period(desk.hours, first_day, last_day, now=now)
    if (last - first).days >= MOST_DAYS:
        raise BadInput("A chart shows a year at the most: ask for fewer days.")
    if name in _OF_REPORTS:
        report, by, made = _OF_REPORTS[name]
        found = await reports.of(
            desk, actor, name=report, first_day=first, last_day=last, by=by, now=now
        )
        return found if isinstance(found, Refusal) else made(found)
    refused = access.check(facts.role_of(actor), "report")
    if refused is not None:
        return refused
    if name is Name.AGES:
        return await _ages(desk, now=now)
    today = officehours.office_day(desk.hours, now)
    return await _backlog(desk, first=first, last=max(first, min(last, today)))


async def _ages(desk: Desk, *, now: datetime) -> Chart:
    async with desk.reading() as session:
        found = await backlog.open_now(session)
    return counted.ages(found, hours=desk.hours, now=now)


async def _backlog(desk: Desk, *, first: date, last: date) -> Chart:
    """Counted back from what is open now, so that nothing before the first day is looked at."""
    days = Span(
        officehours.day_begins(desk.hours, first),
        officehours.day_begins(desk.hours, last + timedelta(days=1)),
    )
    async with desk.reading() as session:
        there = await queue.count(session, mode="all")
        since = counted.turned(await backlog.turned_from(session, days.until))
        turns = await backlog.turns(session, days, utc_offset_hours=desk.hours.utc_offset_hours)
    return counted.backlog(turns, open_after=there - since.more, first=first, last=last)
