"""Requests taken by many at once: each once, and in arrival order."""

import pytest

from console.policy.refusal import Refusal
from console.services import desk
from tests.conftest import at
from tests.crowd.crowd import Crowd, Picked, out_of_order

REQUESTS = 60


@pytest.mark.parametrize("crowd", [12], indirect=True)
async def test_many_who_take_all_take_each_once_in_its_turn(crowd: Crowd) -> None:
    """A dozen who take as long as something waits take everything, nothing twice, and nothing past an older one (C9)."""
    picked = await _take_all(crowd)
    numbers = sorted(each.ticket for each in picked)
    assert (numbers, out_of_order(picked)) == ([*range(1, REQUESTS + 1)], [])


@pytest.mark.parametrize("crowd", [2], indirect=True)
async def test_one_person_at_two_consoles_takes_one(crowd: Crowd) -> None:
    """Taken at both at once, one request is held, and the other taking is refused in words (C9)."""
    await _arrive(crowd, 2)

    async def take(number: int) -> object:
        return await desk.pick(crowd.offices[number].desk, crowd.people[0], now=at(500))

    said = await crowd.together(take)
    assert [each.reason for each in said if isinstance(each, Refusal)] == [
        "You hold #1: close it, put it on wait, or release it with a reason first."
    ]


async def _arrive(crowd: Crowd, requests: int) -> None:
    for minute in range(requests):
        await crowd.office.arrive(minute)


async def _take_all(crowd: Crowd) -> list[Picked]:
    await _arrive(crowd, REQUESTS)
    taken: list[Picked] = []

    async def work(number: int) -> None:
        while picked := await crowd.pick(number):
            taken.append(picked)
            await crowd.put_by(number, picked.ticket)

    await crowd.together(work)
    return taken
