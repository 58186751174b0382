"""A console whose server goes away: said in words, keys still answered, and what was asked is done."""

from collections.abc import AsyncIterator

import pytest

from console.app import CreditDesk
from console.location import Location
from console.screens.session import Session
from console.screens.watching import BACK, LOST
from tests import team
from tests.conftest import MONDAY, SETTINGS
from tests.failover.proxy import Proxy
from tests.postgres import Server
from tests.services.office import Office
from tests.stories.theatre import Clock, Stage


@pytest.fixture
async def on_stage(team_server: Server, proxy: Proxy) -> AsyncIterator[Stage]:
    """Olga's console, with a request that waits."""
    desk = await team.open_desk(team_server)
    await Office(desk, lambda _: None).arrive()  # type: ignore[arg-type,return-value]
    await desk.close()
    clock = Clock(MONDAY)
    session = Session(Location(proxy.address(team.DATABASE, "olga"), SETTINGS), clock)
    app = CreditDesk(session)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        stage = Stage(app, pilot, clock)
        await stage.until(lambda: session.ready and session.timer is not None)
        await stage.settle()
        yield stage


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
