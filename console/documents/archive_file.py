"""The file of a backup on the disk: named parts in a zip file, whatever they say, written whole or not at all."""

import hashlib
import io
import os
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from console import placing
from console.documents.archive import BadArchive

LEVEL = 1
"""The quickest: the next ones take half as long again for a few per cent."""

PART_BYTES = 16_000_000
LINE_BYTES = 512_000_000

_BEGINS = b"PK"

_BROKEN = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError,
)  # fmt: skip


class Writer:
    """Writes the parts, one after the other."""

    def __init__(self, packed: zipfile.ZipFile) -> None:
        self._packed = packed

    @contextmanager
    def part(self, name: str) -> Iterator[Callable[[bytes], object]]:
        """One part, in as many pieces as it takes."""
        with self._packed.open(name, "w", force_zip64=True) as part:
            yield part.write


@contextmanager
def writing(path: Path) -> Iterator[Writer]:
    """A new file, there once it is whole. Raises FileExistsError, and OSError."""
    if os.path.lexists(path):
        raise FileExistsError(path)
    placing.clear(path, begins=_BEGINS)
    unfinished = placing.beside(path)
    try:
        with placing.new_file(unfinished) as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL) as packed:
                yield Writer(packed)
            file.flush()
            placing.put(unfinished, path)
    finally:
        placing.remove(unfinished)


def sum_of(path: Path) -> tuple[int, str]:
    """A file's size in bytes, and its SHA-256. Raises OSError."""
    with open(path, "rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return file.tell(), digest


class Parts:
    """Reads the parts of a file."""

    def __init__(self, packed: zipfile.ZipFile) -> None:
        self._packed = packed

    @property
    def names(self) -> list[str]:
        """What the parts are called."""
        return self._packed.namelist()

    def whole(self, name: str) -> bytes:
        """A small part at once. Raises BadArchive."""
        with _said(), self._packed.open(name) as part:
            return part.read(PART_BYTES)

    def lines(self, name: str) -> Iterator[bytes]:
        """A part line by line. Raises BadArchive."""
        with _said(), io.BufferedReader(self._packed.open(name)) as part:  # type: ignore[type-var]  # it reads as a raw file does
            while line := part.readline(LINE_BYTES):
                yield line


@contextmanager
def reading(path: Path) -> Iterator[Parts]:
    """An existing file. Raises BadArchive where it is no whole one, and OSError."""
    with open(path, "rb") as file:
        try:
            packed = zipfile.ZipFile(file)
        except _BROKEN as error:
            raise BadArchive("It is no backup, or was cut short.") from error
        with packed:
            yield Parts(packed)


@contextmanager
def _said() -> Iterator[None]:
    try:
        yield
    except KeyError as error:
        raise BadArchive("A part of it is missing.") from error
    except _BROKEN as error:
        raise BadArchive("It was altered, or cut short.") from error
