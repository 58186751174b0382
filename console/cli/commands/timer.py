"""The timer: work as it is done, and work typed in."""

from typing import Any

from console.cli import wire, words
from console.cli.context import Context, acting, answered
from console.cli.output import Answer
from console.policy.refusal import Refusal
from console.services import timer as service
from console.services.shapes import TimerView
from widgets.durations import clock_words


async def start(context: Context) -> Answer | Refusal:
    """Run the timer on a request, without a heartbeat: it runs until it is stopped."""
    ticket = context.given.ticket
    return _told(await acting(context, service.start, ticket=ticket, now=context.now))


async def stop(context: Context) -> Answer | Refusal:
    """Stop the timer."""
    return _told(await acting(context, service.stop, ending="stopped", now=context.now))


async def status(context: Context) -> Answer | Refusal:
    """Tell whether the timer runs, and on what."""
    return _told(await acting(context, service.status, now=context.now))


async def resolve(context: Context) -> Answer | Refusal:
    """Say what an interrupted timer counts for."""
    how, owner = context.given.how, context.given.of
    return _told(await acting(context, service.resolve, how=how, login=owner, now=context.now))


async def add(context: Context) -> Answer | Refusal:
    """Type in work done away from the timer."""
    return await _typed(context, service.add, "Typed in")


async def take_off(context: Context) -> Answer | Refusal:
    """Take off time that was not worked."""
    return await _typed(context, service.take_off, "Taken off")


async def _typed(context: Context, act: Any, done: str) -> Answer | Refusal:
    given = context.given
    result = await acting(
        context,
        act,
        ticket=given.ticket,
        minutes=given.minutes,
        reason=given.reason,
        day=given.day,
        now=context.now,
    )
    return answered(
        result,
        lambda timer: Answer(
            wire.timer(timer),
            f"{done}; #{given.ticket} has {clock_words(timer.worked_seconds)} of work now.",
        ),
    )


def _told(result: TimerView | Refusal) -> Answer | Refusal:
    return answered(result, lambda timer: Answer(wire.timer(timer), words.timer(timer)))
