"""The queue's first rows and counts, read before anything large is loaded."""

from dataclasses import dataclass
from datetime import datetime

from console.location import Location
from console.services import rows
from console.services.calendar import hours_of
from console.services.faults import Unreachable
from console.services.queue_shapes import QueuePage, QueueSummary
from db import driver, glance

FIRST_ROWS = 60


@dataclass(frozen=True, slots=True)
class FirstLook:
    """The queue's first rows, read before anything large is loaded; the counts come behind them."""

    page: QueuePage
    sample: bool


def first_look(location: Location, *, now: datetime) -> FirstLook:
    """Read the queue's first rows by the bare driver. Raises Unreachable."""
    hours = hours_of(location.settings)
    try:
        seen = glance.first_page(location.address, FIRST_ROWS)
    except driver.Unreadable as error:
        raise Unreachable(f"{location.name} cannot be read: {error}") from error
    found = rows.ticket_rows(seen.rows, ahead=0, hours=hours, now=now)
    return FirstLook(QueuePage(0, len(found), found), seen.sample)


def first_counts(location: Location, *, now: datetime) -> tuple[QueueSummary, int]:
    """The counts around the queue, and how many requests it shows; they take longer than its rows."""
    try:
        counted = glance.counts(location.address)
    except driver.Unreadable as error:
        raise Unreachable(f"{location.name} cannot be read: {error}") from error
    return rows.summary_of(counted, hours=hours_of(location.settings), now=now), int(counted[0])
