"""A primary with a synchronous standby, each killed, started and promoted at will."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg

from tests.postgres import library, own_programs, program

USER = "embedded_postgres"
"""Whom the servers run as where the tests run as root, which PostgreSQL refuses."""

# A killed process loses nothing that it gave the system to write; what it shared lies in its folder, and goes with it.
_SETTINGS = (
    "dynamic_shared_memory_type = mmap",
    "fsync = off", "full_page_writes = off", "listen_addresses = '127.0.0.1'", "unix_socket_directories = ''",
    "wal_receiver_status_interval = 1", "wal_retrieve_retry_interval = 200", "max_connections = 150",
)  # fmt: skip


class Node:
    """One server."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = _free_port()
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Run, and wait until it answers."""
        command = [program("postgres"), "-D", self.folder, "-p", str(self.port)]
        self._process = subprocess.Popen(
            command, user=_user(), start_new_session=True, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=(self.folder / "said").open("ab"),
        )  # fmt: skip
        run("pg_ctl", "-D", self.folder, "-w", "status")
        _wait_for(self.answers)

    def kill(self) -> None:
        """Kill it, all its processes at once, as a machine that loses its power."""
        if self._process is not None:
            os.kill(self._process.pid, signal.SIGSTOP)  # it begins no more
            self._signal(signal.SIGKILL)
            self._process.wait()
            self._process = None

    def freeze(self) -> None:
        """Let it answer nobody, with its connections open."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on."""
        self._signal(signal.SIGCONT)

    def _signal(self, number: int) -> None:
        """Tell the server and all that it has begun: each connection is a process in a group of its own."""
        assert self._process is not None
        first = self._process.pid
        begun = Path(f"/proc/{first}/task/{first}/children")
        for each in [*(begun.read_text().split() if begun.exists() else ()), first]:
            with suppress(ProcessLookupError):
                os.kill(int(each), number)

    def promote(self) -> None:
        """Make the standby the primary; it waits for no standby of its own."""
        run("pg_ctl", "-D", self.folder, "-w", "promote")
        self.run("ALTER SYSTEM SET synchronous_standby_names = ''", "SELECT pg_reload_conf()")

    def answers(self) -> bool:
        """Whether it lets anybody in."""
        with suppress(psycopg.Error):
            self.rows("SELECT 1")
            return True
        return False

    def run(self, *statements: str, database: str = "postgres") -> None:
        """Run statements as the superuser, each in its own transaction."""
        with psycopg.connect(self.address(database), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)

    def rows(self, statement: str, *, database: str = "postgres") -> list[tuple[Any, ...]]:
        """What a query of the superuser gives."""
        with psycopg.connect(self.address(database), autocommit=True) as connection:
            return connection.execute(statement).fetchall()

    def address(self, database: str = "postgres", login: str = "postgres") -> str:
        """How somebody connects to this server alone."""
        return f"postgresql://{quote(login)}@127.0.0.1:{self.port}/{quote(database)}"


class Cluster:
    """Two servers, of which one is a copy of the other, a commit later at most."""

    def __init__(self, primary: Node, standby: Node) -> None:
        self.primary, self.standby = primary, standby

    def address(self, database: str = "postgres", login: str = "postgres") -> str:
        """How somebody connects to whichever is the primary."""
        hosts = f"127.0.0.1:{self.primary.port},127.0.0.1:{self.standby.port}"
        return f"postgresql://{quote(login)}@{hosts}/{quote(database)}"

    def catch_up(self) -> None:
        """Wait until whoever reads at the standby sees all that was written: it is kept there sooner than shown."""
        ((written,),) = self.primary.rows("SELECT pg_current_wal_lsn()::text")
        seen = f"SELECT pg_last_wal_replay_lsn() >= '{written}'::pg_lsn"
        _wait_for(lambda: self.standby.rows(seen) == [(True,)])

    def fail_over(self) -> None:
        """Kill the primary and promote the standby."""
        self.primary.kill()
        self.standby.promote()


@contextmanager
def running() -> Iterator[Cluster]:
    """A cluster from now on until the end."""
    folder = Path(tempfile.mkdtemp(prefix="cluster-"))
    _open_to(folder)
    primary, standby = Node(folder / "primary"), Node(folder / "standby")
    try:
        run("initdb", "-D", primary.folder, "-U", "postgres", "-A", "trust", "-N")
        with (primary.folder / "postgresql.auto.conf").open("a") as settings:
            settings.writelines(f"{each}\n" for each in _SETTINGS)
        primary.start()
        run("pg_basebackup", "-D", standby.folder, "-d", primary.address(), "-R", "-c", "fast")
        standby.start()
        primary.run("ALTER SYSTEM SET synchronous_standby_names = '*'", "SELECT pg_reload_conf()")
        _wait_for(lambda: _synchronous(primary))
        yield Cluster(primary, standby)
    finally:
        for node in (primary, standby):
            node.kill()
        shutil.rmtree(folder, ignore_errors=True)


def run(name: str, *words: str | Path) -> None:
    """Run one of the server's programs to its end."""
    done = subprocess.run(
        [program(name), *words], user=_user(), capture_output=True, cwd="/", check=False
    )
    assert name == "pg_ctl" or done.returncode == 0, done.stderr.decode()


def _synchronous(primary: Node) -> bool:
    states = primary.rows("SELECT sync_state FROM pg_stat_replication")
    return states == [("sync",)]


def _open_to(folder: Path) -> None:
    if os.geteuid() == 0:
        utils = library().utils
        utils.ensure_user_exists(USER)
        shutil.chown(folder, USER)
        if own_programs() is None:
            utils.ensure_prefix_permissions(program("postgres"))
            utils.ensure_folder_permissions(program("postgres").parent, 0o555)
            utils.ensure_folder_permissions(program("postgres").parents[1] / "lib", 0o444)


def _user() -> str | None:
    return USER if os.geteuid() == 0 else None


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


def _wait_for(happens: Any, seconds: float = 30) -> None:
    import time

    end = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < end, "it never came to be"
        time.sleep(0.05)
