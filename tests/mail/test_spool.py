"""Mails kept in a folder beside the desk."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from console.mail import spool

CAME = datetime(2026, 11, 16, 6, 0, 0, 5, tzinfo=UTC)


def test_a_kept_mail_waits(tmp_path: Path) -> None:
    """A kept mail waits."""
    kept = spool.keep(tmp_path / "spool", b"mail", received_at=CAME)
    assert list(spool.waiting(tmp_path / "spool")) == [kept]


def test_a_kept_mail_knows_when_it_came(tmp_path: Path) -> None:
    """A kept mail knows when it came, to the microsecond."""
    assert spool.received_at(spool.keep(tmp_path, b"mail", received_at=CAME)) == CAME


def test_an_unfinished_mail_does_not_wait(tmp_path: Path) -> None:
    """What was not finished, or is nobody's mail, does not wait."""
    kept = spool.keep(tmp_path, b"mail", received_at=CAME)
    kept.rename(tmp_path / f".{kept.name}.new")
    (tmp_path / "notes.txt").write_text("not a mail")
    assert list(spool.waiting(tmp_path)) == []


def test_no_folder_is_no_mail(tmp_path: Path) -> None:
    """Where there is no folder, no mail waits."""
    assert list(spool.waiting(tmp_path / "none")) == []


def test_a_full_disk_keeps_nothing_half(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that is full leaves no half of a mail behind."""

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space left"):
        spool.keep(tmp_path, b"mail", received_at=CAME)
    assert list(tmp_path.iterdir()) == []
