"""Answers and notes, by commands."""

import pytest

from tests.cli.conftest import Runner


def test_an_answer_is_on_the_request_and_in_the_outbox(run: Runner, taken: int) -> None:
    """An answer is on the request and in the outbox at once (C6)."""
    data = run.json("reply", str(taken), stdin="Здравствуйте!".encode())
    shown = run.json("show", str(taken))["thread"][-1]
    waiting = run.json("outbox", "list")[-1]
    assert (shown["text"], waiting["message_id"]) == ("Здравствуйте!", data["message_id"])


def test_an_answer_is_read_from_a_file(run: Runner, taken: int) -> None:
    """An answer is read from a file."""
    run("reply", str(taken), "--file", run.file(b"From a file."))
    assert run.json("show", str(taken))["thread"][-1]["text"] == "From a file."


@pytest.mark.parametrize("waiting_for", ["customer", "credits"])
def test_an_answer_puts_the_request_on_wait(run: Runner, taken: int, waiting_for: str) -> None:
    """An answer puts the request on wait where asked."""
    run("reply", str(taken), "--wait-for", waiting_for, stdin=b"Please tell us more.")
    assert run.json("show", str(taken))["waiting_for"] == waiting_for


@pytest.mark.parametrize(
    "stdin", [b"", b"\xff\xfe", b"x" * 1_000_001], ids=["none", "no text", "long"]
)
def test_an_answer_that_is_no_text_is_bad_input(run: Runner, taken: int, stdin: bytes) -> None:
    """An answer that is no text is bad input."""
    assert run("reply", str(taken), stdin=stdin).code == 2


def test_an_answer_on_somebody_else_s_request_is_refused(run: Runner, taken: int) -> None:
    """An answer on somebody else's request is refused."""
    assert run("--as", "pavel", "reply", str(taken), stdin=b"Hello").code == 1


def test_a_note_is_never_sent(run: Runner, taken: int) -> None:
    """A note is on the request and not in the outbox."""
    run("note", str(taken), stdin=b"Ask the developers.")
    assert run.json("outbox", "list") == []


def test_a_note_is_on_the_request(run: Runner, taken: int) -> None:
    """A note is on the request."""
    run("--as", "pavel", "note", str(taken), stdin=b"Ask the developers.")
    assert run.json("show", str(taken))["thread"][-1]["direction"] == "note"


def test_what_is_done_is_told_in_words(run: Runner, taken: int) -> None:
    """What is done is told in words."""
    assert run("note", str(taken), stdin=b"x").out == f"Noted on #{taken}.\n"
