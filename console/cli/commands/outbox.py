"""The outbox: mails that wait or failed."""

from console.cli import wire
from console.cli.context import Context, acting, answered, opened_by_staff
from console.cli.output import Answer, table
from console.jobs import runner
from console.policy.refusal import Refusal
from console.services import delivery as service
from console.services.faults import BadInput, Unreachable

_HEADS = ("mail", "request", "to", "state", "attempts", "last error", "subject")


async def listing(context: Context) -> Answer:
    """Tell what has not been sent, failed ones first."""
    async with opened_by_staff(context) as desk:
        found = await service.listing(desk)
    rows = (
        (str(each.delivery), f"#{each.ticket}" if each.ticket is not None else "", each.to, each.state, str(each.attempts),
         each.last_error or "", each.subject)
        for each in found
    )  # fmt: skip
    told = table(_HEADS, rows, right="mail request attempts") if found else "No mail waits."
    return Answer([wire.delivery(each) for each in found], told)


async def send(context: Context) -> Answer:
    """Send what is due. Raises Unreachable where no mail can leave, and BadInput."""
    if context.options.read_only:
        raise BadInput("What is sent is written down: leave --read-only out.")
    async with opened_by_staff(context) as desk:
        (done,) = await runner.run_once(desk, only="outbox", now=context.clock)
    if done.problem is not None:
        raise Unreachable(done.problem)
    return Answer(done.counts, ", ".join(f"{name} {count}" for name, count in done.counts.items()))


async def retry(context: Context) -> Answer | Refusal:
    """Send a failed mail again at the next run."""
    number, now = context.given.number, context.now
    result = await acting(context, service.retry, delivery=number, now=now)
    return answered(
        result,
        lambda each: Answer(wire.delivery(each), f"Mail {each.delivery} is due again."),
    )


async def settle(context: Context) -> Answer | Refusal:
    """Take a mail that came back off the list."""
    number, now = context.given.number, context.now
    result = await acting(context, service.settle, delivery=number, now=now)
    return answered(
        result, lambda each: Answer(wire.delivery(each), f"Mail {each.delivery} is seen to.")
    )
