"""Proposals: what would give credits back, and who decides."""

from console.cli import wire
from console.cli.context import Context, acting, answered, opened_by_staff
from console.cli.output import Answer, table
from console.policy.refusal import Refusal
from console.services import proposals as service
from console.services.shapes import ProposalView

_HEADS = ("proposal", "request", "entry", "credits", "customer", "by", "reason")


async def listing(context: Context) -> Answer:
    """Tell the proposals that wait for a decision."""
    async with opened_by_staff(context) as desk:
        found = await service.list_open(desk)
    rows = table(_HEADS, map(_row, found), right="proposal request entry credits")
    return Answer([wire.proposal(each) for each in found], rows if found else "No proposal waits.")


async def approve(context: Context) -> Answer | Refusal:
    """Give the credits back."""
    return await _decided(context, approve=True)


async def reject(context: Context) -> Answer | Refusal:
    """Leave the charge as it is."""
    return await _decided(context, approve=False)


async def _decided(context: Context, *, approve: bool) -> Answer | Refusal:
    number, now = context.given.number, context.now
    result = await acting(context, service.decide, proposal=number, approve=approve, now=now)
    return answered(
        result,
        lambda each: Answer(wire.proposal(each), f"Proposal {each.proposal} is {each.state}."),
    )


def _row(each: ProposalView) -> tuple[str, ...]:
    request = f"#{each.ticket}" if each.ticket is not None else ""
    return (
        str(each.proposal),
        request,
        str(each.entry),
        str(each.credits),
        each.customer,
        each.proposed_by,
        each.reason,
    )
