"""A command in the middle of a failover: it says so and waits, and gives up in words after a while."""

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest

from console import cli
from console.services import connection
from tests import team
from tests.conftest import at
from tests.failover import cluster as clusters
from tests.failover.cluster import Cluster
from tests.postgres import Server


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    """Two servers with a desk on them."""
    with clusters.running() as running:
        asyncio.run(team.found(cast("Any", running.primary)))
        running.catch_up()
        yield running


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    """A settings file of the desk's."""
    file = tmp_path / "settings.toml"
    file.write_text('support_address = "support@desk.example"\ndesk_name = "Desk"\n')
    return file


def take(address: str, settings: Path) -> int:
    """Run `pick`; its exit code."""
    return cli.main(["--database", address, "--config", str(settings), "pick"], at)


def olgas(cluster: Cluster) -> str:
    """How Olga connects to whichever server can be written."""
    return cluster.address(team.DATABASE, "olga")


def test_a_command_gives_up_after_a_while(
    cluster: Cluster,
    settings: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Where nobody promotes the standby, exit 4 with a sentence, said to be trying meanwhile."""
    monkeypatch.setattr(connection, "TRY_SECONDS", 0.5)
    cluster.primary.kill()
    code = take(olgas(cluster), settings)
    said = capsys.readouterr().err
    assert (code, connection.LOST in said, "can only be read just now" in said) == (4, True, True)


def test_a_command_gives_up_where_nobody_answers(
    cluster: Cluster,
    settings: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Neither server is there: the same, in other words."""
    monkeypatch.setattr(connection, "TRY_SECONDS", 0.5)
    cluster.primary.kill()
    cluster.standby.kill()
    code = take(olgas(cluster), settings)
    said = capsys.readouterr().err
    assert (code, connection.LOST in said, "Connection refused" in said) == (4, True, True)


def test_a_command_that_finds_no_connection_left_says_so(
    team_server: Server,
    settings: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A full server is tried for as long as one that is away, and is named for what it is."""
    monkeypatch.setattr(connection, "TRY_SECONDS", 0.3)
    team_server.run("ALTER ROLE olga CONNECTION LIMIT 0")
    try:
        code = take(team_server.address(team.DATABASE, "olga"), settings)
    finally:
        team_server.run("ALTER ROLE olga CONNECTION LIMIT -1")
    said = capsys.readouterr().err
    assert (code, connection.LOST in said, "has no connections left" in said) == (4, True, True)


@pytest.mark.parametrize("end", ["?sslmode=bogus", "?port=words"])
def test_a_wrong_address_is_not_waited_for(
    settings: Path, capsys: pytest.CaptureFixture[str], end: str
) -> None:
    """What no server can mend is said at once."""
    code = take(f"postgresql://olga@127.0.0.1/desk{end}", settings)
    said = capsys.readouterr().err
    assert (code, connection.LOST in said, "does not answer" in said) == (4, False, True)


def test_a_command_goes_on_once_the_standby_is_promoted(
    cluster: Cluster,
    settings: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """It waits for the new primary, and answers from there: nothing waits."""
    cluster.primary.kill()
    heard = connection.Connection.heard
    promoting = threading.Thread(target=cluster.standby.promote)

    def hear(self: connection.Connection, *, lost: bool) -> None:
        if lost and not self.lost:
            promoting.start()
        heard(self, lost=lost)

    monkeypatch.setattr(connection.Connection, "heard", hear)
    code = take(olgas(cluster), settings)
    promoting.join(30)
    assert (code, "No request waits to be taken" in capsys.readouterr().err) == (3, True)
