"""Putting a finished file or folder in its place: never half of one there, and never over another."""

import glob
import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

LOGS = ("-wal", "-shm", "-journal")
"""What SQLite keeps beside its file."""


def beside(path: Path) -> Path:
    """A name beside a place, for what is not finished."""
    return path.with_name(f".{path.name}.{secrets.token_hex(4)}.new")


def new_file(path: Path) -> BinaryIO:
    """A file that was not there, for its owner's eyes alone, and held as long as it is open. Raises OSError."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    _hold(descriptor)
    return open(descriptor, "wb")


def clear(path: Path, *, begins: bytes) -> None:
    """Remove what was begun beside a place, begins like this, and is held by nobody: its program was killed."""
    for left in path.parent.glob(f".{glob.escape(path.name)}.{'[0-9a-f]' * 8}.new"):
        with suppress(OSError), open(left, "r+b") as file:
            if file.read(len(begins)) == begins and _hold(file.fileno()):
                left.unlink()


def _hold(descriptor: int) -> bool:
    """Keep others from holding a file; False where somebody does, or where nobody can."""
    try:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (ImportError, OSError):
        return False
    return True


def put(finished: Path, path: Path) -> None:
    """Put a file in its place, so that not even a power cut takes it away. Raises FileExistsError, and OSError."""
    finished.chmod(0o600)
    make_sure(finished)
    try:
        # A link fails where something has come to be meanwhile; a rename would take its place.
        os.link(finished, path)
    except FileExistsError:
        raise
    except OSError:
        # Not every disk knows links: there the name is taken first.
        new_file(path).close()
        finished.replace(path)
    make_sure(path.parent)


def put_folder(finished: Path, path: Path) -> None:
    """Put a folder in its place. Raises FileExistsError, and OSError."""
    make_sure(finished)
    path.mkdir(mode=0o700)
    # An empty folder, such as the one just made, is the one thing that a folder can take the place of.
    finished.rename(path)
    make_sure(path.parent)


def rename(path: Path, aside: Path) -> None:
    """Give a SQLite file another name, under which nothing is; its logs are empty and go. Raises OSError."""
    os.link(path, aside)
    for end in LOGS:
        Path(f"{path}{end}").unlink(missing_ok=True)
    path.unlink()
    make_sure(path.parent)


def make_sure(path: Path) -> None:
    """Wait until a file is on the disk; a name is there only once its folder is."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def remove(unfinished: Path) -> None:
    """Remove a file that was not finished, with SQLite's logs beside it."""
    for end in ("", *LOGS):
        with suppress(OSError):
            Path(f"{unfinished}{end}").unlink(missing_ok=True)
