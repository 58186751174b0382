"""Closing, by commands."""

import pytest

from tests.cli.conftest import Runner


def _work(run: Runner, ticket: int, minutes: float) -> str:
    run("timer", "start", str(ticket))
    run.wait(minutes)
    return str(ticket)


def test_closing_charges_what_the_quote_said(run: Runner, taken: int) -> None:
    """Closing charges what the quote said."""
    number = _work(run, taken, 20)
    quoted = run.json("quote", "--worked", "0:20:00", "--outcome", "cs-cart")
    closed = run.json("close", number, "--outcome", "cs-cart")
    assert {name: closed[name] for name in ("blocks", "credits", "clauses")} == {
        name: quoted[name] for name in ("blocks", "credits", "clauses")
    }


def test_closing_tells_its_cost_and_the_balance(run: Runner, taken: int) -> None:
    """Closing gives its cost as 0 or more, and the balance after it."""
    closed = run.json("close", _work(run, taken, 20), "--outcome", "cs-cart")
    assert (closed["credits"], closed["balance"], closed["worked_seconds"]) == (20, -20, 1200)


def test_a_free_outcome_costs_nothing(run: Runner, taken: int) -> None:
    """A free outcome is an entry of 0."""
    number = _work(run, taken, 20)
    run("close", number, "--outcome", "first-party-bug", "--ground", "the filter add-on")
    assert run.json("show", number)["charge"]["credits"] == 0


def test_the_answer_goes_out_with_the_closing(run: Runner, taken: int) -> None:
    """The answer goes out with the closing."""
    number = str(taken)
    run("close", number, "--outcome", "answered", "--file", "-", stdin=b"Here is how it works.")
    assert "Here is how it works." in run.json("show", number)["thread"][-1]["text"]


def test_past_40_credits_closing_without_a_notice_is_refused(run: Runner, taken: int) -> None:
    """A charge past 40 credits without its notice is refused by U9."""
    ran = run("close", _work(run, taken, 61), "--outcome", "answered", "--json")
    assert (ran.code, ran.data["refused"]["clause"]) == (1, "U9")


@pytest.mark.parametrize(
    ("words", "credits"),
    [
        (["--waive-over-limit"], 40),
        (["--as", "irina", "--override-notice", "told by phone"], 50),
    ],
)
def test_the_ways_out_of_a_missing_notice(
    run: Runner, taken: int, words: list[str], credits: int
) -> None:
    """The rest is waived, or a lead charges it with a reason."""
    number = _work(run, taken, 61)
    assert run.json("close", number, "--outcome", "answered", *words)["credits"] == credits


def test_a_specialist_cannot_override_a_missing_notice(run: Runner, taken: int) -> None:
    """A specialist cannot charge past a missing notice."""
    number = _work(run, taken, 61)
    assert run("close", number, "--outcome", "answered", "--override-notice", "told").code == 1


def test_an_unknown_outcome_says_what_there_is(run: Runner, taken: int) -> None:
    """An unknown outcome is wrong usage, and the sentence lists what there is."""
    ran = run("close", str(taken), "--outcome", "fixed")
    assert (ran.code, "first-party-bug" in ran.err) == (2, True)


def test_closing_is_told_in_words(run: Runner, taken: int) -> None:
    """Closing is told in words, with what is owed."""
    assert "owes 20" in run("close", _work(run, taken, 20), "--outcome", "cs-cart").out


def test_a_charge_that_reopening_made_dearer_is_the_difference(run: Runner, taken: int) -> None:
    """Closing again after a reopening charges the difference."""
    number = _work(run, taken, 20)
    run("close", number, "--outcome", "answered")
    run("reopen", number, "--reason", "it came back")
    run("pick")
    run("close", _work(run, taken, 20), "--outcome", "answered")
    entries = run.json("show", number)["entries"]
    assert [each["credits"] for each in entries] == [-20, -10]


def test_a_request_closed_twice_shows_its_whole_cost(run: Runner, taken: int) -> None:
    """A request that was closed twice shows what it cost in all."""
    number = _work(run, taken, 20)
    run("close", number, "--outcome", "answered")
    run("reopen", number, "--reason", "it came back")
    run("pick")
    run("close", _work(run, taken, 20), "--outcome", "answered")
    assert run.json("show", number)["charge"]["credits"] == 30
