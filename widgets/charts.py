"""Charts: columns beside one another through time, and small trends; each is read without its colours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Unpack

from rich.cells import cell_len
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Sparkline, Static

from widgets.bar_marks import MARKS
from widgets.cells import crop
from widgets.named import Named
from widgets.safe_text import SHOWN_INSTEAD, content

TICK_CELLS = 12
TICKS = 4
LEAST_LINES, LEAST_CELLS = 4, 20
MOST_CELLS = 10


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of column: its name, and its value at each name of the chart."""

    name: str
    values: tuple[int, ...]


class ColumnChart(Widget):
    """Columns from the left to the right, each kind with a mark of its own; those that do not fit go from the left."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"column-chart--{place}" for place in range(3)}

    DEFAULT_CSS = """
    ColumnChart {
        height: 1fr;
        color: $text-muted;
        & .column-chart--0 { color: $primary; }
        & .column-chart--1 { color: $foreground; }
        & .column-chart--2 { color: $warning; }
    }
    """

    names: reactive[Sequence[str]] = reactive(())
    """What stands below the columns, the first at the left."""

    kinds: reactive[Sequence[Kind]] = reactive(())
    """The kinds of columns beside one another."""

    def show(self, names: Sequence[str], kinds: Sequence[Kind]) -> None:
        """Draw these."""
        self.names, self.kinds = tuple(names), tuple(kinds)

    @property
    def shown(self) -> int:
        """How many of the names there is room for, those at the right."""
        many = len(self.kinds)
        return max(1, min(len(self.names), self._room() // (many + (many > 1))))

    def _most(self) -> int:
        return max((0, *(value for kind in self.kinds for value in kind.values)))

    def _room(self) -> int:
        """The cells for columns, beside the figures."""
        return max(1, self.content_size.width - len(str(figures_beside(self._most())[-1])) - 1)

    def render(self) -> Text:
        """The columns, an axis of figures at the left and one of names below."""
        width, height = self.content_size
        if not self.names or not self.kinds or width < LEAST_CELLS or height < LEAST_LINES:
            return Text("")
        return Text.from_ansi(self._built(width, height), no_wrap=True)

    def _built(self, width: int, height: int) -> str:
        """The chart as plotext draws it: a unit is what one name has, so that each column is whole cells wide."""
        # Loaded with the first chart: no other screen waits for it.
        from textual_plotext.plot import Plot

        plot: Any = Plot()
        plot.theme("textual-clear")
        plot.plotsize(width, height)
        plot._set_size(width, height)
        plot.frame(False)
        each, cells = self._cells()
        plot.xlim(0, (self._room() - 1) / each)
        for place, (kind, colour) in enumerate(zip(self.kinds, self._colours(), strict=False)):
            middle = (place * cells + (cells - 1) / 2) / each
            values = [max(0, value) for value in kind.values[-self.shown :]]
            plot.bar([number + middle for number in range(self.shown)], values, marker=MARKS[place],
                     color=colour, width=(cells - 1) / each, reset_ticks=False)  # fmt: skip
        self._write_axes(plot, (len(self.kinds) * cells - 1) / 2 / each)
        return str(plot.build())

    def _write_axes(self, plot: Any, middle: float) -> None:
        ticks = figures_beside(self._most())
        plot.ylim(0, max(ticks[-1], self._most(), 1))
        plot.yticks(ticks, [f"{each} " for each in ticks])
        names = [_in_cells(each) for each in self.names[-self.shown :]]
        told = names_below(self.shown, self._room() // (max(map(len, names)) + 2))
        plot.xticks([each + middle for each in told], [names[each] for each in told])

    def _cells(self) -> tuple[int, int]:
        """The cells that each name has, and each of its columns; they stand apart where there is room for that."""
        many = len(self.kinds)
        each = min(MOST_CELLS * many, self._room() // self.shown)
        apart = 1 if each > many else 0
        return each, max(1, (each - apart) // many)

    def _colours(self) -> list[tuple[int, int, int]]:
        styles = [self.get_component_styles(f"column-chart--{place}") for place in range(3)]
        return [each.color.rgb for each in styles]


def _in_cells(name: str) -> str:
    """A name that takes a cell a character, as plotext counts them."""
    return "".join(
        each if cell_len(each) == 1 else SHOWN_INSTEAD for each in crop(name, TICK_CELLS)
    )


def figures_beside(most: int) -> list[int]:
    """Some whole figures up to the most, evenly apart."""
    step = 1
    while most > step * TICKS:
        step = step * 5 // 2 if str(step)[0] == "2" else step * 2
    return [*range(0, most + 1, step)]


def names_below(many: int, room: int) -> list[int]:
    """The places of some names, evenly apart, so many as there is room for; the last is among them."""
    step = -(-many // max(1, room))
    return sorted(range(many - 1, -1, -step))


class Trend(Horizontal):
    """A line of small columns between what they are of and what they come to."""

    DEFAULT_CSS = """
    Trend {
        height: 1;
        padding: 0 1;
        & #trend-name { width: 10; color: $text-muted; }
        & Sparkline { width: 1fr; }
        & #trend-words { width: auto; min-width: 32; padding: 0 0 0 2; color: $text-muted; }
        & Sparkline > .sparkline--max-color { color: $primary; }
        & Sparkline > .sparkline--min-color { color: $primary; }
    }
    """

    def __init__(self, **named: Unpack[Named]) -> None:
        super().__init__(**named)

    def compose(self) -> ComposeResult:
        """The name, the columns, the words."""
        yield Static("", id="trend-name")
        yield Sparkline()
        yield Static("", id="trend-words")

    def show(self, name: str, values: Sequence[int], words: str) -> None:
        """Show these."""
        self.query_one("#trend-name", Static).update(content(name))
        self.query_one(Sparkline).data = [float(each) for each in values]
        self.query_one("#trend-words", Static).update(content(words))
