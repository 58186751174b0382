"""Worked time: what a ticket's work sessions add up to, and the blocks and credits it comes to (K1, U8)."""

from collections.abc import Iterable
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class WorkSpan:
    """One work session: no end while it runs; no last seen when nothing watches it; typed-in time has a length."""

    started_at: datetime
    ended_at: datetime | None = None
    last_seen_at: datetime | None = None
    ending: str | None = None
    typed_seconds: int | None = None


def is_interrupted(span: WorkSpan, now: datetime, *, gap_seconds: int = GAP_SECONDS) -> bool:
    """Whether the session runs on although its console was last seen longer ago than the gap."""
    if span.ended_at is not None or span.last_seen_at is None or span.typed_seconds is not None:
        return False
    return now - span.last_seen_at > timedelta(seconds=gap_seconds)


def span_seconds(span: WorkSpan, now: datetime, *, gap_seconds: int = GAP_SECONDS) -> int:
    """Whole seconds that the session counts for: never negative, none while interrupted or discarded."""
    if span.ending == Ending.DISCARDED:
        return 0
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
