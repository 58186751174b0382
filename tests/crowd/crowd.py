"""Many people at one desk on a server, each at a console with connections of its own."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from console.policy.refusal import Refusal
from console.services import desk as desk_service
from console.services import staff
from console.services.context import Desk
from console.services.shapes import Actor, TicketView
from tests import team
from tests.conftest import STAFF, at
from tests.postgres import Server
from tests.services.office import Office

T = TypeVar("T")

PATIENT = "&options=-c%20lock_timeout%3D100s"
"""A crowd in one process, each of whom waits for all the others, takes longer than its people would."""

FIRST = len(STAFF) + 1
"""The number of the first of the crowd among the staff."""

ADA = Actor(1, "ada", "Ada", "admin")


@dataclass(frozen=True)
class Picked:
    """A request that was taken, and when the taking began and ended."""

    ticket: int
    begun: float
    ended: float


class Crowd:
    """Specialists s5, s6, …, each at an open desk of their own."""

    def __init__(self, people: Sequence[Actor], offices: Sequence[Office]) -> None:
        self.people, self.offices = people, offices

    @property
    def desk(self) -> Desk:
        """Any of their desks: they are all the same."""
        return self.offices[0].desk

    @property
    def office(self) -> Office:
        """Any of their offices."""
        return self.offices[0]

    async def together(self, do: Callable[[int], Awaitable[T]]) -> list[T]:
        """Let everybody do something at the same moment; what each got, in their order."""
        return list(await asyncio.gather(*(do(number) for number in range(len(self.people)))))

    async def pick(self, number: int) -> Picked | None:
        """One of them takes the oldest request; None where nothing waits."""
        begun = time.monotonic()
        taken = await desk_service.take(self.offices[number].desk, self.people[number], now=at(500))
        assert not isinstance(taken, Refusal), taken
        return None if taken is None else Picked(taken, begun, time.monotonic())

    async def put_by(self, number: int, ticket: int) -> None:
        """One of them lets a request wait for its customer, to be free for the next."""
        done = await desk_service.wait(
            self.offices[number].desk, self.people[number], ticket=ticket,
            waiting_for="customer", now=at(501),
        )  # fmt: skip
        assert isinstance(done, TicketView), done


def out_of_order(taken: Sequence[Picked]) -> list[tuple[int, int]]:
    """Each request that was got before anybody had begun to take an older one, and that older one."""
    found, latest = [], None
    for each in sorted(taken, key=lambda each: each.ticket):
        if latest is not None and latest.begun > each.ended:
            found.append((each.ticket, latest.ticket))
        if latest is None or each.begun > latest.begun:
            latest = each
    return found


async def gather_at(server: Server, size: int) -> Crowd:
    """A fresh desk, and so many specialists at it."""
    team.empty(server)
    offices = [Office(await team.open_desk(server, PATIENT), _only_ada) for _ in range(size)]
    people = [await _hired(offices[0].desk, FIRST + number) for number in range(size)]
    return Crowd(people, offices)


async def send_home(crowd: Crowd) -> None:
    """Close every desk."""
    await asyncio.gather(*(office.desk.close() for office in crowd.offices))


async def _hired(desk: Desk, number: int) -> Actor:
    member: Any = await staff.add(
        desk, ADA, login=f"s{number}", name=f"S{number}", role="specialist", now=at()
    )
    assert member.staff_id == number
    return Actor(number, f"s{number}", f"S{number}", "specialist")


def _only_ada(login: str) -> Actor:
    assert login == "ada"
    return ADA
