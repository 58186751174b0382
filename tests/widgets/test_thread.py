"""The thread ends at the newest message and stays where the reader is."""

import pytest
from textual.geometry import Offset
from textual.selection import Selection

from tests.widgets.host import HOSTILE, is_harmless, staged
from tests.widgets.samples import FakeMessage
from widgets.thread import Thread

QUOTING = FakeMessage(1, text="New\n> old")


def messages(count: int, *, lines: int = 4) -> tuple[FakeMessage, ...]:
    """Messages of some lines, each naming its number."""
    return tuple(
        FakeMessage(
            number, text="\n".join(f"message {number} line {line}" for line in range(lines))
        )
        for number in range(1, count + 1)
    )


def thread(*shown: FakeMessage) -> Thread:
    """A thread of these messages."""
    made = Thread()
    made.messages = shown
    return made


async def test_it_ends_at_the_newest_message() -> None:
    """It ends at the newest message."""
    async with staged(thread(*messages(20))) as stage:
        assert "message 20 line 3" in stage.shown()


async def test_a_newest_message_longer_than_the_view_is_read_from_its_start() -> None:
    """A newest message longer than the view is read from its start."""
    long = FakeMessage(21, author="Boris", text="\n".join(f"line {line}" for line in range(200)))
    async with staged(thread(*messages(20), long)) as stage:
        assert "Boris" in stage.lines()[0]


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ("g", "message 1 line 0"),
        ("g G", "message 20 line 3"),
        ("g ctrl+d ctrl+u", "message 1 line 0"),
        ("g pagedown", "message 5 line 0"),
        ("k k k k k k k k", "message 15 line 3"),
    ],
)
async def test_keys_scroll(keys: str, words: str) -> None:
    """Keys scroll."""
    async with staged(thread(*messages(20))) as stage:
        await stage.pilot.press(*keys.split())
        assert words in stage.shown()


async def test_a_new_message_leaves_a_reader_where_he_is() -> None:
    """A new message leaves a reader where he is."""
    async with staged(thread(*messages(20))) as stage:
        await stage.pilot.press("g", "j", "j")
        shown = stage.pilot.app.query_one(Thread)
        shown.messages = messages(21)
        await stage.pilot.pause()
        assert shown.scroll_offset.y == 2


async def test_a_new_message_is_shown_to_a_reader_at_the_end() -> None:
    """A new message is shown to a reader at the end."""
    async with staged(thread(*messages(20))) as stage:
        stage.pilot.app.query_one(Thread).messages = messages(21)
        await stage.pilot.pause()
        assert "message 21 line 3" in stage.shown()


async def test_another_thread_is_read_from_its_newest() -> None:
    """Another thread is read from its newest."""
    async with staged(thread(*messages(20))) as stage:
        await stage.pilot.press("g")
        stage.pilot.app.query_one(Thread).messages = [FakeMessage(99, text="another")] * 30
        await stage.pilot.pause()
        assert stage.pilot.app.query_one(Thread).is_vertical_scroll_end


async def test_a_lower_view_still_ends_at_the_newest() -> None:
    """A lower view still ends at the newest."""
    async with staged(thread(*messages(20))) as stage:
        stage.pilot.app.query_one(Thread).styles.height = 8
        await stage.pilot.pause()
        assert "message 20 line 3" in stage.shown()


async def test_a_changed_delivery_is_seen() -> None:
    """A changed delivery is seen."""
    async with staged(thread(FakeMessage(1, direction="out", delivery="queued"))) as stage:
        stage.pilot.app.query_one(Thread).messages = [
            FakeMessage(1, direction="out", delivery="sent")
        ]
        await stage.pilot.pause()
        assert "sent" in stage.lines()[0]


async def test_quotes_are_folded() -> None:
    """Quotes are folded."""
    async with staged(thread(QUOTING)) as stage:
        assert "▸ 1 quoted line" in stage.shown()


async def test_quotes_unfold_with_a_key() -> None:
    """Quotes unfold with a key."""
    async with staged(thread(QUOTING)) as stage:
        await stage.pilot.press("t")
        assert "> old" in stage.shown()


async def test_unfolding_is_told() -> None:
    """Unfolding is told."""
    async with staged(thread(QUOTING)) as stage:
        await stage.pilot.press("t")
        assert [message.quotes for message in stage.of(Thread.QuotesToggled)] == [True]


async def test_the_rest_of_a_long_message_is_shown_with_a_key() -> None:
    """The rest of a long message is shown with a key."""
    long = FakeMessage(1, text="x" * 16_000 + " the end")
    async with staged(thread(long)) as stage:
        await stage.pilot.press("x", "G")
        assert "the end" in stage.shown()


async def test_200_messages_of_a_megabyte_are_laid_out_in_parts() -> None:
    """200 messages of a megabyte are laid out in parts."""
    huge = "word " * 200_000
    async with staged(
        thread(*[FakeMessage(number, text=huge) for number in range(1, 201)])
    ) as stage:
        lines = stage.pilot.app.query_one(Thread).virtual_size.height
        assert 200 < lines < 30_000


async def test_an_empty_thread_says_so() -> None:
    """An empty thread says so."""
    async with staged(thread()) as stage:
        assert "Nothing written yet." in stage.shown()


async def test_marked_text_can_be_copied() -> None:
    """Marked text can be copied."""
    async with staged(thread(FakeMessage(1, text="one\ntwo"))) as stage:
        shown = stage.pilot.app.query_one(Thread)
        marked = Selection(Offset(1, 1), Offset(4, 1))
        assert shown.get_selection(marked) == ("one", "\n")


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_messages_are_harmless(text: str) -> None:
    """Hostile messages are harmless."""
    async with staged(thread(FakeMessage(1, author=text, text=text))) as stage:
        assert is_harmless(stage.shown())
