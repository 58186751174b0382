"""Running the jobs: once for a script, or on and on for a team and for the console."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime

from console.jobs import limits, mail, mail_fetch, outbox
from console.jobs.mail_watch import MailWatch
from console.services.context import Desk
from console.services.faults import BadInput, Fault

JOBS = ("mail", "outbox", "store", "limits")
"""The names that `--only` takes; the shop is not connected yet."""

PAUSE_SECONDS = 15.0


@dataclass(frozen=True, slots=True)
class JobCounts:
    """What one run of a job came to; `problem` says why it could not run."""

    job: str
    counts: dict[str, int]
    problem: str | None = None


async def run_once(
    desk: Desk,
    *,
    only: str | None = None,
    now: Callable[[], datetime],
    watch: MailWatch | None = None,
) -> tuple[JobCounts, ...]:
    """Run the jobs once; one that cannot run says so and keeps none of the others. Raises BadInput.

    With a watch on the mailbox, what came of it since the last run is told; else it is fetched from now.
    """
    if only is not None and only not in JOBS:
        raise BadInput(f"A job is one of {', '.join(JOBS)}.")
    wanted = [only] if only else ["mail", "outbox", "limits"]
    return tuple([await _run(desk, job, now, watch) for job in wanted])


async def _run(
    desk: Desk, job: str, now: Callable[[], datetime], watch: MailWatch | None
) -> JobCounts:
    try:
        if job == "mail":
            return await _take_in(desk, now, watch)
        if job == "outbox":
            return JobCounts(job, asdict(await outbox.run(desk, now=now)))
        if job == "limits":
            return JobCounts(job, asdict(await limits.run(desk, now=now())))
    except Fault as error:
        return JobCounts(job, {}, str(error))
    return JobCounts(job, {}, "The shop is not connected in this version.")


async def _take_in(desk: Desk, now: Callable[[], datetime], watch: MailWatch | None) -> JobCounts:
    """What the delivery command kept, and what is in the mailbox."""
    kept = await mail.run(desk, now=now())
    told = watch.report() if watch else await mail_fetch.run(desk, now=now)
    counts = {"admitted": kept.admitted + told.admitted, "failed": kept.failed + told.failed}
    return JobCounts("mail", counts, told.problem)


async def run_for_ever(
    desk: Desk,
    *,
    only: str | None = None,
    now: Callable[[], datetime],
    stop: asyncio.Event,
    pause_seconds: float = PAUSE_SECONDS,
) -> AsyncIterator[tuple[JobCounts, ...]]:
    """Run the jobs again and again until `stop` is set, giving each run's counts."""
    watch = MailWatch(desk, now=now)
    if only in {None, "mail"}:
        watch.start()
    try:
        while not stop.is_set():
            yield await run_once(desk, only=only, now=now, watch=watch)
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), pause_seconds)
    finally:
        await watch.stop()
