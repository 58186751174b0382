"""The shape of a raw mail: header fields and a tree of parts, within bounds, in linear time."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message
from email.utils import collapse_rfc2231_value
from io import BytesIO
from typing import NamedTuple

from console.mail.charsets import to_text

MAIL_BYTES_MAX = 25 * 1024 * 1024
HEADERS_BYTES_MAX = 256 * 1024
HEADER_BYTES_MAX = 16 * 1024
HEADERS_MAX = 2_000
PARTS_MAX = 500
DEPTH_MAX = 20

_HEADER = re.compile(rb"([!-9;-~]{1,200})[ \t]*:[ \t]*(.*)", re.DOTALL)
_MBOX_LINE = (b"From ", b">From ")
_BOUNDARY_CHARS_MAX = 200


class OutOfBoundsError(Exception):
    """Raised for a mail that is larger or deeper than we read; its text is a sentence."""


@dataclass(frozen=True, slots=True)
class Headers:
    """Header fields in their order, names in lower case, values as unfolded bytes."""

    fields: tuple[tuple[str, bytes], ...]

    def all(self, name: str) -> list[bytes]:
        """Every value of the field."""
        return [value for key, value in self.fields if key == name]

    def first(self, name: str) -> str:
        """The first value with one character a byte, or ''."""
        return next((value.decode("latin-1") for key, value in self.fields if key == name), "")


@dataclass(slots=True)
class Part:
    """One part of a mail: its headers, what they say of it, and its body's bytes or its parts."""

    headers: Headers
    content_type: str = "text/plain"
    parameters: dict[str, str] = field(default_factory=dict)
    disposition: str = ""
    filename: str = ""
    body: bytes = b""
    parts: list[Part] = field(default_factory=list)

    def walk(self) -> Iterator[Part]:
        """This part and all below it, in reading order."""
        yield self
        for part in self.parts:
            yield from part.walk()

    def content(self) -> bytes:
        """The body without its transfer encoding; one that is unknown or broken changes nothing."""
        encoding = self.headers.first("content-transfer-encoding").strip(" ;\t").lower()
        if encoding == "base64":
            return _from_base64(self.body)
        if encoding == "quoted-printable":
            return binascii.a2b_qp(self.body)
        if encoding in ("x-uuencode", "uuencode", "x-uue", "uue"):
            return _from_uuencode(self.body)
        return self.body


def read_tree(raw: bytes) -> Part:
    """The mail as a tree of parts.

    Raises:
        OutOfBoundsError: The mail is past one of the bounds above.
    """
    if len(raw) > MAIL_BYTES_MAX:
        raise OutOfBoundsError(f"The mail is larger than {MAIL_BYTES_MAX // 2**20} MB.")
    if b"\n" not in raw:
        raw = raw.replace(b"\r", b"\n")
    raw = raw.lstrip(b"\r\n")
    return _Reader(raw).part(0, len(raw), depth=0, default="text/plain")


def read_fields(block: bytes) -> Headers:
    """A block of fields as it stands in a report, as headers; what is too large is none."""
    try:
        return _read_headers(block, 0, len(block))[0]
    except OutOfBoundsError:
        return Headers(())


class _Reader:
    """Walks the parts by offsets, so that nesting copies nothing but the leaves."""

    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        self._parts_left = PARTS_MAX
        self._header_bytes_left = 4 * HEADERS_BYTES_MAX

    def part(self, start: int, end: int, *, depth: int, default: str) -> Part:
        if depth > DEPTH_MAX:
            raise OutOfBoundsError(f"The mail's parts are nested deeper than {DEPTH_MAX}.")
        headers, body_start = _read_headers(self._raw, start, end)
        self._header_bytes_left -= body_start - start
        if self._header_bytes_left < 0:
            raise OutOfBoundsError("The headers of the mail's parts are too large together.")
        part = _described(headers, default)
        spans = self._spans(part, body_start, end)
        if not spans:
            part.body = self._raw[body_start:end]
        inner = "message/rfc822" if part.content_type == "multipart/digest" else "text/plain"
        part.parts = [self.part(a, b, depth=depth + 1, default=inner) for a, b in spans]
        return part

    def _spans(self, part: Part, start: int, end: int) -> list[tuple[int, int]]:
        """Where the parts between the boundary's lines begin and end; none for a leaf."""
        boundary = part.parameters.get("boundary", "")
        if not part.content_type.startswith("multipart/") or not boundary:
            return []
        spans: list[tuple[int, int]] = []
        opened: int | None = None
        for line in _delimiters(self._raw, boundary.encode("latin-1", "replace"), start, end):
            if opened is not None:
                spans.append(self._counted(opened, line.start))
            opened = None if line.closes else line.after
            if line.closes:
                break
        if opened is not None and opened < end:
            spans.append(self._counted(opened, end))
        return spans

    def _counted(self, start: int, end: int) -> tuple[int, int]:
        self._parts_left -= 1
        if self._parts_left < 0:
            raise OutOfBoundsError(f"The mail has more than {PARTS_MAX} parts.")
        return start, max(start, end)


class _Delimiter(NamedTuple):
    start: int
    after: int
    closes: bool


def _delimiters(raw: bytes, boundary: bytes, start: int, end: int) -> Iterator[_Delimiter]:
    """The boundary's own lines; `start` follows a header, so a line break stands before each."""
    line = re.compile(rb"\n--" + re.escape(boundary) + rb"(--)?[ \t\r\x0b\x0c]{0,80}(?=\n|\Z)")
    for found in line.finditer(raw, max(0, start - 1), end):
        at = found.start()
        before = at - 1 if raw[at - 1 : at] == b"\r" else at
        yield _Delimiter(before, _line_end(raw, found.end(), end), found[1] is not None)


def _line_end(raw: bytes, start: int, end: int) -> int:
    newline = raw.find(b"\n", start, end)
    return end if newline == -1 else newline + 1


def _read_headers(raw: bytes, start: int, end: int) -> tuple[Headers, int]:
    """The header fields from `start`, and where the body begins."""
    fields: list[tuple[str, list[bytes]]] = []
    at = field_start = start
    while at < end:
        after = _line_end(raw, at, end)
        line = raw[at : min(after, at + HEADER_BYTES_MAX + 1)].rstrip(b"\r\n")
        if not line:
            at = after
            break
        if line[:1] in (b" ", b"\t") and fields:
            fields[-1][1].append(line)
        elif header := _HEADER.match(line):
            fields.append((header[1].decode("ascii").lower(), [header[2]]))
            field_start = at
            if len(fields) > HEADERS_MAX:
                raise OutOfBoundsError(f"The mail has more than {HEADERS_MAX:,} header fields.")
        elif not line.startswith(_MBOX_LINE):
            break
        at = after
        _check_header_sizes(at - field_start, at - start)
    return Headers(tuple((name, b"".join(lines)) for name, lines in fields)), at


def _check_header_sizes(field_bytes: int, all_bytes: int) -> None:
    if field_bytes > HEADER_BYTES_MAX:
        raise OutOfBoundsError(
            f"One header of the mail is larger than {HEADER_BYTES_MAX // 1024} kB."
        )
    if all_bytes > HEADERS_BYTES_MAX:
        raise OutOfBoundsError(f"The mail's header is larger than {HEADERS_BYTES_MAX // 1024} kB.")


def _described(headers: Headers, default: str) -> Part:
    """A part without a body yet; what its headers say wrongly is left out."""
    described = Message()
    described.set_default_type(default)
    for name in ("content-type", "content-disposition"):
        if value := headers.first(name):
            described[name] = value
    part = Part(headers, content_type=described.get_content_type())
    for name in ("boundary", "charset", "format", "delsp", "report-type"):
        part.parameters[name] = _parameter(described, name, "content-type")
    part.parameters["boundary"] = part.parameters["boundary"][:_BOUNDARY_CHARS_MAX].rstrip()
    part.disposition = headers.first("content-disposition").partition(";")[0].strip().lower()
    part.filename = _parameter(described, "filename", "content-disposition") or _parameter(
        described, "name", "content-type"
    )
    return part


def _parameter(described: Message, name: str, header: str) -> str:
    try:
        value = described.get_param(name, "", header)
        if isinstance(value, tuple):
            return collapse_rfc2231_value(value)
        return to_text(str(value).encode("latin-1")) if name in ("filename", "name") else str(value)
    except Exception:
        return ""


def _from_base64(body: bytes) -> bytes:
    for padding in (b"==", b"A=="):
        try:
            return binascii.a2b_base64(body + padding)
        except binascii.Error:
            continue
    return body


def _from_uuencode(body: bytes) -> bytes:
    found = bytearray()
    inside = False
    for line in BytesIO(body):
        if line.startswith(b"begin "):
            inside = True
        elif line.strip() in (b"end", b"`"):
            inside = False
        elif inside and line.strip():
            try:
                found += binascii.a2b_uu(line)
            except binascii.Error:
                return body
    return bytes(found) or body
