"""Limits: what a request has crossed, and what was decided about it."""

from console.cli import wire, words
from console.cli.context import Context, acting, answered, office_times, opened_by_staff
from console.cli.output import Answer
from console.policy.refusal import Refusal
from console.services import limits as service
from console.services import views


async def listing(context: Context) -> Answer:
    """Tell the limits that a request has crossed; what nobody has noticed yet is put on record first."""
    ticket, now = context.given.ticket, context.now
    async with opened_by_staff(context) as desk:
        if context.options.read_only:
            found = (await views.ticket_view(desk, ticket=ticket, now=now)).limits
        else:
            found = await service.of_ticket(desk, ticket=ticket, now=now)
    times = office_times(context)
    return Answer([wire.limit(each) for each in found], words.limits(found, times))


async def answer(context: Context) -> Answer | Refusal:
    """Answer a limit, and tell the customer where that is the answer (U9, U10)."""
    given = context.given
    times = office_times(context)
    result = await acting(
        context,
        service.answer,
        ticket=given.ticket,
        limit=given.limit,
        answer=given.answer,
        amount=given.amount,
        reason=given.reason,
        now=context.now,
    )
    return answered(result, lambda limit: Answer(wire.limit(limit), words.limits((limit,), times)))
