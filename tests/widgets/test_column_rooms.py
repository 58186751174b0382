"""The columns of a list give up what they do not need before a text is cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from widgets.column_rooms import rooms

COLUMNS = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 60)), min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("meant", "needed", "cells", "found"),
    [
        ((4, 0), (2, 36), 40, [4, 36]),  # nothing would be cut: as they are meant
        ((0, 0), (3, 5), 40, [20, 20]),
        ((12, 0), (4, 50), 40, [4, 36]),  # the first needs no more than four
        ((12, 0), (14, 50), 40, [12, 28]),  # nor does it take from who is cut
        ((12, 0), (14, 20), 40, [14, 26]),  # but from who is not
        ((0, 0), (5, 50), 40, [5, 35]),
        ((0, 0), (30, 50), 40, [20, 20]),
        ((0, 0, 0), (5, 30, 50), 65, [5, 30, 30]),
        ((10, 20), (30, 5), 40, [30, 5]),
    ],
)
def test_a_column_gives_up_what_it_does_not_need(
    meant: tuple[int, ...], needed: tuple[int, ...], cells: int, found: list[int]
) -> None:
    """A column gives up what it does not need where another's text would be cut."""
    assert rooms(meant, needed, cells) == found


@given(COLUMNS, st.integers(0, 200))
def test_columns_never_take_more_than_there_is(columns: list[tuple[int, int]], cells: int) -> None:
    """Open columns take no more than is left of the line."""
    meant, needed = zip(*columns, strict=True)
    assert sum(rooms(meant, needed, cells)) <= max(cells, sum(meant))


@given(COLUMNS, st.integers(0, 200))
def test_no_text_is_cut_where_there_is_room(columns: list[tuple[int, int]], cells: int) -> None:
    """Where the line has room for every text, none is cut."""
    meant, needed = zip(*columns, strict=True)
    found = rooms(meant, needed, max(cells, sum(needed)))
    assert all(room >= need for room, need in zip(found, needed, strict=True))
