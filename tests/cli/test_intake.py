"""Taking in mails and forms."""

import json
import sqlite3
import stat
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from console import bootstrap
from console.mail import spool
from console.services.faults import Unreachable
from tests.cli.conftest import Arrange, Runner, mail

FORM = {"name": "Anna Lee", "email": "anna@shop.example", "subject": "Help", "message": "Hello"}


def _form(**changes: Any) -> bytes:
    return json.dumps({**FORM, **changes}).encode()


def test_a_stranger_s_mail_makes_a_request_and_an_account(run: Runner) -> None:
    """A stranger's mail makes a request and an account."""
    data = run.json("intake", "email", stdin=mail())
    assert (data["action"], data["ticket"], data["account_created"]) == ("new", 1, True)


def test_the_same_mail_twice_is_known(run: Runner) -> None:
    """The same mail twice is known already."""
    run("intake", "email", stdin=mail())
    data = run.json("intake", "email", stdin=mail())
    assert (data["action"], data["ticket"]) == ("already-known", 1)


def test_a_mail_is_read_from_a_file(run: Runner) -> None:
    """A mail is read from a file."""
    assert run.json("intake", "email", run.file(mail()))["action"] == "new"


def test_a_mail_that_cannot_be_read_is_kept(run: Runner) -> None:
    """A mail that cannot be read is kept aside, which is success."""
    ran = run("intake", "email", "--json", stdin=b"\x00\x01 not a mail at all")
    assert (ran.code, ran.data["action"]) == (0, "quarantined")


def test_a_mail_of_30_mb_is_kept_aside(run: Runner) -> None:
    """A mail of 30 MB is kept aside."""
    raw = mail() + b"x" * 70 + b"\n" + b"a" * 30_000_000
    assert run.json("intake", "email", stdin=raw)["action"] == "quarantined"


def test_no_mail_at_all_is_to_be_tried_again(run: Runner) -> None:
    """An empty standard input is to be tried again."""
    assert run("intake", "email", stdin=b"").code == 75


def test_a_request_of_somebody_who_owes_waits_for_credits(run: Runner, request_in: Arrange) -> None:
    """A new request of a customer who owes waits for credits."""
    request_in()
    words = ["--as", "ada", "credits", "correct", "anna@shop.example", "-10", "--reason", "debt"]
    assert run(*words).code == 0
    data = run.json("intake", "email", stdin=mail("Another", number=99))
    assert data["waiting_for"] == "credits"


def test_taking_in_is_told_in_words(run: Runner) -> None:
    """Taking in a mail is told in words."""
    assert run("intake", "email", stdin=mail()).out == "A new request #1\n"


def test_a_mail_is_kept_for_later_without_opening_the_desk(
    run: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With --spool a mail is kept without opening the desk."""
    monkeypatch.delattr(bootstrap, "open_desk")
    assert run.json("intake", "email", "--spool", stdin=mail())["action"] == "spooled"


def test_a_mail_kept_for_later_is_whole(run: Runner, desk_path: Path) -> None:
    """A mail kept for later is whole, byte for byte, and its owner's alone."""
    run("intake", "email", "--spool", stdin=mail())
    (kept,) = desk_path.with_name("desk.db.spool").iterdir()
    assert (kept.read_bytes(), stat.S_IMODE(kept.stat().st_mode)) == (mail(), 0o600)


def test_a_mail_that_cannot_be_kept_is_to_be_tried_again(run: Runner, desk_path: Path) -> None:
    """A mail that cannot be kept is to be tried again later."""
    desk_path.with_name("desk.db.spool").write_text("in the way")
    assert run("intake", "email", "--spool", stdin=mail()).code == 75


def test_a_folder_that_cannot_be_written_is_to_be_tried_again(
    run: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that is full, or that can only be read, keeps nothing."""

    def read_only(*_: object, **__: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr("console.mail.spool._write", read_only)
    ran = run("intake", "email", "--spool", stdin=mail())
    assert (ran.code, "Read-only file system" in ran.err) == (75, True)


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> bytes:
    """A mail that is larger than the record takes."""
    monkeypatch.setattr(spool, "WHOLE_BYTES_MAX", 10_000)
    return mail(text="long\n" * 5_000)


@pytest.mark.parametrize("by", ["spool and work", "at once"])
def test_a_mail_that_is_too_large_for_the_record_stays_a_file(
    run: Runner, desk_path: Path, large: bytes, by: str
) -> None:
    """Its header goes to the quarantine with the reason, which says where the mail is."""
    if by == "at once":
        assert run.json("intake", "email", stdin=large)["action"] == "quarantined"
    else:
        run.json("intake", "email", "--spool", stdin=large)
        assert run("work", "--once", "--only", "mail").out == "mail: admitted 1, failed 0\n"
    with closing(sqlite3.connect(desk_path)) as record:
        raw, placing, reason = record.execute("SELECT raw, placing, reason FROM inbound").fetchone()
    kept = Path(reason.rpartition(" ")[2].rstrip("."))
    assert (placing, raw.endswith(b"\n\n"), len(raw) < 1000) == ("quarantined", True, True)
    assert kept.read_bytes() == large


def test_a_mail_that_is_too_large_is_taken_in_once(run: Runner, large: bytes) -> None:
    """A mail server that brings it again is told that it is known."""
    run("intake", "email", stdin=large)
    assert run.json("intake", "email", stdin=large)["action"] == "already-known"


def test_a_mail_that_is_too_large_and_not_taken_in_is_with_who_brought_it(
    run: Runner, desk_path: Path, large: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is kept of it then, and it is to be tried again."""

    async def away(*_: object, **__: object) -> None:
        raise Unreachable("The disk is full.")

    monkeypatch.setattr("console.services.intake.admit_mail", away)
    assert run("intake", "email", stdin=large).code == 75
    assert list(desk_path.with_name("desk.db.spool").iterdir()) == []


@pytest.mark.parametrize("words", [["--spool"], []])
def test_a_mail_that_is_kept_is_no_failure_though_nobody_can_be_told(
    run: Runner, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    """A mail server that does not listen any more is not to bring it again."""

    def closed(*_: object, **__: object) -> None:
        raise BrokenPipeError(32, "Broken pipe")

    monkeypatch.setattr("console.cli.running.show", closed)
    assert run("intake", "email", *words, stdin=mail()).code == 0


def test_nothing_is_kept_for_a_desk_that_is_not_there(run: Runner, tmp_path: Path) -> None:
    """No mail is kept for a desk that nobody would ever open."""
    none = str(tmp_path / "none.db")
    assert run("intake", "email", "--spool", "--database", none, stdin=mail()).code == 75


def test_a_mail_is_kept_though_its_desks_server_is_away(run: Runner) -> None:
    """Where mails were kept for that desk before: it is there, and somebody opens it."""
    (run.home / "data" / "creditdesk" / "desk-at-127-0-0-1-1.spool").mkdir(parents=True)
    away = "postgresql://intake@127.0.0.1:1/desk"
    words = ["intake", "email", "--spool", "--database", away]
    assert run.json(*words, stdin=mail())["action"] == "spooled"


def test_nothing_is_kept_for_a_server_that_was_never_there(run: Runner) -> None:
    """A server that is named wrongly gets no folder."""
    away = "postgresql://intake@127.0.0.1:1/desk"
    assert run("intake", "email", "--spool", "--database", away, stdin=mail()).code == 75


def test_a_form_makes_a_request(run: Runner) -> None:
    """A form makes a request."""
    data = run.json("intake", "form", stdin=_form())
    assert (data["action"], data["account_created"]) == ("new", True)


def test_the_same_form_twice_is_known(run: Runner) -> None:
    """The same form twice is known already."""
    run("intake", "form", stdin=_form(id="f-1"))
    assert run.json("intake", "form", stdin=_form(id="f-1"))["action"] == "already-known"


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"[]",
        b"{",
        b"\xff",
        _form(email="nobody"),
        _form(message=5),
        _form(message="", subject=""),
        b"[" * 100_000,
        b'{"name": "' + b"x" * 1_000_000,
    ],
    ids=range(9),
)
def test_a_form_that_is_none_is_bad_input(run: Runner, raw: bytes) -> None:
    """A form that is none is bad input."""
    assert run("intake", "form", stdin=raw).code == 2
