"""One key answers a question."""

import pytest

from tests.widgets.host import HOSTILE, Stage, is_harmless, staged
from widgets.choice_list import Choice, ChoiceList

CHOICES = (
    Choice("b", "a bug in our add-on", "free", "F1", "balance stays 50"),
    Choice("s", "the customer's settings", "costs 30", "N2", "balance 50 → 20"),
    Choice("x", "third-party code", "costs 60", refusal="No notice is on record (U9)."),
)


def question() -> ChoiceList:
    """A question with two answers, and one that is off."""
    shown = ChoiceList()
    shown.ask("What kind of fault is it?", CHOICES, step="2 of 3")
    return shown


@pytest.mark.parametrize(
    ("keys", "chosen"),
    [
        ("b", ["b"]),
        ("s", ["s"]),
        ("enter", ["b"]),
        ("down enter", ["s"]),
        ("down up enter", ["b"]),
        ("up enter", ["b"]),
        ("x", []),
        ("down down down enter", []),
        ("q", []),
    ],
)
async def test_keys_choose(keys: str, chosen: list[str]) -> None:
    """Keys choose."""
    async with staged(question()) as stage:
        await stage.pilot.press(*keys.split())
        assert [message.key for message in stage.of(ChoiceList.Chosen)] == chosen


async def test_a_click_chooses() -> None:
    """A click chooses."""
    async with staged(question()) as stage:
        await stage.pilot.click(ChoiceList, offset=(8, 4))
        assert [message.key for message in stage.of(ChoiceList.Chosen)] == ["s"]


@pytest.mark.parametrize(
    "words",
    [
        "What kind of fault is it?",
        "2 of 3",
        "costs 30",
        "N2",
        "balance 50 → 20",
        "No notice is on record",
    ],
)
async def test_all_that_decides_is_shown(words: str) -> None:
    """All that decides is shown."""
    async with staged(question()) as stage:
        assert words in stage.shown()


async def test_six_choices_fit_into_24_lines() -> None:
    """Six choices fit into 24 lines."""
    shown = ChoiceList()
    shown.ask("Why?", [Choice(key, f"answer {key}") for key in "abcdef"])
    async with staged(shown) as stage:
        assert "answer f" in stage.shown()


def backgrounds(stage: Stage) -> list[object]:
    """What each line of the list is painted on, at its label."""
    strips = stage.pilot.app.screen._compositor.render_strips()
    return [strip.crop(8, 9)._segments[0].style.bgcolor for strip in strips[2:6]]


async def test_the_choice_under_the_cursor_stands_out() -> None:
    """Its two lines stand on a ground that is seen beside the others'."""
    async with staged(question()) as stage:
        first, second, *others = backgrounds(stage)
        assert first == second
        apart = zip(first.triplet, others[0].triplet, strict=True)
        assert max(abs(one - other) for one, other in apart) > 24


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_words_are_harmless(text: str) -> None:
    """Hostile words are harmless."""
    shown = ChoiceList()
    shown.ask(
        text, [Choice("a", text, text, text, text, note=text), Choice("b", text, refusal=text)]
    )
    async with staged(shown) as stage:
        assert is_harmless(stage.shown())
