"""The queue and one request: looking, taking, handing on, and what it is about."""

from console.cli import wire, words
from console.cli.context import (
    Context,
    acting,
    answered,
    office_hours,
    office_times,
    opened_by_staff,
)
from console.cli.output import Answer
from console.policy.refusal import Refusal
from console.services import desk as service
from console.services import views
from console.services.faults import NotFound
from console.services.shapes import TicketView


async def queue(context: Context) -> Answer:
    """Tell the open requests in arrival order."""
    async with opened_by_staff(context) as desk:
        rows = await views.queue_all(desk, now=context.now)
    return Answer([wire.row(each) for each in rows], words.queue(rows))


async def show(context: Context) -> Answer:
    """Tell everything on one request."""
    async with opened_by_staff(context) as desk:
        view = await views.ticket_view(desk, ticket=context.given.ticket, now=context.now)
    return Answer(wire.ticket(view), words.ticket(view, office_times(context)))


async def pick(context: Context) -> Answer | Refusal:
    """Take the oldest eligible request; says so where the office is closed (C7, C9)."""
    now = context.now
    taken = await acting(context, service.pick, now=now)
    if taken is None:
        raise NotFound("No request waits to be taken.")
    office = views.office_text(office_hours(context), now)
    talk = f"The office is {office}." if office.startswith("closed") else ""
    times = office_times(context)
    return answered(
        taken, lambda view: Answer(wire.ticket(view), words.ticket(view, times), talk=talk)
    )


async def release(context: Context) -> Answer | Refusal:
    """Give a request back to the queue."""
    given = context.given
    return _told(
        await acting(
            context,
            service.release,
            ticket=given.ticket,
            reason=given.reason,
            now=context.now,
        )
    )


async def assign(context: Context) -> Answer | Refusal:
    """Hand a request to somebody."""
    given = context.given
    return _told(
        await acting(
            context,
            service.assign,
            ticket=given.ticket,
            login=given.login,
            reason=given.reason,
            now=context.now,
        )
    )


async def resume(context: Context) -> Answer | Refusal:
    """Take a request off its wait."""
    given = context.given
    return _told(
        await acting(
            context,
            service.resume,
            ticket=given.ticket,
            reason=given.reason,
            suspected_first_party=given.suspected,
            now=context.now,
        )
    )


async def reopen(context: Context) -> Answer | Refusal:
    """Open a closed request again."""
    given = context.given
    return _told(
        await acting(
            context,
            service.reopen,
            ticket=given.ticket,
            reason=given.reason,
            now=context.now,
        )
    )


async def kind(context: Context) -> Answer | Refusal:
    """Say what a request is about."""
    given = context.given
    return _told(
        await acting(
            context,
            service.set_kind,
            ticket=given.ticket,
            kind=given.kind,
            now=context.now,
        )
    )


async def estimate(context: Context) -> Answer | Refusal:
    """Say how many credits a request will need."""
    given = context.given
    return _told(
        await acting(
            context,
            service.set_estimate,
            ticket=given.ticket,
            credits=given.credits,
            now=context.now,
        )
    )


def _told(result: TicketView | Refusal) -> Answer | Refusal:
    return answered(result, lambda view: Answer(wire.ticket(view), _changed(view)))


def _changed(view: TicketView) -> str:
    told = [words.heading(view)]
    if view.outcome is None and (view.row.kind or view.estimate is not None):
        about = view.row.kind or "not said yet"
        estimate = "" if view.estimate is None else f", estimate {view.estimate} credits"
        told.append(f"about: {about}{estimate}")
    return "\n".join(told)
