"""Nothing but text comes into an editor."""

import pytest
from textual.events import Paste
from textual.widgets import Input, TextArea

from tests.widgets.host import HOSTILE, is_harmless, staged
from widgets.text_editor import LineEditor, TextEditor


@pytest.mark.parametrize("text", HOSTILE)
async def test_loaded_text_is_harmless(text: str) -> None:
    """Loaded text is harmless."""
    async with staged(TextEditor()) as stage:
        stage.pilot.app.query_one(TextEditor).text = text
        await stage.pilot.pause()
        assert is_harmless(stage.shown())


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("kind", [TextEditor, LineEditor])
async def test_pasted_text_is_harmless(kind: type[TextEditor | LineEditor], text: str) -> None:
    """Pasted text is harmless."""
    async with staged(kind()) as stage:
        stage.pilot.app.query_one(kind).post_message(Paste(text))
        await stage.pilot.pause()
        assert is_harmless(stage.shown())


async def test_pasted_lines_come_once() -> None:
    """Pasted lines come once."""
    async with staged(TextEditor()) as stage:
        editor = stage.pilot.app.query_one(TextArea)
        editor.post_message(Paste("one\ntwo"))
        await stage.pilot.pause()
        assert editor.text == "one\ntwo"


async def test_lines_pasted_into_one_line_are_joined() -> None:
    """Lines pasted into one line are joined."""
    async with staged(LineEditor()) as stage:
        editor = stage.pilot.app.query_one(Input)
        editor.post_message(Paste("one\ntwo"))
        await stage.pilot.pause()
        assert editor.value == "one two"


@pytest.mark.parametrize("kind", [TextEditor, LineEditor])
async def test_the_cursor_is_still(kind: type[TextEditor | LineEditor]) -> None:
    """The cursor is still."""
    async with staged(kind()) as stage:
        assert not stage.pilot.app.query_one(kind).cursor_blink
