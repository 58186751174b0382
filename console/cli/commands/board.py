"""The board: how the desk stands, with the same figures as on the screen; for leads and admins."""

from collections.abc import Callable, Iterator
from datetime import datetime

from console.cli.context import Context, acting, answered, office_times
from console.cli.output import Answer
from console.policy.refusal import Refusal
from console.services import board as service
from console.services import board_words as words
from console.services.board_shapes import BoardView, LooseEnd, PersonAtWork, WaitingGroup
from widgets.durations import age_words

When = Callable[[datetime], str]


async def board(context: Context) -> Answer | Refusal:
    """Tell how the desk stands."""
    when = office_times(context)
    found = await acting(context, service.of, now=context.now)
    return answered(found, lambda view: Answer(wire(view), "\n".join(_lines(view, when))))


def _lines(view: BoardView, when: When) -> Iterator[str]:
    yield words.waiting_words(view)
    yield words.today_words(view.today, when)
    for work in view.work:
        note = words.note_words(work, when)
        told = f"{work.name}: #{work.ticket} {words.state_words(work, when)}, {words.worked_words(work, view.at)}"
        yield f"{told}, block {work.block_at(view.at)}{f', {note}' if note else ''}  {work.subject}"
    for person in view.free:
        yield f"{person.name}: free, {words.seen_words(person, when)}"
    for group in view.waiting:
        yield from _group_lines(group, when)
    yield f"Loose ends: {words.loose_words(view.loose)}"
    for end in view.loose:
        yield from _end_lines(end, when)


def _group_lines(group: WaitingGroup, when: When) -> Iterator[str]:
    for row in group.rows:
        waits, age = words.waits_for_words(group.waits_for, row), age_words(row.seconds)
        yield f"Waiting for {waits} since {when(row.since)} ({age}): #{row.ticket} {row.customer}  {row.subject}"
    if more := words.more_words(group.count, len(group.rows)):
        yield f"Waiting for {group.waits_for}: {more}"


def _end_lines(end: LooseEnd, when: When) -> Iterator[str]:
    for thing in end.things:
        since = f"  {when(thing.since)}" if thing.since is not None else ""
        yield f"{end.kind}: {words.thing_words(thing)}{since}"
    if more := words.more_words(end.count, len(end.things)):
        yield f"{end.kind}: {more}"


def wire(view: BoardView) -> dict[str, object]:
    """The board as scripts read it."""
    return {
        "at": view.at,
        "waiting": view.summary.waiting,
        "oldest_seconds": view.summary.oldest_seconds,
        "held": view.summary.held,
        "today": {
            "day": view.today.day, "arrivals": view.today.arrivals, "closings": view.today.closings,
            "open": view.today.open_now,
            "hours": [{"at": at, "open": count} for at, count in view.today.hours],
        },
        "work": [_work(each, view.at) for each in view.work],
        "free": [
            {"login": each.login, "name": each.name, "seen_at": each.seen_at, "here": each.here}
            for each in view.free
        ],
        "on_wait": [_group(each) for each in view.waiting],
        "loose_ends": [_end(each) for each in view.loose],
    }  # fmt: skip


def _work(work: PersonAtWork, now: datetime) -> dict[str, object]:
    return {
        "login": work.login, "name": work.name, "ticket": work.ticket, "subject": work.subject,
        "running": work.runs, "running_since": work.running_since, "paused_since": work.paused_since,
        "interrupted": work.interrupted, "holds": work.holds, "worked_seconds": work.worked_at(now),
        "block": work.block_at(now), "goes_back_at": work.goes_back_at,
        "limits": [{"limit": each.limit, "answer": each.answer} for each in work.limits],
    }  # fmt: skip


def _group(group: WaitingGroup) -> dict[str, object]:
    rows = [
        {
            "ticket": row.ticket, "subject": row.subject, "customer": row.customer, "holder": row.holder,
            "since": row.since, "office_seconds": row.seconds, "credits": row.credits,
        }
        for row in group.rows
    ]  # fmt: skip
    return {"waiting_for": str(group.waits_for), "count": group.count, "requests": rows}


def _end(end: LooseEnd) -> dict[str, object]:
    things = [
        {
            "ticket": each.ticket, "customer": each.customer_id, "name": each.name, "said": each.said,
            "since": each.since,
        }
        for each in end.things
    ]  # fmt: skip
    return {"kind": str(end.kind), "count": end.count, "things": things}
