"""`work`: the jobs, once or until it is told to stop."""

import asyncio
import signal
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from console.cli import faultlog, spool
from console.cli.context import Context, locate, opened
from console.cli.output import Answer, say, show
from console.jobs import runner
from console.jobs.runner import JobCounts
from console.mail import reader
from console.services import intake
from console.services.context import Desk
from console.services.faults import Fault, Unreachable

MAIL = "mail"


async def work(context: Context) -> Answer:
    """Do the jobs; told to stop, finish the step at hand. Raises Unreachable where none can run."""
    stop = _stopping()
    only, clock = context.given.only, context.clock
    async with opened(context) as desk:
        if context.given.once:
            ran = await runner.run_once(desk, only=only, now=clock)
            return _once(await _with_mail(context, desk, ran))
        told: dict[str, JobCounts] = {}
        async for ran in runner.run_for_ever(desk, only=only, now=clock, stop=stop):
            done = await _with_mail(context, desk, ran)
            news = [each for each in done if told.get(each.job) != each]
            told.update((each.job, each) for each in news)
            _tell(news, as_json=context.options.json)
    return Answer()


async def _with_mail(
    context: Context, desk: Desk, ran: Sequence[JobCounts]
) -> tuple[JobCounts, ...]:
    """What ran, and the mails that waited in the desk's folder taken in."""
    others = tuple(each for each in ran if each.job != MAIL)
    if context.given.only not in {None, MAIL}:
        return others
    counts = {"admitted": 0, "failed": 0}
    try:
        for mail in spool.waiting(spool.folder_of(locate(context))):
            counts["admitted" if await _admit(context, desk, mail) else "failed"] += 1
    except Fault as fault:
        return (JobCounts(MAIL, counts, str(fault)), *others)
    return (JobCounts(MAIL, counts), *others)


async def _admit(context: Context, desk: Desk, mail: Path) -> bool:
    """Take one mail in; one that the program fails on stays, and holds up none of the others. Raises Fault."""
    try:
        raw = await asyncio.to_thread(mail.read_bytes)
        read = await reader.read_async(raw)
        await intake.admit_mail(desk, raw, mail=read, received_at=spool.received_at(mail))
        await asyncio.to_thread(mail.unlink, missing_ok=True)
    except FileNotFoundError:
        return True
    except Fault:
        raise
    except Exception as error:
        faultlog.record(error, context.now)
        return False
    return True


def _once(done: Sequence[JobCounts]) -> Answer:
    problems = [each.problem for each in done if each.problem is not None]
    if len(problems) == len(done):
        raise Unreachable(problems[0])
    return Answer(_data(done), _lines(done), talk="\n".join(problems))


def _tell(news: Sequence[JobCounts], *, as_json: bool) -> None:
    for each in news:
        if each.problem is not None:
            say(f"{each.job}: {each.problem}")
    ran = [each for each in news if each.problem is None]
    if ran:
        show(Answer(_data(ran), _lines(ran)), as_json=as_json)


def _data(done: Iterable[JobCounts]) -> list[dict[str, Any]]:
    return [{"job": each.job, **each.counts, "problem": each.problem} for each in done]


def _lines(done: Iterable[JobCounts]) -> str:
    return "\n".join(
        f"{each.job}: " + ", ".join(f"{name} {count}" for name, count in each.counts.items())
        for each in done
        if each.problem is None
    )


def _stopping() -> asyncio.Event:
    """An event that is set when somebody asks the program to end."""
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        # Only the main thread of a POSIX process can; elsewhere the signal keeps its own effect.
        with suppress(NotImplementedError, RuntimeError, ValueError):
            loop.add_signal_handler(number, stop.set)
    return stop
