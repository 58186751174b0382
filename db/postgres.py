"""A desk on a PostgreSQL server: transactions whose outcome is always known, and news of others' changes."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any
from uuid import UUID, uuid4

import psycopg
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from db import server
from db.engine import (
    Building,
    Database,
    Denied,
    NotSaved,
    SchemaWork,
    Session,
    Unavailable,
    session_on,
)
from db.hosts import Hosts, LeftBehind
from db.listening import Listener

STANDBY_SECONDS = 5.0
"""How long a commit may wait for a standby before the person is told."""

BUILDING_SECONDS = 60.0
"""The same for a whole desk at once, which takes the server itself a while."""

RETURN_SECONDS = 30.0
"""How long a lost commit is asked after: a standby is promoted meanwhile."""

_PAUSE_SECONDS = 0.25
_DESK_LOCK = 0x43444B31

# Each writer leaves a mark that is there if and only if its transaction is: a commit whose answer was lost
# is asked after by it. What changes the whole desk runs alone; every other writer shares.
_BEGIN = """WITH marked AS (INSERT INTO commit_mark (id) VALUES (:mark))
SELECT pg_advisory_xact_lock{shared}(:desk)"""
_BEGIN_SHARED = text(_BEGIN.format(shared="_shared"))
_BEGIN_ALONE = text(_BEGIN.format(shared=""))

# Waits for a transaction of that mark that is still under way, and keeps one that is not there out for good.
# It waits for no standby: a mark that keeps out needs to be nowhere but where the transaction could come to be.
_ASK_AFTER = text(
    "INSERT INTO commit_mark (id) SELECT :mark FROM set_config('synchronous_commit', 'off', true)"
    " ON CONFLICT DO NOTHING RETURNING id"
)

# A server that names standbys and waits for none of them just now is slow for another reason, or is the new primary.
_WAITED_FOR = text(
    "SELECT current_setting('synchronous_standby_names') FROM pg_stat_activity"
    " WHERE usename = session_user AND wait_event = 'SyncRep' LIMIT 1"
)

_MARK = text("INSERT INTO commit_mark (id) VALUES (:mark)")
_OWNED = text(
    "SELECT COALESCE((SELECT pg_has_role(session_user, r.oid, 'MEMBER') FROM pg_roles r"
    " WHERE r.rolname = current_database() || '_owner'), false)"
)


class PostgresDatabase(Database):
    """An open connection to a server; its login is who acts."""

    def __init__(self, address: str, *, read_only: bool = False) -> None:
        super().__init__(server.name_of(address), read_only=read_only)
        self.address = address
        self._hosts = Hosts(server.conninfo(address, read_only=read_only))
        self._engine = self._make_engine()
        self._reading_engine = self._engine.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
        self._autocommit = self._engine.execution_options(isolation_level="AUTOCOMMIT")
        self._listener = Listener(self._hosts.connect)
        self._waiting: set[asyncio.Task[None]] = set()

    def _make_engine(self) -> AsyncEngine:
        return create_async_engine(
            "postgresql+psycopg://",
            async_creator=self._hosts.connect,
            isolation_level="READ COMMITTED",
            pool_size=1,
            max_overflow=7,
            pool_recycle=1800,
            hide_parameters=True,  # customers' data is in no error's text
        )

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Session]:
        """A transaction that only reads: one view of the record from its first statement to its last."""
        with self._spoken():
            async with session_on(self._reading_engine, reads=True) as session:
                yield session

    @asynccontextmanager
    async def _writing(self, *, login: str | None, alone: bool) -> AsyncIterator[Session]:
        mark = uuid4()
        with self._spoken():
            await self._none_waits()
            session = session_on(self._engine)
            try:
                await self._begin(session, mark, login=login, alone=alone)
                yield session
                await self._commit(session, mark, patience_seconds=STANDBY_SECONDS)
            except DBAPIError as error:
                if code_of(error) == _ONLY_READS:
                    # Behind a pooler the connection outlives it: a new one asks again who can be written.
                    await session.invalidate()
                raise
            finally:
                if not self._waiting_on(session):
                    await session.close()
        await self._tell()

    async def _begin(self, session: Session, mark: UUID, *, login: str | None, alone: bool) -> None:
        del login  # the server knows who is logged in
        connection = await session.connection()
        begin = _BEGIN_ALONE if alone else _BEGIN_SHARED
        try:
            await connection.execute(begin, {"mark": mark, "desk": _DESK_LOCK})
        except ProgrammingError as error:
            # Whoever is in none of the desk's groups does not even see its tables.
            raise Denied(f"You are not on the staff of {self.name}, or not any more.") from error

    async def _commit(self, session: Session, mark: UUID, *, patience_seconds: float) -> None:
        task = asyncio.ensure_future(session.commit())
        await asyncio.wait({task}, timeout=patience_seconds)
        if not task.done():
            await self._wait_on(session, task)
        try:
            task.result()
        except DBAPIError as error:
            if not is_lost(error):
                raise
            if not await self._stood(mark):
                raise NotSaved(_NOT_SAVED.format(name=self.name)) from error

    async def _none_waits(self) -> None:
        """Begin nothing behind a commit that a standby holds up: it has its locks still, and would be blamed for them."""
        if self._waiting:
            _, still = await asyncio.wait(self._waiting, timeout=STANDBY_SECONDS)
            if still:
                silent = await self._silent_standby(_STANDBY_SILENT_STILL)
                raise Unavailable(silent or _NO_ANSWER.format(name=self.name))

    def _waiting_on(self, session: Session) -> bool:
        return any(task.get_name() == str(id(session)) for task in self._waiting)

    def _leave(self, session: Session, commit: "asyncio.Task[None]") -> None:
        """Let a commit that waits for a standby end by itself; its session goes with it."""

        async def end() -> None:
            with suppress(Exception):
                await commit
            with suppress(Exception):
                await session.close()

        task = asyncio.create_task(end(), name=str(id(session)))
        self._waiting.add(task)
        task.add_done_callback(self._waiting.discard)

    async def _wait_on(self, session: Session, commit: "asyncio.Task[None]") -> None:
        """Name the standby that a commit waits for; where it is none, wait until its server answers or is given up."""
        why = await self._silent_standby(_STANDBY_SILENT)
        if why is None:
            await asyncio.wait({commit}, timeout=RETURN_SECONDS)
        if not commit.done():
            self._leave(session, commit)
            raise Unavailable(why or _HANGS.format(name=self.name))

    async def _silent_standby(self, sentence: str) -> str | None:
        with suppress(DBAPIError, TimeoutError, OSError):
            async with asyncio.timeout(STANDBY_SECONDS), self._autocommit.connect() as connection:
                named = (await connection.execute(_WAITED_FOR)).scalar()
                if named:
                    return sentence.format(standby=named, name=self.name)
        return None

    async def _stood(self, mark: UUID) -> bool:
        """Whether a commit whose answer was lost had happened; raises Unavailable where nobody can say."""
        end = asyncio.get_running_loop().time() + RETURN_SECONDS
        while True:
            try:
                async with self._autocommit.connect() as connection:
                    return (await connection.execute(_ASK_AFTER, {"mark": mark})).first() is None
            except DBAPIError as error:
                if asyncio.get_running_loop().time() > end:
                    raise Unavailable(_UNKNOWN.format(name=self.name)) from error
                await asyncio.sleep(_PAUSE_SECONDS)

    async def _tell(self) -> None:
        # After the commit and in a transaction of its own: a notification inside one makes all commits queue.
        with suppress(DBAPIError):
            async with self._autocommit.connect() as connection:
                await connection.execute(text(f"NOTIFY {server.CHANNEL}"))

    async def login(self) -> str | None:
        """The login that the server knows this connection by."""
        with self._spoken():
            async with self._autocommit.connect() as connection:
                return str((await connection.execute(text("SELECT session_user"))).scalar_one())

    async def run_schema(self, work: SchemaWork, *arguments: Any) -> None:
        """Run a synchronous piece of work on a connection that may change tables, as one transaction."""
        with self._spoken():
            async with self._engine.begin() as connection:
                await connection.run_sync(work, *arguments)

    @asynccontextmanager
    async def building(self) -> AsyncIterator[Building]:
        """A transaction in which a desk is made where there is none; unless it is shown, it leaves no trace."""
        session = session_on(self._engine)

        async def show() -> None:
            mark = uuid4()
            await (await session.connection()).execute(_MARK, {"mark": mark})
            await self._commit(session, mark, patience_seconds=BUILDING_SECONDS)

        with self._spoken():
            try:
                yield Building(session, show)
            finally:
                if not self._waiting_on(session):
                    await session.close()

    async def owned(self) -> bool:
        """Whether the login is one of the owner's."""
        with self._spoken():
            async with self._autocommit.connect() as connection:
                return bool((await connection.execute(_OWNED)).scalar_one())

    async def changes(self) -> int:
        """How often others were heard of; where nobody is heard, what the server's clock of transactions says."""
        with self._spoken():
            return await self._listener.count()

    async def close(self) -> None:
        """Close every connection."""
        await self._listener.close()
        for task in set(self._waiting):
            task.cancel()
        await self._engine.dispose()

    def _spoken(self) -> "_Spoken":
        return _Spoken(self.name)


class _Spoken:
    """Turns the driver's errors into sentences."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: Any, error: BaseException | None, _trace: Any) -> None:
        if isinstance(error, PoolTimeout):
            raise Unavailable(_NO_ANSWER.format(name=self.name)) from error
        if isinstance(error, DBAPIError | psycopg.Error):
            code = code_of(error)
            if isinstance(error, IntegrityError) and code not in _NEVER_TO_BE:
                # What the rules allow and the tables do not was changed by somebody else in between.
                raise NotSaved(f"{_CLASH} ({_said(error)})", lost=False) from error
            if code == "42501":
                raise Denied(_said(error)) from error
            if is_lost(error) or isinstance(error, OperationalError | psycopg.OperationalError):
                raise _unavailable(error, self.name) from error


def code_of(error: BaseException) -> str | None:
    """The server's five-letter code for what went wrong; None where the server said nothing."""
    return getattr(getattr(error, "orig", error), "sqlstate", None)


def is_lost(error: BaseException) -> bool:
    """Whether the connection, or the server behind it, is gone or only reads by now."""
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return True
    code, cause = code_of(error), getattr(error, "orig", error)
    if code is None:
        return isinstance(cause, psycopg.OperationalError) and not server.turned_away(cause)
    return code.startswith(("08", "57P")) or code in {_ONLY_READS, server.FULL}


def _unavailable(error: BaseException, name: str) -> Unavailable:
    code = code_of(error) or ""
    if code in _CLASHES:
        return NotSaved(_CLASH, lost=False)
    if code == "55P03":
        return Unavailable("Somebody else is changing the same just now: try again in a moment.")
    if server.turned_away(getattr(error, "orig", error)):
        return Unavailable(f"{name} does not let you in: {_said(error)}.")
    if is_lost(error):
        return NotSaved(_why_lost(error, name))
    return Unavailable(f"The database {name} did not answer: {_said(error)}.")


def _why_lost(error: BaseException, name: str) -> str:
    cause = getattr(error, "orig", error)
    if isinstance(cause, LeftBehind):
        return f"{_said(error)}."
    return (_FULL if server.full(cause) else _NOT_SAVED).format(name=name)


def _said(error: BaseException) -> str:
    return server.said(getattr(error, "orig", None) or error)


_ONLY_READS = "25006"
_NEVER_TO_BE = frozenset({"23502", "23514"})
"""A value that is missing, or breaks its table's own rule, is the program's fault and nobody else's change."""

_CLASHES = frozenset({"40001", "40P01"})
_CLASH = "Somebody changed the same at the same moment: nothing was changed. Try again."
_NO_ANSWER = (
    "The database {name} does not answer what it was asked before: nothing of this was changed."
)
_NOT_SAVED = (
    "The connection to {name} was lost, and nothing of this was changed."
    " The program connects again by itself: do it again then."
)
_FULL = (
    "{name} has no connections left, and nothing of this was changed."
    " Do it again once somebody has left, or an admin has raised max_connections."
)
_UNKNOWN = (
    "The connection to {name} was lost while this was being saved, and it does not answer yet:"
    " look whether it stands before you do it again."
)
_HANGS = (
    "The database {name} does not answer: look whether what you did stands before you do it again."
)
_STANDBY_SILENT_STILL = (
    "The standby {standby} of {name} does not answer, and what you did before waits for it: nothing of this was"
    " changed. Do it again once the standby is back or an admin has taken it off synchronous_standby_names."
)
_STANDBY_SILENT = (
    "The standby {standby} of {name} does not answer. What you did is on the main server alone, and shows"
    " once the standby is back or an admin has taken it off synchronous_standby_names."
)
