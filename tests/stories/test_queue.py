"""Stories of the queue: what waits is seen in its order, and taken in its order."""

from dataclasses import replace
from pathlib import Path

import pytest
from textual.content import Content

from console.app import CreditDesk
from console.location import Location
from console.screens import queue
from console.screens.queue import QueueScreen
from console.screens.session import Session
from console.screens.ticket import TicketScreen
from tests.conftest import SETTINGS
from tests.stories.desks import ANNA, make_desk
from tests.stories.theatre import Clock, Stage, stage
from widgets.request_preview import RequestPreview


async def test_the_oldest_request_stands_first_with_its_balance(waiting_desk: Path) -> None:
    """The first line tells place, number, age in office time, customer and balance."""
    async with stage(waiting_desk) as olga:
        first = next(line for line in olga.text.splitlines() if "#1" in line)
        assert first.split()[:5] == ["1", "#1", "1h", "00", "Anna"]


async def test_who_owes_is_told_in_words(waiting_desk: Path) -> None:
    """A negative balance reads "owes 20"."""
    async with stage(waiting_desk) as olga:
        assert "owes 20" in olga.text


async def test_the_header_tells_waiting_age_and_office(waiting_desk: Path) -> None:
    """How many wait, how long the oldest has, and until when the office is open."""
    async with stage(waiting_desk) as olga:
        header = olga.text.splitlines()[0]
        assert all(told in header for told in ("4 waiting", "oldest 1h 00", "open until 18:00"))


async def test_one_key_takes_the_oldest(waiting_desk: Path) -> None:
    """P takes #1, wherever the cursor is."""
    async with stage(waiting_desk) as olga:
        await olga.press("j", "j")
        await olga.pick()
        assert olga.view.ticket == 1


async def test_a_second_one_is_refused_with_its_clause(waiting_desk: Path) -> None:
    """While one is held that waits for nobody, p says why not."""
    async with stage(waiting_desk) as olga:
        await olga.pick()
        await olga.press("escape", "p")
        assert "C9" in olga.said


async def test_a_key_of_ones_own_takes_the_place_of_ours(waiting_desk: Path) -> None:
    """What the settings file says is what works, and what bar, help and hints name."""
    settings = replace(SETTINGS, keys={"request.pick": "N"})
    async with stage(waiting_desk, settings=settings) as olga:
        assert "N pick next" in olga.text
        await olga.press("p")
        assert olga.app.screen is olga.app.queue_screen
        await olga.press("m")
        assert "N takes the oldest request" in olga.text
        await olga.press("question_mark")
        assert "N        Take the oldest request that waits" in olga.text
        await olga.press("escape", "N")
        await olga.until(lambda: olga.view is not None)


async def test_keys_that_change_places_both_work(waiting_desk: Path) -> None:
    """R notes and n answers, if that is wanted."""
    settings = replace(SETTINGS, keys={"request.reply": "n", "request.note": "r"})
    async with stage(waiting_desk, settings=settings) as olga:
        await olga.pick()
        await olga.press("r")
        assert "never sent" in olga.text
        await olga.press("escape", "n")
        assert "Answer to" in olga.text


async def test_nothing_to_take_is_said(desk_path: Path) -> None:
    """An empty queue is no fault."""
    async with stage(desk_path) as olga:
        await olga.press("p")
        assert "Nothing waits" in olga.said


async def test_looking_takes_nothing(waiting_desk: Path) -> None:
    """Enter shows a request that stays nobody's, and its keys say why they are off."""
    async with stage(waiting_desk) as olga:
        await olga.press("j", "enter")
        await olga.until(lambda: olga.view is not None)
        await olga.press("space")
        assert (olga.view.ticket, olga.view.holder_id) == (2, None)
        assert "nobody's yet" in olga.said


async def test_the_cursor_keeps_its_request_when_another_console_takes_one(
    waiting_desk: Path,
) -> None:
    """Another's pick is seen within a second, and the cursor stays on its request."""
    async with stage(waiting_desk) as olga:
        await olga.press("j", "j")
        async with stage(waiting_desk, login="pavel", console_id="other") as pavel:
            await pavel.pick()
        await olga.until(lambda: "held: pavel" in olga.text)
        assert olga.app.queue_screen.cursor == 3


async def test_what_comes_in_is_seen_without_a_key(waiting_desk: Path) -> None:
    """A request that another process files appears in the queue."""
    async with stage(waiting_desk) as olga:
        await make_desk(waiting_desk, [ANNA])
        await olga.until(lambda: "5 waiting" in olga.text)


async def test_nothing_is_painted_while_nothing_changes(waiting_desk: Path) -> None:
    """Looking for changes sends nothing to the terminal."""
    async with stage(waiting_desk) as olga:
        await olga.until(lambda: "After the upgrade to 4.18 the search" in olga.text)
        await olga.app.watcher.look()
        await olga.settle()
        painted: list[object] = []
        olga.app._display = lambda *args: painted.append(args)
        await olga.app.watcher.look()
        await olga.settle()
        assert painted == []


async def test_mine_shows_what_i_hold(waiting_desk: Path) -> None:
    """M leaves the requests of others out."""
    async with stage(waiting_desk) as olga:
        await olga.pick()
        await olga.press("f3")
        await olga.until(lambda: "what I hold" in olga.text)
        assert "#1" in olga.text
        assert "#2" not in olga.text


async def test_find_narrows_the_list(waiting_desk: Path) -> None:
    """What is typed after / is found in subjects."""
    async with stage(waiting_desk) as olga:
        await olga.press("slash")
        await olga.type("Reviews")
        await olga.press("enter")
        await olga.until(lambda: "#1" not in olga.text)
        assert "#3" in olga.text


async def test_escape_ends_finding(waiting_desk: Path) -> None:
    """The whole queue is there again."""
    async with stage(waiting_desk) as olga:
        await olga.press("slash")
        await olga.type("Reviews")
        await olga.press("escape")
        await olga.until(lambda: "#1" in olga.text)
        assert not olga.app.queue_screen.query("#find")


async def test_the_preview_tells_the_request_under_the_cursor(waiting_desk: Path) -> None:
    """Below the list stand its facts and the first lines."""
    async with stage(waiting_desk) as olga:
        await olga.until(lambda: "After the upgrade to 4.18 the search" in olga.text)
        assert "first request" in olga.text


async def test_a_step_and_back_shows_the_same_request(
    waiting_desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A cursor that comes back before the thread was read has its own facts below it."""
    async with stage(waiting_desk) as olga:
        await olga.until(lambda: "After the upgrade to 4.18 the search" in olga.text)
        monkeypatch.setattr(queue, "PREVIEW_DELAY_SECONDS", 3600)
        await olga.press("j", "k")
        assert "#1 by e-mail" in olga.text


async def test_a_wide_preview_is_painted_once_a_step(
    waiting_desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beside the list it stays as it was until the next request's text is there."""
    async with stage(waiting_desk, size=(120, 40)) as olga:
        preview = olga.app.screen.query_one(RequestPreview)
        await olga.until(lambda: "After the upgrade" in preview.text)
        await olga.settle()
        painted: list[str] = []
        render = RequestPreview.render

        def counted(shown: RequestPreview) -> Content:
            painted.append(shown.heading)
            return render(shown)

        monkeypatch.setattr(RequestPreview, "render", counted)
        await olga.press("j")
        await olga.until(lambda: "После обновления" in preview.text)
        await olga.settle()
        assert len(painted) == 1


async def test_hostile_text_reaches_no_cell(waiting_desk: Path) -> None:
    """Nothing that moves the terminal is drawn, in the list, the preview or the thread."""
    async with stage(waiting_desk, size=(120, 40)) as olga:
        await olga.press("G")
        await olga.until(lambda: "hello [/]" in olga.text)
        seen = olga.text
        await olga.press("enter")
        await olga.until(lambda: olga.view is not None)
        assert not set("\x1b\x07\x9b\u202e") & set(seen + olga.text)


async def test_markup_of_outsiders_is_shown_as_it_is(waiting_desk: Path) -> None:
    """Square brackets stay what they are."""
    async with stage(waiting_desk, size=(200, 40)) as olga:
        assert "[@click=app.quit]quit[/]" in olga.text


@pytest.mark.parametrize("size", [(20, 5), (1, 1), (79, 10), (200, 60)])
async def test_any_window_will_do(waiting_desk: Path, size: tuple[int, int]) -> None:
    """The queue and a request open in the smallest and the largest window."""
    async with stage(waiting_desk, size=size) as olga:
        await olga.pick()
        await olga.press("r", "escape", "c", "escape", "question_mark", "escape", "escape")
        assert isinstance(olga.app.screen, QueueScreen)


async def test_only_looking_is_told_and_kept(waiting_desk: Path) -> None:
    """A console that only reads takes nothing and says so."""
    async with stage(waiting_desk, read_only=True) as olga:
        await olga.press("p")
        assert "read only" in olga.text
        assert "only reads" in olga.said
        assert not isinstance(olga.app.screen, TicketScreen)


async def test_a_key_pressed_too_early_is_done_once_the_desk_is_open(waiting_desk: Path) -> None:
    """What is asked for while the desk is still opening is not lost."""
    session = Session(Location(waiting_desk, SETTINGS), Clock(), login="olga")
    app = CreditDesk(session)
    async with app.run_test(size=(80, 24)) as pilot:
        assert not session.ready
        app.queue_screen.action_run("request.pick")
        olga = Stage(app, pilot, Clock())
        await olga.until(lambda: olga.view is not None)
        assert olga.view.ticket == 1
