"""Mails kept in a folder beside the desk, durably and without opening it, until `work` takes them in."""

import os
import re
import secrets
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

_HEADER_END = re.compile(rb"\r?\n\r?\n")
_NAME = re.compile(r"([0-9]{8}T[0-9]{12})-[0-9a-f]{16}\.eml")
_STAMP = "%Y%m%dT%H%M%S%f"

WHOLE_BYTES_MAX = 64_000_000
"""A mail that is larger does not go into the desk's record as a whole: it stays a file."""

_UNFINISHED_FOR = timedelta(days=1)
_HEADER_BYTES_MAX = 256 * 1024


def keep(folder: Path, pieces: Iterable[bytes], *, received_at: datetime) -> Path:
    """Write a mail, of any size, so that not even a power cut loses it. Raises OSError."""
    name = f"{received_at.astimezone(UTC):{_STAMP}}-{secrets.token_hex(8)}.eml"
    unfinished = folder / f".{name}.new"
    try:
        _make(folder)
        _write(unfinished, pieces)
        kept = unfinished.rename(folder / name)
        _make_sure(folder)
    except BaseException:
        forget(unfinished)
        raise
    return kept


def forget(mail: Path) -> None:
    """Let a mail wait no more: somebody else has it."""
    with suppress(OSError):
        mail.unlink(missing_ok=True)


def waiting(folder: Path) -> Sequence[Path]:
    """The mails that wait, in the order in which they came."""
    with suppress(FileNotFoundError):
        return sorted(each for each in folder.iterdir() if _NAME.fullmatch(each.name))
    return ()


def sweep(folder: Path, now: datetime) -> None:
    """Remove what whoever brought a mail did not finish, once nobody can be at it any more."""
    for each in folder.glob(".*.eml.new"):
        if _NAME.fullmatch(each.stem[1:]) and now - received_at(each) > _UNFINISHED_FOR:
            forget(each)


def received_at(mail: Path) -> datetime:
    """When a mail came, as its name says."""
    return datetime.strptime(mail.name.lstrip(".").partition("-")[0], _STAMP).replace(tzinfo=UTC)


def is_too_large(mail: Path) -> bool:
    """Whether a mail stays a file. Raises OSError."""
    return mail.stat().st_size > WHOLE_BYTES_MAX


def header_of(mail: Path) -> bytes:
    """The header of a mail, with the empty line that ends it, or as much as one may have. Raises OSError."""
    with mail.open("rb") as file:
        start = file.read(_HEADER_BYTES_MAX)
    found = _HEADER_END.search(start)
    return start[: found.end()] if found else start


def set_aside(mail: Path) -> Path:
    """Where a mail that stays a file is kept once it has been taken in."""
    return mail.parent / "large" / mail.name


def done_with(mail: Path) -> None:
    """A mail was taken in: it waits no more. Raises FileNotFoundError where somebody else was first."""
    if is_too_large(mail):
        move_aside(mail)
    else:
        mail.unlink()


def move_aside(mail: Path) -> None:
    """Keep a mail as a file, where it waits no more. Raises OSError."""
    aside = set_aside(mail)
    _make(aside.parent)
    mail.rename(aside)
    _make_sure(aside.parent)
    _make_sure(mail.parent)


def _make(folder: Path) -> None:
    """Make a folder, with those above it, so that not even a power cut loses it."""
    if folder.is_dir():
        return
    _make(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    _make_sure(folder.parent)


def _write(path: Path, pieces: Iterable[bytes]) -> None:
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.writelines(pieces)
        file.flush()
        os.fsync(file.fileno())


def _make_sure(folder: Path) -> None:
    """A name is on the disk only once its folder is."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
