"""A message becomes lines that fit, say what they must, and do no harm."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.widgets.host import HOSTILE, is_harmless
from tests.widgets.samples import FakeAttachment, FakeMessage
from widgets.thread_lines import lay_out, size_words, wrapped


def laid_out(
    message: FakeMessage, *, width: int = 60, quotes: bool = False, chars: int = 1000
) -> str:
    """The message's lines as one text."""
    lines = lay_out(message, width, quotes=quotes, chars=chars)
    return "\n".join(line.plain for line in lines)


@given(
    st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=200),
    st.integers(8, 40),
)
def test_wrapped_lines_fit(text: str, width: int) -> None:
    """Wrapped lines fit."""
    assert all(cell_len(line) <= width for line in wrapped(text, width))


@given(st.text(st.sampled_from("ab c"), max_size=80), st.integers(8, 40))
def test_wrapping_loses_no_letter(text: str, width: int) -> None:
    """Wrapping loses no letter."""
    assert "".join(wrapped(text, width)).replace(" ", "") == text.replace(" ", "")


def test_lines_break_at_spaces() -> None:
    """Lines break at spaces."""
    assert list(wrapped("Live search finds nothing", 12)) == ["Live search", "finds", "nothing"]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_messages_are_harmless(text: str) -> None:
    """Hostile messages are harmless."""
    message = FakeMessage(
        1,
        author=text,
        at_text=text,
        text=text,
        attachments=(FakeAttachment(text, 1, text),),
        delivery=text,
        doubt=text,
    )
    assert is_harmless(laid_out(message))


@pytest.mark.parametrize(
    ("message", "words"),
    [
        (FakeMessage(1), "Anna Petrova"),
        (FakeMessage(1, direction="note", author="Olga"), "Olga, note"),
        (FakeMessage(1, direction="out", author="Olga", delivery="queued"), "queued  16 Nov 10:02"),
        (FakeMessage(1, delivery="not delivered: mailbox full"), "not delivered: mailbox full"),
        (FakeMessage(1, attachments=(FakeAttachment("a.png", 84_000),)), "▸ a.png 84 kB"),
        (FakeMessage(1, text="Hi\n> one\n> two"), "▸ 2 quoted lines: t shows"),
        (FakeMessage(1, text="Hi\n> one"), "▸ 1 quoted line: t shows"),
        (FakeMessage(1, delivery="came back: 5.1.1 unknown"), "came back: 5.1.1 unknown"),
        (FakeMessage(1, doubt="nothing shows that it is hers"), " ! nothing shows that it is hers"),
        (
            FakeMessage(1, attachments=(FakeAttachment("a.pdf", 1, "image/png"),)),
            "! it is really image/png",
        ),
        (FakeMessage(1, text="x" * 1500), "▸ 500 more characters: x shows more"),
    ],
)
def test_what_must_be_known_is_said(message: FakeMessage, words: str) -> None:
    """What must be known is said."""
    assert words in laid_out(message)


def test_quotes_are_shown_when_asked_for() -> None:
    """Quotes are shown when asked for."""
    assert "> one" in laid_out(FakeMessage(1, text="Hi\n> one"), quotes=True)


@pytest.mark.parametrize(
    ("size_bytes", "words"), [(0, "0 B"), (999, "999 B"), (84_000, "84 kB"), (2_500_000, "2.5 MB")]
)
def test_sizes_are_short(size_bytes: int, words: str) -> None:
    """Sizes are short."""
    assert size_words(size_bytes) == words
