"""A charge computed again from its sessions, under its own version of the policy (U7, U8)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from console.policy import charges, covers, worktime
from console.policy.entitlements import Cover, CoverKind
from console.policy.intake import Kind
from console.policy.outcomes import RULES, Outcome, clauses_for
from console.policy.terms import Terms
from console.services import facts
from console.services.covers import package_of
from console.services.explain import was_counted
from db.audit.requests import Case
from db.tables import Entitlement, Entry, WorkSession

Packages = Mapping[int, Entitlement]
_OUTCOMES = frozenset(map(str, Outcome))


@dataclass(frozen=True, slots=True)
class Charged:
    """A charge with what it was computed from; `packages` are those that it draws on."""

    row: Entry
    case: Case
    earlier: tuple[Entry, ...]
    packages: tuple[Entitlement, ...]
    terms: Terms

    @property
    def by_time(self) -> bool:
        """Whether its outcome costs its time."""
        return self.row.outcome in _OUTCOMES and RULES[Outcome(self.row.outcome)].by_time

    @property
    def worked(self) -> int:
        """The seconds that it says were worked."""
        return self.row.worked_seconds or 0

    @property
    def chargeable(self) -> int:
        """The seconds that it says are charged."""
        return self.row.chargeable_seconds or 0

    @property
    def posted(self) -> int:
        """What earlier entries of the request had taken by then."""
        return facts.posted_net(self.earlier)

    @property
    def cover(self) -> Cover | None:
        """What it says covered some of the work."""
        if not self.packages:
            return None
        ids = tuple(facts.key(each) for each in self.packages)
        return Cover(CoverKind(self.packages[0].kind), self.worked - self.chargeable, ids)


def charged(case: Case, known: Packages, terms: Mapping[str, Terms]) -> Iterator[Charged]:
    """A request's charges, oldest first; those under a version that is not on record are left out."""
    for place, row in enumerate(case.entries):
        if row.kind == "charge" and row.policy_version in terms:
            packages = tuple(known[each] for each in row.entitlement_ids if each in known)
            earlier = tuple(case.entries[:place])
            yield Charged(row, case, earlier, packages, terms[row.policy_version])


def wrong(each: Charged) -> str | None:
    """The first thing that a charge does not come to, None where it is right."""
    if each.row.outcome not in _OUTCOMES:
        return f"{each.row.outcome!r} is no outcome"
    return (
        _wrong_packages(each) or _wrong_time(each) or _wrong_credits(each) or _wrong_clauses(each)
    )


def _wrong_packages(each: Charged) -> str | None:
    if len(each.packages) != len(each.row.entitlement_ids):
        return "it draws on a support package that is not there"
    if each.packages and not each.by_time:
        return "it is free, and draws on a support package"
    for package in each.packages:
        if package.kind != CoverKind.PREMIUM and package.ticket_id != each.row.ticket_id:
            return f"it draws on package {package.id}, which is for #{package.ticket_id}"
    return None


def _wrong_time(each: Charged) -> str | None:
    """What its sessions come to; None where nothing tells for certain which those were."""
    counted = _counted(each)
    if counted is not None:
        worked = sum(facts.seconds_of(work, each.row.posted_at) for work in counted)
        if worked != each.worked:
            return f"it counts {each.worked} seconds of work, its sessions come to {worked}"
    chargeable = _chargeable(each, counted)
    if chargeable is not None and chargeable != each.chargeable:
        return f"it charges {each.chargeable} seconds, its sessions come to {chargeable}"
    blocks = worktime.blocks(each.worked, each.terms)
    if blocks != each.row.blocks:
        return f"it says {each.row.blocks} blocks, and {each.worked} seconds are {blocks}"
    return None


def _counted(each: Charged) -> Sequence[WorkSession] | None:
    """Its sessions. Typed-in time is dated at will: where only dates tell what was there, it is not certain."""
    row, work = each.row, each.case.work
    if row.sessions_to is not None:
        return [one for one in work if was_counted(row, one)]
    if each.worked == 0:
        return []
    if any(one.typed_seconds is not None for one in work):
        return None
    return [one for one in work if was_counted(row, one)]


def _chargeable(each: Charged, counted: Sequence[WorkSession] | None) -> int | None:
    """The seconds that are left to charge once the packages have covered theirs."""
    if not each.by_time:
        return 0
    if not each.packages:
        return each.worked
    if counted is None:
        return None
    split = covers.split(
        facts.counted(counted), [package_of(one) for one in each.packages],
        now=each.row.posted_at, terms=each.terms,
    )  # fmt: skip
    return each.worked - split.covered_seconds


def _wrong_credits(each: Charged) -> str | None:
    """Its cost with what was waived now and before, and the difference to what was charged before."""
    row, waived = each.row, sum(one.waived for one in each.earlier)
    full = max(0, worktime.credits_for(each.chargeable, each.terms) - waived)
    cost = row.cost or 0
    if row.waived < 0 or cost + row.waived != full:
        return (
            f"it says that it costs {cost} and {row.waived} were waived, its time comes to {full}"
        )
    due = charges.settle(cost, each.posted).due
    if -row.credits != due:
        return (
            f"it takes {-row.credits} credits of {cost}, and {each.posted} had been charged before"
        )
    return None


def _wrong_clauses(each: Charged) -> str | None:
    """The clauses of its outcome; what its request was said to be about by then may have changed since."""
    outcome, cover = Outcome(each.row.outcome or ""), each.cover
    for kind in (None, *Kind):
        if tuple(each.row.clauses) == clauses_for(
            outcome, kind=kind, ground=each.row.ground, cover=cover
        ):
            return None
    return f"{' '.join(each.row.clauses) or 'nothing'} is not what {outcome} follows from"
