"""Charts: figures, and which of them are drawn; nothing is drawn that the figures beside it do not say."""

from collections.abc import Sequence
from dataclasses import dataclass

from console.documents.figures import Column, Figures, Line


@dataclass(frozen=True, slots=True)
class Bar:
    """What is drawn of one group: its words, and a value for each column that is drawn."""

    words: str
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Figures of which some columns are drawn: beside one another through time, or one after another in a row."""

    figures: Figures
    drawn: tuple[str, ...]
    through_time: bool
    words: tuple[str, ...]
    """What it comes to, in sentences."""
    trends: tuple[str, ...] = ()
    """Columns that are drawn small, below the others."""

    @property
    def series(self) -> tuple[Column, ...]:
        """The columns that are drawn."""
        return tuple(each for each in self.figures.figures if each.name in self.drawn)

    def values(self, line: Line) -> tuple[int, ...]:
        """What is drawn of a line."""
        cells = zip(self.figures.figures, line.figures, strict=True)
        return tuple(cell or 0 for column, cell in cells if column.name in self.drawn)

    @property
    def bars(self) -> tuple[Bar, ...]:
        """Each group, with what is drawn of all of its lines."""
        found: dict[str, list[tuple[int, ...]]] = {}
        for line in self.figures.lines:
            found.setdefault(line.group.words, []).append(self.values(line))
        return tuple(Bar(words, summed(rows)) for words, rows in found.items())

    def column(self, name: str) -> tuple[int, ...]:
        """One column's figures, a line each."""
        place = [each.name for each in self.figures.figures].index(name)
        return tuple(line.figures[place] or 0 for line in self.figures.lines)


def summed(rows: Sequence[tuple[int, ...]]) -> tuple[int, ...]:
    """The sum of each column."""
    return tuple(map(sum, zip(*rows, strict=True)))
