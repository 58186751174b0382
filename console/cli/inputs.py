"""Reading what a command is given: a file or standard input, within bounds."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from console.services.faults import BadInput
from widgets.safe_text import one_line

TEXT_BYTES = 1_000_000
_PIECE = 1 << 20


def read_bytes(name: str, *, most_bytes: int) -> bytes:
    """The file's bytes ("-" is standard input), one more than `most_bytes` at most. Raises BadInput."""
    if name == "-":
        return _up_to(_standard_input(), most_bytes)
    try:
        with Path(name).open("rb") as file:
            return _up_to(file, most_bytes)
    except (OSError, ValueError) as error:
        raise _unreadable(name, error) from None


@contextmanager
def opened_bytes(name: str) -> Iterator[Iterator[bytes]]:
    """The file's bytes ("-" is standard input), of any number, a piece at a time. Raises BadInput."""
    if name == "-":
        yield _pieces(_standard_input())
        return
    try:
        file = Path(name).open("rb")  # noqa: SIM115 - closed below
    except (OSError, ValueError) as error:
        raise _unreadable(name, error) from None
    with file:
        yield _pieces(file)


def read_text(name: str) -> str:
    """A text for a person, in UTF-8 and not empty. Raises BadInput."""
    if name == "-" and sys.stdin is not None and sys.stdin.isatty():
        sys.stderr.write("Write the text, and end it with Ctrl-D on a line of its own.\n")
    raw = read_bytes(name, most_bytes=TEXT_BYTES)
    if len(raw) > TEXT_BYTES:
        raise BadInput("The text is longer than 1 MB.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput("The text is not in UTF-8.") from None
    if not text.strip():
        raise BadInput("There is no text.")
    return text


def read_toml(name: str) -> Mapping[str, Any]:
    """The values of a TOML file. Raises BadInput."""
    import tomllib

    try:
        return tomllib.loads(read_text(name))
    except tomllib.TOMLDecodeError as error:
        raise BadInput(f"The file is no TOML: {error}.") from None


def _unreadable(name: str, error: Exception) -> BadInput:
    why = getattr(error, "strerror", None) or "that is no file's name"
    return BadInput(f"{one_line(name)} cannot be read: {why}.")


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    while piece := file.read(_PIECE):
        yield piece


def _standard_input() -> BinaryIO:
    if sys.stdin is None:
        raise BadInput("There is no standard input to read: name a file.")
    return sys.stdin.buffer


def _up_to(file: BinaryIO, most_bytes: int) -> bytes:
    parts, left = [], most_bytes + 1
    while left > 0 and (part := file.read(min(left, _PIECE))):
        parts.append(part)
        left -= len(part)
    return b"".join(parts)
