"""A desk with four requests, for the stories that begin there."""

from pathlib import Path

import pytest

from tests.stories.desks import make_desk


@pytest.fixture
async def waiting_desk(desk_path: Path) -> Path:
    """A desk's file with four requests that wait."""
    await make_desk(desk_path)
    return desk_path
