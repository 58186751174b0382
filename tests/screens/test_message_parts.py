"""A message as its thread shows it: new words to be read, history folded, signatures dim."""

import pytest

from console.screens.message_parts import split


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Hello.", ["text"]),
        (
            "Yes.\n\nOn Mon, 16 Nov 2026 at 10:02, Desk <d@x.example> wrote:\n> Well?",
            ["text", "quote"],
        ),
        ("Да.\n\n16.11.2026 10:02, Desk <d@x.example> пишет:\n> Ну как?", ["text", "quote"]),
        ("Yes.\n-- \nAnna", ["text", "signature"]),
        (
            "Yes.\n\n-----Original Message-----\nFrom: Desk\nSent: Monday\n\nWell?",
            ["text", "quote"],
        ),
        ("> only this", ["text"]),
        ("", []),
    ],
)
def test_a_text_falls_into_parts(text: str, kinds: list[str]) -> None:
    """What is quoted, in English or Russian, is told from what is written."""
    assert [part.kind for part in split(text)] == kinds


def test_no_written_line_is_lost() -> None:
    """Every line that says something is in one of the parts, in order."""
    text = "a\n\n> b\nc\n\n-- \nd"
    lines = [line for part in split(text) for line in part.lines if line.strip()]
    assert lines == [line for line in text.split("\n") if line.strip()]
