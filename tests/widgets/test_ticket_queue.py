"""The queue keeps its cursor on a request, asks for what it lacks, and repaints little."""

import pytest

from tests.widgets.host import HOSTILE, NARROW, WIDE, Stage, is_harmless, staged
from tests.widgets.samples import FakeRow, rows
from widgets.ticket_queue import TicketQueue

MILLION = 1_000_000


async def shown(stage: Stage, *, count: int = 50, first: int = 1, start: int = 0) -> TicketQueue:
    """The queue with `count` requests numbered from `first` on, at the lines from `start`."""
    queue = stage.pilot.app.query_one(TicketQueue)
    queue.show_window(start, rows(first, count), start + count)
    await stage.pilot.pause()
    return queue


async def test_the_names_of_the_columns_stay_at_the_top() -> None:
    """The names of the columns stay at the top."""
    async with staged(TicketQueue()) as stage:
        await shown(stage)
        await stage.pilot.press("G")
        assert "Customer" in stage.lines()[0]


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_the_state_is_seen_at_every_width(size: tuple[int, int]) -> None:
    """The state is seen at every width."""
    async with staged(TicketQueue(), size) as stage:
        queue = await shown(stage)
        queue.show_window(0, [FakeRow(1, state="held", holder="Olga")], 1)
        await stage.pilot.pause()
        assert "Olga" in stage.lines()[1]


async def test_the_cursor_begins_at_the_first_request() -> None:
    """The cursor begins at the first request."""
    async with staged(TicketQueue()) as stage:
        assert (await shown(stage, first=7)).cursor_ticket == 7


@pytest.mark.parametrize(
    ("keys", "ticket"),
    [
        ("j", 2),
        ("down down", 3),
        ("j j k", 2),
        ("k", 1),
        ("G", 50),
        ("end", 50),
        ("G g", 1),
        ("end home", 1),
        ("G j", 50),
        ("ctrl+d", 12),
        ("ctrl+d ctrl+u", 1),
        ("pagedown", 24),
        ("pagedown pagedown pageup", 24),
    ],
)
async def test_keys_move_the_cursor(keys: str, ticket: int) -> None:
    """Keys move the cursor."""
    async with staged(TicketQueue()) as stage:
        queue = await shown(stage)
        await stage.pilot.press(*keys.split())
        assert queue.cursor_ticket == ticket


async def test_the_cursor_is_always_in_sight() -> None:
    """The cursor is always in sight."""
    async with staged(TicketQueue()) as stage:
        await shown(stage)
        await stage.pilot.press("G")
        assert "#50" in stage.lines()[-1]


async def test_the_cursor_stays_in_sight_of_a_lower_view() -> None:
    """The cursor stays in sight of a lower view."""
    async with staged(TicketQueue()) as stage:
        queue = await shown(stage)
        await stage.pilot.press(*["j"] * 20)
        queue.styles.height = 8
        await stage.pilot.pause()
        assert "#21" in stage.shown(queue)


async def test_a_move_is_told() -> None:
    """A move is told."""
    async with staged(TicketQueue()) as stage:
        await shown(stage)
        await stage.pilot.press("j")
        assert [message.ticket for message in stage.of(TicketQueue.Highlighted)] == [1, 2]


async def test_enter_opens_the_request_under_the_cursor() -> None:
    """Enter opens the request under the cursor."""
    async with staged(TicketQueue()) as stage:
        await shown(stage)
        await stage.pilot.press("j", "enter")
        assert [message.ticket for message in stage.of(TicketQueue.Opened)] == [2]


async def test_a_click_moves_the_cursor() -> None:
    """A click moves the cursor."""
    async with staged(TicketQueue()) as stage:
        queue = await shown(stage)
        await stage.pilot.click(TicketQueue, offset=(10, 5))
        assert queue.cursor_ticket == 5


async def test_a_double_click_opens() -> None:
    """A double click opens."""
    async with staged(TicketQueue()) as stage:
        await shown(stage)
        await stage.pilot.click(TicketQueue, offset=(10, 5), times=2)
        assert [message.ticket for message in stage.of(TicketQueue.Opened)] == [5]


async def test_the_cursor_stays_on_its_request_when_others_leave() -> None:
    """The cursor stays on its request when others leave."""
    async with staged(TicketQueue()) as stage:
        queue = await shown(stage)
        await stage.pilot.press("j", "j", "j")
        queue.show_window(0, rows(3, 48), 48)
        assert (queue.cursor_ticket, queue.cursor_line) == (4, 1)


async def test_the_cursor_goes_to_the_row_that_took_its_line() -> None:
    """The cursor goes to the row that took its line."""
    async with staged(TicketQueue()) as stage:
        queue = await shown(stage)
        await stage.pilot.press("j", "j")
        queue.show_window(0, [row for row in rows(1, 50) if row.ticket != 3], 49)
        assert queue.cursor_ticket == 4


async def test_the_cursor_goes_up_when_the_last_row_leaves() -> None:
    """The cursor goes up when the last row leaves."""
    async with staged(TicketQueue()) as stage:
        queue = await shown(stage)
        await stage.pilot.press("G")
        queue.show_window(0, rows(1, 49), 49)
        assert queue.cursor_ticket == 49


async def test_an_emptied_queue_has_no_cursor() -> None:
    """An emptied queue has no cursor."""
    async with staged(TicketQueue()) as stage:
        queue = await shown(stage)
        queue.show_window(0, [], 0)
        assert queue.cursor_ticket is None


async def test_an_empty_queue_says_so() -> None:
    """An empty queue says so."""
    async with staged(TicketQueue()) as stage:
        queue = await shown(stage, count=0)
        queue.empty_text = "Nobody waits. Well done."
        await stage.pilot.pause()
        assert "Nobody waits. Well done." in stage.shown()


async def test_a_cursor_set_from_outside_comes_into_sight() -> None:
    """A cursor set from outside comes into sight."""
    async with staged(TicketQueue()) as stage:
        queue = await shown(stage)
        queue.cursor_ticket = 40
        await stage.pilot.pause()
        assert "#40" in stage.shown()


async def test_the_view_follows_no_cursor_that_the_wheel_left_behind() -> None:
    """The view follows no cursor that the wheel left behind."""
    async with staged(TicketQueue()) as stage:
        queue = await shown(stage)
        queue.scroll_to(y=20, animate=False)
        queue.show_window(0, rows(1, 50), 50)
        assert queue.scroll_offset.y == 20


async def test_coming_near_the_edge_asks_for_more_once() -> None:
    """Coming near the edge asks for more once."""
    async with staged(TicketQueue()) as stage:
        queue = await shown(stage)
        queue.show_window(0, rows(1, 100), 1000)
        await stage.pilot.press(*["pagedown"] * 5)
        assert [message.after for message in stage.of(TicketQueue.WindowWanted)] == [47]


async def test_the_last_line_is_asked_for_as_an_edge() -> None:
    """The last line is asked for as an edge."""
    async with staged(TicketQueue()) as stage:
        queue = await shown(stage)
        queue.show_window(0, rows(1, 300), MILLION)
        await stage.pilot.press("G")
        asked = stage.of(TicketQueue.WindowWanted)[-1]
        assert (asked.edge, asked.first_line) == ("end", MILLION - asked.count)


async def test_the_cursor_comes_to_the_last_request_when_it_was_read() -> None:
    """The cursor comes to the last request when it was read."""
    async with staged(TicketQueue()) as stage:
        queue = await shown(stage)
        queue.show_window(0, rows(1, 300), MILLION)
        await stage.pilot.press("G")
        queue.show_window(MILLION - 300, rows(MILLION - 299, 300), MILLION)
        assert queue.cursor_ticket == MILLION


async def test_a_request_that_came_meanwhile_is_the_last_one() -> None:
    """A request that came meanwhile is the last one."""
    async with staged(TicketQueue()) as stage:
        queue = await shown(stage)
        queue.show_window(0, rows(1, 300), 1000)
        await stage.pilot.press("G")
        queue.show_window(701, rows(702, 300), 1001)
        assert queue.cursor_ticket == 1001


async def test_lines_not_read_yet_are_marked() -> None:
    """Lines not read yet are marked."""
    async with staged(TicketQueue()) as stage:
        queue = await shown(stage)
        queue.show_window(0, rows(1, 300), MILLION)
        await stage.pilot.press("G")
        assert "…" in stage.lines()[5]


async def test_nothing_is_opened_while_the_cursor_is_on_its_way() -> None:
    """Nothing is opened while the cursor is on its way."""
    async with staged(TicketQueue()) as stage:
        queue = await shown(stage)
        queue.show_window(0, rows(1, 300), MILLION)
        await stage.pilot.press("G", "enter")
        assert stage.of(TicketQueue.Opened) == []


async def drawn_by(stage: Stage, monkeypatch: pytest.MonkeyPatch, *keys: str) -> int:
    """How many lines a queue draws anew for these keys."""
    drawn: list[int] = []
    draw = TicketQueue.render_line
    monkeypatch.setattr(
        TicketQueue, "render_line", lambda self, y: drawn.append(y) or draw(self, y)
    )
    await stage.pilot.press(*keys)
    await stage.pilot.pause()
    return len(drawn)


@pytest.mark.parametrize("total", [300, MILLION])
async def test_a_row_move_draws_two_lines_however_long_the_queue(
    total: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A row move draws two lines however long the queue."""
    async with staged(TicketQueue()) as stage:
        queue = await shown(stage)
        queue.show_window(0, rows(1, 300), total)
        await stage.pilot.pause()
        assert await drawn_by(stage, monkeypatch, "j") == 2


async def test_the_same_rows_again_draw_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same rows again draw nothing."""
    async with staged(TicketQueue()) as stage:
        queue = await shown(stage)
        queue.show_window(0, rows(1, 50), 50)
        assert await drawn_by(stage, monkeypatch) == 0


async def test_a_changed_row_draws_its_line_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """A changed row draws its line alone."""
    async with staged(TicketQueue()) as stage:
        queue = await shown(stage)
        queue.show_window(0, [FakeRow(1, place=1, state="answered"), *rows(2, 49)], 50)
        assert await drawn_by(stage, monkeypatch) == 1


async def test_a_changed_row_is_seen() -> None:
    """A changed row is seen."""
    async with staged(TicketQueue()) as stage:
        queue = await shown(stage)
        queue.show_window(0, [FakeRow(1, place=1, state="answered"), *rows(2, 49)], 50)
        await stage.pilot.pause()
        assert "answered" in stage.lines()[1]


async def test_hostile_rows_reach_the_screen_as_text_alone() -> None:
    """Hostile rows reach the screen as text alone."""
    async with staged(TicketQueue()) as stage:
        queue = await shown(stage)
        hostile = [
            FakeRow(number, customer=text, subject=text, holder=text, state=text, channel=text)
            for number, text in enumerate(HOSTILE, 1)
        ]
        queue.show_window(0, hostile, len(hostile))
        await stage.pilot.pause()
        assert is_harmless(stage.shown())


async def test_a_click_on_markup_does_nothing_but_move() -> None:
    """A click on markup does nothing but move."""
    async with staged(TicketQueue()) as stage:
        queue = await shown(stage)
        queue.show_window(0, [FakeRow(1, customer="[@click=app.quit]xxxxxxxxxxx")], 1)
        await stage.pilot.pause()
        await stage.pilot.click(TicketQueue, offset=(24, 1))
        assert stage.pilot.app.is_running
