"""What words on the command line may be."""

from argparse import ArgumentTypeError
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.cli import values


@pytest.mark.parametrize(
    ("read", "text", "value"),
    [
        (values.number, "12", 12),
        (values.number, "#12", 12),
        (values.whole, "-20", -20),
        (values.whole, "+20", 20),
        (values.counted, "1", 1),
        (values.cost, "0", 0),
        (values.worked, "0:00:00", 0),
        (values.worked, "1:00:01", 3601),
        (values.worked, "100:59:59", 363599),
        (values.day, "2026-11-16", date(2026, 11, 16)),
        (values.day, "2000-01-01", date(2000, 1, 1)),
        (values.day, "2999-12-31", date(2999, 12, 31)),
        (values.outcome, "answered", "answered"),
        (values.kind, "question", "question"),
    ],
)
def test_a_word_is_read_as_its_value(read: Callable[[str], Any], text: str, value: Any) -> None:
    """A word is read as its value."""
    assert read(text) == value


@pytest.mark.parametrize(
    ("read", "text"),
    [
        *((values.number, text) for text in ("", "-1", "1.0", "##1", "١٢", "9" * 19)),
        *((values.whole, text) for text in ("", "1e3", "٢", "1_000", " 1", "9" * 10)),
        *((values.counted, text) for text in ("0", "-1")),
        (values.cost, "-1"),
        *((values.worked, text) for text in ("0:60:00", "0:00:60", "-1:00:00", "1:00", "0:5:00", "60")),
        *((values.day, text) for text in ("2026-02-30", "16.11.2026", "20261116", "2026-W47-1")),
        *((values.day, text) for text in ("0001-01-01", "1999-12-31", "3000-01-01", "9999-12-31")),
        (values.outcome, "fixed"),
        (values.kind, "chat"),
        (values.reason, "  "),
    ],
)  # fmt: skip
def test_a_word_that_is_no_such_value_is_refused(read: Callable[[str], Any], text: str) -> None:
    """A word that is no such value is refused."""
    with pytest.raises(ArgumentTypeError):
        read(text)


@given(st.integers(0, 99999), st.integers(0, 59), st.integers(0, 59))
def test_worked_time_is_read_to_the_second(hours: int, minutes: int, seconds: int) -> None:
    """Worked time is read to the second."""
    read = values.worked(f"{hours}:{minutes:02}:{seconds:02}")
    assert read == hours * 3600 + minutes * 60 + seconds
