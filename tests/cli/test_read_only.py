"""With --read-only no command writes: it says so in a sentence, and the desk's file and folder stay as they are."""

import hashlib
import json
from pathlib import Path

import pytest

from tests.cli.all_commands import BEFORE, FILES, OF_THEIR_OWN, READS, WRITES, every_command, meant
from tests.cli.conftest import Runner
from tests.cli.everything import Line
from tests.cli.shop import ShopDesk

SAID = ("for reading only", "--read-only")


def _state(folder: Path) -> dict[str, str]:
    """The files of a folder, or a file, and what is in them; what SQLite keeps beside an open file is no record."""
    found = folder.rglob("*") if folder.is_dir() else [folder]
    return {
        str(path): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(found)
        if path.is_file() and not path.name.endswith(("-wal", "-shm"))
    }


def _given(run: Runner, words: str) -> list[str]:
    """The words, with files in place of what stands for one."""
    for name, text in FILES.items():
        run.file(text.encode(), name)
    return [str(run.home / word) if word in {*FILES, "COPY"} else word for word in words.split()]


@pytest.mark.parametrize("words", WRITES)
def test_read_only_keeps_every_command_from_writing(
    run: Runner, taken: int, shop: ShopDesk, desk_path: Path, words: str
) -> None:
    """A command that writes says in a sentence that this is for reading only, and nothing is written."""
    given = _given(run, words)
    if words in BEFORE:
        run("--as", "ada", *_given(run, BEFORE[words]))
    before = _state(desk_path.parent)
    ran = run("--as", "ada", "--read-only", *given)
    assert (ran.code in {2, 4, 75}, any(each in ran.err for each in SAID)) == (True, True), (
        ran.code,
        ran.err,
    )
    assert _state(desk_path.parent) == before


@pytest.mark.parametrize("words", READS)
def test_read_only_lets_every_other_command_read(line: Line, words: str) -> None:
    """It is never what stands in the way, and the desk stays as it is all the same."""
    before = _state(line.home / "filled" / "desk.db")
    ran = line("ada", f"--read-only {words}")
    said = json.dumps(ran.said)
    assert (ran.code in {0, 2, 3, 4}, any(each in said for each in SAID)) == (True, False), ran
    assert list(_state(line.desk).values()) == list(before.values())


def test_every_command_either_writes_or_only_reads() -> None:
    """A new one is held to it too."""
    told = {meant(words) for words in (*WRITES, *READS)}
    assert told ^ every_command() == OF_THEIR_OWN
