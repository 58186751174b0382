"""The bar names the keys that fit, says which are off, and can be clicked."""

from tests.widgets.host import NARROW, WIDE, staged
from tests.widgets.samples import FakeKey
from widgets.key_bar import KeyBar

KEYS = (
    FakeKey("queue.pick", "p", "pick next"),
    FakeKey("queue.open", "enter", "look", enabled=False, reason="The queue is empty."),
    *(FakeKey(f"other.{number}", f"F{number}", "something else") for number in range(1, 7)),
    FakeKey("help", "?", "all keys"),
)


def bar() -> KeyBar:
    """A bar with more keys than fit at 80 cells."""
    shown = KeyBar()
    shown.keys = KEYS
    return shown


async def test_help_is_named_however_little_fits() -> None:
    """Help is named however little fits."""
    async with staged(bar(), NARROW) as stage:
        assert stage.lines()[0].rstrip().endswith("? all keys")


async def test_what_does_not_fit_is_left_out_from_the_end() -> None:
    """What does not fit is left out from the end."""
    async with staged(bar(), NARROW) as stage:
        assert "F6" not in stage.lines()[0]


async def test_what_is_off_makes_room_for_what_works() -> None:
    """What is off makes room for what works."""
    async with staged(bar(), NARROW) as stage:
        assert "enter look" not in stage.lines()[0]
        assert "F2 something else" in stage.lines()[0]


async def test_what_is_off_keeps_its_place_where_there_is_room() -> None:
    """What is off keeps its place where there is room."""
    async with staged(bar(), (200, 24)) as stage:
        assert stage.lines()[0].split()[:4] == ["p", "pick", "next", "enter"]


async def test_a_wide_bar_names_more() -> None:
    """A wide bar names more."""
    async with staged(bar(), WIDE) as stage:
        assert "F4 something else" in stage.lines()[0]


async def test_a_click_is_told() -> None:
    """A click is told."""
    async with staged(bar()) as stage:
        await stage.pilot.click(KeyBar, offset=(3, 0))
        assert [message.id for message in stage.of(KeyBar.Pressed)] == ["queue.pick"]


async def test_a_click_on_a_key_that_is_off_says_why() -> None:
    """A click on a key that is off says why."""
    async with staged(bar(), (200, 24)) as stage:
        await stage.pilot.click(KeyBar, offset=(16, 0))
        assert [message.reason for message in stage.of(KeyBar.Refused)] == ["The queue is empty."]


async def test_a_click_between_keys_does_nothing() -> None:
    """A click between keys does nothing."""
    async with staged(bar()) as stage:
        await stage.pilot.click(KeyBar, offset=(13, 0))
        assert stage.of(KeyBar.Pressed) == []
