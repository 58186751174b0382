"""The folder of an export on the disk: files in a new folder, whatever is in them, all there or none."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from console import placing


class Folder:
    """Writes the files."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @contextmanager
    def file(self, name: str) -> Iterator[BinaryIO]:
        """One file, for its owner's eyes alone."""
        with placing.new_file(self._path / name) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())


@contextmanager
def writing(path: Path) -> Iterator[Folder]:
    """A new folder, there once all of it is. Raises FileExistsError, and OSError."""
    if os.path.lexists(path):
        raise FileExistsError(path)
    unfinished = placing.beside(path)
    try:
        unfinished.mkdir(mode=0o700)
        yield Folder(unfinished)
        placing.put_folder(unfinished, path)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
