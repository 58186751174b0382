"""The map of shops' products as a file: CSV that a program for tables can change, and that is read back as it was.

A variant is written as "option:31:72": as "31:72" a program for tables takes it for a time of day, and changes it.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from console.documents.statement import harmless
from console.policy.orders import Meaning, Means

COLUMNS = ("shop", "product", "variant", "means", "number")
_OPTION = "option:"
_GUARDED = re.compile(r"^'(?=[=+\-@])")
_NUMBER = re.compile(r"[0-9]{1,9}", re.ASCII)


class NoMap(ValueError):
    """The text is no map of products; says why."""


@dataclass(frozen=True, slots=True)
class Mapped:
    """A product of a shop, or one variant of it, and what it means."""

    shop: str
    product: str
    variant: str
    meaning: Meaning


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the file: what it says, or why it says nothing."""

    number: int
    mapped: Mapped | None = None
    wrong: str | None = None


def written(rows: Iterable[Mapped]) -> bytes:
    """The map as RFC 4180 has it, in UTF-8; no cell is taken for a formula."""
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\r\n")
    lines.writerow(COLUMNS)
    for each in rows:
        variant = f"{_OPTION}{each.variant}" if each.variant else ""
        means, amount = each.meaning.means, each.meaning.amount
        lines.writerow(
            [*map(harmless, (each.shop, each.product, variant, str(means))), amount or ""]
        )
    return out.getvalue().encode()


def read(text: str) -> list[Row]:
    """The lines of the file, with a comma or a semicolon between cells. Raises NoMap."""
    lines = _cells(text)
    _, heads = next(lines, (1, []))
    places = [heads.index(name) if name in heads else None for name in COLUMNS]
    if None in places or any(heads[len(COLUMNS) :]):
        raise NoMap(f"Its first line has to name the columns {', '.join(COLUMNS)}.")
    return [_row(number, cells, places) for number, cells in lines if any(cells)]


def _cells(text: str) -> Iterator[tuple[int, list[str]]]:
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
            raise NoMap(
                f"Line {number} is no CSV: a quotation mark is missing or too much."
            ) from None
        yield number, [_GUARDED.sub("", cell.strip(), count=1) for cell in cells]


def _row(number: int, cells: Sequence[str], places: Sequence[int | None]) -> Row:
    if any(cells[len(COLUMNS) :]):
        return Row(number, wrong=f"it has {len(cells)} cells, not {len(COLUMNS)}")
    shop, product, variant, means, amount = (
        cells[place] if place is not None and place < len(cells) else "" for place in places
    )
    if means not in {str(each) for each in Means}:
        known = ", ".join(Means)
        return Row(number, wrong=f"a product means one of {known}, not {means!r}")
    if amount and not _NUMBER.fullmatch(amount):
        return Row(number, wrong=f"{amount!r} is no whole number")
    meaning = Meaning(Means(means), int(amount) if amount else None)
    return Row(number, Mapped(shop, product, variant.removeprefix(_OPTION), meaning))
