"""The catalogue of components as a file: CSV that a program for tables can change, and that is read back as it was."""

from collections.abc import Iterable
from dataclasses import dataclass

from console.documents import csv_rows
from console.documents.csv_rows import Cells
from console.policy.components import Facts, Kind

COLUMNS = ("code", "name", "vendor", "kind", "package", "paid", "encrypted", "retired")
_SAID = {"yes": True, "no": False, "": False}


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the file: a component, or why it is none."""

    number: int
    code: str = ""
    facts: Facts | None = None
    wrong: str | None = None


def written(rows: Iterable[tuple[str, Facts]]) -> bytes:
    """The catalogue as a file."""
    return csv_rows.written(COLUMNS, (_cells(code, facts) for code, facts in rows))


def _cells(code: str, facts: Facts) -> tuple[str, ...]:
    said = ("yes" if each else "no" for each in (facts.paid, facts.encrypted, facts.retired))
    return (code, facts.name, facts.vendor, str(facts.kind), facts.package or "", *said)


def read(text: str) -> list[Row]:
    """The lines of the file. Raises csv_rows.NoTable."""
    return [_row(each) for each in csv_rows.read(text, COLUMNS)]


def _row(line: Cells) -> Row:
    if line.wrong is not None:
        return Row(line.number, wrong=line.wrong)
    code, name, vendor, kind, package, *said = line.cells
    if kind not in {str(each) for each in Kind}:
        return Row(line.number, wrong=f"a component is one of {', '.join(Kind)}, not {kind!r}")
    for column, word in zip(COLUMNS[-3:], said, strict=True):
        if word.lower() not in _SAID:
            return Row(line.number, wrong=f"{column} is yes or no, not {word!r}")
    paid, encrypted, retired = (_SAID[word.lower()] for word in said)
    facts = Facts(
        name, vendor, Kind(kind), package or None, paid=paid, encrypted=encrypted, retired=retired
    )
    return Row(line.number, code.lower(), facts)
