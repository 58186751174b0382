"""What was set aside, and files, by commands."""

import base64
from pathlib import Path

import pytest

from tests.cli.conftest import Runner

ROBOT = b"From: Anna <anna@shop.example>\nSubject: Report\nAuto-Submitted: auto-generated\n\nThree errors.\n"
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(40)
WITH_FILE = (
    b"From: Anna <anna@shop.example>\nSubject: Picture\nMessage-ID: <f@shop.example>\n"
    b'Content-Type: multipart/mixed; boundary="b"\n\n--b\n\nSee the picture.\n'
    b'--b\nContent-Type: image/png; name="shot.png"\nContent-Transfer-Encoding: base64\n\n'
    + base64.encodebytes(PICTURE)
    + b"--b--\n"
)


@pytest.fixture
def aside(run: Runner) -> str:
    """The number of a mail that was set aside."""
    assert run.json("intake", "email", stdin=ROBOT)["action"] == "quarantined"
    return str(run.json("quarantine", "list")[0]["number"])


def test_the_list_tells_sender_and_reason(run: Runner, aside: str) -> None:
    """The list tells who sent it and why it was set aside."""
    (row,) = run.json("quarantine", "list")
    assert (row["sender"], "sent by a program" in row["reason"]) == ("anna@shop.example", True)


def test_one_is_shown_whole(run: Runner, aside: str) -> None:
    """One is shown with its text."""
    assert run.json("quarantine", "show", aside)["text"] == "Three errors."


def test_admitted_it_is_a_request(run: Runner, aside: str) -> None:
    """Admitted, it is a request as `intake email` tells one."""
    assert run.json("quarantine", "admit", aside)["action"] == "new"


def test_dismissed_it_is_listed_only_with_all(run: Runner, aside: str) -> None:
    """Dismissed, it is listed with `--all` alone."""
    run("quarantine", "dismiss", aside)
    listed = [len(run.json("quarantine", "list", *more)) for more in ((), ("--all",))]
    assert listed == [0, 1]


def test_an_unknown_number_is_not_found(run: Runner, aside: str) -> None:
    """An unknown number ends with 3."""
    assert run("quarantine", "admit", "99").code == 3


def test_a_file_is_saved_as_it_came(run: Runner, tmp_path: Path) -> None:
    """A file is saved byte for byte, under its own name, for its owner alone."""
    ticket = str(run.json("intake", "email", stdin=WITH_FILE)["ticket"])
    saved = Path(run.json("files", "save", ticket, "1", "--to", str(tmp_path))["path"])
    assert (saved.name, saved.read_bytes(), saved.stat().st_mode & 0o777) == (
        "shot.png", PICTURE, 0o600,
    )  # fmt: skip


def test_a_file_that_is_there_is_not_overwritten(run: Runner, tmp_path: Path) -> None:
    """A second file of the same name is saved beside the first."""
    ticket = str(run.json("intake", "email", stdin=WITH_FILE)["ticket"])
    names = [
        Path(run.json("files", "save", ticket, "1", "--to", str(tmp_path))["path"]).name
        for _ in range(2)
    ]
    assert names == ["shot.png", "shot (2).png"]


def test_an_answer_takes_files_along(run: Runner, tmp_path: Path) -> None:
    """An answer takes along a file of the machine's own, and one of the request's."""
    ticket = str(run.json("intake", "email", stdin=WITH_FILE)["ticket"])
    run("pick")
    notes = tmp_path / "notes.txt"
    notes.write_text("What we found")
    run("reply", ticket, "--attach", str(notes), "--attach-file", "1", stdin=b"See the files.")
    listed = [(each["file"], each["name"]) for each in run.json("files", ticket)]
    assert listed == [(1, "shot.png"), (2, "notes.txt"), (3, "shot.png")]
