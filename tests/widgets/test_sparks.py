"""Figures as bars: the tallest for the highest, none below nothing."""

import pytest

from widgets.sparks import sparks


@pytest.mark.parametrize(
    ("figures", "bars"),
    [
        ([], ""),
        ([0], "▁"),
        ([3, 3], "██"),
        ([0, 7, 14], "▁▅█"),
        ([20, 21], "██"),
        ([*range(8)], "▁▂▃▄▅▆▇█"),
    ],
)
def test_each_figure_is_a_bar_from_nothing_up(figures: list[int], bars: str) -> None:
    """One cell each; figures that are nearly the same look so."""
    assert sparks(figures) == bars
