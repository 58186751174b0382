"""From a path to an open desk: made once, opened when it is one, left alone when it is not."""

import os
import sqlite3
from pathlib import Path

import pytest

from console import bootstrap, founding
from console.location import Location, locate
from console.policy.refusal import Refusal
from console.services.context import Desk
from console.services.faults import BadInput, NotFound, Unreachable
from tests.conftest import SETTINGS, at


def location(path: Path) -> Location:
    """That file with the tests' settings."""
    return Location(path, SETTINGS)


async def make(path: Path) -> bool:
    """Make a desk there."""
    return await founding.init_desk(location(path), admin="ada", now=at())


def content(path: Path) -> bytes | None:
    """What a file holds; None where there is none."""
    return path.read_bytes() if path.exists() else None


def names(folder: Path) -> list[str]:
    """What is in a folder."""
    return [each.name for each in folder.iterdir()]


def mode(path: Path) -> int:
    """Who may do what with a file."""
    return path.stat().st_mode & 0o777


async def test_a_desk_is_made_once(tmp_path: Path) -> None:
    """A desk is made once."""
    assert [await make(tmp_path / "d.db"), await make(tmp_path / "d.db")] == [True, False]


async def test_making_a_desk_again_changes_nothing(desk_path: Path) -> None:
    """Making a desk again changes nothing."""
    before = content(desk_path)
    await make(desk_path)
    assert content(desk_path) == before


@pytest.mark.parametrize("end", ["-wal", "-journal"])
async def test_a_log_of_another_desk_is_not_taken_for_the_new_one_s(
    tmp_path: Path, end: str
) -> None:
    """It would be played into the new desk: what is in it is somebody's, and stays."""
    left = tmp_path / f"d.db{end}"
    left.write_bytes(b"what was written last")
    with pytest.raises(Unreachable, match="left of another desk"):
        await make(tmp_path / "d.db")
    assert (names(tmp_path), content(left)) == ([left.name], b"what was written last")


async def test_a_desk_that_came_first_is_kept(
    desk_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A desk that came first, while another was being made, is kept."""
    before = content(desk_path)
    monkeypatch.setattr(founding, "state_of", lambda _: "absent")
    assert (await make(desk_path), content(desk_path) == before) == (False, True)


async def test_making_a_desk_leaves_nothing_beside_it(tmp_path: Path) -> None:
    """Making a desk leaves nothing beside it."""
    await make(tmp_path / "d.db")
    assert names(tmp_path) == ["d.db"]


async def test_a_desks_file_is_its_owners_alone(tmp_path: Path) -> None:
    """A desk's file is its owner's alone."""
    await make(tmp_path / "d.db")
    assert mode(tmp_path / "d.db") == 0o600


@pytest.mark.parametrize("login", ["", "two words", "x" * 65])
async def test_the_first_admin_has_a_login(tmp_path: Path, login: str) -> None:
    """The first admin has a login, or nothing is made."""
    with pytest.raises(BadInput):
        await founding.init_desk(location(tmp_path / "d.db"), admin=login, now=at())
    assert content(tmp_path / "d.db") is None


async def test_an_absent_desk_says_how_to_make_one(tmp_path: Path) -> None:
    """An absent desk says how to make one, and makes none."""
    with pytest.raises(NotFound, match="creditdesk init"):
        await bootstrap.open_desk(location(tmp_path / "d.db"))
    assert content(tmp_path / "d.db") is None


def spoil(path: Path, how: str) -> None:
    """Make a desk's file something else."""
    if how == "garbage":
        path.write_bytes(b"not a database" * 100)
    elif how == "truncated":
        path.write_bytes(path.read_bytes()[:200])
    elif how == "another program's":
        path.unlink()
        sqlite3.connect(path).execute("CREATE TABLE t (x)").connection.close()
    else:
        with sqlite3.connect(path) as connection:
            connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.close()


SPOILT = {
    "garbage": "not a Credit Desk file",
    "another program's": "not a Credit Desk file",
    "truncated": "cannot be read",
    "newer": "newer Credit Desk",
}


@pytest.mark.parametrize("how", SPOILT)
async def test_a_file_that_is_no_desk_is_said_to_be_none(desk_path: Path, how: str) -> None:
    """A file that is no desk is said to be none."""
    spoil(desk_path, how)
    with pytest.raises(Unreachable, match=SPOILT[how]):
        await bootstrap.open_desk(location(desk_path))


@pytest.mark.parametrize("how", SPOILT)
async def test_a_file_that_is_no_desk_is_left_as_it_is(desk_path: Path, how: str) -> None:
    """A file that is no desk is left as it is, and no desk is made over it."""
    spoil(desk_path, how)
    before = content(desk_path)
    with pytest.raises(Unreachable):
        await make(desk_path)
    assert content(desk_path) == before


async def test_a_folder_is_no_desk(tmp_path: Path) -> None:
    """A folder is no desk."""
    with pytest.raises(Unreachable):
        await bootstrap.open_desk(location(tmp_path))


async def test_a_desk_opened_for_reading_writes_nothing(desk_path: Path) -> None:
    """A desk opened for reading writes nothing."""
    desk = await bootstrap.open_desk(location(desk_path), read_only=True)
    with pytest.raises(Unreachable, match="reading only"):
        async with desk.writing():
            pass
    await desk.close()


@pytest.mark.parametrize(
    "named", ["postgresql://x/y?nonsense=1", "mysql://x", "http://x/y", "a\x00b", "sqlite:///"]
)
def test_a_database_that_is_no_file_is_bad_input(named: str) -> None:
    """A database that is no file is bad input."""
    with pytest.raises(BadInput):
        locate(named, None, environ={})


@pytest.mark.parametrize("named", ["/a/desk.db", "sqlite:////a/desk.db"])
def test_a_desk_is_found_by_path_or_address(named: str) -> None:
    """A desk is found by path or address."""
    assert locate(named, None, environ={}).path == Path("/a/desk.db")


def test_the_option_goes_before_the_environment() -> None:
    """The option goes before the environment."""
    found = locate("/a.db", None, environ={"CREDITDESK_DATABASE": "/b.db"})
    assert found.path == Path("/a.db")


async def test_the_operating_systems_login_acts_where_none_is_given(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The operating system's login acts where none is given."""
    monkeypatch.setattr("getpass.getuser", lambda: "olga")
    actor = await bootstrap.actor_for(desk, None)
    assert not isinstance(actor, Refusal)
    assert actor.login == "olga"


@pytest.mark.parametrize("name", ["a?b.db", "a%20b.db", "a#b.db"])
async def test_a_desk_is_where_its_path_says(tmp_path: Path, name: str) -> None:
    """Signs that mean something in an address mean nothing in a path."""
    await founding.init_desk(Location(tmp_path / name, SETTINGS), admin="ada", now=at())
    assert os.listdir(tmp_path) == [name]
