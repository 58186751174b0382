"""A mail is read in a child, and what goes wrong there stays there."""

import json
import os
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from console.mail import reader
from console.mail.message import InboundMail, Unreadable, from_json, parse
from console.mail.standing_reader import STANDING
from tests.mail.bombs import BOMBS
from tests.mail.test_message import NAMES, SAMPLES

pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")

MAIL = b"From: a@b.c\nSubject: x\n\nwords\n"
ROOT = Path(__file__).parents[2]

Read = Callable[..., InboundMail | Unreadable]


@pytest.mark.parametrize("name", NAMES)
def test_a_fork_reads_what_a_mail_says(name: str) -> None:
    """The way through the child changes nothing."""
    raw = (SAMPLES / f"{name}.eml").read_bytes()
    assert reader.read_in_fork(raw) == parse(raw)


@pytest.mark.parametrize("name", ["plain", "controls", "attachments", "empty"])
def test_a_started_python_reads_what_a_mail_says(name: str) -> None:
    """Where no fork is safe, the result is the same."""
    raw = (SAMPLES / f"{name}.eml").read_bytes()
    assert reader.read_in_process(raw) == parse(raw)


async def test_an_event_loop_can_wait_for_a_mail() -> None:
    """The asynchronous way gives the same."""
    assert await reader.read_async(MAIL) == parse(MAIL)


def test_a_mail_too_large_starts_no_child(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its size alone says that it is not read."""
    monkeypatch.setattr(reader, "MAIL_BYTES_MAX", len(MAIL) - 1)
    assert reader.read(MAIL) == reader.TOO_LARGE


@pytest.fixture
def other_thread() -> Iterator[None]:
    """A thread beside the test's own."""
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    yield
    done.set()
    thread.join()


@pytest.mark.usefixtures("other_thread")
def test_beside_threads_no_fork_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fork with threads could wait for ever for a lock."""
    monkeypatch.setattr(os, "fork", None)
    assert reader.read(MAIL) == parse(MAIL)


def _forever(_: bytes) -> InboundMail:
    threading.Event().wait()
    raise AssertionError


def _spin(_: bytes) -> InboundMail:
    while True:
        pass


def _leave(_: bytes) -> InboundMail:
    os._exit(3)


def _fail(_: bytes) -> InboundMail:
    raise RuntimeError


def _kill(_: bytes) -> InboundMail:
    os.kill(os.getpid(), 9)
    raise AssertionError


def _hoard(_: bytes) -> InboundMail:
    return InboundMail(*[bytearray(1 << 40)] * 14)  # type: ignore[arg-type]  # never gets there


@pytest.mark.parametrize("parsing", [_leave, _fail, _kill, _hoard, _spin])
def test_a_child_that_dies_costs_one_mail(parsing: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed, failed, out of memory or out of time: a sentence, and this process lives on."""
    monkeypatch.setattr(reader, "parse", parsing)
    monkeypatch.setattr(reader, "CPU_SECONDS", 1)
    assert reader.read_in_fork(MAIL) == reader.DIED


def test_a_child_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever waits for ever is waited for a while."""
    monkeypatch.setattr(reader, "parse", _forever)
    assert reader.read_in_fork(MAIL, wall_seconds=0.1) == reader.TOO_LONG


def test_no_child_is_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    """An ended child is no zombie."""
    STANDING.close()
    monkeypatch.setattr(reader, "parse", _forever)
    born: list[int] = []
    fork = os.fork

    def counted() -> int:
        born.append(fork())
        return born[-1]

    monkeypatch.setattr(os, "fork", counted)
    reader.read_in_fork(MAIL, wall_seconds=0.1)
    with pytest.raises(ChildProcessError):
        os.waitpid(born[0], os.WNOHANG)


def test_a_child_writes_nothing_on_the_terminal(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """What reading prints is seen by nobody."""
    monkeypatch.setattr(reader, "parse", lambda raw: os.write(1, b"seen") and parse(raw))
    reader.read_in_fork(MAIL)
    assert capfd.readouterr().out == ""


@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        ("import os; os._exit(3)", reader.DIED),
        ("print('no JSON')", reader.DIED),
        ("print('[1]')", reader.DIED),
        ("print('{}')", reader.DIED),
        ("import threading; threading.Event().wait()", reader.TOO_LONG),
    ],
)
def test_a_started_python_that_fails_costs_one_mail(
    code: str, outcome: Unreadable, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No answer, a wrong one or none in time: a sentence."""
    monkeypatch.setattr(reader, "_CHILD", code)
    assert reader.read_in_process(MAIL, wall_seconds=1) == outcome


NARROW = "from console.mail import reader; reader.MEMORY_ABOVE_BYTES = 200 << 20; reader.child()"


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_read_or_set_aside_in_little_time_and_memory(name: str) -> None:
    """Where there are no more than 200 MB and two seconds, none ends for want of them."""
    make, reason = BOMBS[name]
    raw = make()
    begun = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-c", NARROW]
    done = subprocess.run(command, input=raw, capture_output=True, check=True, cwd=ROOT)
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    mail = from_json(json.loads(done.stdout))
    assert (mail.reason if isinstance(mail, Unreadable) else "").find(reason) >= 0
    assert isinstance(mail, Unreadable) == bool(reason)
    assert ended.ru_utime - begun.ru_utime < 2


def test_a_bomb_holds_up_nobody() -> None:
    """With the child that reads it and all, a mail out of bounds takes no two seconds."""
    begun = time.monotonic()
    reader.read_in_fork(BOMBS["10,000 parts"][0]())
    assert time.monotonic() - begun < 2
