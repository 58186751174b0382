"""The preview shows what there is room for, and no quotes."""

import pytest

from tests.widgets.host import HOSTILE, NARROW, is_harmless, staged
from widgets.request_preview import RequestPreview


def preview(
    *, pane: bool = False, text: str = "Hello,\n\nit finds nothing.\n> old"
) -> RequestPreview:
    """A preview, three lines high or as a pane."""
    made = RequestPreview()
    made.heading, made.facts, made.text = "#1044 Live search", "by e-mail · no kind yet", text
    made.styles.height = "1fr" if pane else 3
    return made


@pytest.mark.parametrize("words", ["by e-mail · no kind yet", "Hello, it finds nothing."])
async def test_three_lines_say_the_facts_and_the_beginning(words: str) -> None:
    """Three lines say the facts and the beginning."""
    async with staged(preview(), NARROW) as stage:
        assert words in stage.shown()


@pytest.mark.parametrize("words", ["#1044 Live search", "by e-mail", "it finds nothing."])
async def test_a_pane_says_more(words: str) -> None:
    """A pane says more."""
    async with staged(preview(pane=True)) as stage:
        assert words in stage.shown()


async def test_quotes_are_left_out() -> None:
    """Quotes are left out."""
    async with staged(preview(pane=True)) as stage:
        assert "old" not in stage.shown()


async def test_a_cut_text_ends_with_an_ellipsis() -> None:
    """A cut text ends with an ellipsis."""
    async with staged(preview(text="word " * 500)) as stage:
        assert stage.lines()[2].rstrip().endswith("…")


@pytest.mark.parametrize("pane", [False, True])
@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_texts_are_harmless(text: str, pane: bool) -> None:
    """Hostile texts are harmless."""
    made = preview(pane=pane, text=text)
    made.heading = made.facts = text
    async with staged(made) as stage:
        assert is_harmless(stage.shown())
