"""Keeping up with a mailbox: told by the server, asked where it does not tell, and back after every trouble."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from itertools import repeat
from pathlib import Path
from typing import Any

import pytest

from console.jobs import mail_watch, runner
from console.jobs.mail_watch import MailWatch
from console.mail import imap
from console.services import intake
from tests.cli.conftest import mail
from tests.conftest import SETTINGS, at
from tests.mailbox import PASSWORD, Mailbox, open_mailbox
from tests.services.office import Office

LONG = 600.0
"""Seconds that nobody would wait for."""


@pytest.fixture
def place(desk_path: Path) -> Path:
    """In a file."""
    return desk_path


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mailbox]:
    """A mailbox on this machine."""
    with open_mailbox(tmp_path_factory.mktemp("mailbox")) as box:
        yield box


@pytest.fixture
def box(server: Mailbox, monkeypatch: pytest.MonkeyPatch) -> Mailbox:
    """The mailbox with nothing in it, and a line to it that holds."""
    monkeypatch.setenv("CREDITDESK_IMAP_PASSWORD", PASSWORD)
    server.begin()
    return server


@asynccontextmanager
async def watching(
    office: Office, box: Mailbox, *, wait_seconds: float = LONG, **values: Any
) -> AsyncIterator[MailWatch]:
    """A watch on the mailbox, for as long as it is needed."""
    office.desk.settings = replace(SETTINGS, imap=box.settings(**values))
    watch = MailWatch(office.desk, now=at, wait_seconds=wait_seconds, first_pause_seconds=0.01)
    watch.start()
    try:
        yield watch
    finally:
        await watch.stop()


async def until(it_is_so: Callable[[], bool]) -> None:
    """Let everybody work until it is so; a test that waits in vain ends by its time limit."""
    for _ in repeat(None):
        if it_is_so():
            return
        await asyncio.sleep(0.01)


async def taken_in(watch: MailWatch, *, count: int = 1) -> None:
    """Wait until so many mails more were taken in."""
    came = 0
    while came < count:
        came += watch.report().admitted
        await asyncio.sleep(0.01)


async def test_a_mail_is_taken_in_as_soon_as_the_server_tells(office: Office, box: Mailbox) -> None:
    """By IDLE, long before anybody would ask."""
    async with watching(office, box) as watch:
        await until(lambda: b"IDLE" in box.wire.heard)
        box.put(mail())
        await taken_in(watch)


async def test_what_comes_while_another_is_taken_in_is_not_left_waiting(
    office: Office, box: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server has told of it already, and will not tell again."""
    admit_mail = intake.admit_mail
    second = iter([mail("Second", number=2)])

    async def meanwhile(*arguments: Any, **facts: Any) -> Any:
        for raw in second:
            box.put(raw)
        return await admit_mail(*arguments, **facts)

    monkeypatch.setattr(intake, "admit_mail", meanwhile)
    box.put(mail("First", number=1))
    async with watching(office, box) as watch:
        await taken_in(watch, count=2)


async def test_a_server_that_tells_nothing_is_asked(
    office: Office, box: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without IDLE the mailbox is looked at again and again, over one connection."""
    monkeypatch.setattr(
        imap.Mailbox, "can_idle", property(lambda _: False, lambda *_: None), raising=False
    )
    before = box.wire.connections
    async with watching(office, box, wait_seconds=0.01) as watch:
        await until(lambda: box.wire.heard.count(b"SELECT") > 1)
        box.put(mail())
        await taken_in(watch)
    assert box.wire.connections == before + 1


async def test_a_server_that_forgets_to_tell_is_asked(office: Office, box: Mailbox) -> None:
    """IDLE begins anew long before a server would end it."""
    async with watching(office, box, wait_seconds=0.01):
        await until(lambda: box.wire.heard.count(b"DONE") > 2)


def test_idle_begins_anew_before_a_server_may_end_it() -> None:
    """A server may hang up on somebody who has said nothing for half an hour."""
    assert mail_watch.WAIT_SECONDS < 29 * 60


async def test_a_connection_that_breaks_is_made_anew(office: Office, box: Mailbox) -> None:
    """The line is lost while nothing happens; what comes then is taken in."""
    async with watching(office, box) as watch:
        await until(lambda: b"IDLE" in box.wire.heard)
        box.wire.shut()
        await until(lambda: watch.report().problem is not None)
        box.put(mail())
        box.wire.open()
        await taken_in(watch)
        assert watch.report().problem is None


async def test_a_server_that_is_away_is_asked_less_and_less_often(
    office: Office, box: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each pause is twice as long as the one before, up to five minutes."""
    pauses: list[float] = []
    sleep = asyncio.sleep

    async def noted(seconds: float) -> None:
        pauses.append(seconds)
        await sleep(0)

    box.wire.shut()
    try:
        monkeypatch.setattr(mail_watch.asyncio, "sleep", noted)
        async with watching(office, box):
            while len(pauses) < 20:
                await sleep(0.001)
    finally:
        box.wire.open()
    assert (pauses[:3], pauses[19]) == ([0.01, 0.02, 0.04], 300.0)


async def test_stopping_waits_for_no_server(office: Office, box: Mailbox) -> None:
    """While it is idle, it ends at once."""
    async with watching(office, box) as watch:
        await until(lambda: b"IDLE" in box.wire.heard)
        async with asyncio.timeout(2):
            await watch.stop()


async def test_stopping_waits_for_no_server_that_hangs(office: Office, box: Mailbox) -> None:
    """While it connects, too."""
    box.wire.silent = True
    before = box.wire.connections
    async with watching(office, box, timeout_seconds=100) as watch:
        await until(lambda: box.wire.connections > before)
        async with asyncio.timeout(2):
            await watch.stop()


async def test_what_is_being_taken_in_is_taken_in(
    office: Office, box: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Told to stop in the midst of a mail, it ends after that mail."""
    begun, go_on = asyncio.Event(), asyncio.Event()
    admit_mail = intake.admit_mail

    async def slowly(*arguments: Any, **facts: Any) -> Any:
        begun.set()
        await go_on.wait()
        return await admit_mail(*arguments, **facts)

    monkeypatch.setattr(intake, "admit_mail", slowly)
    box.put(mail())
    async with watching(office, box) as watch:
        await begun.wait()
        stopping = asyncio.create_task(watch.stop())
        await asyncio.sleep(0)
        go_on.set()
        await stopping
    assert await office.one("SELECT count(*) FROM ticket") == 1


async def test_a_fault_of_the_program_ends_nothing(
    office: Office, box: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is told, and tried again."""
    search = imap.Mailbox.search
    failures = iter([RuntimeError("never expected")])

    def sometimes(mailbox: imap.Mailbox, criteria: Any) -> Any:
        for each in failures:
            raise each
        return search(mailbox, criteria)

    monkeypatch.setattr(imap.Mailbox, "search", sometimes)
    async with watching(office, box) as watch:
        await until(lambda: "in the program" in str(watch.report().problem))
        box.put(mail())
        await taken_in(watch)


async def test_the_jobs_watch_the_mailbox(office: Office, box: Mailbox) -> None:
    """What came between two runs of the jobs is counted by the second."""
    office.desk.settings = replace(SETTINGS, imap=box.settings())
    stop = asyncio.Event()
    box.put(mail())
    admitted = 0
    jobs = runner.run_for_ever(office.desk, only="mail", now=at, stop=stop, pause_seconds=0.01)
    async for ran in jobs:
        admitted += ran[0].counts["admitted"]
        if admitted:
            stop.set()
    assert admitted == 1
