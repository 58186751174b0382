"""Eight programs on one file at once."""

import asyncio
from pathlib import Path

from console.bootstrap import open_desk
from console.location import Location
from console.services import desk as desk_service
from console.services import staff, timer
from tests.conftest import SETTINGS, at
from tests.crash.conftest import Lab, snapshot
from tests.machines.world import ACTORS
from tests.services.office import Office

EIGHT = 8
CREDITS, BALANCE_AFTER = 4, 7
"""Their columns in an entry."""


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


async def _charged(path: Path) -> None:
    """A charge of 20, closed again as free: a proposal waits."""
    desk = await open_desk(Location(path, SETTINGS))
    office = Office(desk, ACTORS.__getitem__)
    await office.closed(await office.worked(16))
    await office.again()
    await office.closed(1, "first-party-bug", minute=202)
    await desk.close()


async def _modifications(path: Path) -> None:
    """Eight modifications of 50 on an account that has 80."""
    desk = await open_desk(Location(path, SETTINGS))
    office = Office(desk, ACTORS.__getitem__)
    for number in range(1, EIGHT + 1):
        await office.arrive(number)
        await desk_service.set_kind(
            desk, ACTORS["irina"], ticket=number, kind="modification", now=at(20)
        )
        await desk_service.set_estimate(
            desk, ACTORS["irina"], ticket=number, credits=50, now=at(21)
        )
    await office.buy(80, minute=22)
    await desk.close()


def entries(path: Path) -> list[tuple[int, int]]:
    """The credits of each entry, and the balance after it."""
    return [(row[CREDITS], row[BALANCE_AFTER]) for row in snapshot(path)["entry"]]


def test_eight_who_tell_an_order_post_it_once(lab: Lab, desk_path: Path) -> None:
    """An order told by eight at once is one entry for those who told it so, refused to the others."""
    asyncio.run(_crowd(desk_path))
    got = lab.together(desk_path, "buy", range(EIGHT))
    assert sorted(got) == [0] * (EIGHT // 2) + [1] * (EIGHT // 2)
    assert entries(desk_path) in ([(80, 80)], [(160, 160)])


def test_eight_corrections_at_once_add_up(lab: Lab, desk_path: Path) -> None:
    """Eight corrections of one balance are all in it."""
    asyncio.run(_crowd(desk_path))
    lab.together(desk_path, "correct", range(1, 1 + EIGHT))
    assert (len(entries(desk_path)), entries(desk_path)[-1][1]) == (EIGHT, -36)


def test_a_charge_goes_back_once_however_many_give_it_back(lab: Lab, desk_path: Path) -> None:
    """Approved by four and reversed by four at once, a charge goes back once."""
    asyncio.run(_charged(desk_path))
    assert sum(lab.together(desk_path, "give back", range(EIGHT))) == 1
    assert entries(desk_path)[-1] == (20, 0)


def test_two_modifications_never_begin_on_the_same_credits(lab: Lab, desk_path: Path) -> None:
    """Of eight modifications of 50, begun at once on 80 credits, one begins (U3)."""
    asyncio.run(_modifications(desk_path))
    begun = lab.together(desk_path, "begin", range(1, EIGHT + 1))
    assert sorted(begun)[:-1] == [0] * (EIGHT - 1)
    assert {row[1] for row in snapshot(desk_path)["work_session"]} == {max(begun)}


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
