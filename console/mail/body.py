"""The words of a mail, and what is attached to it, out of its parts."""

from __future__ import annotations

import re

from console.mail.attached import Attachment, attachment
from console.mail.charsets import to_text
from console.mail.html_text import html_to_text
from console.mail.mime import Part
from widgets.safe_text import clean

TEXT_CHARS_MAX = 1_000_000
WRITTEN_BYTES_MAX = 2 * 1024 * 1024
PAGE_BYTES_MAX = 1024 * 1024
POINTER_CHARS_MAX = 300
_WRITTEN = {"text/plain", "text/html"}
# A signature begins after a line of two dashes and a blank: that blank is told apart.
_TRAILING_BLANKS = re.compile(r"(?<!\n--)[ \t]+$", re.MULTILINE)
_POINTER = re.compile(
    r"(?:see|view|read|displays?|supports?|enable|contains?|in|is|requires?)\b.{0,80}\bhtml\b|\bhtml\b.{0,40}(?:part|version|format)"
    r"|view (?:this|it) (?:e-?mail|message )?(?:in|online)|(?:не поддерживает|в формате|просмотр\w*|откройте).{0,60}\bhtml\b",
    re.IGNORECASE | re.DOTALL,
)
_MANY_BREAKS = re.compile(r"\n{4,}")


def read_body(root: Part) -> tuple[str, tuple[Attachment, ...]]:
    """The clean text of the mail and its attachments, in reading order."""
    reading = _Reading()
    texts: list[str] = []
    reading.read(root, texts)
    text = "\n\n".join(one for one in texts if one)
    return clean(text, max_chars=TEXT_CHARS_MAX), tuple(reading.attachments)


class _Reading:
    """Parts read so far. Words past the bound are kept as files: no mail is work without end."""

    def __init__(self) -> None:
        self.attachments: list[Attachment] = []
        self._written_left = WRITTEN_BYTES_MAX
        self._pages_left = PAGE_BYTES_MAX

    def read(self, part: Part, texts: list[str]) -> None:
        if part.content_type == "multipart/alternative" and part.parts:
            self._read_alternatives(part, texts)
        elif part.parts:
            for one in part.parts:
                self.read(one, texts)
        elif _is_attachment(part, has_text=any(texts)) or not self._has_room(part):
            self.attachments.append(attachment(part, len(self.attachments) + 1))
        else:
            texts.append(part_text(part))

    def _read_alternatives(self, part: Part, texts: list[str]) -> None:
        """Plain words win over HTML, unless they only point to it; what is no text at all is kept as attached."""
        wordings: dict[str, list[str]] = {"text/plain": [], "other": []}
        for one in part.parts:
            kind = "text/plain" if one.content_type == "text/plain" else "other"
            self.read(one, wordings[kind])
        plain = [text for text in wordings["text/plain"] if text]
        others = [text for text in wordings["other"] if text][:1]
        texts += others if others and all(_only_points_to_html(text) for text in plain) else plain

    def _has_room(self, part: Part) -> bool:
        """Whether there is room for more words; the first ones always have it, and are cut."""
        room = self._written_left > 0
        self._written_left -= len(part.body)
        if part.content_type == "text/html":
            room = room and self._pages_left > 0
            self._pages_left -= len(part.body)
        return room


def _only_points_to_html(text: str) -> bool:
    """Whether a plain wording says no more than that there is another."""
    return len(text) <= POINTER_CHARS_MAX and bool(_POINTER.search(text))


def _is_attachment(part: Part, *, has_text: bool) -> bool:
    if part.disposition == "attachment":
        return True
    if part.content_type == "message/delivery-status":
        return has_text
    if part.content_type not in _WRITTEN and not part.content_type.startswith("multipart/"):
        return True
    return bool(part.filename) and has_text


def part_text(part: Part) -> str:
    """The words of one part, clean, without blanks at the ends of lines."""
    text = to_text(part.content(), part.parameters.get("charset"))[: 2 * TEXT_CHARS_MAX]
    if part.content_type == "text/html":
        text = html_to_text(text)
    text = clean(text)
    if part.parameters.get("format", "").lower() == "flowed":
        text = _unflowed(text, delete_space=part.parameters.get("delsp", "").lower() == "yes")
    return _MANY_BREAKS.sub("\n\n\n", _TRAILING_BLANKS.sub("", text)).strip("\n")


def _unflowed(text: str, *, delete_space: bool) -> str:
    """Lines of format=flowed that end in a space go on in the next line of the same quote."""
    pieces: list[str] = []
    open_quote: int | None = None
    for line in text.split("\n"):
        words = line.lstrip(">")
        quote = len(line) - len(words)
        words = words.removeprefix(" ")
        flows = words.endswith(" ") and words != "-- "
        if open_quote != quote or words == "-- ":
            pieces.append("\n" + ">" * quote + (" " if quote else ""))
        pieces.append(words[:-1] if flows and delete_space else words)
        open_quote = quote if flows else None
    return "".join(pieces).removeprefix("\n")
