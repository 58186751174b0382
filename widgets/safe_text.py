"""Outside text made safe to show: nothing in it moves the terminal, hides, or acts as markup."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.content import Content

MARKS_KEPT = 4
SHOWN_INSTEAD = "·"
CUT_SIGN = "…"
TAB_SPACES = "    "

# Patterns, compiled by `re` at their first use: the console's first frame does not wait for them.
_BREAKS = "\r\n?|[\x0b\x0c\x85\u2028\u2029]"

# Bidi controls, joiners, fillers, tags and other characters that take no room but change what is read.
_HIDDEN = (
    "[\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0d\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff]+"
)

_NONCHARACTERS = "".join(
    chr(plane * 0x10000 + 0xFFFE + last) for plane in range(15) for last in (0, 1)
)
_BROKEN = (
    f"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef{_NONCHARACTERS}"
    "\U000f0000-\U0010ffff]+"
)

# Combining marks are no word characters; common signs, box drawing and emoji are left out for speed.
_MAYBE_MARKS = (
    "[^\\w\\s\x00-\u02ff\u2010-\u20cf\u2100-\u2cee\u2e00-\u3029\U0001f000-\U0001faff]"
    f"{{{MARKS_KEPT + 1},}}"
)


def clean(text: str, *, max_chars: int | None = None) -> str:
    """The text with line feeds as its only control character, cut to `max_chars` with an ellipsis."""
    if not (text.isascii() and text.isprintable()):
        text = re.sub(_BREAKS, "\n", text).replace("\t", TAB_SPACES)
        text = re.sub(_BROKEN, SHOWN_INSTEAD, re.sub(_HIDDEN, "", text))
        text = re.sub(_MAYBE_MARKS, _fewer_marks, text)
    return _cut(text, max_chars)


def one_line(text: str, *, max_chars: int | None = None) -> str:
    """The cleaned text on one line, with single spaces between its words."""
    return _cut(" ".join(clean(text).split()), max_chars)


def content(text: str, style: str = "") -> Content:
    """The cleaned text as Textual's `Content`: square brackets stay what they are."""
    from textual.content import Content

    safe = clean(text)
    return Content.styled(safe, style) if style else Content(safe)


def _cut(text: str, max_chars: int | None) -> str:
    if max_chars is None or len(text) <= max_chars:
        return text
    return text[: max(0, max_chars - 1)] + CUT_SIGN[:max_chars]


def _fewer_marks(run: re.Match[str]) -> str:
    kept, marks = [], 0
    for character in run.group():
        marks = marks + 1 if unicodedata.category(character).startswith("M") else 0
        if marks <= MARKS_KEPT:
            kept.append(character)
    return "".join(kept)
