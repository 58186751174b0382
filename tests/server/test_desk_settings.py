"""The desk's settings on a server: read by everybody, changed by an admin, by the logins that each has there."""

from console.bootstrap import actor_for, open_desk
from console.location import Location
from console.policy.refusal import Refusal
from console.services import record, roster, settings_changes, staff, standing
from console.services.context import Desk
from console.services.record import Wanted
from console.services.settings_changes import Changed
from tests import team
from tests.conftest import SETTINGS, at
from tests.postgres import Server
from tests.server.scene import connect

_SET = """
INSERT INTO desk_setting (name, value, reason, staff_id, set_at)
SELECT %s, %s, 'agreed', s.id, now() FROM staff s WHERE s.login = session_user
"""
CHANGE = Changed("smtp", "host", "", "mail.example")


async def test_what_is_saved_after_a_later_number_is_seen_too(team_server: Server) -> None:
    """Two settings saved in another order than they were numbered: whoever saw the later one sees the other as well."""
    desk = await opened(team_server, "ada")
    try:
        with connect(team_server, "ada") as first, connect(team_server, "ada") as second:
            first.execute(_SET, ("reopen_days", "21"))
            second.execute(_SET, ("acknowledge", "never"))
            second.commit()
            async with desk.reading():
                assert desk.settings.acknowledge == "never"
            first.commit()
        async with desk.reading():
            assert desk.settings.reopen_days == 21
    finally:
        await desk.close()


async def opened(server: Server, login: str) -> Desk:
    """The desk, for a person."""
    return await open_desk(Location(server.address(team.DATABASE, login), SETTINGS))


async def test_a_specialist_reads_who_works_here_and_an_admin_changes_it(
    team_server: Server,
) -> None:
    """What each place says, the staff with what they hold, a name written anew, and settings on record."""
    made: list[str] = []
    for login in ("olga", "ada"):
        desk = await opened(team_server, login)
        try:
            actor = await actor_for(desk, None)
            assert not isinstance(actor, Refusal)
            members = await roster.listing(desk, now=at())
            lines = await standing.listing(desk, now=at())
            renamed = await staff.rename(desk, actor, login="pavel", name=f"By {login}", now=at())
            changed = await settings_changes.make(
                desk, actor, [CHANGE], file="x.toml", put=lambda: made.append("put"), now=at()
            )
            assert {each.login for each in members} >= {"ada", "olga", "pavel"}
            assert "people" in lines["go.staff"]
            assert [isinstance(each, Refusal) for each in (renamed, changed)] == [
                login == "olga"
            ] * 2
            if login == "ada":
                page = await record.listing(desk, actor, Wanted(login="ada"), limit=500)
                said = "\n".join(each.said for each in page.rows)
                assert ("mail.example" in said, "By ada" in said) == (True, True)
        finally:
            await desk.close()
    assert made == ["put"]
