"""Stories of admins who write to many customers, by keyboard at 80 by 24."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from console.screens.mailing import MailingText, MailsScreen
from tests.stories.theatre import Stage, stage


def mails(path: Path) -> list[tuple[object, ...]]:
    """The mails of mailings."""
    with closing(sqlite3.connect(path)) as file:
        return file.execute(
            "SELECT subject, unsubscribe IS NOT NULL FROM outbox WHERE mailing_id IS NOT NULL"
        ).fetchall()


async def written(ada: Stage, *keys: str) -> None:
    """Choose what and to whom, and write it in English."""
    await ada.press("f4", "w", *keys)
    await ada.until(lambda: isinstance(ada.app.screen, MailingText))
    await ada.type("New hours")
    await ada.press("enter")
    await ada.type("We open at eight.")
    await ada.press("ctrl+s")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_an_admin_writes_to_all(waiting_desk: Path, size: tuple[int, int]) -> None:
    """Kind, whom, text, language, and a last question that names the count."""
    async with stage(waiting_desk, login="ada", size=size) as ada:
        await written(ada, "i", "a")
        await ada.press("n")
        await ada.until(lambda: ada.asked == "Send it?")
        assert "send it to 4 customers" in ada.text
        await ada.press("y")
        await ada.settle()
    assert mails(waiting_desk) == [("New hours", 0)] * 4


async def test_the_safe_answer_sends_nothing(waiting_desk: Path) -> None:
    """Enter at the last question sends nothing."""
    async with stage(waiting_desk, login="ada") as ada:
        await written(ada, "i", "a")
        await ada.press("n")
        await ada.until(lambda: ada.asked == "Send it?")
        await ada.press("enter")
        await ada.settle()
    assert mails(waiting_desk) == []


async def test_each_language_has_its_own_text(waiting_desk: Path) -> None:
    """Who writes Russian gets the Russian mail."""
    async with stage(waiting_desk, login="ada") as ada:
        await written(ada, "p", "a")
        await ada.press("y")
        await ada.until(lambda: isinstance(ada.app.screen, MailingText))
        await ada.type("Hours")
        await ada.press("tab")
        await ada.type("Open")
        await ada.press("ctrl+s")
        await ada.until(lambda: ada.asked == "Send it?")
        await ada.press("y")
        await ada.settle()
    assert sorted(mails(waiting_desk)) == [("Hours", 1), *[("New hours", 1)] * 3]


async def test_the_mails_are_looked_at_first(waiting_desk: Path) -> None:
    """L shows the mails as they would arrive, and comes back to the question."""
    async with stage(waiting_desk, login="ada") as ada:
        await written(ada, "i", "o")
        await ada.press("n")
        await ada.until(lambda: ada.asked == "Send it?")
        await ada.press("l")
        await ada.until(lambda: isinstance(ada.app.screen, MailsScreen))
        await ada.until(lambda: "We open at eight." in ada.text)
        await ada.press("escape")
        await ada.until(lambda: ada.asked == "Send it?")


async def test_what_was_written_is_kept(waiting_desk: Path) -> None:
    """Backing out at any step loses nothing that was written."""
    async with stage(waiting_desk, login="ada") as ada:
        await written(ada, "i", "a")
        await ada.press("escape", "w", "i", "a")
        await ada.until(lambda: isinstance(ada.app.screen, MailingText))
        assert "We open at eight." in ada.text


async def test_who_writes_russian_gets_no_english(waiting_desk: Path) -> None:
    """A mail to those who write Russian is asked for in Russian alone."""
    async with stage(waiting_desk, login="ada") as ada:
        await written(ada, "i", "r")
        await ada.until(lambda: ada.asked == "Send it?")
        assert "send it to 1 customer" in ada.text


async def test_a_mail_needs_words(waiting_desk: Path) -> None:
    """Without a subject and a text it does not go on."""
    async with stage(waiting_desk, login="ada") as ada:
        await ada.press("f4", "w", "i", "a", "ctrl+s")
        assert "A subject and a text are needed." in ada.text


async def test_a_lead_is_told_who_may(waiting_desk: Path) -> None:
    """Only an admin writes to many."""
    async with stage(waiting_desk, login="irina") as irina:
        await irina.press("f4", "w")
        assert "Only an admin may do that." in irina.text
