"""The database opened: how it is set up, and what it says when it cannot be used."""

from pathlib import Path

import pytest
from sqlalchemy import event, text

from db import driver
from db.driver import sqlite3
from db.engine import Session, Unavailable
from db.sqlite import SqliteDatabase

NOTE = "INSERT INTO presence (staff_id, seen_at) VALUES (1, '2026-11-16 06:00:00.000000')"


@pytest.fixture
async def database(desk_path: Path, monkeypatch: pytest.MonkeyPatch):
    """An open database that is not patient."""
    monkeypatch.setattr(driver, "BUSY_SECONDS", 0.05)
    opened = SqliteDatabase(desk_path)
    yield opened
    await opened.close()


@pytest.fixture
def other(desk_path: Path):
    """Another program on the same file."""
    connection = sqlite3.connect(desk_path, isolation_level=None, timeout=0.05)
    yield connection
    connection.close()


async def value(session: Session, statement: str) -> object:
    """The one value that a statement gives."""
    return (await (await session.connection()).execute(text(statement))).scalar()


async def write(database: SqliteDatabase, statement: str = NOTE) -> None:
    """Run a statement in a transaction of its own."""
    async with database.writing() as session:
        await (await session.connection()).execute(text(statement))


@pytest.mark.parametrize(
    ("pragma", "expected"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("recursive_triggers", 1),
        ("trusted_schema", 0),
        ("busy_timeout", 50),
    ],
)
async def test_every_connection_is_set_up(
    database: SqliteDatabase, pragma: str, expected: object
) -> None:
    """Every connection is set up."""
    async with database.reading() as session:
        assert await value(session, f"PRAGMA {pragma}") == expected


def test_sqlite_is_new_enough_to_keep_its_log() -> None:
    """SQLite is new enough to keep every frame of its log."""
    assert sqlite3.sqlite_version_info >= (3, 51, 3)


async def test_a_writer_that_has_only_read_holds_the_right_to_write(
    database: SqliteDatabase, other: sqlite3.Connection
) -> None:
    """A writer that has only read holds the right to write: what it read stays true."""
    async with database.writing() as session:
        await value(session, "SELECT count(*) FROM staff")
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")


async def test_a_reader_keeps_no_writer_waiting(
    database: SqliteDatabase, other: sqlite3.Connection
) -> None:
    """A reader keeps no writer waiting."""
    async with database.reading() as session:
        await value(session, "SELECT count(*) FROM staff")
        other.execute(NOTE)


async def test_a_reader_has_one_view_to_its_end(
    database: SqliteDatabase, other: sqlite3.Connection
) -> None:
    """A reader has one view to its end."""
    async with database.reading() as session:
        before = await value(session, "SELECT count(*) FROM presence")
        other.execute(NOTE)
        assert await value(session, "SELECT count(*) FROM presence") == before


async def test_a_writer_that_fails_leaves_no_trace(
    database: SqliteDatabase, other: sqlite3.Connection
) -> None:
    """A writer that fails leaves no trace."""
    with pytest.raises(ZeroDivisionError):
        await _write_and_fail(database)
    assert other.execute("SELECT count(*) FROM presence").fetchone() == (0,)


async def _write_and_fail(database: SqliteDatabase) -> None:
    async with database.writing() as session:
        await (await session.connection()).execute(text(NOTE))
        raise ZeroDivisionError


async def test_a_held_file_says_so(database: SqliteDatabase, other: sqlite3.Connection) -> None:
    """A held file says so."""
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Unavailable, match="Another program has held"):
        await write(database)


async def test_after_the_other_is_done_work_goes_on(
    database: SqliteDatabase, other: sqlite3.Connection
) -> None:
    """After the other is done work goes on."""
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Unavailable):
        await write(database)
    other.execute("COMMIT")
    await write(database)


async def test_a_full_disk_says_so_and_changes_nothing(
    desk_path: Path, other: sqlite3.Connection
) -> None:
    """A full disk says so and changes nothing."""
    full = SqliteDatabase(desk_path)
    event.listen(full._engine.sync_engine, "connect", _fill)
    with pytest.raises(Unavailable, match="is full: nothing was changed"):
        await write(full, "UPDATE desk SET name = hex(zeroblob(100000))")
    await full.close()
    assert other.execute("SELECT length(name) < 100 FROM desk").fetchone() == (1,)


def _fill(connection, _record) -> None:
    connection.cursor().execute("PRAGMA max_page_count=1")


async def test_a_damaged_file_says_so(desk_path: Path) -> None:
    """A damaged file says so."""
    _damage(desk_path)
    database = SqliteDatabase(desk_path)
    with pytest.raises(Unavailable, match=r"damaged|not a Credit Desk"):
        async with database.reading() as session:
            await value(session, "SELECT count(*) FROM staff")
    await database.close()


def _damage(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[100:] = b"\xa5" * (len(content) - 100)
    path.write_bytes(content)


async def test_a_file_opened_for_reading_is_not_written(desk_path: Path) -> None:
    """A file opened for reading is not written, even by a statement that tries."""
    database = SqliteDatabase(desk_path, read_only=True)
    with pytest.raises(Unavailable, match="cannot be written"):
        async with database.reading() as session:
            await (await session.connection()).execute(text(NOTE))
    await database.close()


async def test_a_missing_reference_is_refused(database: SqliteDatabase) -> None:
    """A row that refers to nothing is refused."""
    from sqlalchemy.exc import IntegrityError

    with pytest.raises(IntegrityError):
        await write(database, NOTE.replace("(1,", "(99,"))


async def test_another_programs_change_changes_the_number(
    database: SqliteDatabase, other: sqlite3.Connection
) -> None:
    """Another program's change changes the number, and nothing else does."""
    first, second = await database.changes(), await database.changes()
    other.execute(NOTE)
    assert (first == second, await database.changes() == second) == (True, False)


async def test_a_change_of_ones_own_changes_the_number_too(database: SqliteDatabase) -> None:
    """A change of one's own changes the number too: the watch is a connection of its own."""
    before = await database.changes()
    await write(database)
    assert await database.changes() != before
