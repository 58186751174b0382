"""What was quoted and what was signed is told from what was written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from widgets.message_text import parts_of


def kinds(text: str) -> list[tuple[str, int]]:
    """The kind of each part, and its number of lines."""
    return [(part.kind, len(part.lines)) for part in parts_of(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("Hello", [("text", 1)]),
        ("Hello\n\nworld\n\n", [("text", 3)]),
        ("> old\n> older\nNew", [("quote", 2), ("text", 1)]),
        ("New\n> old\n\n> older", [("text", 1), ("quote", 3)]),
        ("New\n\nOn Mon, Ann <a@x> wrote:\n> old", [("text", 1), ("quote", 2)]),
        ("New\nOn Mon, Ann <a@x> wrote:\nold\n\nolder", [("text", 1), ("quote", 4)]),
        (
            "New\nOn Mon, 3 Nov 2025 Ann\n<a@x> wrote:\n> old\nmore",
            [("text", 1), ("quote", 3), ("text", 1)],
        ),
        ("Да\n16 ноября 2025 г. в 12:10, Анна пишет:\nстарое", [("text", 1), ("quote", 2)]),
        ("New\n-----Original Message-----\nFrom: a\n\nold", [("text", 1), ("quote", 4)]),
        ("Hello\n-- \nAnna\nshop.example", [("text", 1), ("signature", 3)]),
        ("On the whole it works:\nyes", [("text", 2)]),
    ],
)
def test_a_text_falls_into_its_parts(text: str, expected: list[tuple[str, int]]) -> None:
    """A text falls into its parts."""
    assert kinds(text) == expected


@given(
    st.lists(
        st.sampled_from(["", "Hello", "> old", "On Mon, Ann wrote:", "-- ", "  "]), max_size=12
    )
)
def test_no_written_line_is_lost(lines: list[str]) -> None:
    """No written line is lost."""
    kept = [line for part in parts_of("\n".join(lines)) for line in part.lines if line.strip()]
    assert kept == [line for line in "\n".join(lines).rstrip().split("\n") if line.strip()]
