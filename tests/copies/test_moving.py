"""Moving: all of it goes over, one desk is open afterwards, and never two whenever it is cut short."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest

from console import bootstrap, moving
from console.bootstrap import open_desk, state_of
from console.location import Location
from console.services import doctor
from console.services.checks.findings import CheckResult
from console.services.context import Desk
from console.services.faults import BadInput, Fault, Unreachable
from console.services.refilling import NotTheSame
from tests.conftest import SETTINGS, at
from tests.copies import places
from tests.copies.places import everything
from tests.machines.world import ACTORS
from tests.services.examined import tamper, wrong
from tests.services.office import Office

if TYPE_CHECKING:
    from tests.postgres import Server


async def move(source: Location, target: Location, *, minute: float = 600) -> moving.Moved:
    """Move a desk, or go on with it, as the command does."""
    on_its_way = await moving.is_on_its_way(source, target)
    desk = await open_desk(source, read_only=on_its_way)
    try:
        if on_its_way:
            return await moving.finish(desk, target)
        return await moving.move(desk, await _actor(desk), target, now=at(minute))
    finally:
        await desk.close()


async def _actor(desk: Desk) -> "bootstrap.Actor | None":
    return ACTORS["ada"] if await desk.database.login() is None else None


async def test_a_moved_desk_is_the_same_row_by_row(home: Location, target: Location) -> None:
    """From either database to either; who moved it was seen."""
    await move(home, target)
    assert await everything(target) == await everything(home)


async def test_there_and_back_nothing_is_lost(
    home: Location, target: Location, lived: Path, tmp_path: Path, team_server: "Server"
) -> None:
    """To another place, on to a third, and back to where it was."""
    await move(home, target)
    before = await everything(target)
    with places.vacant("postgresql", tmp_path, team_server) as third:
        await move(target, third, minute=601)
        await move(third, home, minute=602)
    after = await everything(home)
    assert {name: rows for name, rows in after.items() if name != "presence"} == {
        name: rows for name, rows in before.items() if name != "presence"
    }


async def test_work_goes_on_at_the_new_place(home: Location, target: Location) -> None:
    """And back at the old one with what was done meanwhile; the doctor finds nothing."""
    await move(home, target)
    desk = await open_desk(target)
    number = await Office(desk, ACTORS.__getitem__).arrive(700)
    await desk.close()
    await move(target, home, minute=701)
    desk = await open_desk(home)
    found = await doctor.examine(desk)
    await desk.close()
    assert number in {row[0] for row in (await everything(home))["ticket"]}
    assert wrong(found) == {}


async def test_the_old_place_says_where_the_desk_went(home: Location, target: Location) -> None:
    """To whoever opens it."""
    await move(home, target)
    with pytest.raises(Unreachable) as caught:
        await open_desk(home)
    assert f"has moved from {home.name} to {target.name}" in str(caught.value)


async def test_a_console_that_was_open_writes_no_more(home: Location, target: Location) -> None:
    """It is told where the desk went."""
    console = await open_desk(home)
    await move(home, target)
    with pytest.raises(Unreachable, match="has moved"):
        await Office(console, ACTORS.__getitem__).arrive(700)
    await console.close()


async def test_what_is_left_can_be_looked_at(home: Location, target: Location) -> None:
    """With `--read-only`."""
    await move(home, target)
    desk = await open_desk(home, read_only=True)
    found = await doctor.examine(desk)
    await desk.close()
    assert wrong(found) == {}


async def test_a_server_lets_no_other_program_write_either(
    lived: Path, tmp_path: Path, team_server: "Server", file_target: Location
) -> None:
    """Not even whoever owns it."""
    with places.vacant("postgresql", tmp_path, team_server) as home:
        await asyncio.to_thread(_restored, home, lived)
        await move(home, file_target)
        with pytest.raises(psycopg.Error, match="the desk has moved from here"):
            team_server.run("UPDATE staff SET name = 'X'", database=home.name.partition(" ")[0])


def _restored(location: Location, backup: Path) -> None:
    from console import restoring

    asyncio.run(restoring.restore(location, backup))


async def test_nobody_writes_while_it_is_carried_over(
    lived: Path, tmp_path: Path, team_server: "Server", file_target: Location,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """By no program on a server: what would be written then would be lost."""
    tried: list[str] = []
    with places.vacant("postgresql", tmp_path, team_server) as home:
        await asyncio.to_thread(_restored, home, lived)
        name = home.name.partition(" ")[0]
        examine = doctor.examine

        async def meddle(desk: Desk) -> tuple[CheckResult, ...]:
            try:
                with psycopg.connect(team_server.address(name), autocommit=True) as other:
                    other.execute("SET lock_timeout = '100ms'")
                    other.execute("UPDATE staff SET name = 'X'")
            except psycopg.errors.LockNotAvailable:
                tried.append("waits")
            return await examine(desk)

        monkeypatch.setattr(moving.doctor, "examine", meddle)
        await move(home, file_target)
    assert set(tried) == {"waits"}


async def test_a_desk_is_not_moved_over_another(
    home: Location, target: Location, lived: Path
) -> None:
    """Both stay as they were, and open."""
    await asyncio.to_thread(_restored, target, lived)
    with pytest.raises(BadInput, match="There is a desk"):
        await move(home, target)
    assert (state_of(home), state_of(target)) == ("ready", "ready")


async def test_a_desk_is_not_moved_over_what_another_left(
    home: Location, target: Location, tmp_path: Path
) -> None:
    """Only over what it left there itself."""
    from console.founding import init_desk

    await init_desk(target, admin="ada", now=at())
    other = Location(tmp_path / "other.db", SETTINGS)
    await move(target, other)
    with pytest.raises(BadInput, match="There is a desk"):
        await move(home, target)
    assert state_of(home) == "ready"


async def test_a_desk_is_not_moved_to_where_it_is(home: Location) -> None:
    """It is there already."""
    with pytest.raises(BadInput, match=r"is there|There is a desk"):
        await move(home, home)
    assert state_of(home) == "ready"


async def test_what_was_left_in_a_file_is_kept_aside(
    lived: Path, tmp_path: Path, file_target: Location
) -> None:
    """Nothing of a record is ever deleted."""
    home = Location(tmp_path / "home.db", SETTINGS)
    await asyncio.to_thread(_restored, home, lived)
    await move(home, file_target)
    left = await everything(home)
    made = await move(file_target, home, minute=601)
    assert made.kept_aside is not None
    assert await everything(Location(Path(made.kept_aside), SETTINGS)) == left


async def test_a_copy_that_does_not_agree_is_not_moved_to(
    home: Location, target: Location, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The desk stays open where it is, and nothing is left at the other place."""
    examine, asked = doctor.examine, []

    async def doubt(desk: Desk) -> tuple[CheckResult, ...]:
        found = await examine(desk)
        asked.append(desk.database.name)
        if len(asked) == 2:
            return (*found[:-1], CheckResult(found[-1].check, ok=False, detail="one is gone"))
        return found

    monkeypatch.setattr(moving.doctor, "examine", doubt)
    with pytest.raises(NotTheSame, match="one is gone"):
        await move(home, target)
    assert asked == [home.name, target.name]
    assert (state_of(home), state_of(target)) == ("ready", "absent")


STEPS = {
    "when rows are written": ("db.refill", "finish"),
    "when it is looked over": ("console.services.doctor", "examine"),
    "before the copy appears": ("console.restoring.Place", "appear"),
    "before the old desk is closed": ("console.moving.people", "leave_for@2"),
    "before the copy is opened": ("console.moving", "open_again"),
}

_CHILD = """
import asyncio, importlib, os, sys
from pathlib import Path
from console.location import Location
from tests.conftest import SETTINGS
from tests.copies.test_moving import move

where, what = sys.argv[1:3]
what, _, after = what.partition("@")
try:
    owner = importlib.import_module(where)
except ImportError:
    module, _, inner = where.rpartition(".")
    owner = getattr(importlib.import_module(module), inner)
real, left = getattr(owner, what), int(after or 1)

def die(*given, **named):
    global left
    left -= 1
    if not left:
        os._exit(9)
    return real(*given, **named)

setattr(owner, what, die)
places = [Location(Path(each) if each[0] == "/" else each, SETTINGS) for each in sys.argv[3:]]
asyncio.run(move(*places))
"""


def killed(step: str, source: Location, target: Location) -> None:
    """A move that is killed at a step."""
    child = subprocess.run(
        [sys.executable, "-c", _CHILD, *STEPS[step], str(source.address), str(target.address)],
        cwd=Path(__file__).parents[2], env=os.environ | {"PYTHONPATH": "."}, check=False,
    )  # fmt: skip
    assert child.returncode == 9


@pytest.mark.parametrize("step", STEPS)
async def test_killed_at_any_step_there_are_never_two_desks_and_none_is_lost(
    home: Location, target: Location, step: str
) -> None:
    """Nothing is lost, not more than one is open, and the same command again does it."""
    await asyncio.to_thread(killed, step, home, target)
    left = {state_of(home), state_of(target)}
    assert left == {"moved"} if step == "before the copy is opened" else state_of(home) == "ready"
    assert left in ({"moved"}, {"ready", "absent"}, {"ready", "moved"})
    made = await move(home, target, minute=601)
    assert wrong(made.checks) == {}
    assert (state_of(home), state_of(target)) == ("moved", "ready")
    assert await everything(target) == await everything(home)


async def test_a_desk_that_has_moved_does_not_move_again(home: Location, target: Location) -> None:
    """From where it was it is told where it is."""
    await move(home, target)
    with pytest.raises(Fault, match="has moved"):
        await move(home, target, minute=601)
    assert (state_of(home), state_of(target)) == ("moved", "ready")


async def test_what_a_server_cannot_keep_is_said(
    lived: Path, tmp_path: Path, team_server: "Server"
) -> None:
    """The desk stays where it is, and nothing is left on the server."""
    home = Location(tmp_path / "home.db", SETTINGS)
    await asyncio.to_thread(_restored, home, lived)
    tamper(home.path, "UPDATE message SET body = 'a' || char(0) WHERE id = 1")
    with places.vacant("postgresql", tmp_path, team_server) as target:
        with pytest.raises(BadInput, match="A row of the table 'message' cannot be kept there"):
            await move(home, target)
        assert (state_of(home), state_of(target)) == ("ready", "absent")


async def test_whoever_makes_desks_moves_them_and_is_no_superuser(
    lived: Path, tmp_path: Path, team_server: "Server"
) -> None:
    """To a server, back, and there again over what was left."""
    home = Location(tmp_path / "home.db", SETTINGS)
    await asyncio.to_thread(_restored, home, lived)
    team_server.run("CREATE ROLE mover LOGIN CREATEROLE")
    with places.vacant("postgresql", tmp_path, team_server) as place:
        name = place.name.partition(" ")[0]
        team_server.run(f'ALTER DATABASE "{name}" OWNER TO mover')
        server = Location(team_server.address(name, "mover"), SETTINGS)
        for number, way in enumerate([(home, server), (server, home), (home, server)]):
            await move(*way, minute=600 + number)
        assert await everything(server) == await everything(home)


async def test_an_admin_moves_a_desk_away_from_a_server(
    lived: Path, tmp_path: Path, team_server: "Server", file_target: Location
) -> None:
    """With their own login, which owns nothing there."""
    with places.vacant("postgresql", tmp_path, team_server) as place:
        await asyncio.to_thread(_restored, place, lived)
        name = place.name.partition(" ")[0]
        await move(Location(team_server.address(name, "ada"), SETTINGS), file_target)
        assert (state_of(place), state_of(file_target)) == ("moved", "ready")


@pytest.mark.parametrize("login", ["olga", "irina"])
@pytest.mark.parametrize(
    "asked", ["hold_still()", "leave_for('x', now())", "open_again()", "rows_in('draft')"]
)
def test_nobody_else_may_close_or_hold_the_desk(
    team_server: "Server", login: str, asked: str
) -> None:
    """Whatever program they use."""
    with (
        psycopg.connect(team_server.address("desk", login), autocommit=True) as theirs,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        theirs.execute(f"SELECT {asked}")


def test_rows_are_counted_of_the_desk_s_own_tables_alone(team_server: "Server") -> None:
    """Nothing else is looked into with the owner's eyes."""
    with (
        psycopg.connect(team_server.address("desk", "ada"), autocommit=True) as theirs,
        pytest.raises(psycopg.errors.InsufficientPrivilege, match="no table of the desk"),
    ):
        theirs.execute("SELECT rows_in('pg_authid')")
