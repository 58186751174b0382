"""What the tables refuse: a clash with somebody else's change is done again, a fault of the program's is not."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from console.services.context import Desk
from console.services.faults import NotSaved
from tests import team
from tests.postgres import Server

_STAFF = (
    "INSERT INTO staff (login, name, role, created_at)"
    " VALUES ('{login}', {name}, '{role}', '2026-11-16 06:00:00')"
)


async def _insert(
    desk: Desk, *, login: str = "new", name: str = "'New'", role: str = "lead"
) -> None:
    async with desk.writing() as session:
        await session.exec(text(_STAFF.format(login=login, name=name, role=role)))  # type: ignore[call-overload]


@pytest.mark.parametrize("wrong", [{"role": "king"}, {"name": "NULL"}], ids=["check", "not null"])
async def test_a_row_that_can_never_be_is_a_fault(desk: Desk, wrong: dict[str, str]) -> None:
    """Nobody else's change makes a value wrong by itself: it would be as wrong the next time."""
    with pytest.raises(IntegrityError):
        await _insert(desk, **wrong)


async def test_a_row_that_is_there_by_now_is_a_clash(team_server: Server) -> None:
    """Somebody else may have made it a moment before: the next try sees it."""
    team.empty(team_server)
    desk = await team.open_desk(team_server)
    with pytest.raises(NotSaved, match="Somebody changed the same"):
        await _insert(desk, login="olga")
    await desk.close()
