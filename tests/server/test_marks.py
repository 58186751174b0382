"""Marks of commits, by which a commit whose answer was lost is asked after: they go after a day."""

from collections.abc import AsyncIterator

import pytest

from console.jobs import runner
from console.services.context import Desk
from tests import team
from tests.conftest import at
from tests.postgres import Server
from tests.server import scene

OLD, YOUNG = "00000000-0000-0000-0000-000000000001", "00000000-0000-0000-0000-000000000002"


@pytest.fixture
async def marked(team_server: Server) -> AsyncIterator[Desk]:
    """A desk with one mark of yesterday and one of an hour less than a day ago."""
    team.empty(team_server)
    team_server.run(
        f"INSERT INTO commit_mark VALUES ('{OLD}', now() - interval '25 hours')",
        f"INSERT INTO commit_mark VALUES ('{YOUNG}', now() - interval '23 hours')",
        database=team.DATABASE,
    )
    desk = await team.open_desk(team_server)
    yield desk
    await desk.close()
    team_server.run("DELETE FROM commit_mark", database=team.DATABASE)


async def test_old_marks_go_and_young_ones_stay(marked: Desk, team_server: Server) -> None:
    """The limits job lets go the marks that are older than a day, under its own login, and no other."""
    await runner.run_once(marked, only="limits", now=at)
    left = team_server.rows("SELECT id::text FROM commit_mark", database=team.DATABASE)
    assert ((OLD,) in left, (YOUNG,) in left) == (False, True)


@pytest.mark.usefixtures("marked")
def test_young_marks_stay_whatever_the_job_sends(team_server: Server) -> None:
    """Who holds the job's login lets no young mark go."""
    scene.run(team_server, "desk_limits", "DELETE FROM commit_mark")
    left = team_server.rows("SELECT id::text FROM commit_mark", database=team.DATABASE)
    assert left == [(YOUNG,)]
