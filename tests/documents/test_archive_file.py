"""The file of a backup on the disk: what was begun and never finished."""

from pathlib import Path

import pytest

from console import placing
from console.documents import archive_file


def write(path: Path) -> None:
    """Write a backup of nothing much."""
    with archive_file.writing(path) as out, out.part("part") as write:
        write(b"words")


def test_what_a_killed_backup_left_is_taken_away(tmp_path: Path) -> None:
    """The next one of that name does it, and leaves what is of another name, or is no backup."""
    left = [placing.beside(tmp_path / name) for name in ("backup", "backup", "other")]
    for each, begins in zip(left, (b"PK\3\4", b"SQLite format 3", b"PK\3\4"), strict=True):
        each.write_bytes(begins)
    write(tmp_path / "backup")
    assert [each.exists() for each in left] == [False, True, True]


def test_what_another_backup_is_writing_is_left(tmp_path: Path) -> None:
    """Somebody holds it: of two of a name the first that is whole is there, and neither loses its file."""
    with archive_file.writing(tmp_path / "backup") as out:
        with out.part("begun") as part:
            part(bytes(range(256)) * 10_000)
        begun = list(tmp_path.glob(".backup.*.new"))
        write(tmp_path / "backup")
        still = [each.exists() for each in begun]
        (tmp_path / "backup").unlink()
    assert still == [True]


def test_what_is_whole_is_held_until_it_is_in_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another backup of that name that begins at the last moment takes nothing away."""
    put = placing.put

    def put_later(finished: Path, path: Path) -> None:
        placing.clear(path, begins=b"PK")
        put(finished, path)

    monkeypatch.setattr(placing, "put", put_later)
    write(tmp_path / "backup")
    assert [each.name for each in tmp_path.iterdir()] == ["backup"]
