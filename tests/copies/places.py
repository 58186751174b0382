"""Desks that have lived, places for new ones, and all that is in one."""

import asyncio
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from console import restoring
from console.bootstrap import open_desk
from console.location import Location
from console.services.context import Desk
from db import record
from tests.conftest import SETTINGS

if TYPE_CHECKING:
    from tests.postgres import Server

KINDS = ("sqlite", "postgresql")

_NUMBERS = count(1)

Record = dict[str, list[list[Any]]]


@contextmanager
def vacant(kind: str, folder: Path, server: "Server") -> Iterator[Location]:
    """A place of that kind where no desk is."""
    number = next(_NUMBERS)
    if kind == "sqlite":
        yield Location(folder / f"place{number}.db", SETTINGS)
        return
    name = f"place{number}"
    server.run(f'CREATE DATABASE "{name}"')
    try:
        yield Location(server.address(name), SETTINGS)
    finally:
        server.drop(name)


@contextmanager
def desk_of(kind: str, backup: Path, folder: Path, server: "Server") -> Iterator[Location]:
    """A desk of that kind, as the backup has it."""
    with vacant(kind, folder, server) as location:
        if isinstance(location.address, Path):
            shutil.copy(_restored(backup), location.address)
        else:
            asyncio.run(restoring.restore(location, backup))
        yield location


@cache
def _restored(backup: Path) -> Path:
    """A file that the backup was restored to once, only to be copied; on a server a desk's roles have its own name."""
    path = backup.with_name("restored.db")
    asyncio.run(restoring.restore(Location(path, SETTINGS), backup))
    return path


async def everything(location: Location) -> Record:
    """All rows of all tables, where the desk is."""
    desk = await open_desk(location, read_only=True)
    try:
        return await everything_in(desk)
    finally:
        await desk.close()


async def everything_in(desk: Desk) -> Record:
    """All rows of all tables of an open desk."""
    found: Record = {}
    async with desk.looking() as session:
        for shape in record.shapes():
            found[shape.name] = [
                list(row) async for page in record.pages(session, shape) for row in page
            ]
    return found
