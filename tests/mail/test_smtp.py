"""What becomes of a mail, by what the server says, or does not."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from console.config import is_loopback
from console.mail.smtp import Deferred, Rejected, Sent, SmtpServer, deliver

RAW = b"Subject: x\r\n\r\n.\r\n..words\r\n"


class Desk:
    """A server's manners: takes everything, and says what it is told to say."""

    def __init__(self, **answers: str) -> None:
        self.answers = answers
        self.taken: list[Envelope] = []

    async def handle_MAIL(  # noqa: N802 - aiosmtpd calls it so
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Answers MAIL."""
        envelope.mail_from = address
        return self.answers.get("mail", "250 OK")

    async def handle_RCPT(  # noqa: N802 - aiosmtpd calls it so
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Answers RCPT."""
        envelope.rcpt_tos.append(address)
        return self.answers.get("rcpt", "250 OK")

    async def handle_DATA(  # noqa: N802 - aiosmtpd calls it so
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Answers the end of DATA."""
        self.taken.append(envelope)
        return self.answers.get("data", "250 OK")


def _no_entry(*_: object) -> AuthResult:
    return AuthResult(success=False, handled=False, message="535 5.7.8 Wrong password")


@asynccontextmanager
async def serving(desk: Desk, **settings: object) -> AsyncIterator[int]:
    """A real SMTP server on loopback; gives its port."""
    server = await asyncio.get_running_loop().create_server(
        lambda: SMTP(desk, hostname="mx.example", **settings),  # type: ignore[arg-type]  # untyped
        "127.0.0.1", 0,
    )  # fmt: skip
    async with server:
        yield server.sockets[0].getsockname()[1]


@asynccontextmanager
async def scripted(*answers: bytes) -> AsyncIterator[int]:
    """A server that gives these answers, line for line, and then hangs up; b'...' waits for ever."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for answer in answers:
            if answer == b"...":
                await reader.read()
            writer.write(answer + b"\r\n")
            await writer.drain()
            line = await reader.readline()
            if answer.startswith(b"354"):
                while line not in (b".\r\n", b""):
                    line = await reader.readline()
        writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]


async def sent_to(
    port: int, *, recipient: str = "anna@shop.example", **settings: object
) -> Sent | Deferred | Rejected:
    """What becomes of a mail handed to that port."""
    known: dict[str, object] = {"security": "none", "timeout_seconds": 2} | settings
    server = SmtpServer("127.0.0.1", port, **known)  # type: ignore[arg-type]  # fields by name
    return await deliver(server, RAW, sender="support@desk.example", recipient=recipient)


async def test_a_mail_is_sent() -> None:
    """The server took it: sent."""
    async with serving(Desk()) as port:
        assert await sent_to(port) == Sent()


async def test_the_bytes_arrive_as_they_were() -> None:
    """Dots at the start of lines and all."""
    desk = Desk()
    async with serving(desk) as port:
        await sent_to(port)
    assert desk.taken[0].original_content == RAW


async def test_it_goes_from_the_sender_to_the_recipient() -> None:
    """The envelope has the two addresses and no other."""
    desk = Desk()
    async with serving(desk) as port:
        await sent_to(port)
    envelope = desk.taken[0]
    assert (envelope.mail_from, envelope.rcpt_tos) == (
        "support@desk.example",
        ["anna@shop.example"],
    )


@pytest.mark.parametrize("step", ["mail", "rcpt", "data"])
@pytest.mark.parametrize("answer", ["421 Shutting down", "450 4.2.1 Try later", "452 Full"])
async def test_not_now_is_deferred(step: str, answer: str) -> None:
    """A 4xx at any step means another try."""
    async with serving(Desk(**{step: answer})) as port:
        assert await sent_to(port) == Deferred(answer)


@pytest.mark.parametrize("step", ["rcpt", "data"])
@pytest.mark.parametrize(
    "answer", ["500 5.5.1 What?", "550 5.1.1 No such user", "554 Spam", "552 Too large"]
)
async def test_never_is_rejected(step: str, answer: str) -> None:
    """A 5xx at any step is final."""
    async with serving(Desk(**{step: answer})) as port:
        assert await sent_to(port) == Rejected(answer)


@pytest.mark.parametrize("answer", ["530 5.7.0 Log in first", "550 5.7.1 Sender not allowed"])
async def test_a_sender_that_is_not_taken_is_the_desks_trouble(answer: str) -> None:
    """A 5xx at MAIL FROM fails no mail for good: the desk's settings are at fault."""
    async with serving(Desk(mail=answer)) as port:
        assert await sent_to(port) == Deferred(answer)


TO_DATA = (b"220 mx", b"250 mx", b"250 OK", b"250 OK", b"354 go")


@pytest.mark.parametrize(
    "answers",
    [
        (),
        (b"554 No service",),
        (b"421 Busy",),
        (b"no SMTP at all",),
        (b"220 mx", b"250 mx"),
        (b"220 mx", b"250 mx", b"250 OK"),
        TO_DATA,
        (b"220 " + b"x" * 100_000,),
        (b"\x00\xff",),
    ],
    ids=["gone", "554", "421", "nonsense", "gone-mail", "gone-rcpt", "gone-data", "endless", "bytes"],
)  # fmt: skip
async def test_trouble_on_the_line_is_deferred(answers: tuple[bytes, ...]) -> None:
    """Whatever the network does, the mail is tried again; nothing raises."""
    async with scripted(*answers) as port:
        assert isinstance(await sent_to(port), Deferred)


@pytest.mark.parametrize("heard", [(), TO_DATA[:2], TO_DATA])
async def test_a_server_that_hangs_is_not_waited_for(heard: tuple[bytes, ...]) -> None:
    """Silence at the start, in the middle or after DATA: deferred."""
    async with scripted(*heard, b"...") as port:
        assert isinstance(await sent_to(port, timeout_seconds=0.1), Deferred)


@asynccontextmanager
async def dripping() -> AsyncIterator[int]:
    """A server that always says a little more, and never comes to an end."""

    async def talk(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while not writer.is_closing():
                writer.write(b"220-and then\r\n")
                await writer.drain()
                await asyncio.sleep(0.01)

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]


async def test_a_server_that_never_comes_to_an_end_is_not_waited_for() -> None:
    """It is never silent for long, and is given up all the same."""
    async with dripping() as port:
        assert isinstance(await sent_to(port, timeout_seconds=0.1), Deferred)


async def test_a_server_that_hangs_up_after_taking_it_has_it() -> None:
    """Once the server said yes, no farewell makes it a no."""
    async with scripted(*TO_DATA, b"250 OK") as port:
        assert await sent_to(port) == Sent()


async def test_where_nobody_listens_is_deferred() -> None:
    """A refused connection names the server."""
    async with scripted() as port:
        pass
    outcome = await sent_to(port)
    assert isinstance(outcome, Deferred)
    assert f"127.0.0.1:{port}" in outcome.reason


@pytest.mark.parametrize("security", ["tls", "starttls"])
async def test_without_its_security_nothing_is_sent(security: str) -> None:
    """A server that cannot encrypt gets no mail that should be."""
    desk = Desk()
    async with serving(desk) as port:
        outcome = await sent_to(port, security=security)
    assert (type(outcome), desk.taken) == (Deferred, [])


async def test_a_wrong_password_is_the_desks_trouble() -> None:
    """A refused log-in loses no mail."""
    settings = {"authenticator": _no_entry, "auth_require_tls": False, "auth_required": True}
    async with serving(Desk(), **settings) as port:
        assert isinstance(await sent_to(port, username="desk", password="wrong"), Deferred)


async def test_what_a_server_says_is_cleaned() -> None:
    """No escape code of a server's gets to the screen."""
    async with scripted(*TO_DATA[:3], b"550-\x1b]0;owned\x07\r\n550 no") as port:
        outcome = await sent_to(port)
    assert isinstance(outcome, Rejected)
    assert outcome.reason.isprintable()


async def test_other_letters_need_a_server_that_takes_them() -> None:
    """An address outside ASCII is rejected where it cannot go."""
    async with serving(Desk()) as port:
        assert isinstance(await sent_to(port, recipient="иван@shop.example"), Rejected)


async def test_other_letters_go_where_they_are_taken() -> None:
    """With SMTPUTF8 such an address is as good as any."""
    async with serving(Desk(), enable_SMTPUTF8=True) as port:
        assert await sent_to(port, recipient="иван@shop.example") == Sent()


def test_no_password_is_sent_in_clear() -> None:
    """A log-in without encryption is refused before any network is touched."""
    with pytest.raises(ValueError, match="in clear"):
        SmtpServer("mx.example", 25, username="desk", password="x", security="none")


def test_a_password_is_not_shown() -> None:
    """No traceback or log tells it."""
    assert "secret" not in repr(SmtpServer("mx.example", 587, username="d", password="secret"))


@pytest.mark.parametrize(
    ("host", "here"),
    [("localhost", True), ("127.0.0.1", True), ("127.8.8.8", True), ("::1", True), ("[::1]", True),
     ("LOCALHOST", True), ("10.0.0.1", False), ("localhost.example", False), ("", False)],
)  # fmt: skip
def test_which_hosts_are_this_machine(host: str, here: bool) -> None:
    """By number or by the one name."""
    assert is_loopback(host) is here
