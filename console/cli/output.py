"""How answers leave the program: data on standard output, talk on standard error, nothing unsafe in either."""

import os
import shutil
import sys
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, NamedTuple, TextIO

from console.policy.refusal import Refusal
from widgets.safe_text import clean, one_line


class Answer(NamedTuple):
    """What a command came to: its data for scripts, the same in words, and what to say beside it."""

    data: Any = None
    text: str = ""
    talk: str = ""
    code: int = 0
    as_json: bool = False
    raw: bytes | None = None


def show(answer: Answer, *, as_json: bool) -> None:
    """Write a command's answer. Raises OSError where standard output cannot take it."""
    if answer.talk:
        say(answer.talk)
    if answer.raw is not None:
        _write_bytes(answer.raw)
    elif as_json or answer.as_json:
        if answer.data is not None:
            write_json(answer.data)
    elif answer.text:
        _write(sys.stdout, clean(answer.text))


def show_refusal(refusal: Refusal, *, as_json: bool) -> None:
    """Write why something was not done, with its clause."""
    if as_json:
        write_json({"refused": {"reason": refusal.reason, "clause": refusal.clause}})
    clause = f" ({refusal.clause})" if refusal.clause else ""
    say(f"Refused: {refusal.reason}{clause}")


def show_error(reason: str, *, as_json: bool) -> None:
    """Write what went wrong."""
    if as_json:
        write_json({"error": {"reason": reason}})
    say(f"creditdesk: {reason}")


def say(words: str) -> None:
    """Tell the person something that is no data."""
    try:
        _write(sys.stderr, clean(words))
    except OSError:
        # Nobody is left to be told that nobody can be told.
        return


def write_json(data: Any) -> None:
    """Write one JSON value on a line of its own."""
    _write(sys.stdout, as_json(data))


def as_json(data: Any) -> str:
    """One JSON value as text."""
    import json

    return json.dumps(_plain(data), ensure_ascii=False, separators=(", ", ": "))


def _plain(value: Any) -> Any:
    """The value in JSON's own types: texts cleaned, times in UTC to the second."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(name): _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value


def _write(stream: TextIO | None, text: str) -> None:
    if stream is None:
        return
    encoding = stream.encoding or "utf-8"
    safe = text.encode(encoding, errors="backslashreplace").decode(encoding)
    try:
        stream.write(f"{safe}\n")
        stream.flush()
    except BrokenPipeError:
        _stop_writing(stream)


def _write_bytes(raw: bytes) -> None:
    """A document as it is, for a file or another program."""
    if sys.stdout is None:
        return
    try:
        sys.stdout.buffer.write(raw)
        sys.stdout.flush()
    except BrokenPipeError:
        _stop_writing(sys.stdout)


def _stop_writing(stream: TextIO) -> None:
    """Let what is still buffered go nowhere: the reader left, which is no fault of the command's."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def table(
    heads: Sequence[str], rows: Iterable[Sequence[str]], *, right: str | Sequence[str] = ""
) -> str:
    """Rows under their heads in aligned columns, cut to a terminal's width; those named in `right` are set right."""
    lines = [list(heads), *([one_line(cell) for cell in row] for row in rows)]
    widths = [max(_cells(line[column]) for line in lines) for column in range(len(heads))]
    named = right.split() if isinstance(right, str) else right
    to_right = [head in named for head in heads]
    room = _columns()
    return "\n".join(_cut(_aligned(line, widths, to_right=to_right), room) for line in lines)


def facts(pairs: Iterable[tuple[str, str]]) -> str:
    """Names and their values, one a line; those without a value are left out."""
    told = [(name, one_line(value)) for name, value in pairs if value]
    width = max((len(name) for name, _ in told), default=0)
    return "\n".join(f"{name:<{width}}  {value}" for name, value in told)


def _aligned(line: Sequence[str], widths: Sequence[int], *, to_right: Sequence[bool]) -> str:
    cells = (
        " " * (width - _cells(cell)) + cell if right else cell + " " * (width - _cells(cell))
        for cell, width, right in zip(line, widths, to_right, strict=True)
    )
    return "  ".join(cells).rstrip()


def _columns() -> int | None:
    """How wide a terminal is; None where the words go elsewhere, and are needed whole."""
    if sys.stdout is None or not sys.stdout.isatty():
        return None
    return shutil.get_terminal_size().columns


def _cut(line: str, room: int | None) -> str:
    if room is None or _cells(line) <= room:
        return line
    while line and _cells(line) > room - 1:
        line = line[:-1]
    return f"{line}…"


def _cells(text: str) -> int:
    """How many cells of a terminal the text takes."""
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(each) in "WF" for each in text)
    return len(text) + wide - sum(unicodedata.combining(each) > 0 for each in text)
