"""The map of shops' products as a file: CSV that a program for tables can change, and that is read back as it was.

A variant is written as "option:31:72": as "31:72" a program for tables takes it for a time of day, and changes it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from console.documents import csv_rows
from console.documents.csv_rows import Cells
from console.documents.csv_rows import NoTable as NoMap
from console.policy.orders import Meaning, Means

__all__ = ["COLUMNS", "Mapped", "NoMap", "Row", "read", "written"]

COLUMNS = ("shop", "product", "variant", "means", "number")
_OPTION = "option:"
_NUMBER = re.compile(r"[0-9]{1,9}", re.ASCII)


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
    """The map as a file."""
    return csv_rows.written(
        COLUMNS,
        (
            (
                each.shop,
                each.product,
                f"{_OPTION}{each.variant}" if each.variant else "",
                str(each.meaning.means),
                each.meaning.amount or "",
            )
            for each in rows
        ),
    )


def read(text: str) -> list[Row]:
    """The lines of the file. Raises NoMap."""
    return [_row(each) for each in csv_rows.read(text, COLUMNS)]


def _row(line: Cells) -> Row:
    if line.wrong is not None:
        return Row(line.number, wrong=line.wrong)
    shop, product, variant, means, amount = line.cells
    if means not in {str(each) for each in Means}:
        known = ", ".join(Means)
        return Row(line.number, wrong=f"a product means one of {known}, not {means!r}")
    if amount and not _NUMBER.fullmatch(amount):
        return Row(line.number, wrong=f"{amount!r} is no whole number")
    meaning = Meaning(Means(means), int(amount) if amount else None)
    return Row(line.number, Mapped(shop, product, variant.removeprefix(_OPTION), meaning))
