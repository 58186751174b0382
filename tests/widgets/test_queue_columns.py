"""The columns of the queue fill their width and say everything in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.widgets.host import HOSTILE, is_harmless
from tests.widgets.samples import FakeRow
from widgets.queue_columns import (
    balance_words,
    columns_for,
    header_text,
    row_cells,
    state_words,
)


def drawn(row: FakeRow, width: int) -> str:
    """The row as text."""
    return "".join(text for text, _ in row_cells(row, columns_for(width, [row])))


@given(
    st.integers(70, 200),
    st.text(max_size=80),
    st.integers(-99_999, 99_999),
    st.integers(1, 9_999_999),
)
def test_a_row_fills_its_width(width: int, text: str, balance: int, ticket: int) -> None:
    """A row fills its width."""
    row = FakeRow(ticket, customer=text, subject=text, holder=text or None, balance=balance)
    assert cell_len(drawn(row, width)) == width


@pytest.mark.parametrize("width", [79, 119])
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_in_every_column_is_harmless(text: str, width: int) -> None:
    """Hostile text in every column is harmless."""
    row = FakeRow(1, customer=text, subject=text, channel=text, state=text, holder=text)
    assert is_harmless(drawn(row, width))


@pytest.mark.parametrize(("balance", "words"), [(50, "50"), (0, "0"), (-20, "owes 20")])
def test_what_is_owed_is_said_in_words(balance: int, words: str) -> None:
    """What is owed is said in words."""
    assert balance_words(balance) == words


@pytest.mark.parametrize(
    ("row", "narrow", "wide"),
    [
        (FakeRow(1), "new", "new"),
        (FakeRow(1, urgent=True), "urgent", "urgent, new"),
        (FakeRow(1, state="held", holder="Olga"), "held: Olga", "held by Olga"),
        (FakeRow(1, holder="Olga", running=True), "timer: Olga", "timer runs by Olga"),
        (
            FakeRow(1, holder="Olga", running=True, interrupted=True),
            "interrupted",
            "interrupted, held by Olga",
        ),
        (FakeRow(1, running=True), "timer left open", "new, a timer was left open"),
        (FakeRow(1, state="waiting for credits"), "waits: credits", "waiting for credits"),
        (
            FakeRow(1, state="waiting for customer", holder="Olga"),
            "waits: customer",
            "waiting for customer · Olga",
        ),
    ],
)
def test_the_state_is_words_that_fit(row: FakeRow, narrow: str, wide: str) -> None:
    """The state is words that fit."""
    assert (state_words(row, wide=False), state_words(row, wide=True)) == (narrow, wide)


@pytest.mark.parametrize("name", ["Place", "No", "Age", "Customer", "Balance", "Subject", "State"])
def test_every_column_has_a_name_at_80_cells(name: str) -> None:
    """Every column has a name at 80 cells."""
    assert name in header_text(columns_for(79, [])).split()


def test_the_channel_is_shown_where_there_is_room() -> None:
    """The channel is shown where there is room."""
    assert "Channel" in header_text(columns_for(119, []))


def test_columns_never_become_narrower_while_paging() -> None:
    """Columns never become narrower while paging."""
    wide = columns_for(79, [FakeRow(1_234_567, balance=-12_345)])
    assert columns_for(79, [FakeRow(1)], before=wide) == wide
