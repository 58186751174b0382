"""Which SQLite the desk runs on: the newest bundled one, where there is one.

Releases before 3.51.3 can lose a frame of the write-ahead log when a checkpoint meets a writer, so the
program brings its own. It takes the standard module's name, so that every library above uses the same one.
"""

import sys
from collections.abc import Sequence
from contextlib import closing
from importlib import import_module, util
from typing import Any

if "pysqlite3" not in sys.modules and util.find_spec("pysqlite3") is not None:
    sys.modules["sqlite3"] = import_module("pysqlite3")
    sys.modules["sqlite3.dbapi2"] = import_module("pysqlite3.dbapi2")

import sqlite3

__all__ = [
    "APPLICATION_ID", "BUSY_SECONDS", "MOVED_TO", "FileState", "Unreadable", "connect", "file_state",
    "moved_to", "read", "sqlite3",
]  # fmt: skip

APPLICATION_ID = 0x43444B31
"""Marks a file as a desk's ("CDK1")."""

BUSY_SECONDS = 10.0
"""How long a writer waits for another."""

FileState = str
"""What a file is to the program: "absent", "ready", "moved", "older", "newer", "foreign" or "unreadable"."""

MOVED_TO = "SELECT moved_to FROM desk"

_MAGIC = b"SQLite format 3\x00"


class Unreadable(Exception):
    """The desk cannot be read just now; the text is the driver's."""


def connect(path: str, *, read_only: bool = False) -> sqlite3.Connection:
    """Open the file with the bare driver, for reads that must not wait for a larger library."""
    mode = "ro" if read_only else "rw"
    uri = f"file:{_quoted(path)}?mode={mode}"
    connection = sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None)
    connection.execute("PRAGMA trusted_schema=OFF")
    if read_only:
        connection.execute("PRAGMA query_only=ON")
    return connection


def file_state(path: str, head: str, known: frozenset[str]) -> FileState:
    """Look at the file without changing it; `head` and `known` are the program's schema revisions."""
    header = _header(path)
    if header is None:
        return "unreadable"
    if not header:
        return "absent"
    if header[:16] != _MAGIC or int.from_bytes(header[68:72], "big") != APPLICATION_ID:
        return "foreign"
    return _standing(path, head, known)


def _standing(path: str, head: str, known: frozenset[str]) -> FileState:
    try:
        with closing(connect(path, read_only=True)) as connection:
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
            if row is not None and row[0] == head:
                return "moved" if _moved_to(connection) else "ready"
    except sqlite3.Error:
        return "unreadable"
    if row is None:
        return "unreadable"
    return "older" if row[0] in known else "newer"


def moved_to(path: str) -> str | None:
    """Where a desk of the program's own revision has moved to, if it has. Raises Unreadable."""
    try:
        with closing(connect(path, read_only=True)) as connection:
            return _moved_to(connection)
    except sqlite3.Error as error:
        raise Unreadable(str(error)) from error


def fold(path: str) -> None:
    """Bring all that was written into the file itself. Raises Unreadable where somebody is writing."""
    try:
        with closing(connect(path, read_only=False)) as connection:
            busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    except sqlite3.Error as error:
        raise Unreadable(str(error)) from error
    if busy:
        raise Unreadable("somebody has it open")


def _moved_to(connection: sqlite3.Connection) -> str | None:
    row = connection.execute(MOVED_TO).fetchone()
    return None if row is None else row[0]


def read(path: str, statements: Sequence[str], limit: int) -> list[list[Any]]:
    """The rows of each statement, all in one view; `:limit` is how many at most. Raises Unreadable."""
    try:
        with closing(connect(path, read_only=True)) as connection:
            connection.execute("BEGIN")
            return [
                connection.execute(each, {"limit": limit} if ":limit" in each else {}).fetchall()
                for each in statements
            ]
    except sqlite3.Error as error:
        raise Unreadable(str(error)) from error


def _header(path: str) -> bytes | None:
    try:
        with open(path, "rb") as file:
            return file.read(100)
    except FileNotFoundError:
        return b""
    except OSError:
        return None


def _quoted(path: str) -> str:
    from urllib.parse import quote

    return quote(path)
