"""`close`: the charge, the answer and the closing, at once."""

from console.cli import wire, words
from console.cli.context import Context, acting, answered
from console.cli.inputs import read_text
from console.cli.output import Answer
from console.policy.refusal import Refusal
from console.services import closing as service


async def close(context: Context) -> Answer | Refusal:
    """Close a request with the outcome that decides what it costs."""
    given = context.given
    text = None if given.file is None else read_text(given.file)
    result = await acting(
        context,
        service.close,
        ticket=given.ticket,
        outcome=given.outcome,
        ground=given.ground,
        text=text,
        waive_over_limit=given.waive_over_limit,
        override_reason=given.override_notice,
        component=given.component,
        version=given.version,
        now=context.now,
    )
    return answered(result, lambda closed: Answer(wire.closed(closed), words.closed(closed)))
