"""The work on a request is a table of words."""

import pytest

from tests.widgets.host import HOSTILE, is_harmless, staged
from tests.widgets.samples import FakeSession
from widgets.work_table import WorkTable


def table(*sessions: FakeSession) -> WorkTable:
    """A table of these sessions."""
    made = WorkTable()
    made.sessions, made.total_text = sessions, "0:37:12"
    return made


async def test_a_session_is_a_line() -> None:
    """A session is a line."""
    async with staged(table(FakeSession(note="by phone"))) as stage:
        assert stage.lines()[1].split() == [
            "Olga",
            "16",
            "Nov",
            "11:02",
            "0:37:12",
            "timer",
            "by",
            "phone",
        ]


async def test_the_sum_stands_below() -> None:
    """The sum stands below."""
    async with staged(table(FakeSession())) as stage:
        assert stage.lines()[2].split() == ["together", "0:37:12"]


async def test_without_work_it_says_so() -> None:
    """Without work it says so."""
    async with staged(table()) as stage:
        assert "No work yet." in stage.shown()


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_words_are_harmless(text: str) -> None:
    """Hostile words are harmless."""
    async with staged(table(FakeSession(text, text, text, text, text))) as stage:
        assert is_harmless(stage.shown())
