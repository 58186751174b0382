"""What is written is sent when asked, and never lost."""

import pytest

from tests.widgets.host import HOSTILE, Stage, is_harmless, staged
from widgets.reply_editor import ReplyEditor


async def begun(stage: Stage, *, mode: str = "answer", draft: str = "") -> ReplyEditor:
    """The editor, begun for Anna."""
    editor = stage.pilot.app.query_one(ReplyEditor)
    editor.start(mode, recipient="Anna <a@x.example>", draft=draft)
    await stage.pilot.pause()
    return editor


def at_once() -> ReplyEditor:
    """An editor that tells of changes without a rest."""
    return ReplyEditor(kept_after_seconds=0)


@pytest.mark.parametrize(
    ("mode", "words"),
    [
        ("answer", "Answer to Anna <a@x.example> · here and by e-mail"),
        ("note", "Note · never sent"),
    ],
)
async def test_the_title_says_where_the_text_goes(mode: str, words: str) -> None:
    """The title says where the text goes."""
    async with staged(ReplyEditor()) as stage:
        await begun(stage, mode=mode)
        assert words in stage.lines()[0]


async def test_ctrl_s_hands_the_text_over() -> None:
    """Ctrl s hands the text over."""
    async with staged(ReplyEditor()) as stage:
        await begun(stage)
        await stage.pilot.press("h", "i", "enter", "!", "ctrl+s")
        assert [message.text for message in stage.of(ReplyEditor.Submitted)] == ["hi\n!"]


@pytest.mark.parametrize("draft", ["", " \n "])
async def test_an_empty_text_is_refused_in_words(draft: str) -> None:
    """An empty text is refused in words."""
    async with staged(ReplyEditor()) as stage:
        await begun(stage, draft=draft)
        await stage.pilot.press("ctrl+s")
        assert "There is nothing written yet." in stage.shown()


async def test_an_empty_text_is_not_handed_over() -> None:
    """An empty text is not handed over."""
    async with staged(ReplyEditor()) as stage:
        await begun(stage)
        await stage.pilot.press("ctrl+s")
        assert stage.of(ReplyEditor.Submitted) == []


async def test_escape_leaves_with_the_text() -> None:
    """Escape leaves with the text."""
    async with staged(ReplyEditor()) as stage:
        await begun(stage, draft="half a sen")
        await stage.pilot.press("escape")
        assert [message.text for message in stage.of(ReplyEditor.Cancelled)] == ["half a sen"]


async def test_the_text_stays_after_escape() -> None:
    """The text stays after escape."""
    async with staged(ReplyEditor()) as stage:
        editor = await begun(stage, draft="half a sen")
        await stage.pilot.press("escape")
        assert editor.draft == "half a sen"


async def test_typing_is_told_so_that_it_can_be_kept() -> None:
    """Typing is told so that it can be kept."""
    async with staged(at_once()) as stage:
        await begun(stage, mode="note")
        await stage.pilot.press("h")
        await stage.pilot.pause()
        told = stage.of(ReplyEditor.Changed)[-1]
        assert (told.mode, told.text) == ("note", "h")


async def test_typing_without_a_rest_is_not_told_key_by_key() -> None:
    """Typing without a rest is not told key by key."""
    async with staged(ReplyEditor(kept_after_seconds=60)) as stage:
        await begun(stage)
        await stage.pilot.press("h", "i")
        assert stage.of(ReplyEditor.Changed) == []


async def test_leaving_before_a_rest_tells_what_was_typed() -> None:
    """Leaving before a rest tells what was typed."""
    async with staged(ReplyEditor(kept_after_seconds=60)) as stage:
        await begun(stage)
        await stage.pilot.press("h", "escape")
        assert [message.text for message in stage.of(ReplyEditor.Changed)] == ["h"]


async def test_a_draft_that_was_loaded_is_not_told_back() -> None:
    """A draft that was loaded is not told back."""
    async with staged(at_once()) as stage:
        await begun(stage, draft="kept from before")
        await stage.pilot.pause()
        assert stage.of(ReplyEditor.Changed) == []


async def test_a_draft_given_at_the_start_is_shown() -> None:
    """A draft given at the start is shown."""
    async with staged(ReplyEditor(draft="kept from before")) as stage:
        assert "kept from before" in stage.shown()


async def test_writing_goes_on_at_the_end_of_a_draft() -> None:
    """Writing goes on at the end of a draft."""
    async with staged(ReplyEditor()) as stage:
        editor = await begun(stage, draft="one\ntwo")
        await stage.pilot.press("!")
        assert editor.draft == "one\ntwo!"


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_words_are_harmless(text: str) -> None:
    """Hostile words are harmless."""
    async with staged(ReplyEditor()) as stage:
        stage.pilot.app.query_one(ReplyEditor).start("answer", recipient=text, draft=text)
        await stage.pilot.pause()
        assert is_harmless(stage.shown())
