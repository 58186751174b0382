"""Who looks at a request is told to the others, for as long as their console shows it."""

from console.services import heartbeat, looking
from tests.conftest import at
from tests.services.office import Office


async def looks(office: Office, login: str = "pavel", *, minute: float = 10) -> None:
    """Somebody's console shows the first request."""
    await looking.at(office.desk, office.who(login), console=login, ticket=1, now=at(minute))


async def lookers(office: Office, minute: float = 10) -> list[str]:
    """Who looks at it."""
    return [name for _, name in (await office.view(1, minute)).lookers]


async def test_who_looks_is_told(office: Office) -> None:
    """Who looks at a request is told."""
    await office.arrive()
    await looks(office)
    assert await lookers(office) == ["Pavel"]


async def test_who_looks_away_is_not_told(office: Office) -> None:
    """Who looks at a request no more is not told."""
    await office.arrive()
    await looks(office)
    await looking.away(office.desk, office.who("pavel"), console="pavel", now=at(11))
    assert await lookers(office, 11) == []


async def test_a_console_that_died_looks_at_nothing(office: Office) -> None:
    """A console that has said nothing for a minute and a half shows nothing."""
    await office.arrive()
    await looks(office)
    assert await lookers(office, 11.6) == []


async def test_a_heartbeat_tells_what_is_shown(office: Office) -> None:
    """A heartbeat tells what is on the screen still."""
    await office.arrive()
    await looks(office)
    await heartbeat.beat(office.desk, office.who("pavel"), console="pavel", shows=1, now=at(11))
    assert await lookers(office, 12) == ["Pavel"]


async def test_one_persons_two_consoles_are_one(office: Office) -> None:
    """Two consoles of one person on a request are told once."""
    await office.arrive()
    await looks(office)
    await looking.at(office.desk, office.who("pavel"), console="other", ticket=1, now=at(10))
    assert await lookers(office) == ["Pavel"]
