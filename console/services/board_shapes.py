"""What is told of the desk at a moment: frozen values, times in UTC."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from console.policy import worktime
from console.policy.terms import Terms
from console.services.queue_shapes import QueueSummary


@dataclass(frozen=True, slots=True)
class Crossed:
    """A limit that a request has crossed; answer None while nobody has answered it."""

    limit: str
    answer: str | None


@dataclass(frozen=True, slots=True)
class PersonAtWork:
    """A person with a request that they hold, or that their timer runs on (`holds` is False).

    Its timer runs since, or it rests since (neither: never begun). Worked and chargeable time is the request's, as of
    `at`; `timers` is how many run on it. `goes_back_at` is when it is taken from somebody who is away.
    """

    login: str
    name: str
    ticket: int
    subject: str
    running_since: datetime | None
    paused_since: datetime | None
    interrupted: bool
    holds: bool
    at: datetime
    worked_seconds: int
    chargeable_seconds: int
    charging: bool
    timers: int
    terms: Terms
    limits: tuple[Crossed, ...]
    goes_back_at: datetime | None

    @property
    def runs(self) -> bool:
        """Whether the person's timer runs, and counts."""
        return self.running_since is not None and not self.interrupted

    def worked_at(self, now: datetime) -> int:
        """Worked seconds by a moment, while what runs runs on."""
        return self.worked_seconds + self._since(now)

    def block_at(self, now: datetime) -> int:
        """The block that the chargeable time has come to by a moment."""
        more = self._since(now) if self.charging else 0
        return worktime.blocks(self.chargeable_seconds + more, self.terms)

    def _since(self, now: datetime) -> int:
        return max(0, int((now - self.at).total_seconds())) * self.timers


@dataclass(frozen=True, slots=True)
class FreePerson:
    """A person with nothing in hand, and when they were last seen; `here` is whether that is a moment ago."""

    login: str
    name: str
    seen_at: datetime | None
    here: bool


class Waits(StrEnum):
    """What a request on wait waits for."""

    CUSTOMER = "customer"
    CREDITS = "credits"
    DEBT = "debt"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A request on wait, since when, and how much office time that is; `credits` is how many it waits for."""

    ticket: int
    subject: str
    customer_id: int
    customer: str
    holder: str | None
    since: datetime
    seconds: int
    credits: int | None


@dataclass(frozen=True, slots=True)
class WaitingGroup:
    """What waits for one thing: how many, and those that have waited longest."""

    waits_for: Waits
    count: int
    rows: tuple[Waiting, ...]


@dataclass(frozen=True, slots=True)
class Today:
    """The office day so far: what came and what was closed, and how many were open at each full hour and now."""

    day: date
    arrivals: int
    closings: int
    open_now: int
    hours: tuple[tuple[datetime, int], ...]


class Loose(StrEnum):
    """What may be left for somebody to see to, what asks for a lead first in front."""

    PAST_CLOSING = "timers past closing"
    INTERRUPTED = "interrupted timers"
    CLAIMS = "held, holder away"
    LIMITS = "limits to answer"
    UNANSWERED = "no answer for a day"
    UNATTENDED = "time without outcome"
    DISPUTES = "disputes due"
    PROPOSALS = "to give back"
    UNDELIVERED = "undelivered"
    SET_ASIDE = "set aside"
    ORDER_PROPOSALS = "shop proposals"
    ORDER_LINES = "shop lines waiting"
    OWING = "owing customers"


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing left: the request or customer that it is about, whose it is, what it is, and since when."""

    ticket: int | None
    customer_id: int | None
    name: str
    said: str
    since: datetime | None
    held: bool = False
    number: int | None = None
    """Its number in the list where it is seen to, None where it has none."""


@dataclass(frozen=True, slots=True)
class LooseEnd:
    """What is left of one kind: how many, and the first few."""

    kind: Loose
    count: int
    things: tuple[Thing, ...]


@dataclass(frozen=True, slots=True)
class BoardView:
    """The desk at a moment."""

    at: datetime
    summary: QueueSummary
    today: Today
    work: tuple[PersonAtWork, ...]
    free: tuple[FreePerson, ...]
    waiting: tuple[WaitingGroup, ...]
    loose: tuple[LooseEnd, ...]
