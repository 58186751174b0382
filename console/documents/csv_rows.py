"""Lines of a CSV that a program for tables may have changed, by the names of their columns."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from console.documents.statement import harmless

_GUARDED = re.compile(r"^'(?=[=+\-@])")


class NoTable(ValueError):
    """The text is no table with these columns; says why."""


@dataclass(frozen=True, slots=True)
class Cells:
    """A line of the file by its number: its cells in the order that was asked for, or why it has none."""

    number: int
    cells: tuple[str, ...] = ()
    wrong: str | None = None


def written(columns: Sequence[str], rows: Iterable[Sequence[str | int]]) -> bytes:
    """Lines as RFC 4180 has it, in UTF-8; no cell is taken for a formula."""
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\r\n")
    lines.writerow(columns)
    for row in rows:
        lines.writerow([harmless(each) if isinstance(each, str) else each for each in row])
    return out.getvalue().encode()


def read(text: str, columns: Sequence[str]) -> list[Cells]:
    """The lines of the file, with a comma or a semicolon between cells. Raises NoTable."""
    lines = _lines(text)
    _, heads = next(lines, (1, []))
    places = [heads.index(name) if name in heads else None for name in columns]
    if None in places or any(heads[len(columns) :]):
        raise NoTable(f"Its first line has to name the columns {', '.join(columns)}.")
    return [_row(number, cells, places) for number, cells in lines if any(cells)]


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """The cells of each line, with its number."""
    first = text.split("\n", 1)[0]
    comma = ";" if ";" in first and "," not in first else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=comma, strict=True)
    while True:
        number = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise NoTable(
                f"Line {number} is no CSV: a quotation mark is missing or too much."
            ) from None
        yield number, [_GUARDED.sub("", cell.strip(), count=1) for cell in cells]


def _row(number: int, cells: Sequence[str], places: Sequence[int | None]) -> Cells:
    if any(cells[len(places) :]):
        return Cells(number, wrong=f"it has {len(cells)} cells, not {len(places)}")
    found = (cells[each] if each is not None and each < len(cells) else "" for each in places)
    return Cells(number, tuple(found))
