"""Restoring a backup: a desk where there is none, whole and looked over before anybody sees it."""

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from console import bootstrap, placing
from console.documents import archive, archive_file
from console.documents.archive import BadArchive, Manifest, Reader, Table, Tally
from console.documents.archive_file import Parts
from console.founding import make_room
from console.location import Location
from console.services import copies, doctor, refilling
from console.services.checks.findings import CheckResult
from console.services.context import Desk, DeskFacts
from console.services.faults import BadInput, Forbidden, Unreachable
from db import driver, people, refill, schema
from db.engine import Building, Denied, Unavailable
from db.inside import Inside
from db.migrate import AlreadyThere
from db.record import PAGE, Row, Shape
from db.refill import Unfit
from db.roles import CannotLogIn


@dataclass(frozen=True, slots=True)
class Restored:
    """What came to be: how many rows of each table, and what the doctor found."""

    rows: dict[str, int]
    checks: tuple[CheckResult, ...]


async def restore(location: Location, file: Path) -> Restored:
    """Make the desk of a backup. Raises BadInput for what is no whole backup or where a desk is, and Unreachable."""
    check_vacant(location)
    with _said(file), archive_file.reading(file) as parts:
        manifest = checked(parts)
        async with prepared(location) as place:
            filled = await refilling.fill(
                place.session,
                revision=manifest.revision,
                kept_in=manifest.kept_in,
                shapes=[Shape(each.name, each.columns, each.key) for each in manifest.tables],
                pages_of=_pages_of(parts, manifest),
            )
            refilling.compare(manifest.tables, filled)
            checks = await place.examine()
            await place.finish()
            await place.appear()
    return Restored(copies.rows_of(filled), checks)


def checked(parts: Parts) -> Manifest:
    """The manifest of a backup that is whole, to the last line, and that this program knows. Raises BadArchive."""
    manifest = archive.read(parts.whole(archive.MANIFEST))
    if manifest.revision not in schema.KNOWN:
        raise BadArchive("A newer Credit Desk made it: update the program to restore it.")
    places = {archive.place_of(table.name): table for table in manifest.tables}
    if sorted(parts.names) != sorted([*places, archive.MANIFEST]):
        raise BadArchive("A part of it is missing, or is not its own.")
    for place, table in places.items():
        tally = Tally()
        for line in parts.lines(place):
            tally.add(1, line)
        if (tally.rows, tally.sha256) != (table.rows, table.sha256):
            raise BadArchive(f"Its table {table.name!r} was altered.")
    return manifest


def _pages_of(parts: Parts, manifest: Manifest) -> refilling.PagesOf:
    tables = {table.name: table for table in manifest.tables}
    return lambda shape: _pages(parts, tables[shape.name])


async def _pages(parts: Parts, table: Table) -> AsyncIterator[Sequence[Row]]:
    reader, page = Reader(table), list[Row]()
    for line in parts.lines(archive.place_of(table.name)):
        page.append(reader.row(line))
        if len(page) == PAGE:
            yield page
            page = []
    if page:
        yield page


def check_vacant(location: Location) -> None:
    """Raise where a desk cannot be made: BadInput for one that is there, Unreachable for anything else."""
    state = bootstrap.state_of(location)
    if state in {"ready", "moved", "older", "newer"}:
        raise BadInput(_THERE.format(name=location.name))
    if state != "absent":
        raise Unreachable(bootstrap.complaint(location, state))


_THERE = "There is a desk at {name} already: name a place where none is."


class Place:
    """Where a desk is being made: first it is finished, then it appears."""

    def __init__(
        self,
        location: Location,
        building: Building,
        unfinished: Path | None,
        held: AsyncExitStack,
        instead_at: datetime | None,
    ) -> None:
        self._location, self._building = location, building
        self._unfinished, self._held = unfinished, held
        self._instead_at = instead_at
        self.session = building.session
        self.kept_aside: str | None = None

    async def examine(self) -> tuple[CheckResult, ...]:
        """What the doctor finds in it, before anybody else can look."""
        location = self._location
        row = await people.desk(self.session)
        if row is None:
            raise BadInput("There is no desk in it. Nothing was changed.")
        facts = DeskFacts(name=row.name, sample=row.sample, secret=row.secret)
        seen = Inside(self.session, location.name)
        return await doctor.examine(
            Desk(seen, settings=location.settings, facts=facts, spool=location.spool)
        )

    async def finish(self) -> None:
        """Do all that can still fail: afterwards it only has to appear."""
        if self._unfinished is not None:
            await self._building.show()
            await self._held.aclose()

    async def appear(self) -> None:
        """Let it be seen. Raises FileExistsError where something has come to be there meanwhile."""
        if self._unfinished is None:
            await self._building.show()
            return
        path = self._location.path
        if self._instead_at is not None and path.exists():
            self.kept_aside = str(_set_aside(path, self._instead_at))
        placing.put(self._unfinished, path)


def _set_aside(path: Path, now: datetime) -> Path:
    """Give a desk that was left another name, all of it in its one file."""
    try:
        driver.fold(str(path))
    except driver.Unreadable as error:
        raise Unreachable(f"{path} cannot be put aside: {error}.") from error
    aside = path.with_name(f"{path.name}.before-{now:%Y%m%d-%H%M%S}")
    placing.rename(path, aside)
    return aside


@asynccontextmanager
async def prepared(
    location: Location, *, instead_at: datetime | None = None
) -> AsyncIterator[Place]:
    """A place for a new desk; unless it appears, there is nothing. Raises BadInput, Forbidden and Unreachable.

    With `instead_at`: it takes the place of a desk that was left there, at that moment.
    """
    unfinished = None if location.is_server else make_room(location.path)
    try:
        with _made(location, unfinished):
            at = location if unfinished is None else replace(location, address=unfinished)
            async with AsyncExitStack() as held:
                database = bootstrap.database_at(at)
                held.push_async_callback(database.close)
                building = await held.enter_async_context(database.building())
                if instead_at is not None:
                    await refill.make_way(building.session)
                yield Place(location, building, unfinished, held, instead_at)
    finally:
        if unfinished is not None:
            placing.remove(unfinished)


@contextmanager
def _made(location: Location, unfinished: Path | None) -> Iterator[None]:
    try:
        yield
    except (AlreadyThere, FileExistsError):
        raise BadInput(_THERE.format(name=location.name)) from None
    except (Unfit, CannotLogIn) as error:
        raise BadInput(f"It cannot be at {location.name}. {error} Nothing was changed.") from error
    except Denied as error:
        raise Forbidden(f"{error}. A desk is made by whoever owns the database.") from error
    except Unavailable as error:
        raise Unreachable(str(error).replace(str(unfinished), location.name)) from error
    except OSError as error:
        raise Unreachable(f"{location.name} cannot be made: {error.strerror or error}.") from error


@contextmanager
def _said(file: Path) -> Iterator[None]:
    try:
        yield
    except BadArchive as error:
        raise BadInput(f"{file} cannot be restored. {error} Nothing was changed.") from error
    except OSError as error:
        raise BadInput(f"{file} cannot be read: {error.strerror or error}.") from error
