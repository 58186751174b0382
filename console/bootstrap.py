"""From what a person typed to an open desk: where it is, what state it is in, who acts."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from console import config
from console.config import Settings
from console.policy.refusal import Refusal
from console.services.faults import BadInput, NotFound, Unreachable
from console.services.logins import login_problem
from console.services.queue_shapes import Actor, QueuePage, QueueSummary

if TYPE_CHECKING:  # the database's libraries are loaded when a desk is opened, not before
    from console.services.context import Desk, DeskFacts
    from db.engine import Database


SAMPLE_ADDRESS = "support@desk.example"
"""Where the sample desk's mails would come from, if any left."""


@dataclass(frozen=True, slots=True)
class Location:
    """Where the desk is, and the settings that came with it."""

    path: Path
    settings: Settings
    sample: bool = False


def locate(
    database: str | None, settings_file: Path | None, environ: Mapping[str, str] | None = None
) -> Location:
    """Find the desk: the option, else CREDITDESK_DATABASE, else the settings, else the embedded file."""
    environ = os.environ if environ is None else environ
    try:
        settings = config.load(settings_file)
    except config.BadSettings as error:
        raise BadInput(str(error)) from None
    named = database or environ.get("CREDITDESK_DATABASE") or settings.database
    path = _path(named) if named else config.default_database()
    return Location(path, settings)


def sample_location(settings_file: Path | None = None) -> Location:
    """The sample desk: a file of its own, whatever desk is set."""
    try:
        settings = config.load(settings_file)
    except config.BadSettings as error:
        raise BadInput(str(error)) from None
    return Location(
        config.sample_database(), replace(settings, support_address=SAMPLE_ADDRESS), sample=True
    )


async def make_sample(location: Location, *, now: datetime) -> None:
    """Build the sample desk, or leave it as it was looked around in today. Raises Unreachable."""
    import secrets

    from console.services import sample

    if state_of(location) == "ready" and not sample.is_stale(await _made_at(location), now):
        return
    # Built beside its place: half a sample would look like a fresh one.
    unfinished = replace(
        location, path=location.path.with_name(f".{location.path.name}.{secrets.token_hex(4)}")
    )
    try:
        await init_desk(unfinished, admin=os_login() or "admin", now=now, sample=True)
        desk = await open_desk(unfinished)
        try:
            await sample.fill(desk, now=now)
        finally:
            await desk.close()
        _remove(location.path)
        unfinished.path.replace(location.path)
    finally:
        _remove(unfinished.path)


async def _made_at(location: Location) -> datetime:
    from db import people

    database = _database(location)
    try:
        async with database.reading() as session:
            row = await people.desk(session)
    finally:
        await database.close()
    return row.created_at if row else datetime.min.replace(tzinfo=UTC)


def _path(named: str) -> Path:
    if named.startswith(("postgresql://", "postgres://")):
        raise BadInput("This version keeps a desk in a SQLite file; PostgreSQL is not there yet.")
    for prefix in ("sqlite+aiosqlite:///", "sqlite:///"):
        if named.startswith(prefix):
            named = named.removeprefix(prefix)
    if "://" in named or not named or "\x00" in named:
        raise BadInput(f"{named!r} is no database that the program knows: give a file's path.")
    return Path(named).expanduser().absolute()


def state_of(location: Location) -> str:
    """Look without changing: "absent", "ready", "older", "newer", "foreign" or "unreadable"."""
    from db import driver, schema

    return driver.file_state(str(location.path), schema.HEAD, schema.KNOWN)


def complaint(location: Location, state: str) -> str:
    """The sentence for a state in which the desk cannot be opened."""
    path = location.path
    return {
        "absent": f"There is no desk at {path} yet: make one with `creditdesk init --admin LOGIN`.",
        "newer": f"{path} was written by a newer Credit Desk: update the program to open it.",
        "foreign": f"{path} is not a Credit Desk file, and was left as it is.",
        "unreadable": f"{path} cannot be read: check its permissions, or restore a backup.",
        "older": f"{path} has an older schema, and cannot be brought up to date while only reading.",
    }[state]


FIRST_ROWS = 60


@dataclass(frozen=True, slots=True)
class FirstLook:
    """The queue's first rows, read before anything large is loaded; the counts come behind them."""

    page: QueuePage
    sample: bool


def first_look(location: Location, *, now: datetime) -> FirstLook:
    """Read the queue's first rows by the bare driver. Raises Unreachable."""
    from console.services import rows
    from console.services.calendar import hours_of
    from db import driver, glance

    hours = hours_of(location.settings)
    try:
        seen = glance.first_page(str(location.path), FIRST_ROWS)
    except driver.sqlite3.Error as error:
        raise Unreachable(f"{location.path} cannot be read: {error}") from error
    found = rows.ticket_rows(seen.rows, ahead=0, hours=hours, now=now)
    return FirstLook(QueuePage(0, len(found), found), seen.sample)


def first_counts(location: Location, *, now: datetime) -> tuple[QueueSummary, int]:
    """The counts around the queue, and how many requests it shows; they take longer than its rows."""
    from console.services import rows
    from console.services.calendar import hours_of
    from db import driver, glance

    try:
        counted = glance.counts(str(location.path))
    except driver.sqlite3.Error as error:
        raise Unreachable(f"{location.path} cannot be read: {error}") from error
    return rows.summary_of(counted, hours=hours_of(location.settings), now=now), int(counted[0])


async def open_desk(location: Location, *, read_only: bool = False) -> "Desk":
    """Open the desk, bringing an older schema up to date. Raises NotFound and Unreachable."""
    from console.services.context import Desk

    state = state_of(location)
    if state == "absent":
        raise NotFound(complaint(location, state))
    if state in {"newer", "foreign", "unreadable"} or (state == "older" and read_only):
        raise Unreachable(complaint(location, state))
    database = _database(location, read_only=read_only)
    try:
        if state == "older":
            await _upgrade(database)
        return Desk(database, settings=location.settings, facts=await _facts(database, location))
    except BaseException:
        await database.close()
        raise


async def _facts(database: "Database", location: Location) -> "DeskFacts":
    from console.services.context import DeskFacts
    from db import people
    from db.engine import Unavailable

    try:
        async with database.reading() as session:
            row = await people.desk(session)
    except Unavailable as error:
        raise Unreachable(str(error)) from error
    if row is None:
        raise NotFound(complaint(location, "absent"))
    return DeskFacts(name=row.name, sample=row.sample, secret=row.secret)


def _database(location: Location, *, read_only: bool = False) -> "Database":
    from db.engine import Database

    return Database(location.path, read_only=read_only)


async def _upgrade(database: "Database") -> None:
    from db.engine import Unavailable
    from db.migrate import upgrade

    try:
        await database.run_schema(upgrade)
    except Unavailable as error:
        raise Unreachable(str(error)) from error


async def init_desk(
    location: Location, *, admin: str, name: str | None = None, now: datetime, sample: bool = False
) -> bool:
    """Make the desk and its first admin; False, and nothing changed, where there is one already."""
    state = state_of(location)
    if state in {"ready", "older"}:
        return False
    if state != "absent":
        raise Unreachable(complaint(location, state))
    if problem := login_problem(admin):
        raise BadInput(problem)
    _make_folder(location.path.parent)
    return await _build(location, admin=admin, name=name or admin, now=now, sample=sample)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise Unreachable(f"{folder} cannot be made: {error.strerror}") from error


async def _build(location: Location, *, admin: str, name: str, now: datetime, sample: bool) -> bool:
    """Build the whole file beside its place and move it there: never half a desk; False where one came first."""
    import secrets

    from db import people

    unfinished = location.path.with_name(f".{location.path.name}.{secrets.token_hex(4)}.new")
    database = _database(Location(unfinished, location.settings))
    try:
        await _upgrade(database)
        async with database.writing() as session:
            await people.make_desk(
                session, name=location.settings.desk_name, sample=sample,
                secret=secrets.token_bytes(32), at=now,
            )  # fmt: skip
            await people.add_staff(session, login=admin, name=name, role="admin", at=now)
        await database.close()
        _put_in_place(unfinished, location.path)
    except FileExistsError:
        return False
    except OSError as error:
        raise Unreachable(f"{location.path} cannot be made: {error.strerror}") from error
    else:
        return True
    finally:
        await database.close()
        _remove(unfinished)


def _put_in_place(unfinished: Path, path: Path) -> None:
    unfinished.chmod(0o600)
    # A link fails where the desk has come to be meanwhile; a rename would take its place.
    os.link(unfinished, path)


def _remove(unfinished: Path) -> None:
    for end in ("", "-wal", "-shm"):
        Path(f"{unfinished}{end}").unlink(missing_ok=True)


def os_login() -> str | None:
    """The operating system's name for who runs the program."""
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return None


async def actor_for(desk: "Desk", login: str | None) -> Actor | Refusal:
    """The member of staff who acts: the login given, else the operating system's; an unknown one is refused."""
    from db import people

    wanted = login or os_login()
    if wanted is None:
        return Refusal("Nobody is logged in here: say who you are with --as LOGIN.")
    async with desk.looking() as session:
        member = await people.staff_by_login(session, wanted)
    if member is None or member.id is None:
        return Refusal(f"{wanted!r} is not on the staff of this desk: an admin adds people.")
    if member.retired_at is not None:
        return Refusal(f"{wanted!r} has left the staff of this desk.")
    return Actor(member.id, member.login, member.name, member.role)
