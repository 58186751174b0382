"""The staff, by commands."""

import pytest

from tests.cli.conftest import Runner


def _role_of(run: Runner, login: str) -> str | None:
    found = {each["login"]: each for each in run.json("--as", "ada", "staff", "list")}
    return None if found[login]["retired"] else str(found[login]["role"])


def test_a_person_is_added(run: Runner) -> None:
    """An admin adds a person."""
    run("--as", "ada", "staff", "add", "dana", "--role", "specialist", "--name", "Dana")
    assert _role_of(run, "dana") == "specialist"


def test_a_role_is_changed(run: Runner) -> None:
    """An admin changes a role."""
    run("--as", "ada", "staff", "role", "olga", "lead")
    assert _role_of(run, "olga") == "lead"


def test_a_person_is_renamed(run: Runner) -> None:
    """An admin writes a name anew; the login stays, and the record has both names."""
    run("--as", "ada", "staff", "rename", "olga", "Olga Nova")
    names = {each["login"]: each["name"] for each in run.json("--as", "ada", "staff", "list")}
    said = run("--as", "ada", "record", "--by", "ada").out
    assert (names["olga"], "Olga → Olga Nova" in said) == ("Olga Nova", True)


def test_the_list_tells_what_each_has_in_hand(run: Runner, taken: int) -> None:
    """Since when, last seen, how many requests, and which one is timed."""
    run("--as", "olga", "timer", "start", str(taken))
    found = {each["login"]: each for each in run.json("--as", "ada", "staff", "list")}
    olga, pavel = found["olga"], found["pavel"]
    assert (olga["holds"], olga["timed"], pavel["holds"], pavel["timed"]) == (1, taken, 0, None)


def test_a_person_is_retired(run: Runner) -> None:
    """An admin retires a person."""
    run("--as", "ada", "staff", "retire", "olga")
    assert _role_of(run, "olga") is None


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("--as olga staff retire pavel", 1),
        ("--as irina staff rename pavel Paul", 1),
        ("--as ada staff rename zoe Zoe", 3),
        ("--as ada staff add olga --role lead --name Olga", 1),
        ("--as ada staff role zoe lead", 3),
        ("--as ada staff add two/words --role lead --name Zoe", 2),
        ("--as ada staff role ada lead", 1),
    ],
)
def test_what_cannot_be_is_not_done(run: Runner, words: str, code: int) -> None:
    """What cannot be is not done."""
    assert run(*words.split()).code == code


def test_the_staff_is_told_in_words(run: Runner) -> None:
    """The staff is told in words."""
    assert run("staff", "list").out.splitlines()[1].split()[:3] == ["ada", "Ada", "admin"]


def test_who_is_retired_is_told_in_words(run: Runner) -> None:
    """Who is retired is told in words."""
    run("--as", "ada", "staff", "retire", "olga")
    assert "olga   Olga   retired" in run("--as", "ada", "staff", "list").out
