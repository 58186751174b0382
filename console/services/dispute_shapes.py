"""What is told of disputes: frozen values, times in UTC."""

from dataclasses import dataclass
from datetime import datetime

from console.policy.disputes import State


@dataclass(frozen=True, slots=True)
class DisputeView:
    """A dispute: the request that it is, what it is about, by when it is due, and how it was decided."""

    ticket: int
    subject: str
    customer_id: int
    customer: str
    disputed_ticket: int | None
    entry: int | None
    received_at: datetime
    warn_at: datetime
    due_at: datetime
    state: State
    decided_at: datetime | None
    decided_by: str | None
    open: bool

    @property
    def about(self) -> str:
        """What it is about, in a few words."""
        if self.entry is not None:
            return f"entry {self.entry}"
        return f"#{self.disputed_ticket}" if self.disputed_ticket is not None else "not said yet"


@dataclass(frozen=True, slots=True)
class Decided:
    """What upholding a dispute proposes to give back; no proposal where it was rejected."""

    dispute: int
    about: str
    credits: int
    proposal: int | None
