"""The queue's first rows and counts, read before anything large is loaded."""

from dataclasses import dataclass
from datetime import datetime

from console.location import Location
from console.policy.officehours import OfficeHours
from console.services import deskwide, rows
from console.services.faults import Unreachable
from console.services.queue_shapes import QueuePage, QueueSummary
from db import driver, glance

FIRST_ROWS = 60


@dataclass(frozen=True, slots=True)
class FirstLook:
    """The queue's first rows, read before anything large is loaded; the counts come behind them."""

    page: QueuePage
    sample: bool
    hours: OfficeHours


def first_look(location: Location, *, now: datetime) -> FirstLook:
    """Read the queue's first rows by the bare driver. Raises Unreachable."""
    try:
        seen = glance.first_page(location.address, FIRST_ROWS)
    except driver.Unreadable as error:
        raise Unreachable(f"{location.name} cannot be read: {error}") from error
    said = deskwide.read(seen.settings, seen.days)
    hours = deskwide.hours(deskwide.over(location.settings, said), said)
    found = rows.ticket_rows(seen.rows, ahead=0, hours=hours, now=now)
    return FirstLook(QueuePage(0, len(found), found), seen.sample, hours)


def first_counts(
    location: Location, *, hours: OfficeHours, now: datetime
) -> tuple[QueueSummary, int]:
    """The counts around the queue, and how many requests it shows; they take longer than its rows."""
    try:
        counted = glance.counts(location.address)
    except driver.Unreadable as error:
        raise Unreachable(f"{location.name} cannot be read: {error}") from error
    return rows.summary_of(counted, hours=hours, now=now), int(counted[0])
