"""Bars of marks: each part has a mark of its own, so that it is told without any colour."""

from __future__ import annotations

from collections.abc import Sequence

MARKS = ("█", "░", "╱", "+", "=")
"""The marks of a bar's parts, in their order."""


def bar(parts: Sequence[int], *, most: int, cells: int) -> str:
    """The parts one after another, `cells` for what is `most`; what there is any of has a cell at the least.

    Less than nothing cannot be drawn: the figure beside the bar says it.
    """
    drawn = [max(0, part) for part in parts]
    if min(most, cells) <= 0 or not any(drawn):
        return ""
    whole = max(1, _share(sum(drawn), most, cells))
    told, so_far, done = "", 0, 0
    for mark, part in zip(MARKS, drawn, strict=False):
        so_far += part
        end = _share(so_far, sum(drawn), whole)
        told += mark * (end - done)
        done = end
    return told


def _share(part: int, whole: int, cells: int) -> int:
    """So many of the cells as the part is of the whole, to the nearest."""
    return min(cells, (2 * part * cells + whole) // (2 * whole))
