"""Stories of a timer whose console dies, sleeps or is left: nothing counts that nobody answered for."""

from pathlib import Path

import pytest

from console.screens.dialogs import SuddenChoice
from console.screens.interrupted import AskQuit
from tests.stories.theatre import Clock, Stage, stage


async def left_running(path: Path, clock: Clock) -> None:
    """A console whose timer has run for 12 minutes, and that then is gone."""
    async with stage(path, clock=clock, console_id="host/0/gone") as olga:
        await olga.pick()
        await olga.press("space")
        await olga.work(minutes=12)
    clock.forward(minutes=20)


@pytest.mark.parametrize(("key", "seconds"), [("k", 1920), ("c", 720), ("d", 0)])
async def test_the_next_start_asks_what_counts(waiting_desk: Path, key: str, seconds: int) -> None:
    """Keep all, cut at the last sign of life, or discard."""
    clock = Clock()
    await left_running(waiting_desk, clock)
    async with stage(waiting_desk, clock=clock) as olga:
        await olga.until(lambda: "was interrupted" in olga.asked)
        await olga.press(key)
        olga.app.show_request(1)
        await olga.until(lambda: olga.view is not None)
        assert olga.view.worked_seconds == seconds


async def test_enter_alone_decides_nothing(waiting_desk: Path) -> None:
    """What stands under the cursor is to decide later."""
    clock = Clock()
    await left_running(waiting_desk, clock)
    async with stage(waiting_desk, clock=clock) as olga:
        await olga.until(lambda: "was interrupted" in olga.asked)
        await olga.press("enter")
        assert olga.asked == ""
        assert olga.app.session.timer.interrupted
        assert "○ #1 interrupted" in olga.text


async def test_a_key_pressed_as_the_question_comes_answers_nothing(
    waiting_desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A question that comes by itself hears no key before the hands have rested."""
    monkeypatch.setattr(SuddenChoice, "QUIET_SECONDS", 3600)
    clock = Clock()
    await left_running(waiting_desk, clock)
    async with stage(waiting_desk, clock=clock) as olga:
        await olga.until(lambda: isinstance(olga.app.screen, SuddenChoice))
        await olga.press("k", "j", "enter")
        assert "keys answer in a moment" in olga.text
        assert isinstance(olga.app.screen, SuddenChoice)
        assert olga.app.session.timer.interrupted


async def test_what_counts_is_said(waiting_desk: Path) -> None:
    """The answer is told back, with what is worked."""
    clock = Clock()
    await left_running(waiting_desk, clock)
    async with stage(waiting_desk, clock=clock) as olga:
        await olga.until(lambda: "was interrupted" in olga.asked)
        await olga.press("c")
        assert "0:12:00 are worked on #1; the timer is stopped." in olga.said


async def test_it_can_be_put_off_and_is_asked_again(waiting_desk: Path) -> None:
    """Escape leaves it open; the timer's key asks anew."""
    clock = Clock()
    await left_running(waiting_desk, clock)
    async with stage(waiting_desk, clock=clock) as olga:
        await olga.until(lambda: "was interrupted" in olga.asked)
        await olga.press("escape")
        olga.app.show_request(1)
        await olga.until(lambda: olga.view is not None)
        await olga.press("space")
        await olga.until(lambda: "was interrupted" in olga.asked)


async def test_waking_after_a_long_sleep_asks(waiting_desk: Path) -> None:
    """Seven minutes without a sign of life: what of them counts is a person's to say."""
    async with stage(waiting_desk) as olga:
        await olga.pick()
        await olga.press("space")
        await olga.work(minutes=2)
        olga.clock.forward(minutes=7)
        await olga.app.keeper.beat()
        await olga.until(lambda: "was interrupted" in olga.asked)


async def quitting(olga: Stage) -> None:
    """Take a request, start the timer, and ask to quit."""
    await olga.pick()
    await olga.press("space")
    await olga.work(minutes=3)
    await olga.press("ctrl+q")
    await olga.until(lambda: isinstance(olga.app.screen, AskQuit))


async def test_quitting_with_a_running_timer_asks(waiting_desk: Path) -> None:
    """E stays."""
    async with stage(waiting_desk) as olga:
        await quitting(olga)
        await olga.press("e")
        assert olga.app.return_code is None


async def test_quitting_can_stop_the_timer(waiting_desk: Path) -> None:
    """s: the session has ended with the console."""
    async with stage(waiting_desk) as olga:
        await quitting(olga)
        await olga.press("s")
        clock = olga.clock
    async with stage(waiting_desk, clock=clock) as olga:
        assert olga.app.session.timer.running is False


async def test_quitting_can_leave_it_to_be_answered_for(waiting_desk: Path) -> None:
    """l: the next start asks what counts."""
    async with stage(waiting_desk, console_id="host/0/gone") as olga:
        await quitting(olga)
        await olga.press("l")
        clock = olga.clock
    clock.forward(minutes=9)
    async with stage(waiting_desk, clock=clock) as olga:
        await olga.until(lambda: "was interrupted" in olga.asked)


async def test_quitting_without_a_timer_asks_nothing(waiting_desk: Path) -> None:
    """ctrl+q, and it is over."""
    async with stage(waiting_desk) as olga:
        await olga.pilot.press("ctrl+q")
        await olga.pilot.pause()
        assert olga.app.return_code == 0


async def test_closing_time_asks_about_a_running_timer(waiting_desk: Path) -> None:
    """At 18:00 s stops it."""
    async with stage(waiting_desk, clock=Clock()) as olga:
        olga.clock.forward(minutes=478)
        await olga.pick()
        await olga.press("space")
        await olga.work(minutes=3)
        olga.app.each_minute()
        await olga.until(lambda: "The office is closing" in olga.asked)
        await olga.press("s")
        await olga.until(lambda: not olga.app.session.timer.running)


async def test_closing_time_can_be_worked_through(waiting_desk: Path) -> None:
    """K keeps the timer running."""
    async with stage(waiting_desk, clock=Clock()) as olga:
        olga.clock.forward(minutes=478)
        await olga.pick()
        await olga.press("space")
        await olga.work(minutes=3)
        olga.app.each_minute()
        await olga.until(lambda: "The office is closing" in olga.asked)
        await olga.press("k")
        assert olga.asked == ""
        assert olga.app.session.timer.running


async def test_a_timer_stopped_elsewhere_is_seen(waiting_desk: Path) -> None:
    """The same person's other console pauses it; this one's clock follows."""
    async with stage(waiting_desk) as olga:
        await olga.pick()
        await olga.press("space")
        async with stage(waiting_desk, console_id="other", clock=olga.clock) as other:
            await other.press("enter")
            await other.until(lambda: other.view is not None)
            await other.press("space")
        await olga.until(lambda: "● #1" not in olga.text)
