"""The record, by a command."""

import pytest

from tests.cli.conftest import Runner


def test_the_record_is_told_in_words(run: Runner, taken: int) -> None:
    """The record tells in words who did what, the newest first, with before and after."""
    run("kind", str(taken), "question")
    run("kind", str(taken), "conflict")
    assert (
        run("record").out.splitlines()[0].endswith("Olga set the kind of #1: question → conflict")
    )


def test_the_record_has_the_names_that_were_promised(run: Runner, taken: int) -> None:
    """The record's data has who, what, the request, and before and after."""
    run("kind", str(taken), "question")
    (told,) = run.json("record", "--what", "kind", "--by", "olga", "--ticket", "1", "--limit", "1")
    assert (told["by"], told["what"], told["ticket"], told["before"], told["after"]) == (
        "olga", "kind", 1, None, "question",
    )  # fmt: skip


def test_the_record_goes_on_before_an_event(run: Runner, taken: int) -> None:
    """A page of the record says where to go on, and goes on there."""
    ran = run("record", "--limit", "1", "--json")
    (first,) = ran.data
    assert f"--before {first['event']}" in ran.err
    (second,) = run.json("record", "--limit", "1", "--before", str(first["event"]))
    assert second["event"] < first["event"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("record --by nobody", 3),
        ("record --customer nobody@shop.example", 3),
        ("record --before 999", 3),
        ("record --limit 0", 2),
        ("record --from yesterday", 2),
        ("--as mallory record", 1),
        ("--read-only record", 0),
    ],
)
def test_the_record_ends_as_every_command_does(
    run: Runner, taken: int, words: str, code: int
) -> None:
    """The record ends with the exit codes of every command, also where nothing may be changed."""
    assert run(*words.split()).code == code
