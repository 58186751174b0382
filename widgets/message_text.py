"""The parts of a message's text: what was written, what is quoted, the signature."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

PartKind = Literal["text", "quote", "signature"]

_WROTE = re.compile(
    r"^(on\b.{4,200}\bwrote:|.{4,200}(пишет|писал|писала|написал|написала|написал\(а\)):"
    r"|-{3,} ?(original message|forwarded message|исходное сообщение|пересылаемое сообщение) ?-{3,})$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Part:
    """Lines of one kind that stand together."""

    kind: PartKind
    lines: tuple[str, ...]


def parts_of(text: str) -> list[Part]:
    """The text as parts in their order; lines that start with ">" or follow "On … wrote:" are quotes."""
    lines = text.rstrip().split("\n")
    parts: list[Part] = []
    at = 0
    while at < len(lines):
        kind, end = _part_from(lines, at)
        parts.append(Part(kind, tuple(lines[at:end])))
        at = end
    return _without_gaps(parts)


def _part_from(lines: Sequence[str], at: int) -> tuple[PartKind, int]:
    if introduced := _introduction_lines(lines, at):
        return "quote", _end_of_introduced(lines, at + introduced)
    if _is_quoted(lines[at]):
        return "quote", _end_of_quoted(lines, at)
    kind: PartKind = "signature" if lines[at].rstrip() == "--" else "text"
    end = at + 1
    while end < len(lines) and not _starts_another(lines, end, kind):
        end += 1
    return kind, end


def _starts_another(lines: Sequence[str], at: int, kind: PartKind) -> bool:
    signature = kind == "text" and lines[at].rstrip() == "--"
    return signature or _is_quoted(lines[at]) or _introduction_lines(lines, at) > 0


def _is_quoted(line: str) -> bool:
    return line.lstrip().startswith(">")


def _introduction_lines(lines: Sequence[str], at: int) -> int:
    """How many lines from `at` on say who wrote what follows: 0, 1, or 2 where a mailer broke the line."""
    first = lines[at].strip()
    if not first or len(first) > 200:
        return 0
    if _WROTE.match(first):
        return 1
    following = lines[at + 1].strip() if at + 1 < len(lines) else ""
    joined = first.lower().startswith("on ") and _WROTE.match(f"{first} {following}")
    return 2 if joined else 0


def _end_of_introduced(lines: Sequence[str], at: int) -> int:
    """Where the quote ends: after its ">" lines, or, where there are none, at the end of all."""
    while at < len(lines) and not lines[at].strip():
        at += 1
    if at < len(lines) and _is_quoted(lines[at]):
        return _end_of_quoted(lines, at)
    return len(lines)


def _end_of_quoted(lines: Sequence[str], at: int) -> int:
    end = at
    while at < len(lines) and (_is_quoted(lines[at]) or not lines[at].strip()):
        at += 1
        end = at if _is_quoted(lines[at - 1]) else end
    return end


def _without_gaps(parts: list[Part]) -> list[Part]:
    """The parts without empty lines at their edges, and without empty parts."""
    kept = []
    for part in parts:
        lines = list(part.lines)
        while lines and not lines[0].strip():
            del lines[0]
        while lines and not lines[-1].strip():
            del lines[-1]
        if lines:
            kept.append(Part(part.kind, tuple(lines)))
    return kept
