"""The sample's stage: processes that sleep until a moment, run in the order of their moments."""

import heapq
import itertools
import random
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from console.policy.refusal import Refusal
from console.services.context import Desk
from console.services.sample_days import OfficeDays
from console.services.sample_script import Person, Step, Story
from console.services.shapes import Actor
from db.engine import Session

_T = TypeVar("_T")

Process = AsyncGenerator[datetime, None]
"""Yields the moment at which it wants to go on."""

TAIL_HOURS = 4.5
"""The last open hours, in which the desk falls behind: what arrives in them is still there now."""

FIRST_SHOP_ORDER = 20_400


class ScriptError(Exception):
    """The sample's script asks for what the desk does not do."""


@dataclass(frozen=True, slots=True)
class Cast:
    """The people of the desk."""

    admin: Actor
    olga: Actor
    pavel: Actor
    irina: Actor


@dataclass(slots=True)
class Played:
    """A story that has become a request: how far it is, and whether somebody could go on with it."""

    story: Story
    person: Person
    ticket: int
    cursor: int = 0
    ready: bool = False
    holder: Actor | None = None
    lapsed: bool = False

    @property
    def step(self) -> Step | None:
        """What happens next, None at the end."""
        steps = self.story.steps
        return steps[self.cursor] if self.cursor < len(steps) else None


class Rehearsal(Desk):
    """The desk within one transaction: a sample is made whole or not at all, and quickly."""

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__(desk.database, settings=desk.settings, facts=desk.facts, spool=desk.spool)
        self._session = session

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Session]:
        """The one transaction, as it stands."""
        yield self._session

    @asynccontextmanager
    async def writing(
        self,
        actor: Actor | None = None,
        now: datetime | None = None,
        *,
        job: str | None = None,
        alone: bool = False,
        patient: bool = True,
    ) -> AsyncIterator[Session]:
        """The one transaction; what was written is there for the next to read."""
        del actor, now, job, alone, patient  # whoever plays here is on the staff
        yield self._session
        await self._session.flush()


class Stage:
    """A desk, a clock that the processes move, and what they have to do."""

    def __init__(self, desk: Desk, cast: Cast, *, now: datetime) -> None:
        self.desk = desk
        self.cast = cast
        self.now = now
        self.days = OfficeDays(desk.hours, now)
        self.cutoff = self.days.back(TAIL_HOURS)
        self.chance = random.Random(20)  # noqa: S311 - the same sample every time, nothing secret
        self.at = now - timedelta(days=60)
        self.played: dict[int, Played] = {}
        self._due: list[tuple[datetime, int, Process]] = []
        self._order = itertools.count()
        self._shop_order = FIRST_SHOP_ORDER

    def spawn(self, process: Process, at: datetime) -> None:
        """Let a process begin at a moment."""
        heapq.heappush(self._due, (at, next(self._order), process))

    async def run(self) -> None:
        """Run every process, moment by moment, until now."""
        while self._due:
            at, _, process = heapq.heappop(self._due)
            if at > self.now:
                await process.aclose()
                continue
            self.at = max(at, self.at)
            again = await anext(process, None)
            if again is not None:
                self.spawn(process, max(again, self.at))

    def soon(self, least_minutes: float, most_minutes: float) -> datetime:
        """A moment of the open office, some minutes on."""
        wanted = self.at + timedelta(seconds=self._some(least_minutes, most_minutes))
        return self.days.room(wanted, most_minutes)

    def order_number(self) -> int:
        """The shop's next order number."""
        self._shop_order += self.chance.randint(1, 9)
        return self._shop_order

    def login(self, name: str) -> str:
        """The login of one of the cast."""
        member: Actor = getattr(self.cast, name)
        return member.login

    def _some(self, least_minutes: float, most_minutes: float) -> int:
        return self.chance.randint(int(least_minutes * 60), int(most_minutes * 60))


def agreed(answer: _T | Refusal) -> _T:
    """The answer of a service; raises ScriptError where it refused, for then the script is wrong."""
    if isinstance(answer, Refusal):
        raise ScriptError(f"The sample's script asks for what is refused: {answer.reason}")
    return answer
