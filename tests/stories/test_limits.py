"""Stories of limits: warned at 55 minutes, asked at 60, told to the customer, never skipped."""

from pathlib import Path

from console.screens.queue import QueueScreen
from console.services import delivery
from tests.stories.theatre import Stage, stage
from widgets.limit_band import LimitBand


async def worked(olga: Stage, *, minutes: float) -> None:
    """Take the oldest request and work on it."""
    await olga.pick()
    await olga.press("space")
    await olga.work(minutes=minutes)


def band(olga: Stage) -> LimitBand:
    """The band of the request on screen."""
    return olga.app.screen.query_one(LimitBand)


async def test_at_55_minutes_a_quiet_warning_is_given_once(waiting_desk: Path) -> None:
    """A toast, no question."""
    async with stage(waiting_desk) as olga:
        await worked(olga, minutes=56)
        await olga.work(minutes=2)
        assert olga.said.count("55 minutes on #1") == 1
        assert not band(olga).display


async def test_at_60_minutes_the_band_asks(waiting_desk: Path) -> None:
    """It tells what was reached, and proposes 80 credits."""
    async with stage(waiting_desk) as olga:
        await worked(olga, minutes=60)
        await olga.until(lambda: band(olga).display)
        assert "60 minutes are worked" in olga.text
        assert band(olga).amount == 80


async def test_the_band_takes_no_key_that_was_meant_for_something_else(
    waiting_desk: Path,
) -> None:
    """It comes by itself, so the keyboard stays where it is until l is pressed."""
    async with stage(waiting_desk) as olga:
        await worked(olga, minutes=60)
        await olga.until(lambda: band(olga).display)
        assert not band(olga).has_focus
        await olga.press("l")
        assert band(olga).has_focus


async def test_keys_that_do_not_answer_are_not_shown(waiting_desk: Path) -> None:
    """While the keyboard is elsewhere, the band names the key that goes to it and none of its own."""
    async with stage(waiting_desk) as olga:
        await worked(olga, minutes=60)
        await olga.until(lambda: band(olga).display)
        assert "l to answer it" in olga.text
        assert "g go on" not in olga.text
        await olga.press("l")
        assert "g go on" in olga.text
        assert "l to answer it" not in olga.text


async def test_escape_leaves_a_limit_for_later(waiting_desk: Path) -> None:
    """The band stays, unanswered, and the thread has the keyboard."""
    async with stage(waiting_desk) as olga:
        await worked(olga, minutes=60)
        await olga.until(lambda: band(olga).display)
        await olga.press("l", "escape")
        assert "l to answer it" in olga.text
        assert olga.view.open_limits
        await olga.press("escape")
        assert isinstance(olga.app.screen, QueueScreen)


async def test_going_on_sends_the_notice(waiting_desk: Path) -> None:
    """g: the limit is answered, one mail is queued, the timer runs on."""
    async with stage(waiting_desk) as olga:
        await worked(olga, minutes=60)
        await olga.until(lambda: band(olga).display)
        await olga.press("l", "g")
        await olga.until(lambda: olga.view.open_limits == ())
        assert len(await delivery.listing(olga.app.session.desk)) == 1
        assert olga.view.running is not None
        assert not band(olga).display


async def test_waiting_stops_the_timer(waiting_desk: Path) -> None:
    """w: told, and the request waits for credits."""
    async with stage(waiting_desk) as olga:
        await worked(olga, minutes=60)
        await olga.until(lambda: band(olga).display)
        await olga.press("l", "w")
        await olga.until(lambda: olga.view.row.waiting_for == "credits")
        assert "● #1" not in olga.text


async def test_no_notice_needs_a_reason(waiting_desk: Path) -> None:
    """N asks why; nothing is sent."""
    async with stage(waiting_desk) as olga:
        await worked(olga, minutes=60)
        await olga.until(lambda: band(olga).display)
        await olga.press("l", "n")
        await olga.type("our bug")
        await olga.press("enter")
        await olga.until(lambda: olga.view.open_limits == ())
        assert olga.view.limits[0].reason == "our bug"
        assert await delivery.listing(olga.app.session.desk) == ()


async def test_close_now_goes_to_the_closing(waiting_desk: Path) -> None:
    """C in the band answers, and asks how it ends."""
    async with stage(waiting_desk) as olga:
        await worked(olga, minutes=60)
        await olga.until(lambda: band(olga).display)
        await olga.press("l", "c")
        await olga.until(lambda: "Whose part was at fault?" in olga.text)


async def test_an_estimate_past_40_asks_at_once(waiting_desk: Path) -> None:
    """It is told beforehand, with the estimate as its amount."""
    async with stage(waiting_desk) as olga:
        await olga.pick()
        await olga.press("e")
        await olga.type("120")
        await olga.press("enter")
        await olga.until(lambda: band(olga).display)
        assert (band(olga).amount, band(olga).has_focus) == (120, True)


async def test_the_mail_names_the_amount(waiting_desk: Path) -> None:
    """What the customer will read is there to be read first."""
    async with stage(waiting_desk) as olga:
        await olga.pick()
        await olga.press("e")
        await olga.type("120")
        await olga.press("enter")
        await olga.until(lambda: "120" in band(olga).text)


async def test_a_limit_survives_leaving_the_program(waiting_desk: Path) -> None:
    """The next console asks the same."""
    async with stage(waiting_desk) as olga:
        await worked(olga, minutes=60)
        await olga.press("space")
        clock = olga.clock
    async with stage(waiting_desk, clock=clock) as olga:
        await olga.press("f3", "enter")
        await olga.until(lambda: olga.view is not None and band(olga).display)
        assert band(olga).has_focus


async def test_an_outrun_estimate_stops_the_timer(waiting_desk: Path) -> None:
    """A modification's work ends with its estimate, and says so."""
    async with stage(waiting_desk) as olga:
        await olga.pick()
        await olga.press("k", "m", "e")
        await olga.type("20")
        await olga.press("enter", "space")
        await olga.work(minutes=31)
        assert "The estimate of #1 is used up" in olga.said
        assert olga.view.running is None
        assert not isinstance(olga.app.screen, QueueScreen)
