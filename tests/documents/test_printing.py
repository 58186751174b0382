"""Text on a page: whole, and inside its margins whatever somebody wrote without a space."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.documents.printing import LONG_WORD_CHARS, printed

BREAK = "\u200b"


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("a word and another", "a word and another"),
        ("A" * 23, "A" * 23),
        ("A" * 30, f"{'A' * 12}{BREAK}{'A' * 12}{BREAK}{'A' * 6}"),
        ("before " + "=" * 24 + " after", f"before {'=' * 12}{BREAK}{'=' * 12} after"),
        ("я" * 24, f"{'я' * 12}{BREAK}{'я' * 12}"),
        ("two\nlines\x1b[31m", "two lines·[31m"),
        ("a\u200bb", "ab"),
    ],
    ids=[
        "words are left alone",
        "so is a word that fits",
        "a long one may break",
        "so may a row of signs",
        "so may a Russian one",
        "controls and line ends go",
        "hidden breaks of others go",
    ],
)
def test_a_long_word_may_break(text: str, page: str) -> None:
    """A word that would run over the margin may break, and nothing else is changed."""
    assert printed(text) == page


def test_a_mark_stays_with_its_letter() -> None:
    """No break falls between a letter and the accent on it."""
    assert f"{BREAK}\u0301" not in printed("e\u0301" * 40)


@given(st.text(st.characters(codec="utf-8"), max_size=200))
def test_no_word_on_a_page_is_endless(text: str) -> None:
    """Whatever is written in letters, no piece of it is wider than a column."""
    pieces = printed(text).replace(BREAK, " ").split()
    assert max((len(each) for each in pieces if each.isalnum()), default=0) < LONG_WORD_CHARS


def test_what_is_too_long_is_cut_where_that_is_asked() -> None:
    """A name is cut to its room."""
    assert printed("A" * 300, max_chars=20).replace(BREAK, "") == "A" * 19 + "…"
