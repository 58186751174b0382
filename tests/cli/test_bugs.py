"""Known bugs, by commands."""

import asyncio
from pathlib import Path

import pytest

from console.bootstrap import open_desk
from console.location import Location
from console.policy.components import Facts, Kind
from console.services import components
from tests.cli.conftest import Runner
from tests.conftest import SETTINGS, at


@pytest.fixture
def known(run: Runner, desk_path: Path, taken: int) -> int:
    """A known bug, and a request that is of it."""
    asyncio.run(_catalogue(desk_path))
    assert (
        run("bug", "add", "search", "--title", "Nothing is found", "--found-in", "4.18").code == 0
    )
    assert run("bug", "attach", str(taken), "1").code == 0
    return taken


async def _catalogue(path: Path) -> None:
    from console.services.shapes import Actor

    desk = await open_desk(Location(path, SETTINGS))
    facts = Facts("Live search", "Cart-Power", Kind.ADDON)
    await components.add(
        desk, Actor(1, "ada", "Ada", "admin"), code="search", facts=facts, now=at()
    )
    await desk.close()


def test_a_bug_is_listed_shown_changed_and_solved(run: Runner, known: int) -> None:
    """The whole way: what solving would do is told first, and then done once."""
    (listed,) = run.json("bug", "list")
    assert (listed["bug"], listed["state"], listed["requests"], listed["ground"]) == (
        1,
        "known",
        1,
        "F4",
    )
    assert run.json("bug", "change", "1", "--note", "Index")["title"] == "Nothing is found"
    planned = run.json("--as", "irina", "bug", "solve", "1", "--dry-run")
    assert [(each["ticket"], each["does"]) for each in planned["collected"]] == [(known, "close")]
    assert "is closed free" in run("bug", "show", "1").out
    solved = run.json("--as", "irina", "bug", "solve", "1", "--in", "4.18.2")
    assert (solved["state"], [each["did"] for each in solved["settled"]]) == ("solved", ["close"])
    assert run.json("show", str(known))["outcome"] == "first-party-bug"
    assert "Nobody is left" in run("--as", "irina", "bug", "solve", "1").out


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("bug solve 1", 1), ("bug show 9", 3), ("bug add nothing --title x", 3), ("bug attach 99 1", 3),
        ("bug add search", 2), ("bug detach 1", 0), ("--as mallory bug", 1), ("--read-only bug", 0),
    ],
)  # fmt: skip
def test_they_end_as_every_command_does(run: Runner, known: int, words: str, code: int) -> None:
    """The exit codes of every command."""
    assert run(*words.split()).code == code
