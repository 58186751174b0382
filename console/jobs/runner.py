"""Running the jobs: once for a script, or on and on for a team and for the console."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime

from console.jobs import limits, mail, mail_fetch, outbox, store_sync
from console.jobs.mail_watch import MailWatch
from console.jobs.store_watch import StoreWatch
from console.services.context import Desk
from console.services.faults import BadInput, Fault

JOBS = ("mail", "outbox", "store", "limits")
"""The names that `--only` takes."""

PAUSE_SECONDS = 15.0


@dataclass(frozen=True, slots=True)
class JobCounts:
    """What one run of a job came to; `problem` says why it could not run."""

    job: str
    counts: dict[str, int]
    problem: str | None = None


class Watches:
    """What goes on between the rounds: the mailbox and the shops are followed, and a round tells what came of it."""

    def __init__(self, desk: Desk, *, now: Callable[[], datetime]) -> None:
        self.mail = MailWatch(desk, now=now)
        self.store = StoreWatch(desk, now=now)

    def start(self, only: str | None = None) -> None:
        """Begin to follow, in the background."""
        if only in {None, "mail"}:
            self.mail.start()
        if only in {None, "store"}:
            self.store.start()

    async def stop(self) -> None:
        """Follow no longer; what is being taken in is taken in."""
        await self.mail.stop()
        await self.store.stop()


async def run_once(
    desk: Desk,
    *,
    only: str | None = None,
    now: Callable[[], datetime],
    watches: Watches | None = None,
) -> tuple[JobCounts, ...]:
    """Run the jobs once; one that cannot run says so and keeps none of the others. Raises BadInput.

    With watches on the mailbox and the shops, what came of them since the last run is told; else they are asked now.
    The shops come last: nothing else waits for one that is slow.
    """
    if only is not None and only not in JOBS:
        raise BadInput(f"A job is one of {', '.join(JOBS)}.")
    all_jobs = ["mail", "outbox", "limits", *(["store"] if desk.settings.shops else [])]
    wanted = [only] if only else all_jobs
    return tuple([await _run(desk, job, now, watches) for job in wanted])


async def _run(
    desk: Desk, job: str, now: Callable[[], datetime], watches: Watches | None
) -> JobCounts:
    try:
        if job == "mail":
            return await _take_in(desk, now, watches)
        if job == "outbox":
            return JobCounts(job, asdict(await outbox.run(desk, now=now)))
        if job == "limits":
            return JobCounts(job, asdict(await limits.run(desk, now=now())))
        return await _read_shops(desk, now, watches)
    except Fault as error:
        return JobCounts(job, {}, str(error))


async def _take_in(desk: Desk, now: Callable[[], datetime], watches: Watches | None) -> JobCounts:
    """What the delivery command kept, and what is in the mailbox."""
    kept = await mail.run(desk, now=now())
    told = watches.mail.report() if watches else await mail_fetch.run(desk, now=now)
    counts = {"admitted": kept.admitted + told.admitted, "failed": kept.failed + told.failed}
    return JobCounts("mail", counts, told.problem)


async def _read_shops(
    desk: Desk, now: Callable[[], datetime], watches: Watches | None
) -> JobCounts:
    """What the shops sold."""
    if not desk.settings.shops:
        return JobCounts("store", {}, "No shop is set: the settings name none.")
    told = watches.store.report() if watches else await store_sync.run(desk, now=now)
    return JobCounts("store", asdict(told.counts), "\n".join(told.problems) or None)


async def run_for_ever(
    desk: Desk,
    *,
    only: str | None = None,
    now: Callable[[], datetime],
    stop: asyncio.Event,
    pause_seconds: float = PAUSE_SECONDS,
) -> AsyncIterator[tuple[JobCounts, ...]]:
    """Run the jobs again and again until `stop` is set, giving each run's counts."""
    watches = Watches(desk, now=now)
    watches.start(only)
    try:
        while not stop.is_set():
            yield await run_once(desk, only=only, now=now, watches=watches)
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), pause_seconds)
    finally:
        await watches.stop()
