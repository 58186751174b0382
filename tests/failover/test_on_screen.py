"""A console whose server goes away: said in words, keys still answered, and what was asked is done."""

from console.screens.watching import BACK
from console.services.connection import LOST
from tests.failover.conftest import stage_at
from tests.failover.proxy import Proxy
from tests.stories.theatre import Stage


async def test_a_lost_connection_is_said(on_stage: Stage, proxy: Proxy) -> None:
    """Whoever only looks is told too, within a look of the watcher's."""
    proxy.shut()
    await on_stage.until(lambda: LOST in on_stage.said)


async def test_a_connection_that_is_back_is_said(on_stage: Stage, proxy: Proxy) -> None:
    """Nobody has to try whether it works again."""
    proxy.shut()
    await on_stage.until(lambda: LOST in on_stage.said)
    proxy.open()
    await on_stage.until(lambda: BACK in on_stage.said)


async def test_a_console_begun_meanwhile_opens_once_somebody_answers(proxy: Proxy) -> None:
    """It says that the connection is lost, and goes on from there."""
    proxy.shut()
    async with stage_at(proxy) as stage:
        await stage.until(lambda: LOST in stage.said)
        proxy.open()
        await stage.until(lambda: stage.app.session.ready and BACK in stage.said)
        await stage.settle()


async def test_keys_are_answered_while_nobody_answers(on_stage: Stage, proxy: Proxy) -> None:
    """The help opens while the server is away."""
    proxy.shut()
    await on_stage.until(lambda: LOST in on_stage.said)
    await on_stage.pilot.press("question_mark")
    await on_stage.until(lambda: "Help" in on_stage.text or "Keys" in on_stage.text)


async def test_what_was_asked_meanwhile_is_done_afterwards(on_stage: Stage, proxy: Proxy) -> None:
    """A request that was to be taken is in hand once the server is back."""
    proxy.shut()
    await on_stage.pilot.press("p")
    await on_stage.until(lambda: LOST in on_stage.said)
    proxy.open()
    await on_stage.until(lambda: "you hold it" in on_stage.text)
