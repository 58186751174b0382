"""A Python that stands by to read mails, beside the threads of the program."""

import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from console.mail import reader, standing_reader
from console.mail.message import Unreadable, parse
from console.mail.standing_reader import StandingReader
from tests.mail.test_message import NAMES, SAMPLES


@pytest.fixture
def standing() -> Iterator[StandingReader]:
    """One of the test's own."""
    opened = StandingReader()
    yield opened
    opened.close()


def numbered(number: int) -> bytes:
    """A mail of its own."""
    return f"From: a@b.c\nSubject: {number}\n\nwords\n".encode()


def test_it_reads_what_a_mail_says(standing: StandingReader) -> None:
    """One mail after another, as they are read here."""
    raws = [(SAMPLES / f"{name}.eml").read_bytes() for name in NAMES]
    assert [standing.read(raw) for raw in raws] == [parse(raw) for raw in raws]


def test_one_stands_by_for_all(standing: StandingReader) -> None:
    """No other Python is started for each mail."""
    standing.read(numbered(1))
    first = standing._process
    standing.read(numbered(2))
    assert standing._process is first


def test_it_stands_by_for_many_at_once(standing: StandingReader) -> None:
    """Each thread gets its own mail."""
    raws = [numbered(number) for number in range(40)]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(standing.read, raws)) == [parse(raw) for raw in raws]


def test_killed_it_costs_no_mail(standing: StandingReader) -> None:
    """The mail at hand is read without it, and the next by another one."""
    standing.read(numbered(1))
    assert standing._process is not None
    os.kill(standing._process.pid, signal.SIGKILL)
    standing._process.wait()
    assert [standing.read(numbered(n)) for n in (2, 3)] == [parse(numbered(n)) for n in (2, 3)]


@pytest.mark.parametrize(
    "serve",
    [
        "import sys; sys.stdin.buffer.read(8); print('no answer at all', flush=True)",
        "import sys; sys.stdin.buffer.read(8)",
        (
            "import sys; sys.stdin.buffer.read(9); sys.stdout.buffer.write(b'\\0' * 7 + b'\\2{}');"
            " sys.stdout.flush()"
        ),
        "raise SystemExit",
    ],
)
def test_one_that_answers_wrongly_costs_no_mail(
    standing: StandingReader, monkeypatch: pytest.MonkeyPatch, serve: str
) -> None:
    """It is let go, and the mail is read without it."""
    monkeypatch.setattr(standing_reader, "_SERVE", serve)
    assert standing.read(numbered(1)) == parse(numbered(1))


def test_a_mail_that_cannot_be_read_is_told(standing: StandingReader) -> None:
    """The reason comes through, and the next mail is read."""
    told = standing.read(b"A: b\n" * 3000)
    assert (isinstance(told, Unreadable), standing.read(numbered(1))) == (True, parse(numbered(1)))


def test_the_program_uses_it_beside_its_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without other threads a fork is as quick, and nothing has to stand by."""
    asked: list[bytes] = []
    monkeypatch.setattr(standing_reader.STANDING, "read", asked.append)
    thread = threading.Thread(target=lambda: reader.read(numbered(1)))
    thread.start()
    thread.join()
    assert asked == [numbered(1)]


def test_it_ends_with_the_program(standing: StandingReader) -> None:
    """When nobody is left to ask, it goes."""
    standing.read(numbered(1))
    process = standing._process
    assert process is not None
    assert process.stdin is not None
    process.stdin.close()
    assert process.wait(10) == 0
