"""A folder of a mailbox, at a real server."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from console.mail.imap import ImapServer, Mailbox, NoMailbox
from tests import mailbox
from tests.cli.conftest import mail
from tests.mailbox import PASSWORD, USER
from tests.wire import a_loop_aside


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[mailbox.Mailbox]:
    """A mailbox on this machine."""
    with mailbox.open_mailbox(tmp_path_factory.mktemp("mailbox")) as opened:
        yield opened


@pytest.fixture
def box(server: mailbox.Mailbox) -> mailbox.Mailbox:
    """The mailbox with nothing in it."""
    server.begin()
    return server


def opened(box: mailbox.Mailbox, **values: Any) -> Mailbox:
    """The folder, as the program opens it."""
    known: dict[str, Any] = {
        "host": "127.0.0.1", "port": box.wire.port, "security": "none", "username": USER,
        "password": PASSWORD, "timeout_seconds": 5,
    }  # fmt: skip
    return Mailbox(ImapServer(**{**known, **values}))


def test_it_is_encrypted_from_the_start(box: mailbox.Mailbox) -> None:
    """Nothing that was said can be read on the way."""
    opened(box, port=box.tls.port, security="tls", ca_file=str(box.certificate)).close()
    assert b"SELECT" not in box.tls.heard


def test_it_is_encrypted_before_the_log_in(box: mailbox.Mailbox) -> None:
    """All that can be read on the way is that it is to be encrypted."""
    opened(box, security="starttls", ca_file=str(box.certificate)).close()
    assert (b"STARTTLS" in box.wire.heard, b"AUTHENTICATE" in box.wire.heard) == (True, False)


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_certificate_that_nobody_signed_is_refused(box: mailbox.Mailbox, security: Any) -> None:
    """What to set is said, and no password is."""
    port = box.tls.port if security == "tls" else box.wire.port
    with pytest.raises(NoMailbox, match=r"imap\.ca_file"):
        opened(box, port=port, security=security)
    assert b"AUTHENTICATE" not in box.wire.heard


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_certificate_of_another_host_is_refused(tmp_path: Path, security: Any) -> None:
    """Whoever signed it."""
    with mailbox.open_mailbox(tmp_path, host="elsewhere.example") as box:
        port = box.tls.port if security == "tls" else box.wire.port
        with pytest.raises(NoMailbox, match="not trusted"):
            opened(box, port=port, security=security, ca_file=str(box.certificate))


def test_a_server_that_does_not_encrypt_gets_no_password(box: mailbox.Mailbox) -> None:
    """At a port that is not encrypted from the start, however long it is tried."""
    with pytest.raises(NoMailbox, match=r"imap\.security"):
        opened(box, security="tls", ca_file=str(box.certificate), timeout_seconds=0.3)


@pytest.mark.parametrize(
    "greeting",
    [
        b"* OK hello\r\n* CAPABILITY IMAP4rev1\r\n",
        b"* PREAUTH welcome\r\n",
        b"* BYE not today\r\n",
        b"220 mx.example ESMTP\r\n",
        b"* OK \xff\x00\r\n" * 100,
        b"",
    ],
    ids=["no STARTTLS", "let in unasked", "turned away", "another protocol", "nonsense", "nothing"],
)
def test_a_server_that_is_none_gets_no_password(greeting: bytes) -> None:
    """Whatever it says, what comes of it is a sentence."""
    with talking(greeting) as (port, heard), pytest.raises(NoMailbox, match=r"imap\.host"):
        Mailbox(ImapServer("127.0.0.1", port, USER, "hunter2", "starttls", timeout_seconds=0.3))
    assert b"hunter2" not in b"".join(heard)


def test_a_certificate_file_that_is_not_there_is_named(box: mailbox.Mailbox) -> None:
    """Before anybody is connected to."""
    with pytest.raises(NoMailbox, match=r"imap\.ca_file /none"):
        opened(box, security="tls", ca_file="/none")


def test_a_folder_that_is_not_there_is_named(box: mailbox.Mailbox) -> None:
    """And the setting that names it."""
    with pytest.raises(NoMailbox, match=r"imap\.folder"):
        opened(box, folder="Nowhere")


def test_a_folder_that_can_only_be_read_is_told(box: mailbox.Mailbox) -> None:
    """What is taken in could not be marked there."""
    box.put(mail())
    box.let_only_read()
    with pytest.raises(NoMailbox, match="can only be read"):
        opened(box)


@pytest.mark.parametrize("folder", ["Входящие", "With space", 'Quo"te', "A&B"])
def test_a_folder_may_have_any_name(box: mailbox.Mailbox, folder: str) -> None:
    """In any letters."""
    box.put(mail())
    target = opened(box, move_to=folder)
    target.settle(box.uids()[0])
    target.close()
    there = opened(box, folder=folder)
    assert len(there.search(["ALL"])) == 1
    there.close()


def test_fetching_marks_nothing(box: mailbox.Mailbox) -> None:
    """A mail that is looked at is as unread as before."""
    box.put(mail())
    folder = opened(box)
    folder.fetch(box.uids()[0], size=100)
    folder.close()
    assert box.flags() == [set()]


def test_a_mail_that_is_gone_is_none(box: mailbox.Mailbox) -> None:
    """Somebody else was first."""
    folder = opened(box)
    assert (folder.sizes([4711]), folder.fetch(4711, size=1)) == ({}, None)
    folder.close()


def test_many_sizes_are_asked_for_a_few_at_a_time(
    box: mailbox.Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many there are, each gets its size."""
    for number in range(5):
        box.put(mail(number=number))
    monkeypatch.setattr("console.mail.imap.SIZES_AT_ONCE", 2)
    folder = opened(box)
    assert set(folder.sizes(box.uids())) == set(box.uids())
    folder.close()


def test_a_password_is_not_shown() -> None:
    """No traceback or log tells it."""
    assert "secret" not in repr(ImapServer("mail.example", 993, "support", "secret"))


def test_nothing_is_fetched_in_clear_over_a_network() -> None:
    """Neither a password nor a customer's mail."""
    with pytest.raises(ValueError, match="in clear"):
        ImapServer("mail.example", 143, "support", "secret", "none")


def test_a_wait_is_ended_from_another_thread(box: mailbox.Mailbox) -> None:
    """Whoever stops the program waits for no server."""
    folder = opened(box)
    threading.Timer(0.05, folder.abort).start()
    with suppress(NoMailbox):  # it may have been told nothing
        folder.wait(60)
    with pytest.raises(NoMailbox):
        folder.select()


def talking(greeting: bytes) -> Any:
    """A server that says this and nothing else; its port, and what it hears."""
    from contextlib import contextmanager

    heard: list[bytes] = []

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(greeting)
        while data := await reader.read(1000):
            heard.append(data)
        writer.close()

    @contextmanager
    def serve() -> Iterator[tuple[int, list[bytes]]]:
        with a_loop_aside() as loop:
            started = asyncio.run_coroutine_threadsafe(
                asyncio.start_server(talk, "127.0.0.1", 0), loop
            ).result(10)
            yield started.sockets[0].getsockname()[1], heard
            loop.call_soon_threadsafe(started.close)

    return serve()
