"""The people of the desk: added, given roles and retired by an admin."""

import pytest

from console import bootstrap
from console.policy.refusal import Refusal
from console.services import staff, timer
from console.services.faults import BadInput, NotOnStaff
from console.services.shapes import Actor, StaffView
from tests.conftest import at
from tests.services.office import Office


async def retire(office: Office, login: str) -> object:
    """The admin ends somebody's access."""
    return await staff.retire(office.desk, office.who("ada"), login=login, now=at(9))


async def test_an_admin_adds_a_person(office: Office) -> None:
    """An admin adds a person."""
    made = await staff.add(
        office.desk, office.who("ada"), login="ivan", name="Ivan", role="lead", now=at()
    )
    assert isinstance(made, StaffView)
    assert isinstance(await bootstrap.actor_for(office.desk, "ivan"), Actor)


@pytest.mark.parametrize("login", ["olga", "irina"])
async def test_nobody_else_changes_the_staff(office: Office, login: str) -> None:
    """Nobody else changes the staff."""
    refused = await staff.set_role(
        office.desk, office.who(login), login=login, role="admin", now=at()
    )
    assert isinstance(refused, Refusal)


async def test_a_login_is_taken_once(office: Office) -> None:
    """A login is taken once."""
    refused = await staff.add(
        office.desk, office.who("ada"), login="olga", name="O", role="lead", now=at()
    )
    assert isinstance(refused, Refusal)


@pytest.mark.parametrize(
    ("login", "role"), [("", "lead"), ("a b", "lead"), ("a\x1b", "lead"), ("ivan", "boss")]
)
async def test_a_login_and_a_role_have_a_form(office: Office, login: str, role: str) -> None:
    """A login and a role have a form."""
    with pytest.raises(BadInput):
        await staff.add(office.desk, office.who("ada"), login=login, name="I", role=role, now=at())


async def test_the_only_admin_stays_one(office: Office) -> None:
    """The only admin stays one."""
    demoted = await staff.set_role(
        office.desk, office.who("ada"), login="ada", role="lead", now=at()
    )
    assert isinstance(demoted, Refusal)
    assert isinstance(await retire(office, "ada"), Refusal)


async def test_who_has_left_acts_no_more(office: Office) -> None:
    """Who has left acts no more."""
    await retire(office, "olga")
    assert isinstance(await bootstrap.actor_for(office.desk, "olga"), Refusal)


async def test_what_a_leaver_holds_goes_back_to_the_queue(office: Office) -> None:
    """What a leaver holds goes back to the queue, with its timer ended."""
    ticket = await office.in_hand()
    await timer.start(office.desk, office.who("olga"), ticket=ticket, now=at(6))
    await retire(office, "olga")
    assert await office.pick("pavel", 10) == ticket
    assert await office.sql("SELECT ending FROM work_session") == [("released",)]


async def test_an_unknown_person_is_refused(office: Office) -> None:
    """An unknown person is refused."""
    assert isinstance(await bootstrap.actor_for(office.desk, "mallory"), Refusal)


async def test_who_has_left_does_nothing_in_a_console_still_open(office: Office) -> None:
    """Who was retired takes no request, whatever their open console remembers."""
    await office.arrive()
    await staff.retire(office.desk, office.who("ada"), login="olga", now=at(1))
    with pytest.raises(NotOnStaff):
        await office.pick("olga")


async def test_who_is_no_admin_any_more_posts_nothing(office: Office) -> None:
    """A role is what the record says at that moment."""
    await office.arrive()
    for login, role in (("irina", "admin"), ("ada", "specialist")):
        await staff.set_role(office.desk, office.who("ada"), login=login, role=role, now=at(1))
    with pytest.raises(NotOnStaff):
        await office.buy()
