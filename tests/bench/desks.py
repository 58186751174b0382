"""Desks of all sizes, written by the driver in bulk: the services would take hours for the largest."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from console.config import Settings
from console.founding import init_desk
from console.location import Location

LOGIN = "ada"
MILLION = 1_000_000
_CUSTOMERS = 10_000
_FIRST = datetime(2020, 1, 1, tzinfo=UTC)
_SETTINGS = Settings(support_address="support@desk.example", desk_name="Desk", acknowledge="never")


def make_desk(path: Path, *, requests: int = 0, waiting: int = 0) -> Path:
    """Make a desk with so many requests, of which the last so many wait and the others are closed."""
    asyncio.run(init_desk(Location(path, _SETTINGS), admin=LOGIN, name="Ada", now=_FIRST))
    if requests:
        with closing(sqlite3.connect(path, isolation_level=None)) as record:
            record.execute("PRAGMA synchronous=OFF")
            record.execute("BEGIN")
            write_customers(record)
            _write_requests(record, requests, waiting=waiting)
            record.execute("COMMIT")
            record.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


def subject(number: int) -> str:
    """The subject of the request of that number."""
    return f"Subject number {number}"


def stamp(minutes: int = 0) -> str:
    """A moment as the record keeps it."""
    return (_FIRST + timedelta(minutes=minutes)).strftime("%Y-%m-%d %H:%M:%S.000000")


def write_customers(record: sqlite3.Connection) -> None:
    """Write ten thousand customers, each with an account and an address."""
    numbers = range(1, _CUSTOMERS + 1)
    record.executemany(
        "INSERT INTO customer (id, name, language, created_at) VALUES (?, ?, 'en', ?)",
        ((number, f"Customer {number}", stamp()) for number in numbers),
    )
    record.executemany(
        "INSERT INTO account (id, customer_id, created_at) VALUES (?, ?, ?)",
        ((number, number, stamp()) for number in numbers),
    )
    record.executemany(
        "INSERT INTO customer_address (address, customer_id, created_at) VALUES (?, ?, ?)",
        ((f"c{number}@shop.example", number, stamp()) for number in numbers),
    )


def _write_requests(record: sqlite3.Connection, requests: int, *, waiting: int) -> None:
    record.executemany(
        "INSERT INTO ticket (id, channel, subject, customer_id, requester, language, received_at,"
        " urgent, policy_version, version, outcome, closed_at)"
        " VALUES (?, 'email', ?, ?, ?, 'en', ?, 0, '1', 1, ?, ?)",
        _requests(requests, waiting),
    )


def _requests(requests: int, waiting: int) -> Iterator[tuple[object, ...]]:
    for number in range(1, requests + 1):
        customer, came = number % _CUSTOMERS + 1, stamp(3 * number)
        closed = number <= requests - waiting
        yield (
            number, subject(number), customer, f"c{customer}@shop.example", came,
            "answered" if closed else None, came if closed else None,
        )  # fmt: skip
