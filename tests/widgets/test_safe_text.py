"""Outside text is harmless after cleaning, and what people write stays as it is."""

import subprocess
import sys
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.content import Content

from widgets.safe_text import clean, content, one_line


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("a\tb", "a    b"),
        ("a\r\nb\rc\x0bd\x0ce\x85f\u2028g\u2029h", "a\nb\nc\nd\ne\nf\ng\nh"),
        ("\x1b[31mred", "·[31mred"),
        ("\x1b]52;c;eA==\x07", "·]52;c;eA==·"),
        ("\x9b31m\x90x\x9c", "·31m·x·"),
        ("a\x00\x00\x08\x7fb", "a·b"),
        ("\ud800x", "·x"),
        ("\ue000\U0010fffd\ufdd0\ufffe\U0001ffff", "·"),
        ("\u202agpj.exe\u202c\u2066x\u2069\u200e\u061c", "gpj.exex"),
        ("a\u200b\u200d\u2060\ufeff\xadb\u3164", "ab"),
        ("x\U000e0041\U000e007fy\U000e0101", "xy"),
        ("e" + "\u0301" * 10_000, "e" + "\u0301" * 4),
        ("\u0301\u200b" * 9, "\u0301" * 4),
    ],
)
def test_what_moves_the_terminal_or_the_eye_is_made_harmless(text: str, cleaned: str) -> None:
    """Controls become line feeds, blanks or dots; what hides is gone."""
    assert clean(text) == cleaned


@pytest.mark.parametrize(
    "text",
    [
        "",
        "plain\nwords",
        "Здравствуйте, ёж",
        "日本語 한국어 中文",
        "😀 👍🏽 ❤️ ✂︎",
        "Việt é ñ",
        "ภาษาไทย हिन्दी",
        "שלום العربية",
        "[@click=app.quit]x[/] [#12]",
        "────·…•",
    ],
)
def test_what_people_write_stays(text: str) -> None:
    """Letters, marks, emoji and brackets are unharmed."""
    assert clean(text) == text


@given(st.text())
def test_nothing_that_is_no_text_is_left(text: str) -> None:
    """Only line feeds are left of all control, format, surrogate and private-use characters."""
    left = {unicodedata.category(sign) for sign in clean(text) if sign != "\n"}
    assert not left & {"Cc", "Cs", "Co", "Zl", "Zp"}


@given(st.text())
def test_clean_text_is_clean(text: str) -> None:
    """Cleaning again changes nothing."""
    assert clean(clean(text)) == clean(text)


@given(st.text(), st.integers(0, 20))
def test_no_more_characters_than_asked_for(text: str, most: int) -> None:
    """A cut text keeps to its length, the ellipsis counted."""
    assert len(clean(text, max_chars=most)) <= most


@pytest.mark.parametrize(("most", "cut"), [(5, "abcde"), (4, "abc…"), (1, "…"), (0, "")])
def test_a_cut_shows(most: int, cut: str) -> None:
    """A text that was cut ends in an ellipsis, one that fits does not."""
    assert clean("abcde", max_chars=most) == cut


@pytest.mark.parametrize(
    ("text", "line"),
    [("a\nb\r\n\n c\td ", "a b c d"), ("\n", ""), ("a\xa0b", "a b"), ("a\u2028b", "a b")],
)
def test_one_line_has_single_spaces(text: str, line: str) -> None:
    """Line feeds and runs of blanks are one space."""
    assert one_line(text) == line


def test_one_line_is_cut_after_joining() -> None:
    """The blanks that go do not count."""
    assert one_line("a \n b", max_chars=3) == "a b"


def test_content_is_never_markup() -> None:
    """Square brackets are shown."""
    assert content("[b]x[/b]\x1b").plain == "[b]x[/b]·"


def test_content_takes_a_style() -> None:
    """A style is put on the whole."""
    assert content("abc", "bold") == Content.styled("abc", "bold")


@pytest.mark.parametrize(
    "unit", ["a\0", "e\u0301\u0302\u0303\u0304\u0305", "\u202ea", "─", "привет\n", "\r"]
)
def test_a_megabyte_takes_little_time(unit: str) -> None:
    """A million characters of the worst kinds are cleaned in well under two seconds."""
    text = unit * (1_000_000 // len(unit))
    begun = time.process_time()
    clean(text)
    assert time.process_time() - begun < 2


def test_importing_it_imports_no_screen() -> None:
    """The command line uses it without Textual or rich."""
    code = "import sys, widgets.safe_text; print({'textual', 'rich'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
