"""Mails kept in a folder beside the desk."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from console.mail import spool

CAME = datetime(2026, 11, 16, 6, 0, 0, 5, tzinfo=UTC)


def test_a_kept_mail_waits(tmp_path: Path) -> None:
    """A kept mail waits."""
    kept = spool.keep(tmp_path / "spool", [b"mail"], received_at=CAME)
    assert list(spool.waiting(tmp_path / "spool")) == [kept]


def test_its_folder_is_made_with_those_above_it(tmp_path: Path) -> None:
    """The first mail of a desk on a server may be the first thing of all on its machine."""
    folder = tmp_path / "creditdesk" / "desk.spool"
    assert list(spool.waiting(folder)) == []
    spool.keep(folder, [b"mail"], received_at=CAME)
    assert len(spool.waiting(folder)) == 1


def test_a_kept_mail_knows_when_it_came(tmp_path: Path) -> None:
    """A kept mail knows when it came, to the microsecond."""
    assert spool.received_at(spool.keep(tmp_path, [b"mail"], received_at=CAME)) == CAME


def test_an_unfinished_mail_does_not_wait(tmp_path: Path) -> None:
    """What was not finished, or is nobody's mail, does not wait."""
    kept = spool.keep(tmp_path, [b"mail"], received_at=CAME)
    kept.rename(tmp_path / f".{kept.name}.new")
    (tmp_path / "notes.txt").write_text("not a mail")
    assert list(spool.waiting(tmp_path)) == []


def test_a_mail_is_kept_a_piece_at_a_time(tmp_path: Path) -> None:
    """However large it is, it is never held as a whole."""
    kept = spool.keep(tmp_path, (bytes([65 + number]) for number in range(3)), received_at=CAME)
    assert kept.read_bytes() == b"ABC"


def test_many_at_once_are_all_kept(tmp_path: Path) -> None:
    """At the same moment, with the folder not there yet."""

    def keep(number: int) -> Path:
        return spool.keep(tmp_path / "spool", [b"%d" % number], received_at=CAME)

    with ThreadPoolExecutor(20) as pool:
        list(pool.map(keep, range(100)))
    kept = spool.waiting(tmp_path / "spool")
    assert {each.read_bytes() for each in kept} == {b"%d" % number for number in range(100)}


@pytest.mark.parametrize(
    ("raw", "header"),
    [
        (b"A: b\r\n\r\nbody", b"A: b\r\n\r\n"),
        (b"A: b\n\nbody\r\n\r\n", b"A: b\n\n"),
        (b"A: b", b"A: b"),
        (b"x" * 300_000, b"x" * 256 * 1024),
    ],
)
def test_a_header_ends_at_the_first_empty_line(tmp_path: Path, raw: bytes, header: bytes) -> None:
    """Or where no header is longer."""
    assert spool.header_of(spool.keep(tmp_path, [raw], received_at=CAME)) == header


def test_what_is_moved_aside_waits_no_more(tmp_path: Path) -> None:
    """It stays a file, whole."""
    kept = spool.keep(tmp_path, [b"mail"], received_at=CAME)
    spool.move_aside(kept)
    assert (list(spool.waiting(tmp_path)), spool.set_aside(kept).read_bytes()) == ([], b"mail")


@pytest.mark.parametrize(("hours", "left"), [(23, 1), (25, 0)])
def test_what_was_never_finished_is_removed_after_a_day(
    tmp_path: Path, hours: float, left: int
) -> None:
    """Who brought it was killed, and has it still; a mail that waits is never removed."""
    unfinished = spool.keep(tmp_path, [b"half"], received_at=CAME)
    unfinished.rename(tmp_path / f".{unfinished.name}.new")
    waits = spool.keep(tmp_path, [b"whole"], received_at=CAME)
    (tmp_path / ".nobody's.eml.new").touch()
    spool.sweep(tmp_path, CAME + timedelta(hours=hours))
    assert (len(list(tmp_path.iterdir())), waits.exists()) == (2 + left, True)


def test_no_folder_is_no_mail(tmp_path: Path) -> None:
    """Where there is no folder, no mail waits."""
    assert list(spool.waiting(tmp_path / "none")) == []


@pytest.mark.parametrize("step", ["fsync", "rename"])
def test_a_full_disk_keeps_nothing_half(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """A disk that is full leaves no half of a mail behind, whenever that shows."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(f"os.{step}", full)
    with pytest.raises(OSError, match="No space left"):
        spool.keep(tmp_path, [b"mail"], received_at=CAME)
    assert list(tmp_path.iterdir()) == []


def test_who_brings_a_mail_and_stops_leaves_nothing_half(tmp_path: Path) -> None:
    """Somebody ends the program while the mail comes in."""

    def stops() -> Iterator[bytes]:
        yield b"half"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        spool.keep(tmp_path, stops(), received_at=CAME)
    assert list(tmp_path.iterdir()) == []
