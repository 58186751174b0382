"""Covers: what of a ticket's work its support packages cover, session by session (P1, P4, P6)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from console.policy.entitlements import Cover, CoverKind, Package, covers_at
from console.policy.terms import TERMS, Terms
from console.policy.worktime import (
    Ending,
    WorkSpan,
    is_interrupted,
    span_seconds,
    worked_seconds,
)


@dataclass(frozen=True, slots=True)
class Split:
    """A ticket's work, split in the calculation: what is covered, and the parts of sessions that are not."""

    cover: Cover | None
    covered_seconds: int
    charged: tuple[WorkSpan, ...]


def split(
    spans: Iterable[WorkSpan],
    packages: Sequence[Package],
    *,
    now: datetime,
    terms: Terms = TERMS,
) -> Split:
    """What the chosen packages cover of these sessions, and what is left to charge (P1, P4, P6)."""
    counted = _counted(spans, now)
    worked = worked_seconds(counted, now)
    if not packages:
        return Split(None, 0, tuple(counted))
    kind = packages[0].kind
    if kind == CoverKind.PREMIUM:
        charged = [part for span in counted for part in _outside(span, packages)]
    else:
        charged = _after(counted, terms.package_seconds, now)
    left = worked_seconds(charged, now)
    used = tuple(each.id for each in packages if _is_used(each, counted))
    covered = worked - left
    return Split(Cover(kind, covered, used), covered, tuple(charged))


def is_begun(package: Package, spans: Iterable[WorkSpan], *, now: datetime) -> bool:
    """Whether any work under a package has been started, however short or interrupted (P3, P5, P7)."""
    return any(
        span.ending != Ending.DISCARDED and _falls_under(span, package, now) for span in spans
    )


def _falls_under(span: WorkSpan, package: Package, now: datetime) -> bool:
    if package.kind != CoverKind.PREMIUM or span.typed_seconds is not None:
        return covers_at([package], span.started_at)
    if package.starts_at is None or package.ends_at is None:
        return False
    ended_at = now if span.ended_at is None else span.ended_at
    begins_inside = package.starts_at <= span.started_at < package.ends_at
    return begins_inside or span.started_at < package.starts_at < ended_at


def _counted(spans: Iterable[WorkSpan], now: datetime) -> list[WorkSpan]:
    """The sessions that count, in order of start, each with its end: what runs ends now for this sum."""
    kept = [
        span
        for span in sorted(spans, key=lambda each: each.started_at)
        if not is_interrupted(span, now) and span_seconds(span, now) > 0
    ]
    return [
        replace(span, ended_at=now, last_seen_at=None) if span.ended_at is None else span
        for span in kept
    ]


def _outside(span: WorkSpan, terms: Sequence[Package]) -> list[WorkSpan]:
    """The parts of a session that no term covers; typed-in time is in or out as a whole, by its day."""
    if span.typed_seconds is not None:
        return [] if covers_at(terms, span.started_at) else [span]
    parts = [(span.started_at, span.ended_at or span.started_at)]
    for term in terms:
        if term.starts_at is not None and term.ends_at is not None:
            parts = [
                piece
                for start, end in parts
                for piece in ((start, min(end, term.starts_at)), (max(start, term.ends_at), end))
                if piece[0] < piece[1]
            ]
    return [replace(span, started_at=start, ended_at=end) for start, end in parts]


def _after(spans: Sequence[WorkSpan], seconds: int, now: datetime) -> list[WorkSpan]:
    """What is left of the sessions once their first `seconds` are taken off."""
    left, parts = seconds, []
    for span in spans:
        length = span_seconds(span, now)
        taken = min(left, length)
        left -= taken
        if taken == 0:
            parts.append(span)
        elif taken < length:
            parts.append(_without_first(span, taken))
    return parts


def _without_first(span: WorkSpan, seconds: int) -> WorkSpan:
    if span.typed_seconds is not None:
        return replace(span, typed_seconds=span.typed_seconds - seconds)
    return replace(span, started_at=span.started_at + timedelta(seconds=seconds))


def _is_used(package: Package, spans: Sequence[WorkSpan]) -> bool:
    """Whether any of the work falls under the package."""
    if package.kind != CoverKind.PREMIUM:
        return bool(spans)
    return any(_length(_outside(span, [package])) < _length([span]) for span in spans)


def _length(spans: Sequence[WorkSpan]) -> int:
    return sum(span_seconds(each, each.ended_at or each.started_at) for each in spans)
