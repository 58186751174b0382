"""Figures as a row of bars, one cell each, for a line of text; the figures stand beside it."""

from collections.abc import Sequence

BARS = "▁▂▃▄▅▆▇█"


def sparks(figures: Sequence[int]) -> str:
    """The bars, the tallest for the highest figure, the lowest for none."""
    step = max(figures, default=0) / (len(BARS) - 1) or 1
    return "".join(BARS[round(each / step)] for each in figures)
