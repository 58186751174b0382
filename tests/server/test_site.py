"""The website under its own login: it can do what its calls need, and what is not a customer's to read is not there."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from console import bootstrap
from console.location import Location
from console.services import helpdesk, replies, website
from console.services.context import Desk
from tests import team
from tests.conftest import SETTINGS, at
from tests.postgres import Server
from tests.server import scene
from tests.server.conftest import _member
from tests.services.office import ANNA, Office


@pytest.fixture
async def site(team_server: Server) -> AsyncIterator[tuple[Desk, Office]]:
    """A desk at work, opened by the website's login, and its office."""
    team.empty(team_server)
    opened = await team.open_desk(team_server)
    place = Location(team_server.address(team.DATABASE, "desk_site"), SETTINGS)
    desk = await bootstrap.open_desk(place)
    yield desk, Office(opened, _member)
    await desk.close()
    await opened.close()


async def filed(desk: Desk) -> int:
    """A request that a customer filed."""
    made = await helpdesk.file_request(
        desk, ANNA, name="Anna", subject="Slow", text="The shop is slow.", domain="shop.example",
        reference="r1", now=at(),
    )  # fmt: skip
    assert isinstance(made, int)
    return made


async def test_its_login_files_and_reads_back(site: tuple[Desk, Office]) -> None:
    """A request is filed and read back under the website's own login, charged and paid."""
    desk, office = site
    request = await filed(desk)
    await office.pick()
    await office.work(16, ticket=request)
    await office.closed(request)
    await office.buy(minute=210)
    read = await helpdesk.thread(desk, ANNA, request=request)
    assert read.request.credits == 20
    assert (await helpdesk.account(desk, ANNA)).balance == 60


@pytest.mark.parametrize("state", ["open", "waiting", "closed", "long ago"])
async def test_its_login_adds_a_message(site: tuple[Desk, Office], state: str) -> None:
    """A message is added to a request that is held, waits, or is closed."""
    desk, office = site
    request = await filed(desk)
    await office.pick()
    if state == "waiting":
        await office.reply(request, wait_for="customer")
    elif state != "open":
        await office.closed(request)
    minute = 60 * 24 * 40 if state == "long ago" else 300
    added = await helpdesk.add_message(
        desk, ANNA, request=request, text="And now?", reference="m1", now=at(minute)
    )
    assert added == (2 if state == "long ago" else request)


async def test_its_login_takes_a_form_of_who_owes(site: tuple[Desk, Office]) -> None:
    """A form of a customer who owes waits for credits, and they are told, under the website's own login."""
    desk, office = site
    await office.arrive()
    await office.correct(-10)
    form = {"name": "Anna", "email": ANNA, "subject": "Slow", "message": "Help."}
    made = await website.file_form(desk, form, raw=b"{}", now=at(5))
    assert isinstance(made, int)
    assert (await office.view(made)).row.waiting_for == "credits"


async def test_its_login_takes_a_dispute(site: tuple[Desk, Office]) -> None:
    """A known customer's dispute is opened under the website's own login."""
    desk, office = site
    await office.worked(16)
    await office.closed()
    form = {"name": "Anna", "email": ANNA, "subject": "Dispute of #1", "message": "No."}
    made = await website.file_form(desk, form, raw=b"{}", now=at(300))
    assert await office.one("SELECT count(*) FROM dispute") == 1
    assert made == 2


async def test_its_login_tells_who_writes_that_it_is_here(team_server: Server) -> None:
    """Under the website's own login who asks is told that it is here, and a stranger why a dispute is not taken."""
    team.empty(team_server)
    settings = replace(SETTINGS, acknowledge="always")
    place = Location(team_server.address(team.DATABASE, "desk_site"), settings)
    desk = await bootstrap.open_desk(place)
    for subject in ("Slow", "Dispute"):
        form = {
            "name": "B",
            "email": f"{subject}@x.example",
            "subject": subject,
            "message": "Help.",
        }
        await website.file_form(desk, form, raw=subject.encode(), now=at())
    await desk.close()
    assert team_server.rows("SELECT recipient FROM outbox ORDER BY id", database=team.DATABASE) == [
        ("slow@x.example",),
        ("dispute@x.example",),
    ]


async def test_its_login_takes_calls_once_and_forgets_them(site: tuple[Desk, Office]) -> None:
    """Calls are noted once and forgotten under the website's own login."""
    desk, _ = site
    taken = [
        await website.take_call(desk, "d", until=at(5), now=now, forget=True)
        for now in (at(), at(1), at(60))
    ]
    assert taken == [True, False, True]


async def test_its_login_sees_no_note_and_no_mail(
    site: tuple[Desk, Office], team_server: Server
) -> None:
    """To the website's login notes and raw mails are not there."""
    desk, office = site
    request = await filed(desk)
    await office.mail(1)
    await office.pick()
    await replies.note(
        office.desk, office.who("olga"), ticket=request, text="Wants more.", now=at(6)
    )
    with scene.connect(team_server, "desk_site") as connection:
        notes = connection.execute("SELECT count(*) FROM message WHERE direction = 'note'")
        mails = connection.execute("SELECT count(*) FROM inbound WHERE channel = 'email'")
        assert (notes.fetchone(), mails.fetchone()) == ((0,), (0,))
