"""The runner, and desks prepared for each case."""

import asyncio
import json
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from console.bootstrap import open_desk
from console.location import Location
from db.driver import sqlite3
from tests.conftest import SETTINGS
from tests.crash.cases import CASES, PREPARED
from tests.machines.world import ACTORS
from tests.services.office import Office

ROOT = Path(__file__).parents[2]


class Lab:
    """Prepared desks, and a runner that works and dies on copies of them."""

    def __init__(self, folder: Path, blank: Path) -> None:
        self.folder, self.blank = folder, blank
        self.prepared: dict[str, Path] = {}
        self.expected: dict[str, list[Any]] = {}
        self.points: dict[str, int] = {}
        self.runner = subprocess.Popen(
            [sys.executable, "-m", "tests.crash.runner"], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, text=True, cwd=ROOT,
        )  # fmt: skip

    def close(self) -> None:
        """End the runner."""
        assert self.runner.stdin
        assert self.runner.stdout
        self.runner.stdin.close()
        self.runner.wait(30)
        self.runner.stdout.close()

    def ask(self, path: Path, case: str, *, first: int = 0, **how: Any) -> dict[str, Any]:
        """Run steps of a case on a file."""
        wanted = {"case": case, "path": str(path), "first": first, "last": None, **how}
        answer: dict[str, Any] = self._say(wanted)
        assert not answer["failed"], wanted
        return answer

    def together(self, path: Path, what: str, numbers: Iterable[int]) -> list[int]:
        """What as many programs got that did it at one moment."""
        said: list[int] = self._say({"together": what, "path": str(path), "numbers": list(numbers)})
        return said

    def _say(self, wanted: dict[str, Any]) -> Any:
        assert self.runner.stdin
        assert self.runner.stdout
        self.runner.stdin.write(json.dumps(wanted) + "\n")
        self.runner.stdin.flush()
        return json.loads(self.runner.stdout.readline())

    def fresh(self, case: str, folder: Path) -> Path:
        """A copy of the desk that a case begins with."""
        if case not in self.prepared:
            path = Path(shutil.copy(self.blank, self.folder / f"{len(self.prepared)}.db"))
            asyncio.run(_prepare(path, case))
            self.prepared[case] = path
        for left in folder.glob("desk.db*"):
            left.unlink()  # the log of the copy before would be taken for this one's
        return Path(shutil.copy(self.prepared[case], folder / "desk.db"))

    def learn(self, case: str, folder: Path) -> list[Any]:
        """What the desk holds before each step and after the last; counts the points of a whole run."""
        if case not in self.expected:
            path = self.fresh(case, folder)
            found = [snapshot(path)]
            for number in range(len(CASES[case].steps)):
                self.ask(path, case, first=number, last=number + 1)
                found.append(snapshot(path))
            self.expected[case] = found
            self.points[case] = self.ask(self.fresh(case, folder), case)["points"]
        return self.expected[case]


async def _prepare(path: Path, case: str) -> None:
    desk = await open_desk(Location(path, SETTINGS))
    await PREPARED[case](Office(desk, ACTORS.__getitem__))
    await desk.close()


def snapshot(path: Path) -> dict[str, Any]:
    """Every row of every table."""
    connection = sqlite3.connect(path)
    try:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {n: connection.execute(f'SELECT * FROM "{n}"').fetchall() for (n,) in names}
    finally:
        connection.close()


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory, blank_desk: Path) -> Iterator[Lab]:
    """One runner for all trials."""
    made = Lab(tmp_path_factory.mktemp("lab"), blank_desk)
    yield made
    made.close()
