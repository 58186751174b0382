"""The file of a backup, as text: what its manifest says, and rows as lines; nothing is read or written here.

A manifest names each table with its columns, how many rows it has and the SHA-256 of their lines. A line is a
row as a JSON list: a moment in UTC to the microsecond, bytes in base64, everything else as JSON has it.
"""

import hashlib
import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

FORMAT = "creditdesk backup"
VERSION = 1
MANIFEST = "manifest.json"

Row = Sequence[Any]


class BadArchive(ValueError):
    """This is no whole backup; the text says why."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a backup: its columns, each with the kind of its values, its key, and what is in it."""

    name: str
    columns: tuple[tuple[str, str], ...]
    key: tuple[str, ...]
    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup is of, and what is in it."""

    desk: str
    program: str
    revision: str
    kept_in: str
    taken_at: datetime
    tables: tuple[Table, ...]


@dataclass
class Tally:
    """Counts a table's rows and sums up their lines."""

    rows: int = 0
    _sum: Any = field(default_factory=hashlib.sha256)

    def add(self, rows: int, lines: bytes) -> None:
        """So many rows more."""
        self.rows += rows
        self._sum.update(lines)

    @property
    def sha256(self) -> str:
        """The sum of all lines so far."""
        return str(self._sum.hexdigest())


def place_of(table: str) -> str:
    """Where a table's lines are in the file."""
    return f"tables/{table}.jsonl"


def lines(rows: Iterable[Row]) -> bytes:
    """Rows as lines."""
    return "".join(f"{_encode(row)}\n" for row in rows).encode("ascii")


def _wire(value: object) -> str:
    if isinstance(value, datetime):
        return stamp(value)
    if isinstance(value, bytes):
        return b64encode(value).decode("ascii")
    raise TypeError(f"a {type(value).__name__} is in no table")


_encode = json.JSONEncoder(default=_wire, separators=(",", ":")).encode


def stamp(moment: datetime) -> str:
    """A moment in UTC, to the microsecond."""
    return f"{moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='microseconds')}Z"


class Reader:
    """Reads a table's lines."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self._reads = [
            (place, _FROM_WIRE[kind])
            for place, (_, kind) in enumerate(table.columns)
            if kind in _FROM_WIRE
        ]
        self._seen: set[tuple[type, ...]] = set()

    def row(self, line: bytes) -> Row:
        """One row. Raises BadArchive."""
        try:
            row = json.loads(line)
            self._check(row)
            for place, read in self._reads:
                if row[place] is not None:
                    row[place] = read(row[place])
        except (ValueError, TypeError, RecursionError) as error:
            raise BadArchive(f"A line of its table {self.table.name!r} is no row.") from error
        return tuple(row)

    def _check(self, row: Any) -> None:
        if not isinstance(row, list) or len(row) != len(self.table.columns):
            raise TypeError
        kinds = tuple(map(type, row))
        if kinds not in self._seen:
            for kind, (_, wanted) in zip(kinds, self.table.columns, strict=True):
                if kind is not type(None) and wanted != "json" and kind is not _KINDS[wanted]:
                    raise TypeError
            self._seen.add(kinds)


_KINDS: Mapping[str, type] = {
    "integer": int, "long": int, "boolean": bool, "text": str, "bytes": str, "moment": str, "json": object,
}  # fmt: skip
_FROM_WIRE: Mapping[str, Callable[[str], Any]] = {
    "moment": datetime.fromisoformat, "bytes": lambda value: b64decode(value, validate=True),
}  # fmt: skip


def written(manifest: Manifest) -> bytes:
    """The manifest as JSON; it ends with its own sum."""
    body = {
        "format": FORMAT,
        "version": VERSION,
        "desk": manifest.desk,
        "program": manifest.program,
        "revision": manifest.revision,
        "kept_in": manifest.kept_in,
        "taken_at": stamp(manifest.taken_at),
        "tables": [_table_written(table) for table in manifest.tables],
    }
    return json.dumps(body | {"sha256": sum_of(body)}, indent=1).encode("ascii")


def _table_written(table: Table) -> dict[str, Any]:
    return {
        "name": table.name, "columns": [list(each) for each in table.columns],
        "key": list(table.key), "rows": table.rows, "sha256": table.sha256,
    }  # fmt: skip


def sum_of(body: Mapping[str, Any]) -> str:
    """The sum of what a manifest says."""
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode("ascii")).hexdigest()


def read(raw: bytes) -> Manifest:
    """The manifest of a backup. Raises BadArchive."""
    try:
        body = json.loads(raw)
        given = body.pop("sha256")
        problem = _problem_with(body, given)
        found = None if problem else _manifest(body)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise BadArchive("Its manifest cannot be read.") from error
    if found is None:
        raise BadArchive(problem)
    return found


def _problem_with(body: Mapping[str, Any], given: str) -> str | None:
    if body["format"] != FORMAT:
        return "It is no backup of a desk."
    if body["version"] != VERSION:
        return "A newer Credit Desk made it: update the program to restore it."
    return "Its manifest was altered." if given != sum_of(body) else None


def _manifest(body: Mapping[str, Any]) -> Manifest:
    return Manifest(
        desk=str(body["desk"]), program=str(body["program"]), revision=str(body["revision"]),
        kept_in=str(body["kept_in"]),
        taken_at=datetime.fromisoformat(body["taken_at"]),
        tables=tuple(map(_table_read, body["tables"])),
    )  # fmt: skip


def _table_read(said: Mapping[str, Any]) -> Table:
    columns = tuple((str(name), str(kind)) for name, kind in said["columns"])
    if not {kind for _, kind in columns} <= set(_KINDS) or not said["key"]:
        raise ValueError
    return Table(
        str(said["name"]), columns, tuple(map(str, said["key"])), int(said["rows"]),
        str(said["sha256"]),
    )  # fmt: skip
