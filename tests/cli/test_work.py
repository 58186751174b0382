"""The jobs, by command."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from console.services import intake
from tests.cli.conftest import SETTINGS, Runner, mail
from tests.mailbox import PASSWORD, USER, Mailbox, open_mailbox


def test_the_jobs_are_counted_a_line_each(run: Runner) -> None:
    """One run of a job is one line of counts."""
    assert (
        run("work", "--once", "--only", "limits").out
        == "limits: running 0, returned 0, woken 0, let_go 0\n"
    )


def test_the_jobs_are_counted_as_data(run: Runner) -> None:
    """One run of the jobs is a list of counts as data."""
    (counted,) = run.json("work", "--once", "--only", "limits")
    assert counted == {
        "job": "limits",
        "running": 0,
        "returned": 0,
        "woken": 0,
        "let_go": 0,
        "problem": None,
    }


def test_a_job_that_cannot_run_does_not_keep_the_others(run: Runner) -> None:
    """Without a mail server the other jobs run, and the reason is said."""
    ran = run("work", "--once")
    assert (ran.code, "smtp.host" in ran.err, "limits:" in ran.out) == (0, True, True)


@pytest.mark.parametrize("job", ["outbox", "store"])
def test_a_job_that_alone_cannot_run_is_a_failure(run: Runner, job: str) -> None:
    """A job that was asked for and cannot run is a failure."""
    assert run("work", "--once", "--only", job).code == 4


def test_a_spooled_mail_is_taken_in_as_of_when_it_came(run: Runner) -> None:
    """A mail kept for later is taken in as of when it came."""
    run("intake", "email", "--spool", stdin=mail())
    came = run.now
    run.wait(30)
    run("work", "--once", "--only", "mail")
    assert run.json("queue")[0]["received_at"] == f"{came:%Y-%m-%dT%H:%M:%SZ}"


def test_a_spooled_mail_is_taken_in_once(run: Runner) -> None:
    """A mail kept for later is gone from its folder once it is taken in."""
    run("intake", "email", "--spool", stdin=mail())
    told = [run("work", "--once", "--only", "mail").out for _ in range(2)]
    assert told == ["mail: admitted 1, failed 0\n", "mail: admitted 0, failed 0\n"]


def test_spooled_mails_are_taken_in_as_they_came(run: Runner) -> None:
    """Mails kept for later are taken in in the order in which they came."""
    for number, subject in enumerate(["first", "second", "third"]):
        run("intake", "email", "--spool", stdin=mail(subject, number=number))
        run.wait(seconds=1)
    run("work", "--once", "--only", "mail")
    assert [each["subject"] for each in run.json("queue")] == ["first", "second", "third"]


def test_a_mail_that_the_program_fails_on_holds_up_no_other(
    run: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mail that the program fails on stays, and the others are taken in."""
    admit_mail = intake.admit_mail

    async def sometimes(desk: Any, raw: bytes, **facts: Any) -> Any:
        if b"poison" in raw:
            raise RuntimeError("never expected")
        return await admit_mail(desk, raw, **facts)

    monkeypatch.setattr(intake, "admit_mail", sometimes)
    run("intake", "email", "--spool", stdin=mail("poison", number=1))
    run("intake", "email", "--spool", stdin=mail("cure", number=2))
    assert run("work", "--once", "--only", "mail").out == "mail: admitted 1, failed 1\n"


@pytest.fixture
def box(run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    """A mailbox on this machine, which the settings name."""
    monkeypatch.setenv("CREDITDESK_IMAP_PASSWORD", PASSWORD)
    with open_mailbox(tmp_path) as box:
        imap = f'[imap]\nhost = "127.0.0.1"\nport = {box.wire.port}\nsecurity = "none"\nusername = "{USER}"\n'
        (run.home / "config" / "creditdesk" / "settings.toml").write_text(SETTINGS + imap)
        yield box


def test_what_is_in_the_mailbox_is_taken_in(run: Runner, box: Mailbox) -> None:
    """The mail job fetches, beside what the delivery command kept."""
    box.put(mail(number=1))
    run("intake", "email", "--spool", stdin=mail(number=2))
    assert run("work", "--once", "--only", "mail").out == "mail: admitted 2, failed 0\n"


def test_a_mailbox_that_does_not_answer_is_a_failure(run: Runner, box: Mailbox) -> None:
    """What is wrong is said, and what the delivery command kept is taken in."""
    box.wire.shut()
    run("intake", "email", "--spool", stdin=mail())
    ran = run("work", "--once", "--only", "mail")
    assert (ran.code, "imap.host" in ran.err, len(run.json("queue"))) == (4, True, 1)
    box.wire.open()


def test_told_to_stop_it_waits_for_no_mailbox(run: Runner, box: Mailbox) -> None:
    """A server that hangs while it is connected to keeps no program from ending."""
    box.wire.silent = True
    words = [sys.executable, "-m", "console", "work", "--only", "mail"]
    worker = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=os.environ)
    assert worker.stdout is not None
    worker.stdout.readline()
    worker.send_signal(signal.SIGTERM)
    _, err = worker.communicate(timeout=10)
    assert (worker.returncode, err) == (0, b"")


def test_a_lost_timer_is_noticed(run: Runner, taken: int) -> None:
    """The limits job puts on record what a running timer crosses."""
    run("timer", "start", str(taken))
    run.wait(61)
    run("work", "--once", "--only", "limits")
    assert len(run.json("show", str(taken))["limits"]) == 2


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_told_to_stop_it_ends_well(run: Runner, desk_path: Path, number: int) -> None:
    """Told to stop, the jobs end after the step at hand, with success."""
    words = [sys.executable, "-m", "console", "work", "--only", "limits"]
    worker = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=os.environ)
    assert worker.stdout is not None
    worker.stdout.readline()
    worker.send_signal(number)
    _, err = worker.communicate(timeout=30)
    assert (worker.returncode, err) == (0, b"")
