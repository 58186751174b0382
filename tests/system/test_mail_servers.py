"""Mail in and out by real mail servers: fetched from Dovecot, handed over by OpenSMTPD, and sent through it."""

import json
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from tests.system import dovecot, opensmtpd
from tests.system.dovecot import PASSWORD, Dovecot
from tests.system.office import answer_to, mail
from tests.system.opensmtpd import OpenSmtpd
from tests.system.tmux import wait_until
from tests.terminal.program import CREDITDESK, clean_environment

pytestmark = pytest.mark.system

TOLD_SECONDS = 20.0
"""The mailbox is asked each minute: what comes sooner was told of."""


@dataclass
class Desk:
    """A desk whose mails come and go by real servers, and the program as processes."""

    folder: Path
    imap: Dovecot
    smtp: OpenSmtpd
    name: str
    settings: str = field(default="", init=False)

    def set(self, **values: str) -> None:
        """Write the settings; the mailbox is this desk's own."""
        (self.folder / "settings.toml").write_text(
            'support_address = "support@desk.example"\ndesk_name = "Desk"\nacknowledge = "never"\n\n'
            '[smtp]\nhost = "127.0.0.1"\n'
            f'port = {self.smtp.port}\nsecurity = "none"\n\n{self.imap.settings(self.name, **values)}'
        )

    def call(self, *words: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        """Run a command as olga."""
        return subprocess.run(self._command(*words), input=given, capture_output=True, check=False,
                              env=self._environment())  # fmt: skip

    def run(self, *words: str, given: bytes = b"") -> Any:
        """Run a command that has to succeed; its data."""
        done = self.call(*words, "--json", given=given)
        assert done.returncode == 0, (done.stdout + done.stderr).decode()
        return json.loads(done.stdout)

    def fetch(self) -> dict[str, Any]:
        """One run of the mail job."""
        ran: dict[str, Any] = self.run("work", "--once", "--only", "mail")[0]
        return ran

    @contextmanager
    def working(self) -> Iterator[None]:
        """The jobs run on and on; ended, they end well."""
        worker = subprocess.Popen(
            self._command("work"), env=self._environment(), stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            yield
        finally:
            worker.terminate()
            assert worker.wait(20) == 0

    def customer_writes(self, message: EmailMessage, *, to: str | None = None) -> None:
        """A mail leaves a customer, to the desk's mailbox unless it goes to its command."""
        self.smtp.send(message.as_bytes(), to=to or f"{self.name}@desk.example")

    def _command(self, *words: str) -> list[str]:
        where = [
            "--config",
            str(self.folder / "settings.toml"),
            "--database",
            str(self.folder / "desk.db"),
        ]
        return [CREDITDESK, *where, "--as", "olga", *words]

    def _environment(self) -> dict[str, str]:
        folders = {
            f"XDG_{name}_HOME": str(self.folder) for name in ("CONFIG", "DATA", "STATE", "CACHE")
        }
        return clean_environment() | folders | {"CREDITDESK_IMAP_PASSWORD": PASSWORD}


@pytest.fixture(scope="module")
def imap() -> Iterator[Dovecot]:
    """The server of the mailboxes."""
    with dovecot.running() as server:
        yield server


@pytest.fixture(scope="module")
def smtp(imap: Dovecot) -> Iterator[OpenSmtpd]:
    """The server that takes mails, and fills the mailboxes."""
    with opensmtpd.running(imap.folder / "mail") as server:
        yield server


_NUMBERS = iter(range(1000))


def a_desk(blank: Path, folder: Path, imap: Dovecot, smtp: OpenSmtpd) -> Desk:
    """A fresh desk, which has looked at its empty mailbox."""
    shutil.copy(blank, folder / "desk.db")
    desk = Desk(folder, imap, smtp, f"support{next(_NUMBERS)}")
    desk.set()
    desk.fetch()
    return desk


@pytest.fixture
def desk(blank_desk: Path, tmp_path: Path, imap: Dovecot, smtp: OpenSmtpd) -> Desk:
    """A fresh desk."""
    return a_desk(blank_desk, tmp_path, imap, smtp)


@dataclass
class Told:
    """A story that has been played."""

    desk: Desk
    asked: EmailMessage
    seconds: float
    answer: EmailMessage
    thread: list[dict[str, Any]]


@pytest.fixture(scope="module")
def played(
    blank_desk: Path, tmp_path_factory: pytest.TempPathFactory, imap: Dovecot, smtp: OpenSmtpd
) -> Iterator[Told]:
    """A customer asks by mail, is answered, and answers to the address that goes to the delivery command."""
    desk = a_desk(blank_desk, tmp_path_factory.mktemp("desk"), imap, smtp)
    smtp.command = lambda raw: desk.call("intake", "email", "--spool", given=raw).returncode
    with desk.working():
        asked, sent_at = mail(), time.monotonic()
        desk.customer_writes(asked)
        wait_until(lambda: desk.run("queue"))
        seconds = time.monotonic() - sent_at
        desk.run("pick")
        desk.run("reply", "1", given=b"We are looking into it.\n")
        wait_until(lambda: imap.mails("anna"))
        answer = message_from_bytes(imap.mails("anna")[0], policy=policy.default)
        assert isinstance(answer, EmailMessage)
        desk.customer_writes(answer_to(answer, text="Thank you!\n"), to="support@pipe.example")
        wait_until(lambda: len(desk.run("show", "1")["thread"]) == 3)
        yield Told(desk, asked, seconds, answer, desk.run("show", "1")["thread"])


def test_a_mail_is_taken_in_as_soon_as_the_mailbox_has_it(played: Told) -> None:
    """The server tells of it: nobody waits until the mailbox is asked again."""
    assert played.seconds < TOLD_SECONDS


def test_the_answer_arrives_on_the_customers_thread(played: Told) -> None:
    """It names their own mail, as it came through two servers."""
    assert played.asked["Message-ID"] in str(played.answer["References"])


def test_what_the_server_hands_to_the_command_joins_the_request(played: Told) -> None:
    """The whole thread is on one request."""
    assert [each["direction"] for each in played.thread] == ["in", "out", "in"]


def test_what_was_taken_in_is_marked_as_read(played: Told, imap: Dovecot) -> None:
    """In the mailbox, for people with other programs."""
    assert imap.flags(played.desk.name) == [{b"\\Seen"}]


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_mailbox_is_read_encrypted(desk: Desk, security: str) -> None:
    """From the start, or from before the log-in on."""
    desk.set(security=security)
    _arrive(desk, mail())
    assert desk.fetch()["admitted"] == 1


def test_a_certificate_that_nobody_signed_is_refused(desk: Desk) -> None:
    """What to set is said, and the exit code is that of a server that does not answer."""
    desk.set(ca_file="")
    done = desk.call("work", "--once", "--only", "mail")
    assert (done.returncode, b"imap.ca_file" in done.stderr) == (4, True)


def test_what_was_taken_in_is_moved(desk: Desk, imap: Dovecot) -> None:
    """To the folder of the settings, which is made."""
    desk.set(move_to="Taken in")
    _arrive(desk, mail())
    desk.fetch()
    with imap.client(desk.name) as client:
        left = client.search("ALL")
        client.select_folder("Taken in")
        assert (left, len(client.search("SEEN"))) == ([], 1)


def test_new_numbers_lose_and_double_nothing(desk: Desk, imap: Dovecot) -> None:
    """The server deals its UIDs anew, and a mail comes that somebody reads first."""
    _arrive(desk, mail("First"))
    desk.fetch()
    imap.deal_anew(desk.name)
    _arrive(desk, mail("Second"), count=2)
    with imap.client(desk.name) as client:
        client.add_flags(client.search("ALL"), [b"\\Seen"])
    desk.fetch()
    assert [each["subject"] for each in desk.run("queue")] == ["First", "Second"]


def test_connections_that_break_lose_and_double_nothing(desk: Desk, imap: Dovecot) -> None:
    """While the jobs run, the server hangs up again and again."""
    with desk.working():
        for number in range(10):
            desk.customer_writes(mail(f"Number {number}"))
            imap.hang_up()
        wait_until(lambda: len(desk.run("queue")) == 10)
    assert {each["subject"] for each in desk.run("queue")} == {f"Number {n}" for n in range(10)}


def test_a_mail_that_is_too_large_holds_up_no_other(desk: Desk, imap: Dovecot) -> None:
    """It is flagged for a person; how long it takes does not depend on its size."""
    _arrive(desk, mail("Large", text="x" * 70 + "\n" + ("y" * 70 + "\n") * 380_000))
    _arrive(desk, mail("Small"), count=2)
    desk.fetch()
    assert [each["subject"] for each in desk.run("queue")] == ["Small"]
    assert {b"\\Seen", b"\\Flagged"} in imap.flags(desk.name)


def test_a_mail_that_the_command_does_not_keep_comes_again(desk: Desk, smtp: OpenSmtpd) -> None:
    """The server is told to try again later, does, and the mail is taken in once."""
    in_the_way = desk.folder / "desk.db.spool"
    in_the_way.write_text("no folder")
    smtp.exits.clear()
    smtp.command = lambda raw: desk.call("intake", "email", "--spool", given=raw).returncode
    desk.customer_writes(mail(), to="support@pipe.example")
    wait_until(lambda: smtp.exits == [75])
    in_the_way.unlink()
    wait_until(lambda: (smtp.try_again(), smtp.exits[-1] == 0)[1])
    desk.fetch()
    assert len(desk.run("queue")) == 1


def _arrive(desk: Desk, message: EmailMessage, *, count: int = 1) -> None:
    """A mail is in the mailbox, with those before it."""
    desk.customer_writes(message)
    wait_until(lambda: len(desk.imap.mails(desk.name)) == count)
