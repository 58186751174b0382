"""Agreements: put on record, ended, listed."""

from dataclasses import asdict

from console.cli.context import Context, acting, answered, office_times, opened_by_staff
from console.cli.options import Usage
from console.cli.output import Answer, table
from console.policy.refusal import Refusal
from console.services import consents as service
from console.services.account_shapes import ConsentView

_HEADS = ("agreement", "for", "up to", "by", "when", "message", "ended")


async def add(context: Context) -> Answer | Refusal:
    """Put on record up to what a customer agreed (U9)."""
    given = context.given
    if given.ticket is None and given.customer is None:
        raise Usage("Say --ticket N or --customer ADDRESS.")
    result = await acting(
        context,
        service.record,
        ticket=given.ticket,
        address=given.customer,
        ceiling=given.ceiling,
        message=given.message,
        now=context.now,
    )
    return answered(result, lambda each: Answer(asdict(each), _sentence(each)))


async def withdraw(context: Context) -> Answer | Refusal:
    """End an agreement."""
    given = context.given
    result = await acting(
        context, service.withdraw, consent=given.number, reason=given.reason, now=context.now
    )
    return answered(
        result, lambda each: Answer(asdict(each), f"Agreement {each.consent} has ended.")
    )


async def listing(context: Context) -> Answer:
    """Tell what a customer agreed to."""
    async with opened_by_staff(context) as desk:
        found = await service.listing(desk, address=context.given.address)
    at = office_times(context)
    rows = (
        (
            str(each.consent), _which(each), str(each.ceiling), each.agreed_by, at(each.agreed_at),
            f"{each.message} in #{each.message_ticket}", each.withdraw_reason or "",
        )
        for each in found
    )  # fmt: skip
    text = table(_HEADS, rows, right="agreement") if found else "No agreement."
    return Answer([asdict(each) for each in found], text)


def _which(each: ConsentView) -> str:
    return f"#{each.ticket}" if each.ticket is not None else "each request"


def _sentence(each: ConsentView) -> str:
    return f"Agreement {each.consent}: up to {each.ceiling} credits for {_which(each)}."
