"""Mails kept in a folder beside the desk, durably and without opening it, until `work` takes them in."""

import os
import re
import secrets
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

_NAME = re.compile(r"([0-9]{8}T[0-9]{12})-[0-9a-f]{16}\.eml")
_STAMP = "%Y%m%dT%H%M%S%f"


def keep(folder: Path, raw: bytes, *, received_at: datetime) -> Path:
    """Write a mail so that not even a power cut loses it. Raises OSError."""
    name = f"{received_at.astimezone(UTC):{_STAMP}}-{secrets.token_hex(8)}.eml"
    unfinished = folder / f".{name}.new"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        _write(unfinished, raw)
        kept = unfinished.rename(folder / name)
        _make_sure(folder)
        _make_sure(folder.parent)
    except OSError:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
        raise
    return kept


def waiting(folder: Path) -> Sequence[Path]:
    """The mails that wait, in the order in which they came."""
    with suppress(FileNotFoundError):
        return sorted(each for each in folder.iterdir() if _NAME.fullmatch(each.name))
    return ()


def received_at(mail: Path) -> datetime:
    """When a mail came, as its name says."""
    return datetime.strptime(mail.name.partition("-")[0], _STAMP).replace(tzinfo=UTC)


def _write(path: Path, raw: bytes) -> None:
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(raw)
        file.flush()
        os.fsync(file.fileno())


def _make_sure(folder: Path) -> None:
    """A name is on the disk only once its folder is."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
