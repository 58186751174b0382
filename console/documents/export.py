"""The files of an export, as text: each row as a JSON line with its columns' names, and as a line of CSV.

An export is read by other programs and by people: what came from outside is made safe in it, and no cell is taken
for a formula. Nothing is read or written here.
"""

import csv
import io
import json
from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from console.documents.archive import Row, stamp
from console.documents.statement import harmless
from widgets.safe_text import clean

INDEX = "tables.json"

KEPT_BACK = {"desk": frozenset({"secret"})}
"""What makes our Message-IDs ours is for nobody who only reads."""


class Sheet:
    """A table to be written: which of its columns are told."""

    def __init__(self, table: str, columns: Sequence[tuple[str, str]]) -> None:
        back = KEPT_BACK.get(table, frozenset())
        self.table = table
        self.columns = tuple(each for each in columns if each[0] not in back)
        self._places = [at for at, (name, _) in enumerate(columns) if name not in back]
        self._names = [name for name, _ in self.columns]

    def heads(self) -> bytes:
        """The first line of the CSV."""
        return _csv([self._names])

    def json_lines(self, rows: Iterable[Row]) -> bytes:
        """Rows as JSON lines."""
        told = (dict(zip(self._names, map(_safe, self._told(row)), strict=True)) for row in rows)
        return "".join(f"{_encode(each)}\n" for each in told).encode()

    def csv_lines(self, rows: Iterable[Row]) -> bytes:
        """Rows as CSV, as RFC 4180 has it."""
        return _csv([_cell(value) for value in self._told(row)] for row in rows)

    def _told(self, row: Row) -> list[Any]:
        return [row[place] for place in self._places]


def index(desk: str, revision: str, sheets: Sequence[tuple[Sheet, int]]) -> bytes:
    """What is in the folder: each table with its columns and how many rows it has."""
    tables = [
        {"name": sheet.table, "columns": dict(sheet.columns), "rows": rows}
        for sheet, rows in sheets
    ]
    told = {"desk": clean(desk), "schema": revision, "tables": tables}
    return f"{json.dumps(told, ensure_ascii=False, indent=1)}\n".encode()


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _safe(value: Any) -> Any:
    """A value in JSON's own types, its texts cleaned."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, Mapping):
        return {clean(name): _safe(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_safe(each) for each in value]
    if isinstance(value, datetime):
        return stamp(value)
    if isinstance(value, bytes):
        return b64encode(value).decode("ascii")
    return value


def _cell(value: Any) -> str | int | None:
    if value is None or type(value) is int:
        return value
    safe = _safe(value)
    return harmless(safe if isinstance(safe, str) else _encode(safe))


def _csv(rows: Iterable[Sequence[Any]]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode()
