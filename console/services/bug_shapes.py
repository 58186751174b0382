"""Known bugs as the front ends see them."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class BugRef:
    """The known bug that a request is of."""

    bug: int
    title: str
    solved: bool


@dataclass(frozen=True, slots=True)
class BugView:
    """A known bug as it is now; `outcome` and `ground` are how its requests end."""

    bug: int
    component: str
    component_name: str
    fault: str
    title: str
    state: str
    found_in: str | None
    solved_in: str | None
    note: str | None
    advice: str | None
    outcome: str
    ground: str | None
    requests: int
    open_requests: int
    written_by: str
    written_at: datetime

    @property
    def solved(self) -> bool:
        """Whether it is solved."""
        return self.state == "solved"


@dataclass(frozen=True, slots=True)
class BugRequest:
    """A request of a known bug, and what telling that it is solved does with it, or has done.

    `does` is close, tell, leave or told; `reason` says why it is left; `charged` is what it took before, which would
    be proposed to be given back.
    """

    ticket: int
    subject: str
    customer: str
    closed: bool
    does: str
    reason: str | None
    charged: int


@dataclass(frozen=True, slots=True)
class BugPlan:
    """A known bug with its requests."""

    bug: BugView
    requests: tuple[BugRequest, ...]

    def of(self, does: str) -> tuple[BugRequest, ...]:
        """Those that the same happens to."""
        return tuple(each for each in self.requests if each.does == does)


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of one request when its bug was solved: closed, told, or left; `proposal` gives back what it took."""

    ticket: int
    did: str
    reason: str | None = None
    proposal: int | None = None


@dataclass(frozen=True, slots=True)
class Solved:
    """What came of saying that a bug is solved."""

    bug: BugView
    settled: tuple[Settled, ...]

    def of(self, did: str) -> tuple[Settled, ...]:
        """Those that the same became of."""
        return tuple(each for each in self.settled if each.did == did)
