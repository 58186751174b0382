"""Retention: the bytes of old mails with files are let go of when an admin has said after how long; texts stay.

Of a request closed for so long, the mails that brought files; of what was set aside and dismissed for so long, the
mail. Names, sizes, sums and every text stay, and so does all that agrees to something, is in dispute, or waits for a
decision on giving credits back. The database holds to the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from console.services.connection import until_saved
from console.services.context import Desk
from db import retention, tickets
from db.engine import Session
from db.retention import Amount

AT_ONCE = 20
STEPS = 5
"""So many steps a round of the jobs: nothing else waits for long."""

MONTH = timedelta(days=31)
"""A month at its longest: nothing goes a day too early."""

REST = timedelta(hours=6)
"""Between two looks where nothing was left to let go of."""

SETTINGS = {"files": "retain_files_months", "dismissed": "retain_dismissed_months"}


@dataclass(frozen=True, slots=True)
class Old:
    """A kind of what may be let go of: after how many months (0: never), and how much of it is over that."""

    kind: str
    months: int
    over: Amount


@dataclass(frozen=True, slots=True)
class RetentionView:
    """What would go at the next round, and what has gone so far."""

    kinds: tuple[Old, ...]
    gone: Amount


def months_of(desk: Desk, kind: str) -> int:
    """After how many months it is let go of, as it is set for everybody; 0 for never."""
    return int(desk.said.values.get(SETTINGS[kind], 0))


async def show(desk: Desk, *, now: datetime) -> RetentionView:
    """What would go at the next round, and what has gone so far."""
    async with desk.reading() as session:
        kinds = [
            await _old(session, kind, months=months_of(desk, kind), now=now)
            for kind in retention.KINDS
        ]
        return RetentionView(tuple(kinds), await retention.gone(session))


async def over(session: Session, setting: str, *, months: int, now: datetime) -> Old:
    """Within a transaction: what would go if that setting said so many months."""
    kind = next(kind for kind, name in SETTINGS.items() if name == setting)
    return await _old(session, kind, months=months, now=now)


async def _old(session: Session, kind: str, *, months: int, now: datetime) -> Old:
    if not months:
        return Old(kind, months, Amount())
    return Old(kind, months, await retention.over(session, kind, before=now - months * MONTH))


async def run(desk: Desk, *, now: datetime) -> int:
    """Let go of what is over its time, some at a time, each step an event; says how many mails."""
    if not any(months_of(desk, kind) for kind in retention.KINDS):
        return 0
    looked = desk.looked_for_old_at
    if looked is not None and looked <= now < looked + REST:
        return 0
    done = sum([await _run(desk, kind, now=now) for kind in retention.KINDS])
    if not done:
        desk.looked_for_old_at = now
    return done


async def _run(desk: Desk, kind: str, *, now: datetime) -> int:
    """Look first, beside everybody's work: nobody is held up by the search."""
    async with desk.reading() as session:
        months = months_of(desk, kind)
        before, most = now - months * MONTH, AT_ONCE * STEPS
        found = (
            await retention.next_ones(session, kind, before=before, limit=most) if months else ()
        )
    steps = [found[start : start + AT_ONCE] for start in range(0, len(found), AT_ONCE)]
    return sum([await _let_go(desk, kind, each, now=now) for each in steps])


@until_saved
async def _let_go(desk: Desk, kind: str, numbers: Sequence[int], *, now: datetime) -> int:
    """One step: those that may still go, as it is set at this moment."""
    async with desk.writing(job="limits", alone=True) as session:
        months = months_of(desk, kind)
        before = now - months * MONTH
        going = await retention.still_over(session, kind, numbers, before=before) if months else ()
        if going:
            await retention.let_go(session, going, at=now)
            await tickets.record(
                session, "let go", at=now, kind=kind, mails=len(going),
                size_bytes=sum(size for _, size in going), months=months,
            )  # fmt: skip
        return len(going)
