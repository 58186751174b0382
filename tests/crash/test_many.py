"""Eight programs on one file at once."""

import asyncio
from pathlib import Path

from console.bootstrap import Location, open_desk
from console.services import desk as desk_service
from console.services import staff, timer
from tests.conftest import SETTINGS, at
from tests.crash.conftest import Lab, snapshot
from tests.machines.world import ACTORS
from tests.services.office import Office

EIGHT = 8
BALANCE_AFTER = 7
"""Its column in an entry."""


async def _crowd(path: Path) -> None:
    """Eight more specialists, and twelve requests."""
    desk = await open_desk(Location(path, SETTINGS))
    office = Office(desk, ACTORS.__getitem__)
    for number in range(5, 5 + EIGHT):
        await staff.add(
            desk, ACTORS["ada"], login=f"s{number}", name="S", role="specialist", now=at()
        )
    for minute in range(12):
        await office.arrive(60 - minute)
    await desk.close()


async def _work(path: Path) -> None:
    """Eight requests of one customer, with 1, 16, 31 … minutes of work, in the lead's hands."""
    desk = await open_desk(Location(path, SETTINGS))
    office = Office(desk, ACTORS.__getitem__)
    for number in range(1, EIGHT + 1):
        await office.arrive(number)
        await desk_service.assign(
            desk, ACTORS["irina"], ticket=number, login="irina", reason="x", now=at(20)
        )
        await timer.add(
            desk, ACTORS["irina"], ticket=number, minutes=1 + 15 * (number % 4), reason="x",
            now=at(30),
        )  # fmt: skip
    await desk.close()


def test_eight_who_take_at_once_get_the_eight_oldest(lab: Lab, desk_path: Path) -> None:
    """Eight who take at once get the eight oldest, one each."""
    asyncio.run(_crowd(desk_path))
    taken = lab.together(desk_path, "take", range(5, 5 + EIGHT))
    assert sorted(taken) == list(range(5, 13))


def test_eight_closings_on_one_customer_add_up(lab: Lab, desk_path: Path) -> None:
    """Eight closings on one customer add up to the credit."""
    asyncio.run(_work(desk_path))
    charged = lab.together(desk_path, "close", range(1, EIGHT + 1))
    balances = [row[BALANCE_AFTER] for row in snapshot(desk_path)["entry"]]
    assert (sum(charged), balances[-1], len(balances)) == (200, -200, EIGHT)
