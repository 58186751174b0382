"""Mails leave by a real server on a line that is cut, refused or silent: it gets all of them, each under one Message-ID."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from console.config import SmtpSettings
from console.jobs import outbox
from console.services.delivery import Counts
from tests.conftest import SETTINGS, at
from tests.postbox import Postbox, open_postbox
from tests.services.office import Office
from tests.wire import Wire, a_loop_aside, wire_to

DAY = 24 * 60


@pytest.fixture
def place(desk_path: Path) -> Path:
    """In a file."""
    return desk_path


@pytest.fixture(scope="module")
def line() -> Iterator[tuple[Postbox, Wire]]:
    """A mail server, and the wire to it."""
    with open_postbox() as box, a_loop_aside() as loop, wire_to(box.port, loop) as wire:
        yield box, wire


@pytest.fixture
def box(line: tuple[Postbox, Wire]) -> Postbox:
    """The mail server, with nothing in it."""
    line[0].mails.clear()
    return line[0]


@pytest.fixture
def wire(line: tuple[Postbox, Wire], office: Office) -> Wire:
    """The wire that the desk's mails leave by, which holds."""
    line[1].mend()
    smtp = SmtpSettings(host="127.0.0.1", port=line[1].port, security="none", timeout_seconds=5)
    office.desk.settings = replace(SETTINGS, smtp=smtp)
    return line[1]


@pytest.fixture
async def answered(office: Office) -> Office:
    """An answer waits to leave."""
    await office.in_hand()
    await office.reply()
    return office


async def send(office: Office, minute: float) -> Counts:
    """One run of the job, at a moment at which what was put off is due again."""
    return await outbox.run(office.desk, now=lambda: at(minute))


async def state(office: Office) -> Any:
    """What is known of the mail."""
    return (await office.sql("SELECT state, attempts, last_error FROM outbox"))[0]


async def ids(office: Office) -> set[str]:
    """The Message-IDs that the outbox gave."""
    return {row[0] for row in await office.sql("SELECT mail_id FROM outbox")}


WORDS = (b"EHLO", b"MAIL FROM", b"RCPT TO", b"DATA", b"\r\n.\r\n", b"QUIT")


@pytest.mark.parametrize("passes", [False, True], ids=["unheard", "unanswered"])
@pytest.mark.parametrize("word", WORDS)
async def test_a_line_that_is_cut_at_a_command_loses_nothing(
    answered: Office, box: Postbox, wire: Wire, word: bytes, passes: bool
) -> None:
    """The next attempt sends what the server may have already, under the same Message-ID."""
    wire.cut_at, wire.word_passes = word, passes
    await send(answered, 10)
    await send(answered, DAY)
    assert (await state(answered))[0] == "sent"
    assert {each["Message-ID"] for each in box.mails} == await ids(answered)


async def test_what_the_server_has_and_did_not_say_is_sent_again_as_the_same_mail(
    answered: Office, box: Postbox, wire: Wire
) -> None:
    """Cut between the end of the mail and the answer: twice there, for whoever reads it once."""
    wire.cut_at, wire.word_passes = b"\r\n.\r\n", True
    assert (await send(answered, 10)).deferred == 1
    assert (await send(answered, DAY)).sent == 1
    first, again = box.mails
    assert first["Message-ID"] == again["Message-ID"]


async def test_what_the_server_took_is_not_sent_again(
    answered: Office, box: Postbox, wire: Wire
) -> None:
    """A line that is cut at the farewell changes nothing of it."""
    wire.cut_at = b"QUIT"
    assert (await send(answered, 10)).sent == 1
    await send(answered, DAY)
    assert len(box.mails) == 1


async def test_a_line_that_is_cut_anywhere_loses_nothing(
    answered: Office, box: Postbox, wire: Wire
) -> None:
    """After so many bytes of the server's, for the whole of its talk."""
    cuts = range(0, 260, 20)
    for number, after in enumerate(cuts):
        await answered.reply(minute=9 + number)
        wire.cut_after = after
        await send(answered, number * DAY)
    wire.cut_after = None
    for number in range(len(cuts) + 1):
        await send(answered, (len(cuts) + number) * DAY)
    assert {each["Message-ID"] for each in box.mails} == await ids(answered)


async def test_a_server_that_refuses_is_tried_again(answered: Office, wire: Wire) -> None:
    """Nobody listens: the mail waits, and it is said why."""
    wire.shut()
    await send(answered, 10)
    wire.open()
    kept = await state(answered)
    assert (kept[0], kept[1], f"127.0.0.1:{wire.port}" in kept[2]) == ("queued", 1, True)
    assert (await send(answered, DAY)).sent == 1


async def test_a_server_that_says_nothing_is_tried_again(answered: Office, wire: Wire) -> None:
    """It is not waited for."""
    smtp = replace(answered.desk.settings.smtp, timeout_seconds=0.1)
    answered.desk.settings = replace(answered.desk.settings, smtp=smtp)
    wire.silent = True
    assert await send(answered, 10) == Counts(deferred=1)
