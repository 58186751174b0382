"""Making desks: a new one with its first admin, and the sample to look around in."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from console import placing
from console.bootstrap import complaint, database_at, open_desk, os_login, state_of, upgrade
from console.location import Location
from console.services.faults import BadInput, Forbidden, Unreachable
from console.services.logins import login_problem

if TYPE_CHECKING:  # the database's libraries are loaded when a desk is made, not before
    from db.migrate import Founding


async def make_sample(location: Location, *, now: datetime) -> None:
    """Build the sample desk, or leave it as it was looked around in today. Raises Unreachable."""
    import secrets

    from console.services import sample

    if state_of(location) == "ready" and not sample.is_stale(await _made_at(location), now):
        return
    # Built beside its place: half a sample would look like a fresh one.
    path = location.path
    unfinished = replace(location, address=path.with_name(f".{path.name}.{secrets.token_hex(4)}"))
    try:
        await init_desk(unfinished, admin=os_login() or "admin", now=now, sample=True)
        desk = await open_desk(unfinished)
        try:
            await sample.fill(desk, now=now)
        finally:
            await desk.close()
        placing.remove(path)
        unfinished.path.replace(path)
    finally:
        placing.remove(unfinished.path)


async def _made_at(location: Location) -> datetime:
    from db import people

    database = database_at(location)
    try:
        async with database.reading() as session:
            row = await people.desk(session)
    finally:
        await database.close()
    return row.created_at if row else datetime.min.replace(tzinfo=UTC)


async def init_desk(
    location: Location, *, admin: str, name: str | None = None, now: datetime, sample: bool = False
) -> bool:
    """Make the desk and its first admin; False, and nothing changed, where there is one already."""
    state = state_of(location)
    if location.is_server and state == "older":
        await _bring_up(location)
    if state in {"ready", "older"}:
        return False
    if state != "absent":
        raise Unreachable(complaint(location, state))
    if problem := login_problem(admin):
        raise BadInput(problem)
    facts = _facts(location, admin=admin, name=name or admin, now=now, sample=sample)
    if location.is_server:
        return await _build(location, facts)
    return await _build_file(location, facts)


def _facts(location: Location, *, admin: str, name: str, now: datetime, sample: bool) -> "Founding":
    import secrets

    from db.migrate import Founding

    return Founding(
        desk_name=location.settings.desk_name, secret=secrets.token_bytes(32), sample=sample,
        admin_login=admin, admin_name=name, at=now,
    )  # fmt: skip


async def _bring_up(location: Location) -> None:
    database = database_at(location)
    try:
        await upgrade(database)
    finally:
        await database.close()


async def _build(location: Location, facts: "Founding") -> bool:
    """Build a desk in one transaction; False where one came first."""
    from db.engine import Denied, Unavailable
    from db.migrate import AlreadyThere, found

    database = database_at(location)
    try:
        await database.run_schema(found, facts)
    except AlreadyThere:
        return False
    except Denied as error:
        raise Forbidden(f"{error}. A desk is made by whoever owns the database.") from error
    except Unavailable as error:
        raise Unreachable(str(error)) from error
    else:
        return True
    finally:
        await database.close()


def make_room(path: Path) -> Path:
    """A file beside a desk's place, to make the desk in. Raises Unreachable where there is no room for one.

    A log that is left of an earlier desk would be taken for the new one's, and what it says with it.
    """
    for left in (Path(f"{path}{end}") for end in ("-wal", "-journal")):
        if not path.exists() and left.exists():
            raise Unreachable(
                f"{left} is left of another desk, and may hold what that one wrote last:"
                " put it elsewhere first."
            )
    unfinished = placing.beside(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        placing.new_file(unfinished).close()
    except OSError as error:
        raise Unreachable(f"{path} cannot be made: {error.strerror}") from error
    return unfinished


async def _build_file(location: Location, facts: "Founding") -> bool:
    """Build the whole file beside its place and move it there: never half a desk; False where one came first."""
    path = location.path
    unfinished = make_room(path)
    try:
        await _build(replace(location, address=unfinished), facts)
        placing.put(unfinished, path)
    except FileExistsError:
        return False
    except OSError as error:
        raise Unreachable(f"{path} cannot be made: {error.strerror}") from error
    else:
        return True
    finally:
        placing.remove(unfinished)
