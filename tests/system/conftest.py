"""Stories in a real terminal: they need tmux."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import team
from tests.postgres import Server
from tests.system.office import Office, open_office


@pytest.fixture
def office(blank_desk: Path, tmp_path: Path) -> Iterator[Office]:
    """A fresh desk with its people and its mail server."""
    with open_office(tmp_path, blank_desk) as opened:
        yield opened


@pytest.fixture
def server_office(team_server: Server, tmp_path: Path) -> Iterator[Office]:
    """The same at a desk on a server."""
    team.empty(team_server)
    with open_office(tmp_path, team_server) as opened:
        yield opened
