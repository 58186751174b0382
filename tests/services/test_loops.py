"""Two desks that write to one another end by themselves, with the headers that say what they are and without (RFC 3834)."""

import re
import shutil
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from console.bootstrap import open_desk
from console.location import Location
from console.mail.message import parse
from console.mail.smtp import Sent
from console.services import delivery, intake
from console.services.context import Desk
from tests.conftest import SETTINGS, at

FIRST, SECOND = "help@one.example", "help@two.example"
_HIDDEN = re.compile(
    rb"(?im)^(?:auto-submitted|x-auto-response-suppress|x-credit-desk-loop):.*\r\n"
)
_OURS = re.compile(rb"(?im)^(?:in-reply-to|references):.*\r\n(?:[ \t].*\r\n)*")


@pytest.fixture
async def desks(blank_desk: Path, tmp_path: Path) -> AsyncIterator[tuple[Desk, Desk]]:
    """Two desks, each of which tells who writes that their request is here."""
    opened = []
    for address in (FIRST, SECOND):
        settings = replace(SETTINGS, support_address=address, acknowledge="always")
        path = Path(shutil.copy(blank_desk, tmp_path / f"{address}.db"))
        opened.append(await open_desk(Location(path, settings)))
    yield opened[0], opened[1]
    for desk in opened:
        await desk.close()


async def _leaving(desk: Desk, now: datetime) -> list[bytes]:
    """What a desk sends."""
    sent: list[bytes] = []

    async def deliver(raw: bytes, _to: str) -> Sent:
        sent.append(raw)
        return Sent()

    await delivery.send_due(desk, now=lambda: now, deliver=deliver)
    return sent


async def exchanged(
    desks: tuple[Desk, Desk], *, hide: re.Pattern[bytes] | None, rounds: int
) -> int:
    """How many mails the two send one another, a minute apart, once one has been written to in the other's name."""
    first, second = desks
    asked = b"From: %s\r\nTo: %s\r\nSubject: Hello\r\n\r\nIs anybody there?\r\n" % (
        SECOND.encode(), FIRST.encode(),
    )  # fmt: skip
    coming, count = [asked], 0
    for turn in range(rounds):
        now = at(turn)
        here = (first, second)[turn % 2]
        for raw in coming:
            mail = hide.sub(b"", raw) if hide else raw
            await intake.admit_mail(here, mail, mail=parse(mail), received_at=now)
        coming = await _leaving(here, now + timedelta(seconds=1))
        count += len(coming)
    return count


async def test_two_desks_write_one_another_once(desks: tuple[Desk, Desk]) -> None:
    """The first acknowledges, and the second sees that a program wrote that: one mail in all."""
    assert await exchanged(desks, hide=None, rounds=20) == 1


async def test_without_headers_the_threads_end_it(desks: tuple[Desk, Desk]) -> None:
    """Where a server strips what says so, an answer joins its request, and none is acknowledged twice."""
    assert await exchanged(desks, hide=_HIDDEN, rounds=20) == 2


async def test_without_threads_and_numbers_too_the_words_end_it(desks: tuple[Desk, Desk]) -> None:
    """Where a server strips threads and numbers as well, the same words within the hour open no request."""
    threads = _OURS.pattern.removeprefix(b"(?im)")
    stripped = re.compile(b"|".join([_HIDDEN.pattern, threads, rb"\[?#\d+\]?"]))
    assert await exchanged(desks, hide=stripped, rounds=50) == 3
