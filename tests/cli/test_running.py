"""Exit codes, and what is said beside them."""

import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from console import faultlog
from console.cli.commands import quote
from console.services.faults import BadInput, Fault, NotFound, Unreachable
from tests.cli.conftest import Runner

QUOTE = ["quote", "--worked", "0:15:00", "--outcome", "answered"]


def _fail_with(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    def failing(_context: Any) -> None:
        words = " ".join(["the customer's", "own", "words"])
        raise error if words else AssertionError

    monkeypatch.setattr(quote, "quote", failing)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (BadInput("Wrong."), 2),
        (NotFound("Nobody."), 3),
        (Unreachable("Away."), 4),
        (Fault("Odd."), 70),
        (RuntimeError("never expected"), 70),
        (RecursionError(), 70),
        (KeyboardInterrupt(), 130),
    ],
)
def test_each_kind_of_failure_has_its_exit_code(
    run: Runner, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int
) -> None:
    """Each kind of failure has its exit code."""
    _fail_with(monkeypatch, error)
    assert run(*QUOTE).code == code


def test_a_failure_s_sentence_is_talk(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    """A failure's sentence is on standard error, and nothing on standard output."""
    _fail_with(monkeypatch, NotFound("There is no request #9."))
    ran = run(*QUOTE)
    assert (ran.out, ran.err) == ("", "creditdesk: There is no request #9.\n")


@pytest.mark.parametrize("error", [BadInput("x"), NotFound("x"), Unreachable("x"), ValueError("x")])
def test_a_failure_is_one_json_value(
    run: Runner, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    """A failure is one JSON value with its reason."""
    _fail_with(monkeypatch, error)
    assert list(run(*QUOTE, "--json").data["error"]) == ["reason"]


def test_wrong_usage_is_one_json_value_too(run: Runner) -> None:
    """Wrong usage is one JSON value as well."""
    assert "no command" in run("--json", "dance").data["error"]["reason"]


def test_a_fault_is_said_in_a_sentence_without_its_values(
    run: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault of the program is said in one sentence, without what it met."""
    _fail_with(monkeypatch, RuntimeError("never expected"))
    err = run(*QUOTE).err
    assert err == (
        "creditdesk: Something went wrong in the program itself."
        f" It is written down in {faultlog.path()}.\n"
    )


def test_a_fault_is_written_down_with_where_it_was(
    run: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault is written down with where it was."""
    _fail_with(monkeypatch, RuntimeError("never expected"))
    run(*QUOTE)
    log = faultlog.path().read_text(encoding="utf-8")
    assert "in failing" in log
    assert log.rstrip().endswith("RuntimeError: never expected")


def test_the_log_is_its_owner_s_alone(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    """The log is readable by its owner alone."""
    _fail_with(monkeypatch, RuntimeError("never expected"))
    run(*QUOTE)
    assert stat.S_IMODE(faultlog.path().stat().st_mode) == 0o600


@pytest.mark.parametrize("unwanted", ["anna@shop.example", "own words", "\x1b", "\x07"])
def test_the_log_has_nobody_s_data(
    run: Runner, monkeypatch: pytest.MonkeyPatch, unwanted: str
) -> None:
    """The log has no values of variables or statements, and no control characters."""
    _fail_with(monkeypatch, RuntimeError("lost\x1b]0;x\x07\n[parameters: ('anna@shop.example',)]"))
    run(*QUOTE)
    assert unwanted not in faultlog.path().read_text(encoding="utf-8")


def test_a_log_that_cannot_be_written_does_not_hide_the_fault(
    run: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A log that cannot be written does not hide the fault."""
    monkeypatch.setenv("XDG_STATE_HOME", "/dev/null")
    _fail_with(monkeypatch, RuntimeError("never expected"))
    assert "It was a RuntimeError." in run(*QUOTE).err


def test_a_long_log_makes_room(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    """A log of over a megabyte makes room for another."""
    file = faultlog.path()
    file.parent.mkdir(parents=True)
    file.write_bytes(b"x" * 1_000_001)
    _fail_with(monkeypatch, RuntimeError("never expected"))
    run(*QUOTE)
    assert file.stat().st_size < 10_000


@pytest.mark.parametrize(
    "words",
    [
        ["intake", "email", "/nowhere/mail"],
        ["intake", "email", "--dance"],
        ["--dance", "intake", "email"],
        ["--as", "olga", "intake", "email", "one", "two"],
        ["intake", "email", "--database"],
        ["--database", "/nowhere/desk.db", "intake", "email"],
    ],
)
def test_a_mail_server_is_told_to_try_again_whatever_was_wrong(
    run: Runner, words: list[str]
) -> None:
    """A mail server is told to try again later, whatever was wrong."""
    assert run(*words, stdin=b"Subject: x\n\nx").code == 75


def test_help_for_taking_in_mail_is_no_failure(run: Runner) -> None:
    """Asking for help about mail succeeds."""
    assert run("intake", "email", "--help").code == 0


@pytest.mark.parametrize(
    "words", [["--version"], ["--json", "--version"], ["--as", "x", "--version"]]
)
def test_the_version_is_told_wherever_it_is_asked(run: Runner, words: list[str]) -> None:
    """The version is told wherever it is asked."""
    assert "0." in run(*words).out


def test_no_desk_is_said_with_how_to_make_one(run: Runner, tmp_path: Path) -> None:
    """Where there is no desk, the sentence says how to make one."""
    ran = run("queue", "--database", str(tmp_path / "none.db"))
    assert (ran.code, "creditdesk init" in ran.err) == (3, True)


@pytest.mark.parametrize(
    "content", [b"hello, I am a text file\n" * 20, b"SQLite format 3\x00" + b"\x00" * 200]
)
def test_a_file_that_is_no_desk_is_left_alone(run: Runner, content: bytes) -> None:
    """A file that is no desk is said to be none, and left as it is."""
    name = run.file(content)
    ran = run("queue", "--database", name)
    assert (ran.code, Path(name).read_bytes()) == (4, content)


@pytest.mark.parametrize(
    "words", ["--config /nowhere.toml queue", "--database postgresql://h/d?nonsense=1 queue"]
)
def test_a_wrong_option_is_bad_input(run: Runner, words: str) -> None:
    """A setting that cannot be used is bad input."""
    assert run(*words.split()).code == 2


def test_somebody_unknown_is_refused(run: Runner) -> None:
    """Somebody who is not on the staff is refused, without a clause."""
    refused = run("pick", "--as", "mallory", "--json")
    assert (refused.code, refused.data["refused"]["clause"]) == (1, None)


def test_the_operating_system_s_login_acts(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without --as, the operating system's login acts."""
    monkeypatch.setenv("LOGNAME", "nobody-here")
    assert "nobody-here" in run("pick").err


@pytest.mark.parametrize(
    "command", [["pick"], ["credits", "grant", "a@b.example", "20", "--reason", "x"]]
)
def test_read_only_changes_nothing(run: Runner, command: list[str]) -> None:
    """With --read-only nothing is changed."""
    assert run("--as", "ada", "--read-only", *command).code == 4


def test_read_only_reads(run: Runner) -> None:
    """With --read-only the queue is read all the same."""
    assert run.json("queue", "--read-only") == []


def test_a_reader_who_leaves_is_no_failure() -> None:
    """A reader who leaves early is no failure, and nothing is said of it."""
    read_end, write_end = os.pipe()
    os.close(read_end)
    ran = subprocess.run(
        [sys.executable, "-m", "console", *QUOTE],
        stdout=write_end,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(write_end)
    assert (ran.returncode, ran.stderr) == (0, b"")


def test_an_answer_that_cannot_be_written_is_said() -> None:
    """An answer that the disk has no room for is said, and no success."""
    with open("/dev/full", "wb") as full:
        ran = subprocess.run(
            [sys.executable, "-m", "console", *QUOTE],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert (ran.returncode, b"could not be written" in ran.stderr) == (4, True)
