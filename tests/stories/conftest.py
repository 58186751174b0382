"""A desk with four requests, for the stories that begin there."""

from pathlib import Path

import pytest
from textual import _wait

from tests.stories.desks import make_desk


@pytest.fixture(autouse=True)
def short_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether the console is at rest is looked at every 4 ms instead of 20: a key costs four such looks or more."""
    monkeypatch.setattr(_wait, "SLEEP_GRANULARITY", 0.004)
    monkeypatch.setattr(_wait, "SLEEP_IDLE", 0.0002)


@pytest.fixture
async def waiting_desk(desk_path: Path) -> Path:
    """A desk's file with four requests that wait."""
    await make_desk(desk_path)
    return desk_path


@pytest.fixture(autouse=True)
def own_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nobody's own settings file is shown, tried or written."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
