"""A PostgreSQL server by the bare driver: where it is, what state its desk is in, reads that come first."""

from collections.abc import Sequence
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from db.driver import MOVED_TO, FileState, Unreadable

Error = psycopg.Error

CHANNEL = "creditdesk"
"""What a change is told on; a channel belongs to its database."""

OLDEST = 15
"""The oldest major version that a desk runs on."""

_PORT = "5432"

_DEFAULTS: dict[str, str | int] = {
    "connect_timeout": 5,
    "application_name": "creditdesk",
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
    "options": "-c lock_timeout=10s -c statement_timeout=60s"
               " -c idle_in_transaction_session_timeout=60s",
}  # fmt: skip


def conninfo(address: str, *, read_only: bool = False) -> str:
    """What the driver connects by: of several hosts the one that can be written, unless it is only read."""
    given = conninfo_to_dict(address)
    wanted = {"target_session_attrs": "any" if read_only else "read-write", **_DEFAULTS}
    return make_conninfo(address, **{k: v for k, v in wanted.items() if k not in given})


def name_of(address: str) -> str:
    """What to call the desk: its database at its hosts, without login or password."""
    given = conninfo_to_dict(address)
    place = given.get("host") or "this machine"
    if given.get("port", _PORT) != _PORT:
        place = f"{place}:{given['port']}"
    return f"{given.get('dbname') or given.get('user') or 'postgres'} at {place}"


def problem_with(address: str) -> str | None:
    """What is wrong with a connection string, if anything."""
    try:
        conninfo_to_dict(address)
    except psycopg.ProgrammingError as error:
        return str(error).strip()
    return None


def connect(address: str, *, read_only: bool = True) -> psycopg.Connection[Any]:
    """Connect with the bare driver, for reads that must not wait for a larger library."""
    connection = psycopg.connect(conninfo(address, read_only=read_only))
    connection.read_only = read_only
    return connection


def state(address: str, head: str, known: frozenset[str]) -> FileState:
    """Look at the database without changing it; raises psycopg.Error where it does not answer."""
    with connect(address) as connection:
        if not _has(connection, "alembic_version"):
            return "foreign" if _has(connection, "ticket") else "absent"
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        if row is None:
            return "unreadable"
        if row[0] == head:
            return "moved" if _moved_to(connection) else "ready"
    return "older" if row[0] in known else "newer"


def moved_to(address: str) -> str | None:
    """Where a desk of the program's own revision has moved to, if it has. Raises psycopg.Error."""
    with connect(address) as connection:
        return _moved_to(connection)


def _moved_to(connection: psycopg.Connection[Any]) -> str | None:
    row = connection.execute(MOVED_TO).fetchone()
    return None if row is None or row[0] is None else str(row[0])


def _has(connection: psycopg.Connection[Any], table: str) -> bool:
    row = connection.execute("SELECT to_regclass(%s)", (f"public.{table}",)).fetchone()
    return row is not None and row[0] is not None


def read(address: str, statements: Sequence[str], limit: int) -> list[list[Any]]:
    """The rows of each statement, all in one view; `:limit` is how many at most. Raises Unreadable."""
    try:
        with connect(address) as connection:
            connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            return [_rows(connection, each, limit) for each in statements]
    except psycopg.Error as error:
        raise Unreadable(said(error)) from error


def _rows(connection: psycopg.Connection[Any], statement: str, limit: int) -> list[Any]:
    if ":limit" not in statement:
        return connection.execute(statement.encode()).fetchall()
    named = statement.replace(":limit", "%(limit)s")
    return connection.execute(named.encode(), {"limit": limit}).fetchall()


def said(error: BaseException) -> str:
    """The first line of what the server or the driver said."""
    primary = getattr(getattr(error, "diag", None), "message_primary", None)
    return str(primary or error).strip().splitlines()[0].rstrip(".")


_TURNED_AWAY = (
    "authentication failed", "no password supplied", "no pg_hba.conf entry", "does not exist",
    "not permitted to log in", "permission denied for database",
)  # fmt: skip


def turned_away(error: BaseException) -> bool:
    """Whether a server lets somebody in no more, rather than not now; a server of another language is not understood.

    An error of connecting has no code: what the server said is all that the driver keeps.
    """
    code = getattr(error, "sqlstate", None)
    if code is not None:
        return str(code).startswith("28") or code == "3D000"
    return isinstance(error, psycopg.OperationalError) and any(
        each in str(error) for each in _TURNED_AWAY
    )


FULL = "53300"
_FULL = ("too many clients", "too many connections", "connection slots are reserved")


def full(error: BaseException) -> bool:
    """Whether a server has no connection left for this login; it may have one in a moment."""
    code = getattr(error, "sqlstate", None)
    if code is not None:
        return str(code) == FULL
    return isinstance(error, psycopg.OperationalError) and any(each in str(error) for each in _FULL)


_MISTAKEN = (
    "could not translate host name", "failed to resolve host", "invalid ", "does not support SSL",
    "certificate",
)  # fmt: skip


def may_come_back(error: BaseException) -> bool:
    """Whether who did not answer may do so in a moment: no server that turns somebody away, and no wrong address."""
    mistaken = any(each in str(error) for each in _MISTAKEN)
    lost = isinstance(error, psycopg.OperationalError)
    return lost and not mistaken and not turned_away(error)


def sentence(error: BaseException, name: str) -> str:
    """What happened, for an error of connecting."""
    verb = "does not let you in" if turned_away(error) else "does not answer"
    if full(error):
        verb = "has no connections left"
    return f"{name} {verb}: {said(error)}."
