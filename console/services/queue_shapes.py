"""What the console's first frame is made of: the queue's rows and counts, who acts, and the timer."""

from dataclasses import dataclass
from datetime import datetime

from console.policy.terms import TERMS, Terms


@dataclass(frozen=True, slots=True)
class Actor:
    """The member of staff who acts."""

    staff_id: int
    login: str
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class TicketRow:
    """One open request in arrival order; `place` counts the eligible ones from 1."""

    ticket: int
    place: int | None
    subject: str
    customer_id: int
    customer: str
    channel: str
    kind: str | None
    received_at: datetime
    age_seconds: int
    balance: int
    urgent: bool
    holder: str | None
    holder_name: str | None
    waiting_for: str | None
    waiting_credits: int | None
    running: bool
    undelivered: int
    interrupted: bool = False
    """Whether its timer runs on, and its console is gone: the time counts for nothing until somebody has answered."""

    @property
    def state(self) -> str:
        """The state in a few words."""
        if self.waiting_for:
            return f"waiting for {self.waiting_for}"
        if self.holder:
            return f"held by {self.holder_name or self.holder}"
        return "waiting"


@dataclass(frozen=True, slots=True)
class QueuePage:
    """Rows from line `start` of `total`, oldest first."""

    start: int
    total: int
    rows: tuple[TicketRow, ...]


@dataclass(frozen=True, slots=True)
class QueueSummary:
    """The counts above and below the queue; `oldest_seconds` is office time."""

    waiting: int
    oldest_seconds: int | None
    held: int
    waiting_for_customer: int
    waiting_for_credits: int
    undelivered: int
    proposals: int
    quarantined: int
    disputes: int = 0
    order_proposals: int = 0
    unknown_products: int = 0


@dataclass(frozen=True, slots=True)
class TimerView:
    """A person's timer: on which request, since when, and the request's whole worked time.

    `chargeable_seconds` is what of that no support package covers, and `charging` whether work done now adds to it.
    """

    ticket: int | None
    session: int | None
    running: bool
    interrupted: bool
    started_at: datetime | None
    last_seen_at: datetime | None
    worked_seconds: int
    paused_ticket: int | None = None
    console: str | None = None
    chargeable_seconds: int = 0
    charging: bool = True
    terms: Terms = TERMS
