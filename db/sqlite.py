"""A desk in a SQLite file: how it is opened, and what it says when it cannot be used."""

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import URL, event, text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from db import driver, filework  # first: it decides which SQLite the libraries below use
from db.engine import Building, Database, SchemaWork, Session, Unavailable, session_on


class SqliteDatabase(Database):
    """An open file; one writer at a time, whoever it is."""

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        super().__init__(str(path), read_only=read_only)
        self.path = path
        self._engine = _sqlite_engine(path, _TO_READ if read_only else _BOTH_WAYS)
        self._writing_engine = self._engine.execution_options(writes=True)
        self._watch: Any = None

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Session]:
        """A transaction that only reads: one view of the record from its first statement to its last."""
        async with self._session(self._engine) as session:
            yield session

    @asynccontextmanager
    async def _writing(self, *, login: str | None, alone: bool) -> AsyncIterator[Session]:  # noqa: ARG002
        # The right to write is held from the start, and is one: nobody has to be kept out besides.
        async with self._session(self._writing_engine) as session:
            yield session
            await session.commit()

    @asynccontextmanager
    async def _session(self, engine: AsyncEngine) -> AsyncIterator[Session]:
        reads = engine is not self._writing_engine
        with self._spoken():
            async with session_on(engine, reads=reads) as session:
                yield session

    @contextmanager
    def _spoken(self) -> Iterator[None]:
        """Turns the driver's errors into sentences."""
        try:
            yield
        except (OperationalError, driver.sqlite3.OperationalError) as error:
            raise Unavailable(sentence(error, self.path)) from error
        except DatabaseError as error:
            if "malformed" in str(error) or "not a database" in str(error):
                raise Unavailable(sentence(error, self.path)) from error
            raise

    async def run_schema(self, work: SchemaWork, *arguments: Any) -> None:
        """Run a synchronous piece of work on a connection that may change tables, as one transaction."""
        engine = self._schema_engine()
        try:
            async with engine.execution_options(writes=True).begin() as connection:
                await connection.run_sync(work, *arguments)
                await connection.run_sync(_check_references)
        except OperationalError as error:
            raise Unavailable(sentence(error, self.path)) from error
        finally:
            await engine.dispose()

    def _schema_engine(self, *more: str) -> AsyncEngine:
        return _sqlite_engine(self.path, _BOTH_WAYS + more + _TO_CHANGE_TABLES)

    @asynccontextmanager
    async def building(self) -> AsyncIterator[Building]:
        """A transaction in which a desk is made in a file that nobody else knows yet, and who made it puts on the disk."""
        engine = self._schema_engine(*_TO_BUILD)
        try:
            with self._spoken():
                async with session_on(engine.execution_options(writes=True)) as session:
                    yield Building(session, partial(_show, session))
        finally:
            await engine.dispose()

    async def changes(self) -> int:
        """The file's own count of other connections' commits."""
        if self._watch is None:
            self._watch = await self._engine.connect()
        try:
            async with self._watch.begin():
                value = (await self._watch.execute(text("PRAGMA data_version"))).scalar_one()
        except OperationalError as error:
            raise Unavailable(sentence(error, self.path)) from error
        return int(value)

    async def close(self) -> None:
        """Close every connection."""
        if self._watch is not None:
            await self._watch.close()
        await self._engine.dispose()


def _sqlite_engine(path: Path, pragmas: Sequence[str]) -> AsyncEngine:
    engine = create_async_engine(
        URL.create("sqlite+aiosqlite", database=str(path)),
        async_creator=partial(filework.connect, path, pragmas),
        hide_parameters=True,  # customers' data is in no error's text
    )
    event.listen(engine.sync_engine, "begin", _on_begin)
    return engine


_BOTH_WAYS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON",
              "recursive_triggers=ON", "trusted_schema=OFF")  # fmt: skip

_TO_READ = ("query_only=ON", "trusted_schema=OFF")

# A table that is copied to be changed is dropped for a moment: what refers to it is checked at the end.
_TO_CHANGE_TABLES = ("foreign_keys=OFF",)

# What is not finished is thrown away as a whole: it needs no journal, and reaches the disk once, at the end.
_TO_BUILD = ("journal_mode=OFF", "synchronous=OFF", "cache_size=-65536")


async def _show(session: Session) -> None:
    await (await session.connection()).run_sync(_check_references)
    await session.commit()


def _check_references(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if broken is not None:
        raise Unavailable(f"The table {broken[0]} refers to rows that are not there: {broken[2]}.")


def _on_begin(connection: Connection) -> None:
    # Two writers that both began by reading would deadlock or overspend: a writer takes its turn first.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


_SENTENCES = (
    ("locked", "Another program has held the desk's file {path} for {seconds:.0f} seconds: try again."),
    ("readonly", "The desk's file {path} cannot be written: check its permissions and its folder's."),
    ("disk is full", "The disk with the desk's file {path} is full: nothing was changed. Make room, then try again."),
    ("unable to open", "The desk's file {path} cannot be opened: check that it and its folder may be read and written."),
    ("malformed", "The desk's file {path} is damaged: restore the last backup."),
    ("not a database", "{path} is not a Credit Desk file."),
    ("disk I/O", "The disk with the desk's file {path} gave an error: nothing was changed."),
)  # fmt: skip


def sentence(error: BaseException, path: Path) -> str:
    """What happened and what to do, for an error of the driver."""
    said = str(getattr(error, "orig", error))
    for sign, words in _SENTENCES:
        if sign in said:
            return words.format(path=path, seconds=driver.BUSY_SECONDS)
    return f"The desk's file {path} did not answer: {said}"
