"""Similar requests, by a command."""

import json

import pytest

from tests.cli.conftest import Runner


@pytest.fixture
def alike(run: Runner) -> None:
    """Two requests in the same words, one of them hostile besides."""
    for place, more in enumerate(("", " \x1b[31m")):
        form = {
            "email": f"a{place}@shop.example",
            "subject": "Blog slider",
            "message": f"Slider jumps{more}",
        }
        run("intake", "form", stdin=json.dumps(form).encode())


def test_similar_requests_are_told_in_words_and_as_data(run: Runner, alike: None) -> None:
    """What is like a request is told with how alike, what it was and what is in common."""
    (told,) = run.json("similar", "2")
    assert (told["ticket"], told["outcome"], told["credits"], told["shared"]) == (
        1, None, None, ["blog", "slider", "jumps"],
    )  # fmt: skip
    assert "#1  very" in run("similar", "2").out


@pytest.mark.parametrize(
    ("words", "code"),
    [("similar 99", 3), ("similar x", 2), ("--as mallory similar 1", 1), ("--read-only similar 1", 0)],
)  # fmt: skip
def test_it_ends_as_every_command_does(run: Runner, alike: None, words: str, code: int) -> None:
    """It ends with the exit codes of every command, also where nothing may be changed."""
    assert run(*words.split()).code == code
