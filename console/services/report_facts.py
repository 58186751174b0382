"""What each report counts: one fact a stored row, with the moment, the people and the figures that it has."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from console.policy import shares
from console.policy.outcomes import Outcome, ground_of
from console.policy.shares import Closing, Share
from console.policy.terms import Terms
from console.policy.worktime import Ending, WorkSpan, span_seconds

TermsOf = Callable[[str], Terms]
"""The figures of a version of the policy: what was charged under it is told by it (A1)."""

FIRST_PARTY = frozenset(each for each in Outcome if each.startswith("first-party-"))
"""What was a fault of our own (F1 to F4)."""


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that happened: when, by which member of staff (None: nobody), for which customer, and its figures."""

    at: datetime
    person: int | None
    customer: int
    labels: tuple[str | None, ...]
    figures: tuple[int, ...]
    about: "About"


@dataclass(frozen=True, slots=True)
class About:
    """The component that it is about, and its version as it was said."""

    component: int | None
    version: str | None


def outcomes(rows: Iterable[Any], terms_of: TermsOf) -> Iterator[Fact]:
    """A closing each: the time since the closing before it, what it charged, and what that time would have cost more.

    A request that was opened again and closed is two closings; the second has the difference to the first, so
    that all of them come to what was worked and charged. Free credits fall where a free outcome becomes a charged one.
    """
    for row in rows:
        now, old = _closing(row, terms_of), _earlier(row, terms_of)
        seconds = now.worked_seconds - (old.worked_seconds if old else 0)
        figures = (1, seconds, -row.credits, _freed(now, old))
        yield _fact(row, (row.outcome, _ground(row)), figures)


def bugs(rows: Iterable[Any], terms_of: TermsOf) -> Iterator[Fact]:
    """A closing each that found a fault of our own, with the time and the credits that this made free.

    A request charged at first and found to be our fault later frees all of its time then; one found to be ours
    and later something else stays in the days in which it was ours.
    """
    for row in rows:
        now, old = _closing(row, terms_of), _earlier(row, terms_of)
        if now.outcome in FIRST_PARTY:
            seconds = shares.free_seconds(now) - (shares.free_seconds(old) if old else 0)
            figures = (1, seconds, _freed(now, old))
            yield _fact(row, (row.outcome, _ground(row), row.ground), figures)


def estimates(rows: Iterable[Any], terms_of: TermsOf) -> Iterator[Fact]:
    """A request each, on the day of its last closing: what was estimated, what its work came to, what it cost."""
    for row in rows:
        took = shares.worth(row.worked_seconds, terms_of(row.policy_version))
        figures = (1, row.worked_seconds, row.estimate, took, row.cost or 0, took > row.estimate)
        yield _fact(row, (row.outcome,), tuple(map(int, figures)))


def credits(rows: Iterable[Any]) -> Iterator[Fact]:
    """An entry each, signed as it is, under its kind; what a merge moved is none of the others."""
    for row in rows:
        kind = row.kind
        if kind == "reversal":
            kind = "given back" if row.credits > 0 else "taken back"
        yield _fact(row, (), tuple(row.credits if kind == each else 0 for each in KINDS))


KINDS = ("purchase", "grant", "charge", "correction", "given back", "taken back", "transfer")
"""What entries are told as, in the order of the columns."""


def limits(rows: Iterable[Any], logins: Mapping[int, str]) -> Iterator[Fact]:
    """A crossing each, on its day, with the answer as it stands now and who gave it."""
    for row in rows:
        labels = (row.limit, row.answer, logins.get(row.answered_by))
        yield Fact(row.crossed_at, row.answered_by, row.customer_id, labels, (1,), _about(row))


def work(rows: Iterable[Any], terms_of: TermsOf) -> Iterator[Fact]:
    """A finished session each, on the day that it ended (typed-in time on the day that it was typed in for).

    It is dealt out by what its request's last closing says, and is not closed if it came after that. A correction
    is a session of less than no time; one that was discarded has a length and counts for nothing.
    """
    for _, found in groupby(rows, key=lambda row: row.ticket_id):
        yield from _of_request(list(found), terms_of)


def _of_request(rows: Sequence[Any], terms_of: TermsOf) -> Iterator[Fact]:
    parts = _dealt(rows, terms_of) if rows[0].outcome is not None else {}
    for row in rows:
        share = parts.get(row.id, Share())
        outcome = row.outcome if row.id in parts else None
        figures = (
            _seconds(row), share.charged, share.free, share.covered, share.waived, _discarded(row),
        )  # fmt: skip
        yield Fact(row.ended_at, row.staff_id, row.customer_id, (outcome,), figures, _about(row))


def _dealt(rows: Sequence[Any], terms_of: TermsOf) -> dict[int, Share]:
    """The shares of the sessions that were there at the last closing, by number."""
    closed = [row for row in rows if row.sessions_to is None or row.id <= row.sessions_to]
    parts = shares.dealt(map(_seconds, closed), _closing(rows[0], terms_of))
    return {row.id: part for row, part in zip(closed, parts, strict=True)}


def _seconds(row: Any) -> int:
    return span_seconds(_span(row), row.ended_at)


def _discarded(row: Any) -> int:
    if row.ending != Ending.DISCARDED:
        return 0
    return int((row.ended_at - row.started_at).total_seconds())


def _span(row: Any) -> WorkSpan:
    return WorkSpan(
        started_at=row.started_at, ended_at=row.ended_at, ending=row.ending,
        typed_seconds=row.typed_seconds,
    )  # fmt: skip


def _ground(row: Any) -> str:
    return " ".join(ground_of(row.clauses))


def _fact(row: Any, labels: tuple[str | None, ...], figures: tuple[int, ...]) -> Fact:
    return Fact(row.posted_at, row.staff_id, row.customer_id, labels, figures, _about(row))


def _about(row: Any) -> About:
    return About(row.component_id, row.component_version)


def _freed(now: Closing, old: Closing | None) -> int:
    """The credits that a closing did not charge for the work, more than the one before it."""
    return _uncharged(now) - (_uncharged(old) if old else 0)


def _uncharged(closing: Closing) -> int:
    return shares.worth(closing.worked_seconds, closing.terms) - closing.cost


def _closing(row: Any, terms_of: TermsOf) -> Closing:
    """What the row's closing says."""
    return Closing(
        outcome=Outcome(row.outcome), worked_seconds=row.worked_seconds or 0,
        chargeable_seconds=row.chargeable_seconds or 0, cost=row.cost or 0, waived=row.waived,
        terms=terms_of(row.policy_version),
    )  # fmt: skip


def _earlier(row: Any, terms_of: TermsOf) -> Closing | None:
    """What the closing before it says; None where it is the first."""
    if row.old_outcome is None:
        return None
    return Closing(
        outcome=Outcome(row.old_outcome), worked_seconds=row.old_worked_seconds or 0,
        chargeable_seconds=row.old_chargeable_seconds or 0, cost=row.old_cost or 0,
        terms=terms_of(row.old_policy_version),
    )  # fmt: skip
