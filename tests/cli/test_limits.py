"""Limits, by commands."""

import pytest

from tests.cli.conftest import Runner

SIXTY = "sixty-minutes"


@pytest.fixture
def past_an_hour(run: Runner, taken: int) -> str:
    """A request with an hour and five minutes of work on it."""
    run("timer", "start", str(taken))
    run.wait(65)
    run("timer", "stop")
    return str(taken)


def test_a_request_without_much_work_has_crossed_none(run: Runner, taken: int) -> None:
    """A request without much work has crossed no limit."""
    assert run.json("limits", str(taken)) == []


def test_what_was_crossed_is_open(run: Runner, past_an_hour: str) -> None:
    """What was crossed is listed, its answer open."""
    listed = {each["limit"]: each["answer"] for each in run.json("limits", past_an_hour)}
    assert listed == {"over-40-credits": None, SIXTY: None}


def test_one_answer_answers_both(run: Runner, past_an_hour: str) -> None:
    """One answer answers both, as one notice does."""
    run("limits", "answer", past_an_hour, SIXTY, "go-on", "--amount", "80")
    listed = {each["limit"]: each["answer"] for each in run.json("limits", past_an_hour)}
    assert listed == {"over-40-credits": "go-on", SIXTY: "go-on"}


def test_going_on_puts_the_notice_in_the_outbox(run: Runner, past_an_hour: str) -> None:
    """Going on puts the notice in the outbox."""
    run("limits", "answer", past_an_hour, SIXTY, "go-on", "--amount", "80")
    assert [each["to"] for each in run.json("outbox", "list")] == ["anna@shop.example"]


def test_an_answer_tells_its_limit(run: Runner, past_an_hour: str) -> None:
    """An answer gives the limit with its amount."""
    data = run.json("limits", "answer", past_an_hour, SIXTY, "go-on", "--amount", "80")
    assert (data["limit"], data["amount"], data["answer"]) == (SIXTY, 80, "go-on")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["go-on", "--amount", "30"], 1),
        (["no-notice"], 1),
        (["no-notice", "--reason", "a bug of ours"], 0),
        (["close"], 0),
    ],
)
def test_an_answer_has_to_make_sense(
    run: Runner, past_an_hour: str, words: list[str], code: int
) -> None:
    """An amount below what is run up, or no notice without a reason, is refused."""
    assert run("limits", "answer", past_an_hour, SIXTY, *words).code == code


def test_a_limit_that_is_not_open_is_not_found(run: Runner, taken: int) -> None:
    """A limit that was not crossed is not found."""
    assert run("limits", "answer", str(taken), SIXTY, "close").code == 3


def test_limits_are_told_in_words(run: Runner, past_an_hour: str) -> None:
    """Limits are told in words."""
    assert run("limits", past_an_hour).out.count("open") == 2


def test_limits_are_listed_while_only_reading(run: Runner, past_an_hour: str) -> None:
    """Limits on record are listed while only reading."""
    assert len(run.json("limits", past_an_hour, "--read-only")) == 2
