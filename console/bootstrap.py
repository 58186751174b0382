"""From what a person typed to an open desk: where it is, what state it is in, who acts."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from console.location import Location
from console.policy.refusal import Refusal
from console.services.faults import MOVED, BadInput, NotFound, NotSaved, Unreachable

if TYPE_CHECKING:  # the database's libraries are loaded when a desk is opened, not before
    from console.services.connection import Connection, Patience
    from console.services.context import Desk, DeskFacts
    from console.services.deskwide import Deskwide
    from console.services.queue_shapes import Actor
    from db.engine import Database


def state_of(location: Location) -> str:
    """Look without changing: "absent", "ready", "moved", "older", "newer", "foreign" or "unreadable"."""
    from db import driver, schema

    if isinstance(location.address, str):
        return _server_state(location.address, location.name)
    return driver.file_state(str(location.address), schema.HEAD, schema.KNOWN)


def _server_state(address: str, name: str) -> str:
    from db import schema, server

    try:
        return server.state(address, schema.HEAD, schema.KNOWN)
    except server.Error as error:
        sentence = server.sentence(error, name)
        if server.may_come_back(error):
            raise NotSaved(sentence, lost=True) from error
        raise Unreachable(sentence) from error


def moved_to(location: Location) -> str | None:
    """Where the desk has moved to, by name; None where it has not. Raises Unreachable."""
    from db import driver, server

    try:
        if isinstance(location.address, str):
            return server.moved_to(location.address)
        return driver.moved_to(str(location.address))
    except (driver.Unreadable, server.Error) as error:
        raise Unreachable(f"{location.name} cannot be read: {error}") from error


def complaint(location: Location, state: str) -> str:
    """The sentence for a state in which the desk cannot be opened."""
    name = location.name
    if state == "moved":
        return MOVED.format(name=name, moved_to=moved_to(location))
    if location.is_server and state in _ON_A_SERVER:
        return _ON_A_SERVER[state].format(name=name)
    return {
        "absent": f"There is no desk at {name} yet: make one with `creditdesk init --admin LOGIN`.",
        "newer": f"{name} was written by a newer Credit Desk: update the program to open it.",
        "foreign": f"{name} is not a Credit Desk file, and was left as it is.",
        "unreadable": f"{name} cannot be read: check its permissions, or restore a backup.",
        "older": f"{name} has an older schema, and cannot be brought up to date while only reading.",
    }[state]


CANNOT_OPEN = frozenset({"newer", "foreign", "unreadable"})
"""States in which no desk can be opened, whatever for; one that has moved can be read."""

_ON_A_SERVER = {
    "foreign": "{name} has tables of another program, and was left as it is.",
    "unreadable": "{name} was left half made: restore a backup, or drop it and begin again.",
    "older": "{name} has an older schema: whoever made the desk brings it up to date with `creditdesk init`.",
}


async def open_desk(
    location: Location, *, read_only: bool = False, told: Callable[[bool], None] | None = None
) -> "Desk":
    """Open the desk, bringing an older schema up to date. Raises NotFound and Unreachable.

    Where no server answers that can serve it, one is waited for; `told` hears when none does, and when one is back.
    """
    from console.services.connection import Connection, Patience
    from console.services.context import Desk

    connection = Connection(told)
    patience = Patience(connection)
    state = await _state_there(location, connection, patience)
    if state == "absent":
        raise NotFound(complaint(location, state))
    stays_older = read_only or location.is_server
    stays_closed = (state == "older" and stays_older) or (state == "moved" and not read_only)
    if state in CANNOT_OPEN or stays_closed:
        raise Unreachable(complaint(location, state))
    database = database_at(location, read_only=read_only)
    try:
        if state == "older":
            await upgrade(database)
        facts, said = await _facts(database, location, connection, patience)
        return Desk(
            database, settings=location.settings, facts=facts, spool=location.spool, connection=connection,
            said=said,
            settings_file=location.settings_file,
        )  # fmt: skip
    except BaseException:
        await database.close()
        raise


async def _state_there(location: Location, connection: "Connection", patience: "Patience") -> str:
    while True:
        try:
            return state_of(location)
        except NotSaved as error:
            connection.heard(lost=True)
            await patience.wait(error)


async def _facts(
    database: "Database", location: Location, connection: "Connection", patience: "Patience"
) -> "tuple[DeskFacts, Deskwide]":
    """The desk's own row and what is set for everybody, from a server that can be written unless it is only read."""
    from console.services import deskwide
    from console.services.context import DeskFacts
    from db import deskwide as db_deskwide
    from db import engine, people

    while True:
        try:
            async with database.reading() as session:
                row = await people.desk(session)
                said = deskwide.read(*await db_deskwide.in_force(session))
        except engine.NotSaved as error:
            connection.heard(lost=error.lost)
            sentence = f"{location.name} does not answer, or can only be read just now."
            await patience.wait(NotSaved(sentence, lost=error.lost))
        except engine.Unavailable as error:
            raise Unreachable(str(error)) from error
        else:
            break
    connection.heard(lost=False)
    if row is None:
        raise NotFound(complaint(location, "absent"))
    return DeskFacts(name=row.name, sample=row.sample, secret=row.secret), said


def database_at(location: Location, *, read_only: bool = False) -> "Database":
    """The database of a location, whatever its state."""
    from db.engine import open_database

    return open_database(location.address, read_only=read_only)


async def upgrade(database: "Database") -> None:
    """Bring a database to the program's schema. Raises Unreachable."""
    from db import migrate
    from db.engine import Unavailable

    try:
        await database.run_schema(migrate.upgrade)
    except Unavailable as error:
        raise Unreachable(str(error)) from error


def os_login() -> str | None:
    """The operating system's name for who runs the program."""
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return None


async def admin_or_owner(desk: "Desk", login: str | None, action: str) -> "Actor | Refusal | None":
    """Who may do what concerns the whole record: an admin, or whoever a server lets do anything to it (None)."""
    from console.policy import access

    actor = await actor_for(desk, login)
    refused = actor if isinstance(actor, Refusal) else access.check(access.Role(actor.role), action)
    if refused is None:
        return actor
    return None if await desk.database.owned() else refused


async def actor_for(desk: "Desk", login: str | None) -> "Actor | Refusal":
    """The member of staff who acts; an unknown one is refused. Raises BadInput where a server is told who.

    On a server it is who logged in there; in a file the login given, else the operating system's.
    """
    from console.services.queue_shapes import Actor
    from db import people

    known = await desk.database.login()
    if known is not None and login not in {None, known}:
        raise BadInput(f"On a server you are who you are: {known}. Leave --as out.")
    wanted = known or login or os_login()
    if wanted is None:
        return Refusal("Nobody is logged in here: say who you are with --as LOGIN.")
    async with desk.looking() as session:
        member = await people.staff_by_login(session, wanted)
    if member is None or member.id is None:
        return Refusal(f"{wanted!r} is not on the staff of this desk: an admin adds people.")
    if member.retired_at is not None:
        return Refusal(f"{wanted!r} has left the staff of this desk.")
    return Actor(member.id, member.login, member.name, member.role)
