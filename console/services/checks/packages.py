"""Support packages: their terms by the calendar, apart from each other, and none taken back after work."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from console.policy.supportterms import MONTHS, months_after
from console.services.checks.findings import Findings, Group
from console.services.context import Desk
from db.audit import customers as audit
from db.engine import Session
from db.tables import Entitlement

_FURTHEST_EAST, _FURTHEST_WEST = 14, -12


async def _run(session: Session, _desk: Desk, findings: Findings) -> None:
    async for page in audit.packages(session):
        for row in page:
            if row.months is not None and not _is_by_calendar(row):
                findings.say("packages", f"package {row.id}: its term is not {row.months} months")
            if row.refunded_at is not None and row.refunded_by is None:
                findings.say("packages", f"package {row.id}: nobody is said to have taken it back")
    async for clashes in audit.clashing_terms(session):
        for each in clashes:
            findings.say(
                "packages",
                f"package {each.id}: its term overlaps that of package {each.other} for {each.domain}",
            )
    async for refunds in audit.refunded_after_work(session):
        for each in refunds:
            findings.say(
                "packages",
                f"package {each.id}: it was taken back after session {each.work} under it",
            )


def _is_by_calendar(row: Entitlement) -> bool:
    """Whether a term is so many months, from midnight to midnight where the office was then (P1)."""
    if row.months not in MONTHS or row.starts_at is None or row.ends_at is None:
        return False
    anchor = row.anchor_day or 0
    return any(
        last == months_after(first, row.months, anchor_day=anchor)
        for first, last in _days(row.starts_at, row.ends_at)
    )


def _days(starts_at: datetime, ends_at: datetime) -> Iterator[tuple[date, date]]:
    """The days on which a term begins and ends, for each clock on which both are midnights."""
    for hours in range(_FURTHEST_WEST, _FURTHEST_EAST + 1):
        first, last = (each + timedelta(hours=hours) for each in (starts_at, ends_at))
        if first.time() == last.time() == datetime.min.time():
            yield first.date(), last.date()


GROUP = Group(
    {"packages": "every term is its months, none overlap, and none was taken back after work"}, _run
)
