"""The outbox, by commands."""

from collections.abc import Iterator

import pytest

from tests.cli.conftest import SETTINGS, Runner
from tests.postbox import Postbox, open_postbox


@pytest.fixture
def inbox() -> Iterator[Postbox]:
    """A mail server on loopback."""
    with open_postbox() as box:
        yield box


def _settings(run: Runner, port: int) -> None:
    smtp = f'\n[smtp]\nhost = "127.0.0.1"\nport = {port}\nsecurity = "none"\ntimeout_seconds = 5\n'
    (run.home / "config" / "creditdesk" / "settings.toml").write_text(SETTINGS + smtp)


@pytest.fixture
def answered(run: Runner, taken: int) -> str:
    """A request with an answer in the outbox."""
    return str(run.json("reply", str(taken), stdin=b"Hello Anna")["message_id"])


def test_an_answer_leaves_by_smtp(run: Runner, answered: str, inbox: Postbox) -> None:
    """An answer leaves by SMTP with the Message-ID that was told."""
    _settings(run, inbox.port)
    run("outbox", "send")
    assert [mail["Message-ID"] for mail in inbox.mails] == [answered]


def test_sending_counts_what_was_sent(run: Runner, answered: str, inbox: Postbox) -> None:
    """Sending counts what was sent."""
    _settings(run, inbox.port)
    assert run.json("outbox", "send")["sent"] == 1


def test_without_a_mail_server_sending_says_so(run: Runner, answered: str) -> None:
    """Without a mail server in the settings, sending says so."""
    ran = run("outbox", "send", "--json")
    assert (ran.code, "smtp.host" in ran.data["error"]["reason"]) == (4, True)


def test_a_mail_that_could_not_be_sent_tells_why(run: Runner, answered: str) -> None:
    """A mail that could not be sent is listed with its last error."""
    _settings(run, 1)
    run("outbox", "send")
    (listed,) = run.json("outbox", "list")
    assert (listed["attempts"], bool(listed["last_error"])) == (1, True)


def test_a_mail_is_tried_again_when_asked(run: Runner, answered: str, inbox: Postbox) -> None:
    """A mail that could not be sent is tried again at once when asked."""
    _settings(run, 1)
    run("outbox", "send")
    run("outbox", "retry", str(run.json("outbox", "list")[0]["id"]))
    _settings(run, inbox.port)
    assert run.json("outbox", "send")["sent"] == 1


def test_a_mail_that_does_not_exist_is_not_found(run: Runner) -> None:
    """A mail that does not exist is not found."""
    assert run("outbox", "retry", "9").code == 3


@pytest.mark.usefixtures("answered")
def test_the_outbox_is_told_in_words(run: Runner) -> None:
    """The outbox is told in words."""
    assert "anna@shop.example" in run("outbox", "list").out


def test_an_empty_outbox_is_said(run: Runner) -> None:
    """An empty outbox is said in words."""
    assert run("outbox", "list").out == "No mail waits.\n"
