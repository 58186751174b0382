"""Stories of the jobs that an open console does: what is answered leaves by itself."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from console.config import SmtpSettings
from tests.cli.conftest import mail
from tests.conftest import SETTINGS
from tests.mailbox import PASSWORD, Mailbox, open_mailbox
from tests.postbox import Postbox, open_postbox
from tests.stories.theatre import Stage, stage


@pytest.fixture
def postbox() -> Iterator[Postbox]:
    """A mail server on this machine."""
    with open_postbox() as box:
        yield box


async def answer(olga: Stage) -> None:
    """Take the oldest request and answer it."""
    await olga.pick()
    await olga.press("r")
    await olga.type("Thanks")
    await olga.press("ctrl+s", "s")


async def test_an_answer_leaves_by_itself(waiting_desk: Path, postbox: Postbox) -> None:
    """The console sends what was answered to the mail server of the settings."""
    smtp = SmtpSettings(host="127.0.0.1", port=postbox.port, security="none")
    async with stage(waiting_desk, settings=replace(SETTINGS, smtp=smtp)) as olga:
        await answer(olga)
        await olga.app.jobs.round()
    assert len(postbox.mails) == 1


@pytest.fixture
def mailbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    """A mailbox on this machine."""
    monkeypatch.setenv("CREDITDESK_IMAP_PASSWORD", PASSWORD)
    with open_mailbox(tmp_path) as box:
        yield box


async def test_a_mail_in_the_mailbox_comes_in_by_itself(desk_path: Path, mailbox: Mailbox) -> None:
    """The console follows the mailbox of the settings, and shows what came."""
    mailbox.put(mail("Filters do not open"))
    async with stage(desk_path, settings=replace(SETTINGS, imap=mailbox.settings())) as olga:
        await olga.app.jobs.round()
        await olga.until(lambda: b"STORE" in mailbox.wire.heard)
        await olga.app.watcher.look()
        await olga.until(lambda: "Filters do not open" in olga.text)


async def test_a_mailbox_that_does_not_answer_is_said(desk_path: Path, mailbox: Mailbox) -> None:
    """Nobody waits for mails that do not come."""
    mailbox.wire.shut()
    async with stage(desk_path, settings=replace(SETTINGS, imap=mailbox.settings())) as olga:
        while "imap.host" not in olga.said:
            await olga.app.jobs.round()
            await olga.settle()
    mailbox.wire.open()


async def test_without_a_mail_server_that_is_said(waiting_desk: Path) -> None:
    """An answer that cannot leave is no secret."""
    async with stage(waiting_desk) as olga:
        await answer(olga)
        await olga.app.jobs.round()
        await olga.settle()
        assert "No mail leaves yet" in olga.said


async def test_with_nothing_to_send_nothing_is_said(waiting_desk: Path) -> None:
    """A desk without a mail server is left in peace while nothing waits to leave."""
    async with stage(waiting_desk) as olga:
        await olga.app.jobs.round()
        await olga.settle()
        assert olga.said == ""
