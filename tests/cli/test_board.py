"""The board, by a command."""

import pytest

from tests.cli.conftest import Runner

NAMES = {
    "at",
    "waiting",
    "oldest_seconds",
    "held",
    "today",
    "work",
    "free",
    "on_wait",
    "loose_ends",
}


def test_the_board_is_told_in_words(run: Runner, taken: int) -> None:
    """Who works on what, since when, and what is left."""
    run("timer", "start", str(taken))
    told = run("--as", "irina", "board").out
    assert f"Olga: #{taken} ● since " in told
    assert "block " in told
    assert "Loose ends: " in told


def test_the_board_has_the_names_that_scripts_rely_on(run: Runner, taken: int) -> None:
    """With the same figures as on the screen."""
    run("timer", "start", str(taken))
    told = run.json("--as", "irina", "board")
    assert set(told) == NAMES
    (work,) = told["work"]
    assert (work["login"], work["ticket"], work["running"], work["limits"]) == (
        "olga", taken, True, [],
    )  # fmt: skip
    assert {each["login"] for each in told["free"]} >= {"irina", "pavel"}


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("--as olga board", 1),
        ("--as irina board", 0),
        ("--as ada board", 0),
        ("--as mallory board", 1),
        ("--as irina --read-only board", 0),
    ],
)
def test_the_board_is_for_leads_and_admins(run: Runner, taken: int, words: str, code: int) -> None:
    """The role's refusal is an exit code, with a sentence."""
    ran = run(*words.split())
    assert ran.code == code
    assert ("Only a lead or an admin may see the board." in ran.err) is ("olga" in words)
