"""Text for a page: words without an end are given places to break at, so that nothing runs over a margin."""

import re

from widgets.safe_text import one_line

LONG_WORD_CHARS = 24

_LONG_WORD = re.compile(rf"\S{{{LONG_WORD_CHARS},}}")
# Not before a mark that stands on the character before it.
_PIECE = re.compile(r"(\S{12})(?=[\w!-~])")
_MAY_BREAK = "\u200b"


def printed(text: str, *, max_chars: int | None = None) -> str:
    """The text on one line as it goes onto a page, cut to `max_chars` if asked; a break may fall into a long word."""
    return _LONG_WORD.sub(_with_breaks, one_line(text, max_chars=max_chars))


def _with_breaks(word: re.Match[str]) -> str:
    return _PIECE.sub(rf"\1{_MAY_BREAK}", word.group())
