"""Whether a mail server would take mail, without sending any."""

import pytest

from console.mail.reach import problem_with
from console.mail.smtp import SmtpServer
from tests.mail.test_smtp import Desk, scripted, serving


async def problem(port: int, **settings: object) -> str | None:
    """What is wrong with the server at that port."""
    known: dict[str, object] = {"security": "none", "timeout_seconds": 2} | settings
    return await problem_with(SmtpServer("127.0.0.1", port, **known))  # type: ignore[arg-type]  # fields by name


async def test_a_server_that_greets_is_well() -> None:
    """A server that greets would take mail."""
    async with serving(Desk()) as port:
        assert await problem(port) is None


async def test_nothing_is_sent() -> None:
    """The server never sees a mail."""
    desk = Desk()
    async with serving(desk) as port:
        await problem(port)
    assert desk.taken == []


@pytest.mark.parametrize("settings", [{"security": "starttls"}, {"username": "u", "password": "p"}])
async def test_what_the_server_does_not_offer_is_told(settings: dict[str, object]) -> None:
    """Without encryption, or without anybody's log-in, the settings do not fit the server."""
    async with serving(Desk()) as port:
        assert await problem(port, **settings)


async def test_a_server_that_turns_away_is_told_in_its_words() -> None:
    """What the server says is what is told."""
    async with scripted(b"554 No mail for you") as port:
        assert "No mail for you" in str(await problem(port))


async def test_a_server_that_says_nothing_is_told() -> None:
    """It does not wait for ever."""
    async with scripted(b"...") as port:
        assert await problem(port, timeout_seconds=0.2)


async def test_what_happened_is_told_in_plain_words() -> None:
    """Nobody at the port, nobody of that name, no TLS there, and silence: none of them by an error's number."""
    async with serving(Desk()) as port, scripted(b"...") as silent:
        told = [
            await problem(1),
            await problem_with(SmtpServer("no.such.host.invalid", 25, timeout_seconds=5)),
            await problem(port, security="tls"),
            await problem(silent, timeout_seconds=0.2),
        ]
    assert told == [
        "nothing answers at that port",
        "no machine of that name is known here",
        "it does not speak TLS at that port: look at smtp.security and smtp.port",
        "it does not answer in time",
    ]
