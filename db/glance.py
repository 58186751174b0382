"""The queue's first page by the bare driver: what the console shows before anything large is loaded."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from db import deskwide_sql, driver, queue_sql


@dataclass(frozen=True, slots=True)
class Glance:
    """The first rows (dictionaries with the names of `queue_sql.COLUMNS`), and what decides how they are shown.

    That is whether the desk is a sample, and the rows of `deskwide_sql`.
    """

    rows: tuple[dict[str, Any], ...]
    sample: bool
    settings: tuple[tuple[Any, ...], ...]
    days: tuple[tuple[Any, ...], ...]


def first_page(address: Path | str, limit: int) -> Glance:
    """Read the first `limit` requests of the queue; raises Unreadable."""
    wanted = (queue_sql.page("open", None), "SELECT sample FROM desk", deskwide_sql.SETTINGS, deskwide_sql.DAYS)  # fmt: skip
    rows, sample, settings, days = _read(address, wanted, limit)
    return Glance(
        tuple(as_row(row) for row in rows), bool(sample and sample[0][0]),
        tuple(map(tuple, settings)), tuple(map(tuple, days)),
    )  # fmt: skip


def counts(address: Path | str) -> tuple[Any, ...]:
    """Read the counts of `queue_sql.SUMMARY`; raises Unreadable."""
    ((summary,),) = _read(address, (queue_sql.SUMMARY,), 1)
    return tuple(summary)


def _read(address: Path | str, statements: tuple[str, ...], limit: int) -> list[list[Any]]:
    if isinstance(address, Path):
        return driver.read(str(address), statements, limit)
    from db import server

    return server.read(address, statements, limit)


def as_row(values: Any) -> dict[str, Any]:
    """Name a row's values, with its times as moments in UTC."""
    row = dict(zip(queue_sql.COLUMNS, values, strict=True))
    for name in ("received_at", "seen_at"):
        row[name] = moment(row[name])
    return row


def moment(value: str | datetime | None) -> datetime | None:
    """A stored time as a moment in UTC, whichever driver gave it."""
    if value is None:
        return None
    read = datetime.fromisoformat(value) if isinstance(value, str) else value
    return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)
