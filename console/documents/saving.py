"""Files that a person wants to have: written under a free name, for their owner alone, and never run."""

import os
import secrets
from pathlib import Path

NAMES_TRIED = 1000


def save(folder: Path, name: str, content: bytes) -> Path:
    """Write a file into a folder, as "name (2)" where there is one already. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    stem, dot, ending = name.rpartition(".")
    if not stem:
        stem, dot, ending = name, "", ""
    for number in range(1, NAMES_TRIED):
        free = name if number == 1 else f"{stem} ({number}){dot}{ending}"
        try:
            return write(folder / free, content)
        except FileExistsError:
            continue
    raise FileExistsError(f"There are too many files called {name} in {folder}.")


def write(path: Path, content: bytes) -> Path:
    """Write a file that is not there yet. Raises OSError."""
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
    return path


def replace(path: Path, content: bytes) -> Path:
    """Write a file in place of one that is there: whole or not at all. Raises OSError."""
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        os.replace(write(beside, content), path)
    finally:
        beside.unlink(missing_ok=True)
    return path
