"""The board on a server, where each person reads by their own login."""

from console import bootstrap
from console.location import Location
from console.services import board
from console.services.board_shapes import BoardView
from console.services.shapes import Actor
from tests import team
from tests.conftest import SETTINGS, at
from tests.postgres import Server


async def _seen(server: Server, login: str) -> BoardView:
    desk = await bootstrap.open_desk(Location(server.address(team.DATABASE, login), SETTINGS))
    actor = await bootstrap.actor_for(desk, None)
    assert isinstance(actor, Actor)
    shown = await board.of(desk, actor, now=at(300))
    await desk.close()
    assert isinstance(shown, BoardView)
    return shown


async def test_a_lead_may_read_all_that_the_board_shows(at_work: Server) -> None:
    """By the database's own rules a lead sees what an admin does, and something is left to see to."""
    lead, admin = await _seen(at_work, "irina"), await _seen(at_work, "ada")
    assert lead == admin
    assert lead.loose
