"""The queue's statements: read by index however long it is, and by key at its edges."""

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from console.first_look import first_counts, first_look
from console.location import Location
from console.policy.officehours import OfficeHours
from console.services import views
from console.services.context import Desk
from db import queue, queue_sql
from db.driver import sqlite3
from tests.conftest import SETTINGS, at

FILLED = """
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 600)
INSERT INTO ticket (channel, subject, customer_id, requester, language, received_at, urgent, policy_version,
  version, claimed_by, waiting_for, waiting_since, outcome, closed_at)
SELECT 'form', 'no ' || i, 1, 'a@b.example', 'en', datetime('2026-11-01', '+' || (i * 7 % 50) || ' minutes')
  || '.000000', 0, '1', 1, CASE WHEN i % 5 = 0 THEN 2 END, CASE WHEN i % 7 = 0 THEN 'customer' END,
  CASE WHEN i % 7 = 0 THEN '2026-11-01 00:00:00.000000' END, CASE WHEN i % 3 = 0 THEN 'answered' END,
  CASE WHEN i % 3 = 0 THEN '2026-11-02 00:00:00.000000' END FROM n
"""
ORDER = "SELECT id FROM ticket WHERE closed_at IS NULL{} ORDER BY received_at, id"


@pytest.fixture
def place(desk_path: Path) -> Path:
    """In a file: the statements are the same on a server, its plans are its own."""
    return desk_path


@pytest.fixture
def filled(desk_path: Path):
    """A desk's file with 600 requests of 50 different minutes, open, held, waiting and closed."""
    connection = sqlite3.connect(desk_path, isolation_level=None)
    connection.execute(
        "INSERT INTO customer (id, name, language, created_at)"
        " VALUES (1, 'Anna', 'en', '2026-11-01 00:00:00.000000')"
    )
    connection.execute(FILLED)
    yield connection
    connection.close()


def plan(connection: sqlite3.Connection, statement: str) -> str:
    """How SQLite would run a statement."""
    names = dict.fromkeys(("key", "holder", "text", "number", "limit"), 1)
    found = connection.execute(f"EXPLAIN QUERY PLAN {statement}", names).fetchall()
    return "\n".join(row[3] for row in found)


@pytest.mark.parametrize("mode", queue_sql.MODES)
@pytest.mark.parametrize("edge", queue_sql.FROM_KEY)
def test_a_page_is_read_by_index(filled: sqlite3.Connection, mode: str, edge: str | None) -> None:
    """A page is read by index, already in order."""
    said = plan(filled, queue_sql.page(mode, edge))
    in_order = "TEMP B-TREE" not in said or mode == "mine"
    assert ("SCAN t\n" not in f"{said}\n", in_order) == (True, True), said


def test_the_counts_read_no_whole_table(filled: sqlite3.Connection) -> None:
    """The counts read no whole table."""
    said = plan(filled, queue_sql.SUMMARY).splitlines()
    assert [
        line
        for line in said
        if line.startswith("SCAN") and "INDEX" not in line and "CONSTANT" not in line
    ] == []


NEXT = ORDER.format(" AND claimed_by IS NULL AND waiting_for IS NULL") + " LIMIT 1"


async def test_the_next_eligible_is_the_oldest(filled: sqlite3.Connection, desk: Desk) -> None:
    """The next eligible is the oldest."""
    async with desk.reading() as session:
        found = await queue.next_eligible(session)
    assert found is not None
    assert found.id == filled.execute(NEXT).fetchone()[0]


def test_the_next_eligible_is_found_by_index(filled: sqlite3.Connection) -> None:
    """The next eligible is found by index, already in order."""
    said = plan(filled, NEXT)
    assert ("USING INDEX ix_ticket_" in said, "TEMP B-TREE" in said) == (True, False), said


@pytest.mark.parametrize("limit", [1, 7, 100])
@pytest.mark.parametrize("mode", ["all", "open", "held"])
async def test_pages_put_together_are_the_whole_queue(
    filled: sqlite3.Connection, desk: Desk, mode: str, limit: int
) -> None:
    """Pages put together are the whole queue, read down or up."""
    expected = [
        row[0] for row in filled.execute(ORDER.format(queue_sql.MODES[mode].replace("t.", "")))
    ]
    down: list[int] = []
    up: list[int] = []
    async with desk.reading() as session:
        edge, key = None, None
        while rows := await queue.page(session, mode=mode, edge=edge, key=key, limit=limit):
            down += [row["ticket"] for row in rows]
            edge, key = "after", down[-1]
        edge, key = "end", None
        while rows := await queue.page(session, mode=mode, edge=edge, key=key, limit=limit):
            up = [row["ticket"] for row in rows] + up
            edge, key = "before", up[0]
    assert (down, up) == (expected, expected)


async def test_places_run_on_over_pages(filled: sqlite3.Connection, desk: Desk) -> None:
    """Places run on over pages."""
    places: list[int] = []
    page = await views.queue_page(desk, limit=37, now=at())
    while page.rows:
        places += [row.place for row in page.rows if row.place is not None]
        page = await views.queue_page(
            desk, edge="after", key=page.rows[-1].ticket, limit=37, now=at()
        )
    assert places == list(range(1, len(places) + 1))


async def test_the_first_look_is_what_the_services_give(
    filled: sqlite3.Connection, desk: Desk, desk_path: Path
) -> None:
    """The first look, by the bare driver, is what the services give."""
    now = at() + timedelta(days=1)
    look = first_look(Location(desk_path, SETTINGS), now=now)
    assert look.page.rows == (await views.queue_page(desk, limit=60, now=now)).rows


async def test_the_first_look_counts_what_the_services_count(
    filled: sqlite3.Connection, desk: Desk, desk_path: Path
) -> None:
    """The first look counts what the services count."""
    counts, total = first_counts(Location(desk_path, SETTINGS), hours=OfficeHours(), now=at())
    page = await views.queue_page(desk, now=at())
    assert (counts, total) == (await views.queue_summary(desk, now=at()), page.total)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(words=st.text(alphabet="no %_\\#123'\"*", max_size=6))
def test_a_search_is_taken_literally(filled: sqlite3.Connection, words: str) -> None:
    """A search is taken literally, whatever is in it."""
    statement = queue_sql.page("all", None, find=True)
    values = {"text": f"%{queue._literal(words)}%", "number": words.lstrip("#"), "limit": 1000}
    found = {row[0] for row in filled.execute(statement, values)}
    rows = filled.execute(
        "SELECT id, subject, requester FROM ticket WHERE closed_at IS NULL"
    ).fetchall()
    expected = {
        number for number, subject, requester in rows
        if words.lower() in subject.lower() or words.lower() in requester
        or str(number) == words.lstrip("#")
    }  # fmt: skip
    assert found == expected
