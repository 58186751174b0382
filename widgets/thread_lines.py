"""A message laid out as lines of a width."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from rich.cells import cell_len, chop_cells

from widgets.cells import crop
from widgets.message_text import Part, parts_of
from widgets.safe_text import clean, one_line

Direction = Literal["in", "out", "note"]
Splitter = Callable[[str], Sequence[Part]]
INDENT = 1
LINE_CHARS = 4000


class Attachment(Protocol):
    """A file that came with a message."""

    @property
    def name(self) -> str:
        """Its name, as the sender gave it."""

    @property
    def size_bytes(self) -> int:
        """Its size."""

    @property
    def really(self) -> str:
        """The type that its bytes show, where it claims another; else ''."""


class Shown(Protocol):
    """A message of a thread; its texts may come from outside."""

    @property
    def message(self) -> int:
        """Its number."""

    @property
    def direction(self) -> str:
        """Whether it came "in", went "out", or is a "note"."""

    @property
    def author(self) -> str:
        """Who wrote it."""

    @property
    def at_text(self) -> str:
        """When, in words."""

    @property
    def text(self) -> str:
        """What was written."""

    @property
    def attachments(self) -> Sequence[Attachment]:
        """The files with it."""

    @property
    def delivery(self) -> str | None:
        """How its e-mail fares: "queued", "sent", "not delivered: …"; None where there is none."""

    @property
    def doubt(self) -> str | None:
        """What speaks against its being from whom it names, in words; None where nothing does."""


@dataclass(frozen=True, slots=True)
class Line:
    """One drawn line: pieces of text, each with the name of its style."""

    pieces: tuple[tuple[str, str], ...]

    @property
    def plain(self) -> str:
        """Its text."""
        return "".join(text for text, _ in self.pieces)


def lay_out(
    shown: Shown, width: int, *, quotes: bool, chars: int, split: Splitter = parts_of
) -> list[Line]:
    """The message as lines of `width` cells; of its text at most `chars` characters, quotes folded or whole.

    `split` tells what was written from what is quoted and signed.
    """
    room = max(8, width - 2 * INDENT)
    lines = [_title(shown, width), *_doubt_lines(shown, room)]
    kept = clean(shown.text[:chars])
    style = "note" if shown.direction == "note" else ""
    for number, part in enumerate(split(kept)):
        lines += [Line(())] if number else []
        lines += _part_lines(part, room, quotes=quotes, style=style)
    if len(shown.text) > chars:
        left = len(shown.text) - chars
        lines.append(_said(f"▸ {left:,} more characters: x shows more", "fold"))
    lines += _attachment_lines(shown.attachments, room)
    return [*lines, Line(())]


def size_words(size_bytes: int) -> str:
    """A file's size: "84 kB"."""
    if size_bytes < 1000:
        return f"{size_bytes} B"
    if size_bytes < 1_000_000:
        return f"{size_bytes // 1000} kB"
    return f"{size_bytes / 1_000_000:.1f} MB"


def wrapped(text: str, width: int) -> Iterator[str]:
    """A line of clean text as lines of at most `width` cells, broken at spaces where it can be."""
    if text.isascii() and len(text) <= width:
        yield text
        return
    line, line_cells = "", 0
    for word in _words(text):
        cells = cell_len(word)
        if line_cells + cell_len(word.rstrip()) <= width:
            line, line_cells = line + word, line_cells + cells
            continue
        if line:
            yield line.rstrip()
        *full, line = chop_cells(word, width) if cells > width else [word]
        yield from full
        line_cells = cell_len(line)
    yield line.rstrip()


def _words(text: str) -> Iterator[str]:
    """The words, each with the spaces after it."""
    at = 0
    while at < len(text):
        end = text.find(" ", at)
        end = len(text) if end < 0 else end
        while end < len(text) and text[end] == " ":
            end += 1
        yield text[at:end]
        at = end


def _title(shown: Shown, width: int) -> Line:
    role = {"out": ", answer", "note": ", note"}.get(shown.direction, "")
    delivery = crop(shown.delivery, max(0, width // 2)) if shown.delivery else ""
    right = "  ".join(filter(None, [delivery, crop(shown.at_text, 20)]))
    author = crop(shown.author, max(0, width - cell_len(right) - len(role) - 3 * INDENT)) + role
    gap = " " * max(1, width - 2 * INDENT - cell_len(author) - cell_len(right))
    failed = "bad" if delivery.startswith(("not ", "came back")) else "dim"
    at_text = right[len(delivery) :]
    name = "answer" if shown.direction == "out" else shown.direction
    return Line(
        ((" " * INDENT, ""), (author, name), (gap, ""), (delivery, failed), (at_text, "dim"))
    )


def _part_lines(part: Part, width: int, *, quotes: bool, style: str) -> list[Line]:
    if part.kind == "quote" and not quotes:
        count = len(part.lines)
        return [_said(f"▸ {count} quoted line{'s' if count > 1 else ''}: t shows", "fold")]
    style = style if part.kind == "text" else "dim"
    return [_said(line, style) for text in part.lines for line in wrapped(text.rstrip(), width)]


def _doubt_lines(shown: Shown, width: int) -> list[Line]:
    if shown.doubt is None:
        return []
    return [_said(line, "bad") for line in wrapped(f"! {one_line(shown.doubt)}", width)]


def _attachment_lines(attachments: Sequence[Attachment], width: int) -> list[Line]:
    return [line for each in attachments for line in _attachment(each, width)]


def _attachment(attachment: Attachment, width: int) -> list[Line]:
    size = size_words(attachment.size_bytes)
    lines = [_said(f"▸ {crop(attachment.name, width - len(size) - 4)} {size}", "fold")]
    if attachment.really:
        lines.append(_said(crop(f"  ! it is really {attachment.really}", width), "bad"))
    return lines


def _said(text: str, style: str) -> Line:
    return Line(((" " * INDENT, ""), (text, style)))
