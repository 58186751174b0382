"""Stories of a console that only reads: every place is looked at, and no key changes anything."""

import hashlib
from pathlib import Path

import pytest

from tests.stories.theatre import stage

SIZES = [(80, 24), (120, 40)]
SAID = "This console only reads: it was opened with --read-only."
KEYS = [
    ("enter", "r c H"),
    ("f2 f4", "w"),
    ("enter", "b P"),
    ("f5", "u"),
    ("f6", "l"),
    ("f7", "R"),
    ("f9 o", "c"),
    ("f9 s", "a"),
    ("f9 p", "n"),
    ("f9 t", "e"),
    ("f9 n", "a"),
    ("f9 b", "n"),
    ("f9 c", "n"),
    ("f9 d", "enter"),
    ("f9 r", "enter"),
    ("f10", "m"),
]
"""Where to go, and what would change something there; of each other key the table of actions is held to it."""


def bytes_of(path: Path) -> str:
    """What is in a file, in few characters."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("size", SIZES)
async def test_an_admin_who_only_reads_changes_nothing_anywhere(
    waiting_desk: Path, size: tuple[int, int]
) -> None:
    """Each key says why it does not work, and not a byte of the record is another one afterwards."""
    before = bytes_of(waiting_desk)
    async with stage(waiting_desk, login="ada", size=size, read_only=True) as ada:
        for place, keys in KEYS:
            await ada.press(*place.split())
            below = ada.app.screen
            for key in keys.split():
                ada.app.clear_notifications()
                ada.app.session.warned.clear()
                await ada.press(key)
                assert (ada.said, ada.app.screen) == (SAID, below), (place, key)
    assert bytes_of(waiting_desk) == before
