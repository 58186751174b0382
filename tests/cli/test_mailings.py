"""`mailing`: previewed, sent, listed, and who wants none."""

from itertools import count

import pytest

from console import cli
from tests.cli.conftest import Arrange, Runner
from tests.conftest import at

ANNA = "anna@shop.example"
HOURS = b"""
kind = "promotional"
[en]
subject = "New hours"
text = "We open at eight."
[to]
language = "en"
"""


@pytest.fixture
def anna(request_in: Arrange) -> None:
    """A customer."""
    request_in()


def test_a_mailing_is_previewed(run: Runner, anna: None) -> None:
    """A mailing is previewed with its count, and in words."""
    found = run.json("mailing", "preview", stdin=HOURS)
    assert (found["recipients"], found["first"]) == (1, [ANNA])
    told = run("mailing", "preview", stdin=HOURS).out
    assert "promotional, to 1 customer\n" in told
    assert "We open at eight." in told


def test_a_mailing_is_sent_and_listed(run: Runner, anna: None) -> None:
    """A mailing is sent to as many as expected, and listed."""
    sent = run.json("--as", "ada", "mailing", "send", "--expected", "1", stdin=HOURS)
    assert sent["recipients"] == 1
    assert [each["mailing"] for each in run.json("mailing", "list")] == [sent["mailing"]]
    assert "New hours" in run("mailing", "list").out


def test_a_mailing_sent_before_says_so(run: Runner, anna: None) -> None:
    """The same file again says when it was sent, and sends nothing."""
    words = ("--as", "ada", "mailing", "send", "--expected", "1")
    run(*words, stdin=HOURS)
    run.wait(60)
    assert "nothing is sent twice" in run(*words, stdin=HOURS).out


def test_a_first_sending_is_told_as_one_while_time_passes(run: Runner, anna: None) -> None:
    """The clock goes on while the command runs, and what it sent was still not sent before."""
    moments = (at(30, seconds=each) for each in count())
    words = ("--as", "ada", "mailing", "send", run.file(HOURS), "--expected", "1")
    cli.main(words, lambda: next(moments))
    assert "Mailing 1 to 1 customer is in the outbox." in run.capture.readouterr().out


def test_another_count_is_refused(run: Runner, anna: None) -> None:
    """Another count than expected is refused."""
    ran = run("--as", "ada", "mailing", "send", "--expected", "2", stdin=HOURS)
    assert ran.code == 1
    assert "look again" in ran.err


def test_a_count_has_to_be_named(run: Runner) -> None:
    """Without the expected count nothing is sent."""
    assert run("--as", "ada", "mailing", "send", stdin=HOURS).code == 2


def test_no_mailing_is_said_to_be_none(run: Runner) -> None:
    """Where there is none, that is said."""
    assert run("mailing", "list").out == "No mailing yet.\n"


@pytest.mark.parametrize(("verb", "out"), [("opt-out", True), ("opt-in", False)])
def test_a_customer_opts_out_and_in(run: Runner, anna: None, verb: str, out: bool) -> None:
    """An admin writes down what a customer wants."""
    found = run.json("--as", "ada", "mailing", verb, ANNA, "--reason", "By phone")
    assert found == {"opted_out": out}


def test_a_file_that_is_no_toml_is_bad_input(run: Runner) -> None:
    """A file that is no TOML says so."""
    ran = run("mailing", "preview", stdin=b"kind =")
    assert ran.code == 2
    assert "TOML" in ran.err
