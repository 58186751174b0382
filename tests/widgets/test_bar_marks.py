"""Bars of marks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from widgets.bar_marks import MARKS, bar


@pytest.mark.parametrize(
    ("parts", "most", "cells", "told"),
    [
        ((10,), 10, 5, "█████"),
        ((5, 5), 10, 4, "██░░"),
        ((1, 1, 1, 1, 1), 5, 5, "█░╱+="),
        ((1,), 1000, 5, "█"),
        ((0, 3), 6, 4, "░░"),
        ((0, 0), 6, 4, ""),
        ((-5, 4), 8, 4, "░░"),
        ((4,), 4, 0, ""),
        ((), 0, 4, ""),
    ],
    ids=[
        "the most fills its cells", "parts follow one another", "each part has its mark",
        "a little is seen", "a part of nothing has no mark", "nothing is no bar",
        "less than nothing is not drawn", "without room there is none", "no parts",
    ],
)  # fmt: skip
def test_a_bar(parts: tuple[int, ...], most: int, cells: int, told: str) -> None:
    """It is as long as its parts are of the most."""
    assert bar(parts, most=most, cells=cells) == told


@given(st.lists(st.integers(-50, 10**9), max_size=5), st.integers(1, 60))
def test_the_longest_bar_fills_its_room(parts: list[int], cells: int) -> None:
    """Whatever its parts are, none is lost or too many."""
    most = sum(each for each in parts if each > 0)
    assert len(bar(parts, most=most, cells=cells)) == (cells if most else 0)


def test_marks_are_told_apart_without_colour() -> None:
    """No two are alike, and each takes one cell."""
    assert (len(set(MARKS)), {len(each) for each in MARKS}) == (len(MARKS), {1})
