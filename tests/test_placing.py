"""Putting files and folders in their places: whole, durable, for their owner alone, and never over another."""

import os
from pathlib import Path

import pytest

from console import placing


@pytest.fixture
def finished(tmp_path: Path) -> Path:
    """A file that is finished."""
    path = tmp_path / "finished"
    path.write_text("whole")
    return path


@pytest.fixture(params=[True, False], ids=["links", "no links"])
def disk(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that knows links, and one that does not."""
    if not request.param:

        def none(*_: object) -> None:
            raise OSError(95, "Operation not supported")

        monkeypatch.setattr(os, "link", none)


def test_a_file_is_put_in_its_place(disk: None, finished: Path, tmp_path: Path) -> None:
    """With what is in it."""
    placing.put(finished, tmp_path / "there")
    assert (tmp_path / "there").read_text() == "whole"


def test_a_file_is_put_over_no_other(disk: None, finished: Path, tmp_path: Path) -> None:
    """Not even over an empty one."""
    (tmp_path / "there").touch()
    with pytest.raises(FileExistsError):
        placing.put(finished, tmp_path / "there")
    assert (tmp_path / "there").read_text() == ""


def test_a_file_is_for_its_owner_s_eyes(disk: None, finished: Path, tmp_path: Path) -> None:
    """Whoever could read it before."""
    finished.chmod(0o644)
    placing.put(finished, tmp_path / "there")
    assert (tmp_path / "there").stat().st_mode & 0o777 == 0o600


def test_a_file_is_on_the_disk_before_its_name(
    finished: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And its name is before anybody is told."""
    order: list[str] = []
    monkeypatch.setattr(placing, "make_sure", lambda path: order.append(path.name))
    link = os.link
    monkeypatch.setattr(os, "link", lambda *names: (order.append("link"), link(*names)))
    placing.put(finished, tmp_path / "there")
    assert order == ["finished", "link", tmp_path.name]


def test_a_folder_is_put_over_no_other(tmp_path: Path) -> None:
    """Not even over an empty one."""
    for name in ("finished", "there"):
        (tmp_path / name).mkdir()
    (tmp_path / "finished" / "file").touch()
    with pytest.raises(FileExistsError):
        placing.put_folder(tmp_path / "finished", tmp_path / "there")
    assert list((tmp_path / "there").iterdir()) == []


def test_a_folder_is_put_in_its_place(tmp_path: Path) -> None:
    """With the files in it."""
    (tmp_path / "finished").mkdir()
    (tmp_path / "finished" / "file").touch()
    placing.put_folder(tmp_path / "finished", tmp_path / "there")
    assert [each.name for each in (tmp_path / "there").iterdir()] == ["file"]


def test_what_is_removed_takes_its_logs_along(tmp_path: Path) -> None:
    """And nothing else."""
    for name in ("d.new", "d.new-wal", "d.new-shm", "d.new-journal", "d.new.kept"):
        (tmp_path / name).touch()
    placing.remove(tmp_path / "d.new")
    assert [each.name for each in tmp_path.iterdir()] == ["d.new.kept"]
