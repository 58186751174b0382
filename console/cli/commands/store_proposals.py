"""What shops' orders would give back, and who decides."""

from dataclasses import asdict

from console.cli.context import Context, acting, answered, office_times, opened_by_staff
from console.cli.output import Answer, table
from console.cli.store_words import counted
from console.policy.credits import balance_words
from console.policy.refusal import Refusal
from console.services import order_proposals as service
from console.services.order_shapes import OrderProposalView
from widgets.safe_text import one_line

_HEADS = (
    "proposal",
    "shop",
    "order",
    "units",
    "credits",
    "balance",
    "customer",
    "since",
    "product",
)


async def listing(context: Context) -> Answer:
    """Tell what waits for a decision."""
    at = office_times(context)
    async with opened_by_staff(context) as desk:
        found = await service.list_open(desk)
    rows = (
        (str(each.proposal), each.shop, str(each.order_no), str(each.units), str(each.credits),
         str(each.balance), each.address, at(each.proposed_at), each.product)
        for each in found
    )  # fmt: skip
    words = table(_HEADS, rows, right="proposal order units credits balance")
    whole = len(found) < service.AT_ONCE
    talk = "" if whole else f"These are the first {service.AT_ONCE}: there may be more."
    return Answer([asdict(each) for each in found], words if found else "No proposal waits.", talk)


async def accept(context: Context) -> Answer | Refusal:
    """Take back what the line gave."""
    return await _decided(context, accept=True)


async def reject(context: Context) -> Answer | Refusal:
    """Let the customer keep it."""
    return await _decided(context, accept=False)


async def _decided(context: Context, *, accept: bool) -> Answer | Refusal:
    given = context.given
    result = await acting(
        context, service.decide, proposal=given.number, accept=accept, reason=given.reason,
        now=context.now,
    )  # fmt: skip
    return answered(result, lambda found: Answer(asdict(found), _said(found, accepted=accept)))


def _said(found: OrderProposalView, *, accepted: bool) -> str:
    """What was taken from whom, and what is left."""
    order = f"order {found.order_no} of {found.shop}"
    what = f"{counted(found.units, 'unit')} of {one_line(found.product)}, {order}"
    if found.customer is None:
        return f"Proposal {found.proposal} is {found.state}: {what}, which gave nobody anything."
    whom = f"customer {found.customer} ({found.address})"
    if not accepted:
        return f"Proposal {found.proposal} is rejected: {whom} keeps {what}."
    credits = f"{found.credits} credits for " if found.credits else ""
    return (
        f"Proposal {found.proposal} is accepted: {credits}{what}, taken from {whom}."
        f" The balance is {balance_words(found.balance)}."
    )
