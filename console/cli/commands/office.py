"""The office: its hours, the days that are kept otherwise, its holidays, and when it is closed next."""

from dataclasses import asdict
from datetime import time

from console.cli.context import Context, acting, answered, opened_by_staff
from console.cli.output import Answer, table
from console.policy.officedays import Closing
from console.policy.officehours import OfficeHours, office_day
from console.policy.refusal import Refusal
from console.services import office_days as service
from console.services.office_days import Holiday, OfficeView
from console.services.office_words import opening

CLOSINGS = 5


async def listing(context: Context) -> Answer:
    """Tell how the office is kept."""
    async with opened_by_staff(context) as desk:
        found = await service.show(desk, now=context.now)
    year, today = context.given.year, office_day(found.hours, context.now)
    holidays = (
        service.holidays(found.hours, year) if year else service.coming_holidays(found.hours, today)
    )
    return Answer(
        _data(found) | {"holidays": [asdict(each) for each in holidays]},
        "\n\n".join(filter(None, [_words(found), _holidays(holidays)])),
    )


async def close(context: Context) -> Answer | Refusal:
    """Keep a day closed."""
    return await _say(context, "closed")


async def open_(context: Context) -> Answer | Refusal:
    """Work on a day in the usual hours."""
    return await _say(context, "worked")


async def hours(context: Context) -> Answer | Refusal:
    """Work on a day in hours of its own."""
    return await _say(context, "worked", context.given.opens, context.given.closes)


async def take_back(context: Context) -> Answer | Refusal:
    """Keep a day as usual again."""
    return await _say(context, service.USUAL)


async def _say(
    context: Context, state: str, opens: time | None = None, closes: time | None = None
) -> Answer | Refusal:
    given = context.given
    result = await acting(
        context, service.say, day=given.day, state=state, opens=opens, closes=closes,
        reason=given.reason, now=context.now,
    )  # fmt: skip
    return answered(result, lambda found: Answer(_data(found), _words(found)))


def _data(found: OfficeView) -> dict[str, object]:
    hours = found.hours
    return {
        "now": found.now,
        "opens": f"{hours.opens:%H:%M}",
        "closes": f"{hours.closes:%H:%M}",
        "utc_offset_hours": hours.utc_offset_hours,
        "calendar": hours.calendar,
        "days": [asdict(each) for each in found.days],
        "closings": [asdict(each) for each in found.closings],
    }


def _words(found: OfficeView) -> str:
    parts = [f"{hours_words(found.hours)}\n{found.now[:1].upper()}{found.now[1:]}."]
    if found.days:
        rows = (
            (f"{each.day:%a} {each.day}", each.said, each.usual, each.said_by, each.reason)
            for each in found.days
        )
        parts.append(table(("day", "kept", "otherwise", "by", "why"), rows))
    parts += ["\n".join(map(closing_words, found.closings[:CLOSINGS]))]
    return "\n\n".join(filter(None, parts))


def hours_words(hours: OfficeHours) -> str:
    """The usual hours and the calendar."""
    kept = "none" if hours.calendar in {"", "none"} else hours.calendar
    return f"{opening(hours, 'en')}, holidays of {kept} (C7)."


def closing_words(each: Closing) -> str:
    """Days on which the office is closed, and when it opens again."""
    one = each.first == each.last
    days = (
        f"on {each.first:%a} {each.first}"
        if one
        else f"from {each.first:%a} {each.first} to {each.last:%a} {each.last}"
    )
    return f"Closed {days}, open again {each.opens_on:%a} {each.opens_on}."


def _holidays(found: tuple[Holiday, ...]) -> str:
    rows = ((f"{each.day:%a} {each.day}", each.name, each.kept) for each in found)
    return table(("day", "holiday", "kept"), rows) if found else ""
