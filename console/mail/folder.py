"""Which mails of a mailbox's folder are still to be taken in, and how far it has been read; nothing is asked here.

What is unread is taken in, and what is above the last UID: so a mail that a person was first to read elsewhere comes
in too, one that was left behind is not forgotten, and an old one that somebody marks as unread is taken in. No keyword
of ours is set: some servers keep none, and a mark in the mailbox would still be there after an older copy of the desk
was restored, which has not that mail. How far a folder was read is in the desk's own record, and goes back with it.
None of it has to be right for nothing to be doubled: the same bytes are taken in once.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

Criteria = Sequence[Any]
"""A search as the library takes it: words and dates."""

UNREAD: Criteria = ("UNSEEN",)

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Reached:
    """How far a folder has been read; what was there and read at the first look is not the desk's."""

    first_looked_at: datetime
    uid_validity: int
    next_uid: int


def new_since(reached: Reached, *, uid_validity: int) -> Criteria:
    """What finds all new mails, and perhaps others: UIDs that were dealt anew say nothing, days still do."""
    if reached.uid_validity == uid_validity:
        return ("UID", f"{reached.next_uid}:*")
    # A server compares days, by a clock of its own.
    return ("SINCE", (reached.first_looked_at - _DAY).date())


def only_new(found: Iterable[int], reached: Reached, *, uid_validity: int) -> frozenset[int]:
    """Those that are new: of a range that is empty a server gives the last mail before it."""
    least = reached.next_uid if reached.uid_validity == uid_validity else 0
    return frozenset(uid for uid in found if uid >= least)


def next_uid(new: Iterable[int], left: Iterable[int], *, uid_next: int) -> int:
    """Where to go on: at the first new one that is left, or behind them all."""
    return min(left, default=max([uid_next, *(uid + 1 for uid in new)]))


def came_at(told: datetime | None, *, first_looked_at: datetime, now: datetime) -> datetime:
    """When a mail came to the desk: as the server says, but neither in the future nor before the first look."""
    return now if told is None else max(first_looked_at, min(told, now)).astimezone(UTC)
