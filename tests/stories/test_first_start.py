"""Stories of the first start: a desk is started, or a sample desk is looked around in."""

from pathlib import Path

import pytest

from console import bootstrap
from console.app import run
from console.location import Location
from console.screens.first_start import FirstStart
from console.services.faults import Fault
from tests.conftest import SETTINGS
from tests.stories.theatre import stage


async def test_without_a_desk_it_offers_to_start_one(tmp_path: Path) -> None:
    """Three ways, each by one key, and nothing is written."""
    file = tmp_path / "desk.db"
    async with stage(file) as ada:
        assert isinstance(ada.app.screen, FirstStart)
        assert "start a desk here" in ada.text
    assert bootstrap.state_of(Location(file, SETTINGS)) == "absent"


async def test_starting_one_opens_its_queue(tmp_path: Path) -> None:
    """S and a name: who started it is its admin."""
    async with stage(tmp_path / "desk.db", login="ada") as ada:
        await ada.press("s", "enter")
        await ada.until(lambda: ada.app.session.ready)
        assert (ada.app.session.actor.login, ada.app.session.actor.role) == ("ada", "admin")
        assert "Nothing waits" in ada.text


async def test_looking_around_opens_a_sample_in_a_file_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """l: a desk full of requests, told to be a sample, and none where the desk would be."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    file = tmp_path / "desk.db"
    async with stage(file, size=(120, 40)) as anybody:
        await anybody.press("l")
        await anybody.until(lambda: anybody.app.session.ready)
        await anybody.settle()
        assert "sample desk" in anybody.text
        assert anybody.app.queue_screen.requests.total > 5
    assert bootstrap.state_of(Location(file, SETTINGS)) == "absent"


async def test_quitting_writes_nothing(tmp_path: Path) -> None:
    """Q."""
    file = tmp_path / "desk.db"
    async with stage(file) as ada:
        await ada.pilot.press("q")
        await ada.pilot.pause()
    assert bootstrap.state_of(Location(file, SETTINGS)) == "absent"


@pytest.mark.parametrize("content", [b"not a desk", b"SQLite format 3\x00" + b"\x00" * 100])
def test_another_file_is_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    """What is no desk is said before the console starts, and not touched."""
    file = tmp_path / "letters.db"
    file.write_bytes(content)
    with pytest.raises(Fault, match=r"letters\.db"):
        run(Location(file, SETTINGS))
    assert file.read_bytes() == content
