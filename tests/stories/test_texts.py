"""Stories of what customers are written: looked at, written and taken back by keyboard, at both sizes."""

from pathlib import Path

import pytest

from console.bootstrap import open_desk
from console.location import Location
from console.screens.dialogs import AskChoice
from console.screens.texts import TextScreen, TextsScreen, WriteTextScreen
from console.services import texts
from console.services.texts import TextView
from tests.conftest import SETTINGS
from tests.stories.theatre import Stage, stage
from widgets.text_editor import TextEditor

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)])
OWN = "Subject: [#{{ ticket }}] Ours [/b] \x1b[31m\nWe have #{{ ticket }} [@click=app.quit]x.\n"


async def kept(path: Path, name: str = "received") -> TextView:
    """A text as the record has it."""
    desk = await open_desk(Location(path, SETTINGS))
    try:
        return await texts.show(desk, name=name, language="en")
    finally:
        await desk.close()


async def open_texts(person: Stage) -> None:
    """Go to the texts."""
    await person.press("f9", "t")
    await person.until(lambda: "received-closed" in person.text)


async def written(person: Stage, source: str) -> None:
    """Write the text under the cursor."""
    await person.press("e")
    await person.until(lambda: isinstance(person.app.screen, WriteTextScreen))
    person.app.screen.query_one(TextEditor).load_text(source)
    await person.press("ctrl+s")


@SIZES
async def test_every_text_is_listed_with_when_it_is_sent(
    desk_path: Path, size: tuple[int, int]
) -> None:
    """Every text is listed with when it is sent."""
    async with stage(desk_path, login="ada", size=size) as ada:
        await open_texts(ada)
        assert "a request has come" in ada.text


@SIZES
async def test_a_text_is_shown_with_examples(desk_path: Path, size: tuple[int, int]) -> None:
    """A text is shown as a customer gets it."""
    async with stage(desk_path, login="olga", size=size) as olga:
        await open_texts(olga)
        await olga.press("enter")
        await olga.until(lambda: isinstance(olga.app.screen, TextScreen))
        await olga.until(lambda: "Subject: [#1042] We have your request" in olga.text)


@SIZES
async def test_an_admin_writes_a_text(desk_path: Path, size: tuple[int, int]) -> None:
    """An admin writes a text, which is said, listed and in force."""
    async with stage(desk_path, login="ada", size=size) as ada:
        await open_texts(ada)
        await written(ada, OWN)
        await ada.until(lambda: "is sent as you wrote it" in ada.said)
        await ada.until(lambda: "ada" in ada.text)
    assert (await kept(desk_path)).written_by == "ada"


async def test_hostile_words_are_shown_as_they_are(desk_path: Path) -> None:
    """Markup and escapes in a text are shown as words, and run nothing."""
    async with stage(desk_path, login="ada") as ada:
        await open_texts(ada)
        await written(ada, OWN)
        await ada.press("enter")
        await ada.until(lambda: "Ours [/b]" in ada.text)
        assert ("[@click=app.quit]x" in ada.text, "\x1b[31m" in ada.text) == (True, False)


async def test_a_text_that_will_not_do_says_why_beside_it(desk_path: Path) -> None:
    """A text that will not do stays in the editor, with the line and the reason."""
    async with stage(desk_path, login="ada") as ada:
        await open_texts(ada)
        await written(ada, "{{ ticket }}\n{{ wage }}")
        await ada.until(lambda: "Line 2: there is no fact 'wage'" in ada.text)
    assert (await kept(desk_path)).built_in


async def test_what_was_written_is_there_the_next_time(desk_path: Path) -> None:
    """Backing out keeps what was written, until it is put in force."""
    async with stage(desk_path, login="ada") as ada:
        await open_texts(ada)
        await ada.press("e")
        ada.app.screen.query_one(TextEditor).load_text("Half a")
        await ada.press("escape", "e")
        assert ada.app.screen.query_one(TextEditor).text == "Half a"


async def test_a_narrow_screen_shows_the_preview_in_its_place(desk_path: Path) -> None:
    """At 80 columns a key shows what the text comes to, and the text again."""
    async with stage(desk_path, login="ada") as ada:
        await open_texts(ada)
        await ada.press("e")
        before = "#1042" in ada.text
        await ada.press("f5")
        assert (before, "#1042" in ada.text) == (False, True)


async def test_a_wide_screen_shows_both(desk_path: Path) -> None:
    """At 120 columns the text and what it comes to stand side by side."""
    async with stage(desk_path, login="ada", size=(120, 40)) as ada:
        await open_texts(ada)
        await ada.press("e")
        await ada.until(lambda: "{{ ticket }}" in ada.text and "#1042" in ada.text)


async def test_taking_it_back_asks_first_and_stands_on_no(desk_path: Path) -> None:
    """Taking a text back asks, and enter alone leaves it."""
    async with stage(desk_path, login="ada") as ada:
        await open_texts(ada)
        await written(ada, OWN)
        await ada.press("x")
        await ada.until(lambda: isinstance(ada.app.screen, AskChoice))
        await ada.press("enter")
    assert not (await kept(desk_path)).built_in


@SIZES
async def test_taken_back_the_built_in_text_holds(desk_path: Path, size: tuple[int, int]) -> None:
    """Taken back, the built-in text holds."""
    async with stage(desk_path, login="ada", size=size) as ada:
        await open_texts(ada)
        await written(ada, OWN)
        await ada.press("x")
        await ada.until(lambda: bool(ada.asked))
        await ada.press("y")
        await ada.until(lambda: "as it is built in" in ada.said)
    assert (await kept(desk_path)).built_in


@SIZES
async def test_a_new_piece_has_a_name_and_a_language(
    desk_path: Path, size: tuple[int, int]
) -> None:
    """A new piece for answers is asked for by name, written, and listed."""
    async with stage(desk_path, login="ada", size=size) as ada:
        await open_texts(ada)
        await ada.press("n")
        await ada.type("our-own")
        await ada.press("enter", "enter")
        await ada.until(lambda: isinstance(ada.app.screen, WriteTextScreen))
        await ada.press("ctrl+s", "G")
        await ada.until(lambda: "our-own" in ada.text)
    assert (await kept(desk_path, "our-own")).source.startswith("Hello {{ customer }}")


@pytest.mark.parametrize("key", ["e", "n"])
async def test_only_an_admin_writes_and_the_key_says_so(desk_path: Path, key: str) -> None:
    """A specialist is told who may, and nothing opens."""
    async with stage(desk_path, login="olga") as olga:
        await open_texts(olga)
        await olga.press(key)
        assert ("Only an admin may do that." in olga.said, type(olga.app.screen)) == (
            True, TextsScreen,
        )  # fmt: skip


async def test_a_built_in_text_cannot_be_taken_back(desk_path: Path) -> None:
    """The key that takes a text back says that this one is built in."""
    async with stage(desk_path, login="ada") as ada:
        await open_texts(ada)
        await ada.press("x")
        assert "This text is the built-in one." in ada.said
