"""What a file is to the program, seen without changing it."""

from pathlib import Path

import pytest

from db import schema
from db.driver import APPLICATION_ID, connect, file_state, sqlite3


def state(path: Path) -> str:
    """What the program takes the file for."""
    return file_state(str(path), schema.HEAD, schema.KNOWN)


def test_a_file_that_is_not_there_is_absent(tmp_path: Path) -> None:
    """A file that is not there is absent, and stays so."""
    assert (state(tmp_path / "x"), (tmp_path / "x").exists()) == ("absent", False)


def test_an_empty_file_is_absent(tmp_path: Path) -> None:
    """An empty file is absent."""
    (tmp_path / "x").touch()
    assert state(tmp_path / "x") == "absent"


def test_a_desk_is_ready(desk_path: Path) -> None:
    """A desk is ready."""
    assert state(desk_path) == "ready"


@pytest.mark.parametrize(
    ("revision", "expected"), [("0001", "older"), (schema.HEAD, "ready"), ("9999", "newer")]
)
def test_a_revision_is_older_or_newer(desk_path: Path, revision: str, expected: str) -> None:
    """A revision is older, newer, or the program's."""
    connection = sqlite3.connect(desk_path)
    connection.execute("UPDATE alembic_version SET version_num = ?", (revision,))
    connection.commit()
    connection.close()
    assert state(desk_path) == expected


@pytest.mark.parametrize(
    "content", [b"x", b"SQLite format 3\x00", b"SQLite format 3\x00" + bytes(84)]
)
def test_another_file_is_foreign(tmp_path: Path, content: bytes) -> None:
    """Another file is foreign."""
    (tmp_path / "x").write_bytes(content)
    assert state(tmp_path / "x") == "foreign"


def test_a_desks_header_alone_is_unreadable(desk_path: Path) -> None:
    """A desk's header alone is unreadable."""
    desk_path.write_bytes(desk_path.read_bytes()[:100])
    assert state(desk_path) == "unreadable"


def test_a_marked_file_without_a_revision_is_unreadable(tmp_path: Path) -> None:
    """A marked file without a revision is unreadable."""
    connection = sqlite3.connect(tmp_path / "x")
    connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
    connection.execute("CREATE TABLE t (x)")
    connection.close()
    assert state(tmp_path / "x") == "unreadable"


def test_a_folder_is_unreadable(tmp_path: Path) -> None:
    """A folder is unreadable."""
    assert state(tmp_path) == "unreadable"


@pytest.mark.parametrize("name", ["a b.db", "a?mode=memory.db", "a%20b.db", "a#b.db", "стол.db"])
def test_a_desk_may_have_any_name(desk_path: Path, name: str) -> None:
    """A desk may have any name."""
    assert state(desk_path.rename(desk_path.with_name(name))) == "ready"


def test_looking_changes_nothing(desk_path: Path) -> None:
    """Looking changes nothing."""
    before = desk_path.read_bytes()
    state(desk_path)
    assert desk_path.read_bytes() == before


def test_a_connection_for_reading_does_not_write(desk_path: Path) -> None:
    """A connection for reading does not write."""
    connection = connect(str(desk_path), read_only=True)
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        connection.execute("UPDATE desk SET name = 'x'")
    connection.close()
