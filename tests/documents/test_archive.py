"""The lines of a backup and of an export: any value comes back as it was from one, and made safe from the other."""

import csv
import io
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.documents.archive import BadArchive, Reader, Table, Tally, lines
from console.documents.export import Sheet

COLUMNS = (
    ("id", "integer"), ("paid", "boolean"), ("subject", "text"), ("raw", "bytes"), ("at", "moment"),
    ("clauses", "json"),
)  # fmt: skip
TABLE = Table("thing", COLUMNS, ("id",), 0, "")

# A lone surrogate is a character here: a file may hold what no encoding does.
TEXT = st.text(alphabet=st.characters(codec=None))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXT,
    lambda inner: st.lists(inner) | st.dictionaries(TEXT, inner),
    max_leaves=5,
)
MOMENTS = st.datetimes(timezones=st.just(UTC))
ROWS = st.tuples(
    st.integers(), st.none() | st.booleans(), st.none() | TEXT, st.none() | st.binary(), st.none() | MOMENTS, JSON
)  # fmt: skip


@given(st.lists(ROWS))
def test_rows_come_back_as_they_were(rows: list[tuple[object, ...]]) -> None:
    """Each from a line of its own, whatever is in it."""
    written = lines(rows).splitlines(keepends=True)
    reader = Reader(TABLE)
    assert [reader.row(each) for each in written] == rows


def test_a_long_text_is_one_line() -> None:
    """A megabyte with breaks, nothings and halves of characters in it."""
    text = "a\r\n\x00\ud800\u2028\x85" * 170_000
    row = (1, True, text, b"\x00\xff", datetime(2026, 11, 16, 6, 0, 0, 1, UTC), [text])
    (line,) = lines([row]).splitlines(keepends=True)
    assert Reader(TABLE).row(line) == row


@pytest.mark.parametrize(
    "line",
    [
        b"", b"\n", b"{}", b"[1]", b'["1",true,"a","","2026-11-16T06:00:00.000000Z",[]]',
        b'[1,1,"a","","2026-11-16T06:00:00.000000Z",[]]', b'[1,true,2,"","2026-11-16T06:00:00.000000Z",[]]',
        b'[1,true,"a","*","2026-11-16T06:00:00.000000Z",[]]', b'[1,true,"a","","yesterday",[]]',
        b"[" * 100_000, b"\xff",
    ],
)  # fmt: skip
def test_what_is_no_row_is_said(line: bytes) -> None:
    """With its table."""
    with pytest.raises(BadArchive, match="'thing' is no row"):
        Reader(TABLE).row(line)


def test_a_tally_is_of_all_lines() -> None:
    """However they come together."""
    whole, parts = Tally(), Tally()
    whole.add(2, b"a\nb\n")
    parts.add(1, b"a\n")
    parts.add(1, b"b\n")
    assert (whole.rows, whole.sha256) == (parts.rows, parts.sha256)


@pytest.mark.parametrize(
    "said", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\x00=1", "\u202e=1", "＝1"]
)
def test_a_spreadsheet_takes_no_text_for_a_formula(said: str) -> None:
    """Whatever it begins with, and whatever is cleaned away before it."""
    sheet = Sheet("thing", (("subject", "text"),))
    ((cell,),) = csv.reader(io.StringIO(sheet.csv_lines([(said,)]).decode()))
    assert cell.lstrip()[:1] not in set("=+-@＝")


def test_a_number_stays_a_number() -> None:
    """A charge is below nothing, and no formula."""
    sheet = Sheet("thing", (("credits", "integer"),))
    assert sheet.csv_lines([(-10,)]) == b"-10\r\n"


@given(st.lists(ROWS))
def test_an_export_can_be_read_by_others(rows: list[tuple[object, ...]]) -> None:
    """A line a row, in UTF-8, in both forms."""
    sheet = Sheet("thing", COLUMNS)
    plain = [json.loads(each) for each in sheet.json_lines(rows).decode().split("\n")[:-1]]
    cells = list(csv.reader(io.StringIO(sheet.csv_lines(rows).decode(), newline=""), strict=True))
    assert (
        [each["id"] for each in plain] == [int(each[0]) for each in cells] == [r[0] for r in rows]
    )
