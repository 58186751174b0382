"""The sample's calendar: the office hours of the month before now, as one line of seconds."""

from datetime import datetime, timedelta

from console.policy import officehours
from console.policy.officehours import OfficeHours

MONTH = timedelta(days=30)


class OfficeDays:
    """The open spans of the month that ends now; the last one ends now where the office is open."""

    def __init__(self, hours: OfficeHours, now: datetime) -> None:
        self.hours = hours
        self.now = now
        self.spans = _spans(hours, now - MONTH, end=now)
        self.total_seconds = sum(_seconds(opens, closes) for opens, closes in self.spans)

    def at(self, seconds: float) -> datetime:
        """The moment after so many open seconds of the month."""
        left = max(0, int(seconds))
        for opens, closes in self.spans:
            length = _seconds(opens, closes)
            if left < length:
                return opens + timedelta(seconds=left)
            left -= length
        return self.spans[-1][1]

    def back(self, hours: float) -> datetime:
        """The moment so many open hours ago."""
        return self.at(self.total_seconds - hours * 3600)

    def closing(self, moment: datetime) -> datetime:
        """The last closing at or before a moment, or the next one while the office is open."""
        status = officehours.status(self.hours, moment)
        if status.open:
            return status.until
        return max(closes for _, closes in self.spans if closes <= moment)

    def room(self, moment: datetime, minutes: float) -> datetime:
        """The first moment from which the office stays open for so many minutes."""
        status = officehours.status(self.hours, moment)
        if not status.open:
            return status.until
        if status.until - moment >= timedelta(minutes=minutes):
            return moment
        return officehours.status(self.hours, status.until).until


def _spans(
    hours: OfficeHours, start: datetime, *, end: datetime
) -> tuple[tuple[datetime, datetime], ...]:
    found, moment = [], start
    while moment < end:
        status = officehours.status(hours, moment)
        if status.open:
            found.append((moment, min(status.until, end)))
        moment = status.until
    return tuple(found)


def _seconds(start: datetime, end: datetime) -> int:
    return (end - start) // timedelta(seconds=1)
