"""The roles of a desk on a server outlive its database, as roles do."""

from typing import TYPE_CHECKING

import pytest

from console.bootstrap import database_at
from console.founding import init_desk
from console.location import Location
from db import migrate, roles
from tests.conftest import SETTINGS, at

if TYPE_CHECKING:
    from tests.postgres import Server


async def test_a_database_that_was_dropped_takes_a_desk_again(team_server: "Server") -> None:
    """Made anew under its old name, it lets the same roles in."""
    team_server.run("CREATE ROLE maker LOGIN CREATEROLE")
    made = []
    for _ in range(2):
        team_server.run("CREATE DATABASE again OWNER maker")
        place = Location(team_server.address("again", "maker"), SETTINGS)
        made.append(await init_desk(place, admin="ada", now=at()))
        team_server.drop("again")
    assert made == [True, True]


async def test_a_desk_from_before_the_website_gets_a_login_for_it(
    team_server: "Server", monkeypatch: pytest.MonkeyPatch
) -> None:
    """Brought up to date, a desk of an earlier version has a login for the website, which may come in."""
    team_server.run("CREATE ROLE founder LOGIN CREATEROLE", "CREATE DATABASE early OWNER founder")
    place = Location(team_server.address("early", "founder"), SETTINGS)
    with monkeypatch.context() as before:
        before.setattr(roles, "JOBS", ("intake", "outbox", "store", "limits"))
        database = database_at(place)
        await database.run_schema(migrate.lay_out, "0012")
        await database.close()
    await init_desk(place, admin="ada", now=at())
    site = database_at(Location(team_server.address("early", "early_site"), SETTINGS))
    assert await site.login() == "early_site"
    await site.close()
    team_server.drop("early")
