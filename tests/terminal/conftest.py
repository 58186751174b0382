"""The console on a pseudo-terminal, on a desk of its own."""

import asyncio
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from console.bootstrap import open_desk
from console.location import Location
from console.services import intake
from tests.conftest import SETTINGS, at
from tests.terminal.program import CREDITDESK, Program

HOSTILE = (
    "\x1b]52;c;aGFja2Vk\x07[@click=app.quit]free[/] \x1b[2J\u202etxt.exe\u2066 \x9b31m\x00 [/b] end"
)
"""A subject that would write the clipboard, run an action, clear the screen and turn the text around."""

Open = Callable[..., Program]


@pytest.fixture(scope="session")
def surroundings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment in which nothing outside a folder of our own is read or written."""
    home = str(tmp_path_factory.mktemp("home"))
    names = ("CONFIG", "DATA", "STATE", "CACHE")
    return {f"XDG_{name}_HOME": f"{home}/{name}" for name in names} | {"HOME": home}


@pytest.fixture(scope="session")
def hostile_file(blank_desk: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk with one request, hostile in name, subject and text; only to be copied."""
    path = Path(shutil.copy(blank_desk, tmp_path_factory.mktemp("hostile") / "desk.db"))
    asyncio.run(_ask(path))
    return path


@pytest.fixture
def hostile_desk(hostile_file: Path, tmp_path: Path) -> Path:
    """A copy of that desk."""
    return Path(shutil.copy(hostile_file, tmp_path / "desk.db"))


async def _ask(path: Path) -> None:
    desk = await open_desk(Location(path, SETTINGS))
    form = {
        "name": f"Anna {HOSTILE}", "email": "anna@shop.example",
        "subject": f"Filters {HOSTILE}", "message": f"Hello\n{HOSTILE}\nbye",
    }  # fmt: skip
    await intake.admit_form(desk, form, raw=b"{}", received_at=at())
    await desk.close()


def as_olga(path: Path, *options: str) -> list[str]:
    """The command that opens the console as Olga."""
    return [CREDITDESK, "--database", str(path), "--as", "olga", *options]


@pytest.fixture
def open_console(surroundings: dict[str, str]) -> Iterator[Open]:
    """Opens the console as Olga on a desk's file; all are ended after the test."""
    opened: list[Program] = []

    def start(path: Path, *options: str) -> Program:
        opened.append(Program(as_olga(path, *options), environment=surroundings))
        return opened[-1]

    yield start
    for each in opened:
        each.close()
