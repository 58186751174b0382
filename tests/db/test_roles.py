"""The roles of a desk on a server outlive its database, as roles do."""

from typing import TYPE_CHECKING

from console.founding import init_desk
from console.location import Location
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
