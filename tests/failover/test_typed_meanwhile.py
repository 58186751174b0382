"""What somebody types and does at a console whose server is away: kept, said, and asked about before it is lost."""

import pytest

from console.screens.interrupted import AskQuit
from console.services.connection import LOST
from tests.failover.proxy import Proxy
from tests.stories.theatre import Stage


@pytest.fixture
async def away(on_stage: Stage, proxy: Proxy) -> Stage:
    """Olga's console with a request in hand, its server gone, tried for no longer than a moment."""
    await on_stage.pick()
    on_stage.app.session.desk.connection.try_seconds = 0.2
    proxy.shut()
    await on_stage.until(lambda: LOST in on_stage.said)
    return on_stage


async def write(stage: Stage, key: str, text: str) -> None:
    """Write an answer or a note, and send it."""
    await stage.pilot.press(key)
    await stage.until(lambda: stage.app.screen.query_one("ReplyEditor").display)
    await stage.pilot.press(*text, "ctrl+s")
    if key == "r":
        await stage.until(lambda: stage.asked != "")
        await stage.pilot.press("s")


async def begin_answer(stage: Stage, proxy: Proxy) -> None:
    """Write an answer at a server that goes away meanwhile, and send it."""
    connection = stage.app.session.desk.connection
    await stage.pilot.press("r")
    await stage.until(lambda: stage.app.screen.query_one("ReplyEditor").display)
    connection.try_seconds = 0.2
    proxy.shut()
    await stage.pilot.press(*"Howdy", "ctrl+s")
    await stage.until(lambda: stage.asked != "")
    await stage.pilot.press("s")


async def test_an_answer_that_could_not_be_sent_is_there_again(
    on_stage: Stage, proxy: Proxy
) -> None:
    """It is in the editor as it was written."""
    await on_stage.pick()
    await begin_answer(on_stage, proxy)
    await on_stage.until(lambda: "Howdy" in on_stage.text and "nothing of this" in on_stage.said)


async def test_an_unsent_answer_is_sent_once_the_server_is_back(
    on_stage: Stage, proxy: Proxy
) -> None:
    """What stands in the editor again goes out with the same keys."""
    await on_stage.pick()
    await begin_answer(on_stage, proxy)
    await on_stage.until(lambda: "Howdy" in on_stage.text and not on_stage.app.session.to_write)
    proxy.open()
    await on_stage.pilot.press("ctrl+s")
    await on_stage.until(lambda: on_stage.asked != "")
    await on_stage.pilot.press("s")
    await on_stage.until(lambda: "The answer is on its way." in on_stage.said)


async def test_a_note_that_could_not_be_kept_is_there_again(away: Stage) -> None:
    """It is in the editor as it was written."""
    await write(away, "n", "Howdy")
    await away.until(lambda: "Howdy" in away.text and "nothing of this" in away.said)


async def test_quitting_with_something_unsaved_is_asked_about(away: Stage) -> None:
    """Nothing that was written is lost in silence."""
    away.app.session.desk.connection.try_seconds = 30
    await write(away, "n", "Howdy")
    await away.pilot.press("ctrl+q")
    await away.until(lambda: "is not saved yet" in away.asked)


async def test_what_is_given_up_holds_up_nobody(away: Stage) -> None:
    """Whoever lets it be lost has quit at once."""
    away.app.session.desk.connection.try_seconds = 30
    await write(away, "n", "Howdy")
    await away.pilot.press("ctrl+q")
    await away.until(lambda: isinstance(away.app.screen, AskQuit) and away.asked != "")
    await away.pilot.press("l")
    await away.until(lambda: not away.app.session.under_way)


async def test_a_lost_connection_is_said_over_the_help(on_stage: Stage, proxy: Proxy) -> None:
    """Whatever is on the screen."""
    await on_stage.pilot.press("question_mark")
    await on_stage.until(lambda: "Keys" in on_stage.text)
    proxy.shut()
    await on_stage.until(lambda: LOST in on_stage.said)
