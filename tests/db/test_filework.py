"""A file's connection: what a statement gives, and how often its thread is asked."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text

from db import filework
from db.driver import sqlite3
from db.filework import FileConnection
from db.sqlite import SqliteDatabase

NUMBERS = (
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {}) SELECT i FROM n"
)

LONG = 2 * filework._AT_ONCE + 1


@pytest.fixture
async def file(tmp_path: Path) -> AsyncIterator[FileConnection]:
    """A file with a table in it."""
    opened = await filework.connect(tmp_path / "file.db", ("foreign_keys=ON",))
    await opened.cursor().execute("CREATE TABLE note (id INTEGER PRIMARY KEY, words TEXT NOT NULL)")
    yield opened
    await opened.close()


async def test_a_statement_and_its_rows_are_one_errand(
    file: FileConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A statement, its rows and its end are one errand."""
    errands = []
    execute = file._execute
    monkeypatch.setattr(file, "_execute", lambda *work: errands.append(work) or execute(*work))
    cursor = file.cursor()
    await cursor.execute(NUMBERS.format(3))
    rows = await cursor.fetchall()
    await cursor.close()
    assert (rows, len(errands)) == ([(1,), (2,), (3,)], 1)


@pytest.mark.parametrize("rows", [0, 1, 999, 1000, 1001, LONG])
async def test_a_long_answer_comes_whole(file: FileConnection, rows: int) -> None:
    """An answer comes whole, however long it is."""
    cursor = file.cursor()
    await cursor.execute(NUMBERS.format(rows) + " WHERE i <= ?", (rows,))
    assert await cursor.fetchall() == [(i,) for i in range(1, rows + 1)]


@pytest.mark.parametrize("size", [1, 700, 1000, 1500, 5000])
async def test_an_answer_comes_in_parts(file: FileConnection, size: int) -> None:
    """An answer comes in parts of the size that is asked for, the last with what is left."""
    cursor = file.cursor()
    await cursor.execute(NUMBERS.format(LONG))
    found = []
    while part := await cursor.fetchmany(size):
        assert len(part) == min(size, LONG - len(found))
        found += part
    assert found == [(i,) for i in range(1, LONG + 1)]


async def test_an_answer_that_is_let_go_holds_nothing(file: FileConnection, tmp_path: Path) -> None:
    """A long answer that nobody reads to its end keeps no table from being dropped."""
    cursor = file.cursor()
    await cursor.executemany("INSERT INTO note (words) VALUES (?)", [("word",)] * LONG)
    await cursor.execute("SELECT * FROM note")
    await cursor.close()
    await cursor.execute("DROP TABLE note")
    assert await cursor.fetchall() == []


async def test_what_a_statement_did_is_told(file: FileConnection) -> None:
    """How many rows a statement changed is told, and the last one's number."""
    cursor = file.cursor()
    await cursor.execute("INSERT INTO note (words) VALUES ('a'), ('b')")
    assert (cursor.rowcount, cursor.lastrowid, cursor.description) == (2, 2, None)


async def test_a_transaction_that_has_begun_is_undone(file: FileConnection) -> None:
    """What was written in a transaction is gone when it is rolled back."""
    cursor = file.cursor()
    await cursor.execute("BEGIN")
    await cursor.execute("INSERT INTO note (words) VALUES ('a')")
    await file.rollback()
    await cursor.execute("SELECT count(*) FROM note")
    assert await cursor.fetchall() == [(0,)]


async def test_a_transaction_that_begins_after_its_person_is_gone_is_undone(
    file: FileConnection, tmp_path: Path
) -> None:
    """Whoever is cut off while the file is another's leaves no transaction open that would keep everybody waiting."""
    other = sqlite3.connect(str(tmp_path / "file.db"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    waiting = asyncio.create_task(file.cursor().execute("BEGIN IMMEDIATE"))
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    undone = asyncio.create_task(file.rollback())
    await asyncio.sleep(0)
    other.execute("COMMIT")
    await undone
    assert not file.in_transaction
    other.close()


async def test_a_file_that_cannot_be_set_up_is_let_go(tmp_path: Path) -> None:
    """A file that is none of ours fails as it is opened, and its thread ends."""
    (tmp_path / "file.db").write_bytes(b"\xa5" * 5000)
    with pytest.raises(sqlite3.DatabaseError, match="not a database"):
        await filework.connect(tmp_path / "file.db", ("journal_mode=WAL",))


async def test_a_stream_reads_on_as_it_is_asked(tmp_path: Path) -> None:
    """The engine's stream gives a long answer in parts."""
    database = SqliteDatabase(tmp_path / "file.db")
    async with database.reading() as session:
        connection = await session.connection()
        found = await connection.stream(text(NUMBERS.format(LONG)))
        sizes = [len(part) async for part in found.partitions(1500)]
    await database.close()
    assert sizes == [1500, 501]
