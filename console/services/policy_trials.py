"""Trying a version out: what the charges of some days would have come to under it (A1)."""

from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from console.policy import charges, officehours
from console.policy.entitlements import Cover, CoverKind
from console.policy.outcomes import Outcome
from console.policy.terms import Terms
from console.services import facts
from console.services.context import Desk
from console.services.policies import version_named
from console.services.policy_shapes import Trial, TrialLine
from db import entitlements, ledger
from db.tables import Entry

BATCH = 1_000
LINES = 200


@dataclass(slots=True)
class _Sum:
    """What has been added up so far; `posted` is what each request would have been charged by then."""

    charges: int = 0
    took: int = 0
    would: int = 0
    differing: int = 0
    lines: list[TrialLine] = field(default_factory=list)
    posted: dict[int, int] = field(default_factory=dict)

    def add(self, line: TrialLine) -> None:
        self.charges += 1
        self.took += line.took
        self.would += line.would
        if line.took != line.would:
            self.differing += 1
            if len(self.lines) < LINES:
                self.lines.append(line)


async def try_out(
    desk: Desk,
    *,
    version: str,
    first_day: date | None = None,
    last_day: date | None = None,
) -> Trial:
    """What the charges posted in these office days took, and would have taken under a version. Raises NotFound.

    Nothing is changed. Work is taken as it was done, and what was waived is waived again.
    """
    async with desk.reading():
        terms = version_named(desk.book, version).terms
    summed = _Sum()
    async for entries, before, kinds in _batches(desk, first_day, last_day):
        for line in _lines(entries, before, kinds, terms=terms, posted=summed.posted):
            summed.add(line)
    return Trial(
        version=version, first_day=first_day, last_day=last_day, charges=summed.charges,
        took=summed.took, would=summed.would, differing=summed.differing, lines=tuple(summed.lines),
    )  # fmt: skip


_Batch = tuple[Sequence[Entry], dict[int, int], dict[int, str]]


async def _batches(
    desk: Desk, first_day: date | None, last_day: date | None
) -> AsyncIterator[_Batch]:
    """The charges of the days, some at a time, with what was charged before each and what covered it."""
    since, until = _period(desk, first_day, last_day)
    async with desk.reading() as session:
        found = await ledger.charged_between(session, since=since, until=until)
    first, last = found or (1, 0)
    while first <= last:
        async with desk.reading() as session:
            entries = await ledger.charges(
                session, since=since, until=until, first=first, last=last, limit=BATCH
            )
            numbers = {each.ticket_id for each in entries if each.ticket_id is not None}
            before = await ledger.net_before(session, list(numbers), facts.key(entries[0]))
            drawn = {number for each in entries for number in each.entitlement_ids}
            packages = await entitlements.of_ids(session, sorted(drawn))
            kinds = {facts.key(each): each.kind for each in packages}
        yield entries, before, kinds
        first = facts.key(entries[-1]) + 1


def _period(
    desk: Desk, first_day: date | None, last_day: date | None
) -> tuple[datetime | None, datetime | None]:
    since = officehours.day_begins(desk.hours, first_day) if first_day else None
    until = officehours.day_begins(desk.hours, last_day + timedelta(days=1)) if last_day else None
    return since, until


def _lines(
    entries: Sequence[Entry],
    before: dict[int, int],
    kinds: dict[int, str],
    *,
    terms: Terms,
    posted: dict[int, int],
) -> Iterator[TrialLine]:
    for entry in entries:
        number = entry.ticket_id
        if number is None or entry.outcome is None:
            continue
        earlier = posted.get(number, before.get(number, 0))
        cost = max(0, _cost(entry, kinds, terms) - entry.waived)
        due = charges.settle(cost, earlier).due
        posted[number] = earlier + due
        yield TrialLine(
            entry=facts.key(entry), ticket=number, posted_at=entry.posted_at,
            outcome=entry.outcome, worked_seconds=entry.worked_seconds or 0, took=-entry.credits,
            would=due,
        )  # fmt: skip


def _cost(entry: Entry, kinds: dict[int, str], terms: Terms) -> int:
    """What the same work with the same outcome costs under these figures."""
    worked = entry.worked_seconds or 0
    charge = charges.charge(
        Outcome(entry.outcome or ""), worked, cover=_cover(entry, kinds, worked),
        ground=entry.ground, terms=terms,
    )  # fmt: skip
    return charge.credits


def _cover(entry: Entry, kinds: dict[int, str], worked: int) -> Cover | None:
    kind = next((kinds[number] for number in entry.entitlement_ids if number in kinds), None)
    if kind is None:
        return None
    if kind != CoverKind.PREMIUM:
        return Cover(CoverKind(kind))
    return Cover(CoverKind.PREMIUM, worked - (entry.chargeable_seconds or 0))
