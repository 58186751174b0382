"""Worked time: what a ticket's work sessions add up to, and the blocks and credits it comes to (K1, U8)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from console.policy.terms import TERMS, Terms

# A console is seen every half minute: silence longer than this means that it slept or died.
GAP_SECONDS = 300


class Ending(StrEnum):
    """How a work session ended."""

    PAUSED = "paused"
    STOPPED = "stopped"
    SWITCHED = "switched"
    WAITING = "waiting"
    CLOSED = "closed"
    RELEASED = "released"
    REASSIGNED = "reassigned"
    CUT = "cut"
    DISCARDED = "discarded"
    OUTRAN = "outran"
    TYPED = "typed"
    CORRECTED = "corrected"


@dataclass(frozen=True, slots=True)
class WorkSpan:
    """One work session: no end while it runs; no last seen when nothing watches it; typed-in time has a length.

    A correction has a length too, which it takes off the others.
    """

    started_at: datetime
    ended_at: datetime | None = None
    last_seen_at: datetime | None = None
    ending: str | None = None
    typed_seconds: int | None = None


def is_interrupted(span: WorkSpan, now: datetime, *, gap_seconds: int = GAP_SECONDS) -> bool:
    """Whether the session runs on although its console was last seen longer ago than the gap."""
    if span.ended_at is not None or span.typed_seconds is not None:
        return False
    return is_unseen(span.last_seen_at, now, gap_seconds=gap_seconds)


def is_unseen(
    last_seen_at: datetime | None, now: datetime, *, gap_seconds: int = GAP_SECONDS
) -> bool:
    """Whether a console was last seen longer ago than the gap; a timer without one is never missed."""
    return last_seen_at is not None and now - last_seen_at > timedelta(seconds=gap_seconds)


def span_seconds(span: WorkSpan, now: datetime, *, gap_seconds: int = GAP_SECONDS) -> int:
    """Whole seconds that the session counts for: none while interrupted or discarded; a correction's are negative."""
    if span.ending == Ending.DISCARDED:
        return 0
    if span.ending == Ending.CORRECTED:
        return -max(0, span.typed_seconds or 0)
    if span.typed_seconds is not None:
        return max(0, span.typed_seconds)
    if is_interrupted(span, now, gap_seconds=gap_seconds):
        return 0
    end = now if span.ended_at is None else span.ended_at
    return max(0, (end - span.started_at) // timedelta(seconds=1))


def worked_seconds(
    spans: Iterable[WorkSpan], now: datetime, *, gap_seconds: int = GAP_SECONDS
) -> int:
    """The sum of all sessions, by whoever, in whole seconds."""
    return sum(span_seconds(span, now, gap_seconds=gap_seconds) for span in spans)


def corrected(spans: Iterable[WorkSpan]) -> tuple[WorkSpan, ...]:
    """The sessions with what corrections take off: off what began before each, the latest first, then off the rest."""
    known = tuple(spans)
    takes = [each for each in known if each.ending == Ending.CORRECTED]
    left = [each for each in known if each.ending != Ending.CORRECTED]
    for take in sorted(takes, key=lambda each: each.started_at):
        left.sort(key=lambda each: each.started_at)
        earlier = [each for each in left if each.started_at <= take.started_at]
        later = left[len(earlier) :]
        left = _shortened([*reversed(earlier), *later], take.typed_seconds or 0)
    return tuple(left) if takes else known


def _shortened(spans: Iterable[WorkSpan], seconds: int) -> list[WorkSpan]:
    """The sessions without so many seconds, taken off the end of each in turn; what runs yet is left alone."""
    found = []
    for span in spans:
        length = span_seconds(span, span.ended_at) if span.ended_at is not None else 0
        taken = min(seconds, length)
        seconds -= taken
        found.append(_without_last(span, taken) if taken else span)
    return found


def _without_last(span: WorkSpan, taken: int) -> WorkSpan:
    if span.typed_seconds is not None:
        return replace(span, typed_seconds=span.typed_seconds - taken)
    assert span.ended_at is not None  # noqa: S101 - nothing is taken off what runs
    return replace(span, ended_at=span.ended_at - timedelta(seconds=taken))


def blocks(seconds: int, terms: Terms = TERMS) -> int:
    """How many blocks have been started (U8): none at 0, one from the first second on."""
    return -(-max(0, seconds) // terms.block_seconds)


def credits_for(seconds: int, terms: Terms = TERMS) -> int:
    """What that much chargeable time costs, rounded up once (U8)."""
    return blocks(seconds, terms) * terms.credits_per_block


def seconds_to_next_block(seconds: int, terms: Terms = TERMS) -> int:
    """Seconds left in the block begun; 0 where the next second starts one."""
    return -max(0, seconds) % terms.block_seconds


def seconds_for(credits: int, terms: Terms = TERMS) -> int:
    """The last second that still costs no more than that many credits."""
    return max(0, credits) // terms.credits_per_block * terms.block_seconds


def reached_at(
    spans: Iterable[WorkSpan], seconds: int, *, now: datetime, gap_seconds: int = GAP_SECONDS
) -> datetime | None:
    """When the sum first came to `seconds`, session by session in order of start; None when it has not."""
    total = 0
    for span in sorted(spans, key=lambda each: each.started_at):
        counted = span_seconds(span, now, gap_seconds=gap_seconds)
        if total + counted >= seconds:
            inside = 0 if span.typed_seconds is not None else max(0, seconds - total)
            return span.started_at + timedelta(seconds=inside)
        total += counted
    return None
