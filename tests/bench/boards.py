"""A busy desk with a long record, written by the driver in bulk, and one who changes it ten times a second."""

import sys
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from db.driver import sqlite3
from tests.bench.desks import make_desk, stamp
from tests.bench.ledgers import insert, unguarded

REQUESTS, OPEN, PEOPLE, ON_WAIT, LATELY = 100_000, 300, 30, 60, 200
CHANGES_A_SECOND = 10
_ENTRY = {
    "kind": "charge", "credits": -10, "origin": "paid", "free_after": 0, "outcome": "answered",
    "worked_seconds": 60, "chargeable_seconds": 60, "blocks": 1, "cost": 10, "waived": 0, "clauses": "[]",
    "policy_version": "1", "staff_id": 1, "entitlement_ids": "[]",
}  # fmt: skip


def make_board(path: Path) -> Path:
    """A desk with 100,000 closed requests and 300 open ones, on which thirty people are at work."""
    make_desk(path, requests=REQUESTS + OPEN, waiting=OPEN)
    now = datetime.now(UTC)
    with closing(sqlite3.connect(path, isolation_level=None)) as record:
        record.execute("PRAGMA synchronous=OFF")
        record.execute("BEGIN")
        with unguarded(record):
            _write_history(record, now)
            _write_people(record, now)
            _write_open(record, now)
        record.execute("COMMIT")
        record.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


def told(moment: datetime) -> str:
    """A moment as the record keeps it."""
    return moment.strftime("%Y-%m-%d %H:%M:%S.000000")


def _write_history(record: sqlite3.Connection, now: datetime) -> None:
    """Each closed request with its messages, its work, its charge and its events; the last ones are of today."""
    closed = range(1, REQUESTS + 1)
    recent = {REQUESTS - each: told(now - timedelta(minutes=each)) for each in range(LATELY)}
    insert(record, "message", (m for n in closed for m in _messages(n, stamp(3 * n))))
    insert(record, "work_session", (_work(n, stamp(3 * n), staff=1) for n in closed))
    insert(record, "entry", (_entry(n, recent.get(n, stamp(3 * n))) for n in closed))
    insert(
        record, "event",
        (
            {"at": recent.get(n, stamp(3 * n)), "staff_id": 1, "ticket_id": n, "what": what, "detail": "{}"}
            for n in closed for what in ("received", "closed")
        ),
    )  # fmt: skip


def _messages(ticket: int, at: str) -> Iterator[dict[str, Any]]:
    for direction, staff in (("in", None), ("out", 1)):
        yield {
            "ticket_id": ticket, "direction": direction, "author": "Somebody", "staff_id": staff,
            "body": "Help me, please. " * 20, "attachments": "[]", "created_at": at,
        }  # fmt: skip


def _work(
    ticket: int, started: str, *, staff: int, ended: bool = True, console: str | None = None
) -> dict[str, Any]:
    return {
        "ticket_id": ticket, "staff_id": staff, "started_at": started, "ended_at": started if ended else None,
        "ending": "stopped" if ended else None, "console": console,
        "last_seen_at": None if ended else told(datetime.now(UTC)),
    }  # fmt: skip


def _entry(ticket: int, at: str) -> dict[str, Any]:
    """Each customer's requests in turn; every other one has paid in the end."""
    customer, place = ticket % 10_000 + 1, (ticket - 1) // 10_000 + 1
    owes = place % 2 == 1 or customer % 50 == 0
    return {
        **_ENTRY, "account_id": customer, "seq": place, "balance_after": -10 if owes else 0,
        "owing_since": at if owes and customer % 5 == 0 else None, "reference": f"ticket:{ticket}:closing:1",
        "ticket_id": ticket, "posted_at": at,
    }  # fmt: skip


def _write_people(record: sqlite3.Connection, now: datetime) -> None:
    people = range(2, PEOPLE + 2)
    insert(
        record, "staff",
        (
            {"id": n, "login": f"p{n}", "name": f"Person {n:02}", "role": "specialist", "created_at": stamp()}
            for n in people
        ),
    )  # fmt: skip
    insert(record, "presence", ({"staff_id": n, "seen_at": told(now)} for n in people))


def _write_open(record: sqlite3.Connection, now: datetime) -> None:
    """The open requests came over the last three days; some are in work, some on wait, some have crossed a limit."""
    tickets = range(REQUESTS + 1, REQUESTS + OPEN + 1)
    for place, ticket in enumerate(tickets):
        came = told(now - timedelta(minutes=15 * (OPEN - place)))
        record.execute("UPDATE ticket SET received_at = ? WHERE id = ?", (came, ticket))
        insert(record, "message", iter([*_messages(ticket, came)][:1]))
    for staff, ticket in zip(range(2, PEOPLE + 2), tickets, strict=False):
        begun = told(now - timedelta(minutes=2 * staff, seconds=7 * staff))
        record.execute(
            "UPDATE ticket SET claimed_by = ?, claimed_at = ? WHERE id = ?", (staff, begun, ticket)
        )
        insert(
            record,
            "work_session",
            iter([_work(ticket, begun, staff=staff, ended=False, console="desk/1/1")]),
        )
    record.execute(
        "INSERT INTO limit_notice (ticket_id, \"limit\", threshold, crossed_at, worked_seconds, credits, amount)"
        " SELECT id, 'sixty-minutes', 40, ?, 3600, 40, 0 FROM ticket WHERE claimed_by > 20", (told(now),),
    )  # fmt: skip
    record.execute(
        "UPDATE ticket SET waiting_for = 'customer', waiting_since = received_at WHERE id > ?",
        (REQUESTS + OPEN - ON_WAIT,),
    )


def change(path: str) -> None:
    """Change the record ten times a second, for as long as this process lives: heartbeats, and requests that come and go."""
    with closing(sqlite3.connect(path, isolation_level=None, timeout=30)) as record:
        for turn in count():
            began, now = time.monotonic(), told(datetime.now(UTC))
            if turn % 2:
                record.execute(
                    "UPDATE work_session SET last_seen_at = ? WHERE ended_at IS NULL AND staff_id = ?",
                    (now, turn // 2 % PEOPLE + 2),
                )
            else:
                on_wait = turn % 4 == 0
                record.execute(
                    "UPDATE ticket SET waiting_for = ?, waiting_since = ? WHERE id = ?",
                    (
                        "customer" if on_wait else None,
                        now if on_wait else None,
                        REQUESTS + OPEN - ON_WAIT,
                    ),
                )
            time.sleep(max(0.0, 1 / CHANGES_A_SECOND - (time.monotonic() - began)))


if __name__ == "__main__":
    change(sys.argv[1])
