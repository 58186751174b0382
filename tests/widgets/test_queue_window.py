"""What is asked for brings the lines that are looked at."""

from hypothesis import assume, given
from hypothesis import strategies as st

from tests.widgets.samples import rows
from widgets.queue_window import QueueWindow, Wanted

FIRST_TICKET = 1000


def read(wanted: Wanted, total: int) -> QueueWindow:
    """The rows as a desk whose request at line n has the number 1000 + n would give them."""
    if wanted.edge == "top":
        start, end = 0, wanted.count
    elif wanted.edge == "end":
        start, end = total - wanted.count, total
    elif wanted.after is not None:
        start = wanted.after - FIRST_TICKET + 1
        end = start + wanted.count
    elif wanted.before is not None:
        end = wanted.before - FIRST_TICKET
        start = end - wanted.count
    else:
        start, end = wanted.first_line, wanted.first_line + wanted.count
    start, end = max(0, start), min(total, end)
    return QueueWindow(start, tuple(rows(FIRST_TICKET + start, end - start)), total, 40)


@given(st.integers(1, 500), st.integers(0, 500), st.integers(0, 500), st.integers(1, 10))
def test_what_is_wanted_covers_the_view(total: int, start: int, first: int, height: int) -> None:
    """What is wanted covers the view."""
    assume(start < total and first < total)
    count = min(40, total - start)
    window = QueueWindow(start, tuple(rows(FIRST_TICKET + start, count)), total, 40)
    last = min(total - 1, first + height - 1)
    wanted = window.wanted(first, last)
    got = window if wanted is None else read(wanted, total)
    assert got.row_at(first) is not None
    assert got.row_at(last) is not None


@given(st.integers(1, 500), st.integers(0, 500), st.integers(0, 500), st.integers(1, 10))
def test_the_rows_come_to_stand_at_the_line_named(
    total: int, start: int, first: int, height: int
) -> None:
    """The rows come to stand at the line named."""
    assume(start < total and first < total)
    count = min(40, total - start)
    window = QueueWindow(start, tuple(rows(FIRST_TICKET + start, count)), total, 40)
    wanted = window.wanted(first, min(total - 1, first + height - 1))
    assert wanted is None or read(wanted, total).start == wanted.first_line


def test_nothing_is_wanted_of_an_empty_queue() -> None:
    """Nothing is wanted of an empty queue."""
    assert QueueWindow().wanted(0, 10) is None


def test_nothing_is_wanted_where_all_was_read() -> None:
    """Nothing is wanted where all was read."""
    assert QueueWindow(0, tuple(rows(1, 12)), 12).wanted(0, 11) is None


def test_a_far_jump_is_asked_for_by_line() -> None:
    """A far jump is asked for by line."""
    window = QueueWindow(0, tuple(rows(1, 300)), 1_000_000)
    wanted = window.wanted(500_000, 500_020)
    assert wanted == Wanted(500_010 - 150, 300)


def test_reading_on_is_asked_for_by_number() -> None:
    """Reading on is asked for by number."""
    window = QueueWindow(0, tuple(rows(1, 300)), 1_000_000)
    wanted = window.wanted(280, 299)
    assert wanted == Wanted(260, 300, after=260)
