"""Desks with long ledgers, written by the driver in bulk: a purchase of 160 credits, then sixteen charges of 10, and again."""

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from db.driver import sqlite3
from tests.bench.desks import make_desk, stamp, write_customers

ROUND = 17
CLAUSES = json.dumps(["S1", "S2", "S6", "U7", "U8"])


@dataclass(frozen=True)
class Ledger:
    """So many entries, one after another on so many accounts."""

    entries: int
    accounts: int


def make_ledger(path: Path, ledger: Ledger) -> Path:
    """Make a desk with that ledger; every charge closes a request with a minute of work."""
    make_desk(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as record:
        record.execute("PRAGMA synchronous=OFF")
        record.execute("BEGIN")
        with unguarded(record):
            write_customers(record)
            insert(record, "ticket", _tickets(ledger))
            insert(record, "work_session", _sessions(ledger))
            insert(record, "entry", _entries(ledger))
        record.execute("COMMIT")
        record.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


def last_entry(ledger: Ledger) -> int:
    """The number of the last charge."""
    return max(
        number
        for number in range(ledger.entries - ROUND, ledger.entries + 1)
        if _is_charge(number, ledger)
    )


@contextmanager
def unguarded(record: sqlite3.Connection) -> Iterator[None]:
    """Without the triggers that look at each row; they are back afterwards."""
    guards = record.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in guards:
        record.execute(f"DROP TRIGGER {name}")
    yield
    for _, statement in guards:
        record.execute(statement)


def insert(record: sqlite3.Connection, table: str, rows: Iterator[dict[str, Any]]) -> None:
    """Write rows, each a dictionary with the same names."""
    first = next(rows)
    columns = ", ".join(first)
    statement = f"INSERT INTO {table} ({columns}) VALUES ({', '.join('?' * len(first))})"
    record.execute(statement, tuple(first.values()))
    record.executemany(statement, (tuple(row.values()) for row in rows))


def _place(number: int, ledger: Ledger) -> tuple[int, int]:
    """The account of an entry, and its place there, from 1."""
    turn, account = divmod(number - 1, ledger.accounts)
    return account + 1, turn + 1


def _is_charge(number: int, ledger: Ledger) -> bool:
    return (_place(number, ledger)[1] - 1) % ROUND != 0


def _charges(ledger: Ledger) -> Iterator[tuple[int, int]]:
    for number in range(1, ledger.entries + 1):
        if _is_charge(number, ledger):
            yield number, _place(number, ledger)[0]


def _tickets(ledger: Ledger) -> Iterator[dict[str, Any]]:
    for number, customer in _charges(ledger):
        yield {
            "id": number, "channel": "email", "subject": f"Subject number {number}",
            "customer_id": customer, "requester": f"c{customer}@shop.example", "language": "en",
            "domain": f"site{customer}.example", "received_at": stamp(number), "urgent": 0,
            "claimed_by": 1, "claimed_at": stamp(number), "outcome": "answered",
            "closed_at": stamp(number + 1), "policy_version": "1", "version": 3,
        }  # fmt: skip


def _sessions(ledger: Ledger) -> Iterator[dict[str, Any]]:
    for number, _ in _charges(ledger):
        yield {
            "id": number, "ticket_id": number, "staff_id": 1, "started_at": stamp(number),
            "ended_at": stamp(number + 1), "ending": "stopped", "console": "",
        }  # fmt: skip


def _entries(ledger: Ledger) -> Iterator[dict[str, Any]]:
    for number in range(1, ledger.entries + 1):
        account, place = _place(number, ledger)
        charged = (place - 1) % ROUND
        is_charge = bool(charged)
        yield {
            "id": number, "account_id": account, "seq": place,
            "kind": "charge" if is_charge else "purchase", "credits": -10 if is_charge else 160,
            "quantity": None if is_charge else 1, "origin": "paid",
            "balance_after": 160 - 10 * charged, "free_after": 0,
            "reference": f"ticket:{number}:closing:1" if is_charge else f"purchase:{number}",
            "ticket_id": number if is_charge else None, "outcome": "answered" if is_charge else None,
            "worked_seconds": 60 if is_charge else None, "chargeable_seconds": 60 if is_charge else None,
            "blocks": 1 if is_charge else None, "cost": 10 if is_charge else None, "waived": 0,
            "clauses": CLAUSES if is_charge else '["K2"]', "policy_version": "1", "staff_id": 1,
            "reason": None if is_charge else "Bought", "posted_at": stamp(number + 1),
            "entitlement_ids": "[]", "sessions_to": number if is_charge else None,
        }  # fmt: skip
