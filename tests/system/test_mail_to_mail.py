"""The main job in a real terminal: from a mail in to the answer out."""

from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.system.office import Office, answer_to, mail, open_office
from tests.system.tmux import Pane, wait_until

pytestmark = pytest.mark.system


@dataclass
class Told:
    """A story that has been played: what came in, and what the customer got."""

    office: Office
    asked: EmailMessage
    sent: list[EmailMessage]


def take_and_time(pane: Pane) -> None:
    """Take the oldest request, and run the timer on it for a second."""
    pane.press("p")
    pane.until_shown("you hold it")
    pane.press("Space")
    pane.until(lambda screen: "running" in screen and "0:00:00" not in screen)


def answer(pane: Pane, text: str) -> None:
    """Answer the customer."""
    pane.press("r")
    pane.until_shown("Anna Lee <anna@shop.example>")
    pane.type(text)
    pane.until_shown(text)
    pane.press("C-s")
    pane.until_shown("Send the answer?")
    pane.press("s")
    pane.until_shown("Olga, answer", text)


def close(pane: Pane, *questions: tuple[str, str], text: str) -> None:
    """Answer the questions of closing, each by its key, and send the answer."""
    pane.press("c")
    for words, key in questions:
        pane.until_shown(words)
        pane.press(key)
    pane.until_shown("Your answer to the customer")
    pane.type(text)
    pane.until_shown(text)
    pane.press("C-s")
    pane.until_shown("is closed")


OURS = (("Whose part was at fault?", "o"), ("What was wrong with our add-on?", "b"))
BY_TIME = (("Whose part was at fault?", "n"), ("How did it end?", "a"))


@pytest.fixture(scope="module")
def played(blank_desk: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    """A mail comes in, is taken, timed, answered and closed as a bug of ours, and the answers leave."""
    with open_office(tmp_path_factory.mktemp("office"), blank_desk) as office:
        asked = mail()
        assert office.take_in(asked)["action"] == "new"
        pane = office.console("olga")
        take_and_time(pane)
        answer(pane, "We are looking into it.")
        close(pane, *OURS, text="The fix is in 4.18.2.")
        office.run("work", "--once")
        wait_until(lambda: len(office.mailbox.mails) == 2)
        yield Told(office, asked, office.mailbox.mails)


def test_from_a_mail_in_to_the_answers_out(played: Told) -> None:
    """Both answers arrive at a real mail server, the first one first."""
    texts = [each.get_body(("plain",)).get_content() for each in played.sent]
    assert ["looking into it" in texts[0], "4.18.2" in texts[1]] == [True, True], texts


def test_the_answers_belong_to_the_customers_thread(played: Told) -> None:
    """They name the customer's own mail, so that every mail program shows them below it."""
    asked = played.asked["Message-ID"]
    assert all(asked in str(each["References"]) for each in played.sent)


def test_the_answers_carry_the_requests_number(played: Told) -> None:
    """The subject keeps its words and gets the number."""
    assert {each["Subject"] for each in played.sent} == {"[#1] Re: Filters do not open"}


def test_the_customers_reply_joins_its_request(played: Told) -> None:
    """A reply to either answer comes to the same request."""
    joined = played.office.take_in(answer_to(played.sent[-1], text="Thank you!\n"))
    assert (joined["action"], joined["ticket"]) == ("joined", 1)


def test_a_bug_of_ours_costs_nothing(played: Told) -> None:
    """The charge is an entry of 0 with its time."""
    entries = played.office.run("credits", "balance", "anna@shop.example")["entries"]
    assert [(each["credits"], each["clauses"]) for each in entries] == [(0, ["F4", "U4"])]


def test_what_is_charged_by_time_is_a_started_block(office: Office) -> None:
    """A few seconds of an explanation cost one block."""
    office.take_in(mail())
    pane = office.console("olga")
    take_and_time(pane)
    close(pane, *BY_TIME, text="You find it under Filters.")
    assert office.run("credits", "balance", "anna@shop.example")["balance"] == -10


def test_a_mail_that_is_put_off_goes_again_as_the_same_mail(office: Office) -> None:
    """The server may have it already: the Message-ID tells."""
    mailbox = office.mailbox
    mailbox.puts_off = True
    office.take_in(mail())
    pane = office.console("olga")
    take_and_time(pane)
    answer(pane, "We are looking into it.")
    office.run("work", "--once")
    wait_until(lambda: office.run("outbox", "list")[0]["last_error"])
    mailbox.puts_off = False
    number = str(office.run("outbox", "list")[0]["id"])
    office.run("outbox", "retry", number)
    office.run("work", "--once")
    wait_until(lambda: len(mailbox.mails) > 1)
    first, again = mailbox.mails
    assert first["Message-ID"] == again["Message-ID"]
