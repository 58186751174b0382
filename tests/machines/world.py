"""A desk held open by a machine: one event loop, one file, a clock that the machine sets."""

import asyncio
import re
import shutil
import tempfile
from collections.abc import Coroutine
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import psycopg
from hypothesis import HealthCheck, Phase, settings

from console.bootstrap import open_desk
from console.location import Location
from console.services.context import Desk
from console.services.shapes import Actor
from db import driver
from tests import team
from tests.conftest import SETTINGS, STAFF, _make, at
from tests.postgres import Server
from tests.services.office import Office

T = TypeVar("T")
_NAMED = re.compile(r"(?<!:):(\w+)")
LOGINS = ["ada", "olga", "pavel", "irina"]
ACTORS = {
    login: Actor(number + 1, login, login.title(), STAFF[login])
    for number, login in enumerate(LOGINS)
}

FEW = settings(
    max_examples=8, stateful_step_count=25, deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip
MANY = settings(FEW, max_examples=80, stateful_step_count=50)


class World:
    """The open desk, with its loop; synchronous to the machine that drives it."""

    blank: Path | None = None
    server: Server | None = None
    """Where the desk is on a server, rather than in a file."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.folder = Path(tempfile.mkdtemp(prefix="machine-"))
        self.now = at()
        self.desk: Desk = self.run(self._open())
        self.office = Office(self.desk, ACTORS.__getitem__)
        self.raw = self._beside()
        tables = (
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'commit_mark'"
            if World.server
            else "SELECT name FROM sqlite_master WHERE type = 'table'"
        )
        self.names = sorted(name for (name,) in self.sql(tables))

    async def _open(self) -> Desk:
        if World.server is not None:
            team.empty(World.server)
            return await self.reopen()
        if World.blank is None:
            World.blank = Path(tempfile.mkdtemp(prefix="machine-")) / "blank.db"
            await _make(World.blank)
        self.path = Path(shutil.copy(World.blank, self.folder / "desk.db"))
        return await self.reopen()

    def _beside(self) -> Any:
        if World.server is not None:
            return psycopg.connect(World.server.address(team.DATABASE), autocommit=True)
        return driver.connect(str(self.path), read_only=True)

    async def reopen(self) -> Desk:
        """Open it again, as the next start does."""
        if World.server is not None:
            return await team.open_desk(World.server)
        return await open_desk(Location(self.path, SETTINGS))

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Run a piece of work to its end."""
        return self.loop.run_until_complete(work)

    def together(self, works: list[Coroutine[Any, Any, T]]) -> list[T]:
        """Run pieces of work at once."""

        async def both() -> list[T]:
            return await asyncio.gather(*works)

        return self.run(both())

    def sql(self, statement: str, **values: Any) -> list[Any]:
        """What the database says, by a connection of its own."""
        if World.server is not None and values:
            statement = _NAMED.sub(r"%(\1)s", statement.replace("%", "%%"))
        return self.raw.execute(statement, *([values] if values else [])).fetchall()

    def moment(self, at: datetime) -> Any:
        """A moment as the database is asked about it."""
        return at if World.server else f"{at:%Y-%m-%d %H:%M:%S.%f}"

    def read(self, stored: Any) -> datetime:
        """A moment as the database gives it."""
        return datetime.fromisoformat(stored) if isinstance(stored, str) else stored

    def tables(self) -> dict[str, list[Any]]:
        """Every row of every table."""
        return {name: self.sql(f'SELECT * FROM "{name}"') for name in self.names}

    def tick(self, seconds: float) -> datetime:
        """Time passes."""
        self.now += timedelta(seconds=seconds)
        return self.now

    def close(self) -> None:
        """Let go of everything."""
        self.raw.close()
        self.run(self.desk.close())
        self.loop.close()
        shutil.rmtree(self.folder, ignore_errors=True)
