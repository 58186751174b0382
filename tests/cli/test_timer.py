"""The timer, by commands."""

import pytest

from tests.cli.conftest import Runner


def _figures(data: dict[str, object]) -> tuple[object, ...]:
    return data["ticket"], data["running"], data["worked_seconds"]


def test_a_timer_runs(run: Runner, taken: int) -> None:
    """A timer runs until it is stopped."""
    run("timer", "start", str(taken))
    run.wait(12)
    assert _figures(run.json("timer", "status")) == (taken, True, 720)


def test_a_timer_from_the_command_line_is_never_interrupted(run: Runner, taken: int) -> None:
    """A timer started from the command line runs on without a heartbeat."""
    run("timer", "start", str(taken))
    run.wait(50)
    assert _figures(run.json("timer", "stop")) == (taken, False, 3000)


def test_no_timer_is_an_answer(run: Runner) -> None:
    """That no timer runs is an answer."""
    assert _figures(run.json("timer", "status")) == (None, False, 0)


def test_stopping_no_timer_is_not_found(run: Runner) -> None:
    """Stopping a timer that does not run is not found."""
    assert run("timer", "stop").code == 3


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["timer", "start", "1"], "#1 0:00:00 running.\n"),
        (["timer", "status"], "No timer of yours is running.\n"),
        (
            ["timer", "add", "1", "--minutes", "20", "--reason", "call"],
            "Typed in; #1 has 0:20:00 of work now.\n",
        ),
    ],
)
def test_a_timer_is_told_in_words(run: Runner, taken: int, words: list[str], told: str) -> None:
    """A timer is told in words."""
    assert run(*words).out == told


def test_a_timer_on_somebody_else_s_request_is_refused(run: Runner, taken: int) -> None:
    """A timer on somebody else's request is refused."""
    assert run("--as", "pavel", "timer", "start", str(taken)).code == 1


def test_a_modification_without_an_estimate_is_refused(run: Runner, taken: int) -> None:
    """A modification's timer does not start without an estimate (U3)."""
    run("kind", str(taken), "modification")
    ran = run("timer", "start", str(taken), "--json")
    assert (ran.code, ran.data["refused"]["clause"]) == (1, "U3")


def test_time_is_typed_in(run: Runner, taken: int) -> None:
    """Work done away from the timer is typed in."""
    words = ["--minutes", "20", "--reason", "on the phone with the host", "--day", "2026-11-13"]
    assert run.json("timer", "add", str(taken), *words)["worked_seconds"] == 1200


@pytest.mark.parametrize("day", ["2026-11-17", "2020-01-01", "today"])
def test_time_of_a_day_that_cannot_be_is_bad_input(run: Runner, taken: int, day: str) -> None:
    """Time of a day to come, long past or none is bad input."""
    words = ["--minutes", "20", "--reason", "call", "--day", day]
    assert run("timer", "add", str(taken), *words).code == 2


@pytest.mark.parametrize("how", ["keep", "cut", "discard"])
def test_resolving_where_nothing_was_interrupted_is_not_found(run: Runner, how: str) -> None:
    """Answering for a timer that was not interrupted is not found."""
    assert run("timer", "resolve", how).code == 3


@pytest.mark.parametrize(("login", "code"), [("pavel", 1), ("irina", 3)])
def test_only_a_lead_answers_for_another_s_timer(run: Runner, login: str, code: int) -> None:
    """Only a lead answers for another's timer."""
    assert run("--as", login, "timer", "resolve", "cut", "--of", "olga").code == code


def test_time_is_taken_off(run: Runner, taken: int) -> None:
    """Time that was not worked is taken off, and told of among the sessions."""
    run("timer", "add", str(taken), "--minutes", "20", "--reason", "call")
    told = run("timer", "take-off", str(taken), "--minutes", "5", "--reason", "too much").out
    assert told == "Taken off; #1 has 0:15:00 of work now.\n"
    assert "-0:05:00" in run("show", str(taken)).out


def test_more_than_was_worked_is_not_taken_off(run: Runner, taken: int) -> None:
    """Taking off more than was worked is refused, citing U8."""
    ran = run("timer", "take-off", str(taken), "--minutes", "5", "--reason", "x", "--json")
    assert (ran.code, ran.data["refused"]["clause"]) == (1, "U8")
