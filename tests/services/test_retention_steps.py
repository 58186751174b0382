"""Retention, step by step: no day too early, and some at a time."""

from datetime import timedelta
from pathlib import Path

import pytest

from console.services import quarantine, retention
from db import retention as db_retention
from tests.conftest import at
from tests.services.office import Office
from tests.services.test_retention import LATER, OLD, came, keep


@pytest.fixture
def place(desk_path: Path) -> Path:
    """Where the desk is: in a file alone; what its statements say on a server is asked elsewhere."""
    return desk_path


async def test_a_month_is_counted_at_its_longest(office: Office) -> None:
    """Nothing goes a day too early: a month is 31 days."""
    await came(office)
    await keep(office, files_months=2)
    closed_at = at(OLD + 200)
    found = []
    for days in (62, 63):
        office.desk.looked_for_old_at = None
        found.append(await retention.run(office.desk, now=closed_at + timedelta(days=days)))
    assert found == [0, 1]


async def test_many_go_in_small_steps(office: Office) -> None:
    """Many go some at a time, so that nobody waits for long."""
    for number in range(3):
        await office.mail(
            OLD + number, message_id=f"<{number}@x>", sender_address="", body_digest=f"{number}"
        )
        await quarantine.dismiss(
            office.desk, office.who("olga"), number=number + 1, now=at(OLD + 9)
        )
    await keep(office, dismissed_months=2)
    async with office.desk.reading() as session:
        found = await db_retention.next_ones(session, "dismissed", before=LATER, limit=2)
    assert (len(found), await retention.run(office.desk, now=LATER)) == (2, 3)
