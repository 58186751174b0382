"""The queue's first page by the bare driver: what the console shows before anything large is loaded."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from db import queue_sql
from db.driver import connect


@dataclass(frozen=True, slots=True)
class Glance:
    """The first rows (dictionaries with the names of `queue_sql.COLUMNS`), and whether the desk is a sample."""

    rows: tuple[dict[str, Any], ...]
    sample: bool


def first_page(path: str, limit: int) -> Glance:
    """Read the first `limit` requests of the queue; raises sqlite3.Error where the file cannot be read."""
    rows, sample = _read(path, (queue_sql.page("open", None), "SELECT sample FROM desk"), limit)
    return Glance(tuple(as_row(row) for row in rows), bool(sample and sample[0][0]))


def counts(path: str) -> tuple[Any, ...]:
    """Read the counts of `queue_sql.SUMMARY`; raises sqlite3.Error where the file cannot be read."""
    ((summary,),) = _read(path, (queue_sql.SUMMARY,), 1)
    return tuple(summary)


def _read(path: str, statements: tuple[str, ...], limit: int) -> list[list[Any]]:
    connection = connect(path, read_only=True)
    try:
        connection.execute("BEGIN")
        return [
            connection.execute(each, {"limit": limit} if ":limit" in each else {}).fetchall()
            for each in statements
        ]
    finally:
        connection.close()


def as_row(values: Any) -> dict[str, Any]:
    """Name a row's values, with its time as a moment in UTC."""
    row = dict(zip(queue_sql.COLUMNS, values, strict=True))
    row["received_at"] = moment(row["received_at"])
    return row


def moment(value: str | datetime | None) -> datetime | None:
    """A stored time as a moment in UTC, whichever driver gave it."""
    if value is None:
        return None
    read = datetime.fromisoformat(value) if isinstance(value, str) else value
    return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)
