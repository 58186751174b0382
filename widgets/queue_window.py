"""The part of a long queue that has been read, and what to read next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from widgets.queue_columns import Row

Edge = Literal["top", "end"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Rows to read: `count` of them, to stand from line `first_line` on.

    After the request numbered `after`, or before the one numbered `before`, or from an edge of the queue;
    with none of these, by their line alone.
    """

    first_line: int
    count: int
    after: int | None = None
    before: int | None = None
    edge: Edge | None = None


class QueueWindow:
    """Rows that stand at the lines from `start` on, of `total` lines."""

    def __init__(
        self, start: int = 0, rows: tuple[Row, ...] = (), total: int = 0, count: int = 300
    ) -> None:
        self.start = start
        self.rows = rows
        self.total = total
        self.count = count

    @property
    def end(self) -> int:
        """The line after the last row."""
        return self.start + len(self.rows)

    @cached_property
    def _lines(self) -> Mapping[int, int]:
        return {row.ticket: line for line, row in enumerate(self.rows, self.start)}

    def line_of(self, ticket: int | None) -> int | None:
        """The line that the request stands at, None where it is not in the window."""
        return None if ticket is None else self._lines.get(ticket)

    def row_at(self, line: int) -> Row | None:
        """The row at a line, None outside the window."""
        return self.rows[line - self.start] if self.start <= line < self.end else None

    def wanted(self, first: int, last: int) -> Wanted | None:
        """What to read so that the lines from `first` to `last` and as many around them can be drawn."""
        margin = last - first + 1
        top, bottom = max(0, first - margin), min(self.total - 1, last + margin)
        if self.total == 0 or (self.start <= top and bottom < self.end):
            return None
        count = max(self.count, 4 * margin)
        if top < self.start:
            return self._wanted_above(first, last, count=count, margin=margin)
        return self._wanted_below(first, last, count=count, margin=margin)

    def _wanted_above(self, first: int, last: int, *, count: int, margin: int) -> Wanted:
        if first - margin <= 0:
            return Wanted(0, count, edge="top")
        if self.start <= last < self.end - 1:
            anchor = min(self.end - 1, last + margin)
            line = max(0, anchor - count)
            return Wanted(line, count, before=self.rows[anchor - self.start].ticket)
        return self._wanted_far(first, last, count=count)

    def _wanted_below(self, first: int, last: int, *, count: int, margin: int) -> Wanted:
        if last + margin >= self.total - 1:
            return Wanted(max(0, self.total - count), count, edge="end")
        if self.start < first < self.end:
            anchor = max(self.start, first - margin - 1)
            return Wanted(anchor + 1, count, after=self.rows[anchor - self.start].ticket)
        return self._wanted_far(first, last, count=count)

    def _wanted_far(self, first: int, last: int, *, count: int) -> Wanted:
        """By line, with the view in the middle, where no row that is known borders on it."""
        return Wanted(max(0, (first + last) // 2 - count // 2), count)
