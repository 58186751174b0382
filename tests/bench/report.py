"""The table of figures that the measurements end with."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Line:
    """One measured thing: its figures, and what they are held against."""

    name: str
    unit: str
    figures: Sequence[float]
    floor: str = ""
    ratio: float | None = None
    budget: str = ""

    @property
    def median(self) -> float:
        """The figure in the middle."""
        return statistics.median(self.figures)

    def cells(self) -> tuple[str, ...]:
        """The line as the table shows it."""
        spread = f"{number(min(self.figures))} to {number(max(self.figures))}"
        ratio = "" if self.ratio is None else f"{self.ratio:.2f} x {self.floor}"
        return self.name, number(self.median), self.unit, spread, ratio, self.budget


@dataclass
class Report:
    """All lines, in the order in which they were measured."""

    lines: list[Line] = field(default_factory=list)

    def add(
        self,
        name: str,
        figures: Sequence[float],
        *,
        unit: str,
        floor: tuple[str, Sequence[float]] | None = None,
        budget: str = "",
    ) -> Line:
        """Put a line on the table; the floor is its name and its figures of the same run."""
        ratio = statistics.median(figures) / statistics.median(floor[1]) if floor else None
        line = Line(name, unit, figures, floor[0] if floor else "", ratio, budget)
        self.lines.append(line)
        return line

    def text(self) -> str:
        """The table, its columns aligned."""
        head = ("measured", "median", "unit", "spread", "ratio", "budget")
        rows = [head, *(line.cells() for line in self.lines)]
        widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
        return "\n".join(
            "  ".join(
                cell.rjust(width) if column == 1 else cell.ljust(width)
                for column, (cell, width) in enumerate(zip(row, widths, strict=True))
            ).rstrip()
            for row in rows
        )


def number(value: float) -> str:
    """A figure with as many digits as it can stand for."""
    return f"{value:.0f}" if value >= 100 or value == int(value) else f"{value:.1f}"
