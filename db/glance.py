"""The queue's first page by the bare driver: what the console shows before anything large is loaded."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from db import queue_sql
from db.driver import connect


@dataclass(frozen=True, slots=True)
class Glance:
    """The first rows (dictionaries with the names of `queue_sql.COLUMNS`), how many there are, and the counts."""

    rows: tuple[dict[str, Any], ...]
    total: int
    summary: tuple[Any, ...]
    sample: bool


def first_page(path: str, limit: int = 60) -> Glance:
    """Read the first `limit` requests of the queue; raises sqlite3.Error where the file cannot be read."""
    connection = connect(path, read_only=True)
    try:
        connection.execute("BEGIN")
        rows = connection.execute(queue_sql.page("open", None), {"limit": limit}).fetchall()
        summary = connection.execute(queue_sql.SUMMARY).fetchone()
        sample = connection.execute("SELECT sample FROM desk").fetchone()
        connection.execute("COMMIT")
    finally:
        connection.close()
    named = tuple(as_row(row) for row in rows)
    return Glance(
        named, summary[0], (summary[0], moment(summary[1]), *summary[2:]), bool(sample[0])
    )


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
