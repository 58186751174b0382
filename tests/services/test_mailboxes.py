"""How far a mailbox's folder has been read, in the record."""

import asyncio
from typing import Any

from console.mail.folder import Reached
from console.services import mailboxes
from tests.conftest import at
from tests.services.office import Office

LARGEST = 2**32 - 1
NAME = "support@mail.example/INBOX"


async def reached(office: Office, minute: float = 0, **values: Any) -> Reached:
    """A look at the folder."""
    known = {"name": NAME, "uid_validity": 7, "next_uid": 20}
    return await mailboxes.reached(office.desk, **{**known, **values}, now=at(minute))


async def test_the_first_look_begins_behind_what_is_there(office: Office) -> None:
    """What was there before is not the desk's."""
    assert await reached(office) == Reached(at(), 7, 20)


async def test_a_later_look_goes_on_where_the_last_one_ended(office: Office) -> None:
    """Whatever the folder says of itself by then."""
    await reached(office)
    await mailboxes.go_on(office.desk, name=NAME, uid_validity=LARGEST, next_uid=LARGEST)
    assert await reached(office, 5, next_uid=30) == Reached(at(), LARGEST, LARGEST)


async def test_each_folder_is_looked_at_by_itself(office: Office) -> None:
    """How far one was read says nothing of another."""
    await reached(office)
    other = await reached(office, 5, name="support@mail.example/Archive", next_uid=3)
    assert other == Reached(at(5), 7, 3)


async def test_two_first_looks_at_once_agree(office: Office) -> None:
    """One of them is the first."""
    first, second = await asyncio.gather(reached(office, 1), reached(office, 1, next_uid=21))
    assert first == second
