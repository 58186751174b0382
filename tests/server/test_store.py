"""The shop's job under its own login: it can do what taking an order in needs."""

from dataclasses import replace

from console import bootstrap
from console.location import Location
from console.services import orders, shop_reading
from tests import team
from tests.conftest import SETTINGS, at
from tests.postgres import Server
from tests.server.conftest import _member
from tests.services.office import ANNA, Office
from tests.services.shop import COM, CREDITS, PAID, Shop, head, line, order


async def test_its_login_takes_an_order_in(team_server: Server) -> None:
    """An order is put down, looked for and taken in under the job's login, and what waited for its credits goes on."""
    team.empty(team_server)
    opened = await team.open_desk(team_server)
    office = Office(opened, _member)
    await Shop(office).begin()
    await office.arrive(address=ANNA)
    await office.correct(-10, address=ANNA)
    waiting = await office.arrive(5, address=ANNA)
    place = Location(team_server.address(team.DATABASE, "desk_store"), SETTINGS)
    desk = await bootstrap.open_desk(place)
    desk.settings = replace(desk.settings, shops=opened.settings.shops)
    assert await shop_reading.put_down(desk, COM, [head()], now=at(8)) == 1
    (due,) = await shop_reading.due(desk, COM, now=at(9), limit=9)
    settled = await orders.take_in(
        desk, COM, order(due.order_no, line(CREDITS)), paid_statuses=PAID, asked_at=at(9), now=at(9)
    )
    await desk.close()
    view = await office.view(waiting)
    assert (settled.credits, await office.balance(), view.row.waiting_for) == (80, 70, None)
    await opened.close()
