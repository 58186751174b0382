"""Stories of the jobs that an open console does: what is answered leaves by itself."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from console.config import ShopSettings, SmtpSettings
from console.services import order_views
from tests.cli.conftest import mail
from tests.conftest import SETTINGS, at
from tests.mailbox import PASSWORD, Mailbox, open_mailbox
from tests.postbox import Postbox, open_postbox
from tests.store.fake_shop import KEY, FakeShop, item
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


async def test_what_a_shop_sold_comes_in_by_itself(
    desk_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The console reads the shop of the settings: an order's unknown product waits for an admin."""
    monkeypatch.setenv("CREDITDESK_SHOP_COM_KEY", KEY)
    with FakeShop(clock=lambda: at(1)) as fake:
        fake.place(item(99), status="P")
        shops = {"com": ShopSettings(address=fake.address, user=fake.user, since="2026-11-01")}
        async with stage(desk_path, settings=replace(SETTINGS, shops=shops)) as olga:
            await olga.app.jobs.round()
            await olga.until(lambda: any("orders/1" in each for each in fake.requests))
            desk = olga.app.session.desk
            while not await order_views.waiting(desk):
                await olga.settle()


async def test_a_shop_that_does_not_answer_is_said(
    desk_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody waits for credits that do not come."""
    monkeypatch.setenv("CREDITDESK_SHOP_COM_KEY", "wrong")
    with FakeShop(clock=lambda: at(1)) as fake:
        shops = {"com": ShopSettings(address=fake.address, user=fake.user)}
        async with stage(desk_path, settings=replace(SETTINGS, shops=shops)) as olga:
            while "does not let its user in" not in olga.said:
                await olga.app.jobs.round()
                await olga.settle()


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
