"""`work`: the jobs, once or until it is told to stop."""

import asyncio
import signal
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from console.cli.context import Context, opened
from console.cli.output import Answer, say, show
from console.jobs import runner
from console.jobs.runner import JobCounts
from console.services.faults import BadInput, Unreachable

if TYPE_CHECKING:
    from console.services.context import Desk


async def work(context: Context) -> Answer:
    """Do the jobs; told to stop, finish the step at hand. Raises Unreachable where none can run, and BadInput."""
    if context.options.read_only:
        raise BadInput("The jobs write: leave --read-only out.")
    only, clock = context.given.only, context.clock
    async with opened(context) as desk:
        stop = _stopping(desk)
        if context.given.once:
            ran = await runner.run_once(desk, only=only, now=clock)
            return _once(ran)
        told: dict[str, JobCounts] = {}
        async for ran in runner.run_for_ever(desk, only=only, now=clock, stop=stop):
            news = [each for each in ran if told.get(each.job) != each]
            told.update((each.job, each) for each in news)
            _tell(news, as_json=context.options.json)
    return Answer()


def _once(done: Sequence[JobCounts]) -> Answer:
    problems = [each.problem for each in done if each.problem is not None]
    if len(problems) == len(done):
        raise Unreachable(problems[0])
    return Answer(_data(done), _lines(done), talk="\n".join(problems))


def _tell(news: Sequence[JobCounts], *, as_json: bool) -> None:
    for each in news:
        if each.problem is not None:
            say(f"{each.job}: {each.problem}")
    ran = [each for each in news if each.counts]
    if ran:
        show(Answer(_data(ran), _lines(ran)), as_json=as_json)


def _data(done: Iterable[JobCounts]) -> list[dict[str, Any]]:
    return [{"job": each.job, **each.counts, "problem": each.problem} for each in done]


def _lines(done: Iterable[JobCounts]) -> str:
    return "\n".join(
        f"{each.job}: " + ", ".join(f"{name} {count}" for name, count in each.counts.items())
        for each in done
        if each.counts
    )


def _stopping(desk: "Desk") -> asyncio.Event:
    """An event that is set when somebody asks the program to end; a lost connection is waited for no more."""
    stop, loop = asyncio.Event(), asyncio.get_running_loop()

    def end() -> None:
        stop.set()
        desk.connection.give_up()

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        # Only the main thread of a POSIX process can; elsewhere the signal keeps its own effect.
        with suppress(NotImplementedError, RuntimeError, ValueError):
            loop.add_signal_handler(number, end)
    return stop
