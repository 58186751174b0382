"""Reading files and standard input."""

import pytest

from console.cli import inputs
from console.services.faults import BadInput
from tests.cli.conftest import Runner


def test_a_text_loses_its_byte_order_mark(run: Runner) -> None:
    """A text loses its byte order mark."""
    assert inputs.read_text(run.file("\ufeffПривет".encode())) == "Привет"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"\xff\xfe\x00", "UTF-8"),
        (b" \n", "no text"),
        (b"x" * 1_000_001, "1 MB"),
    ],
)
def test_a_text_that_cannot_be_sent_is_bad_input(run: Runner, content: bytes, why: str) -> None:
    """A text that cannot be sent is bad input."""
    with pytest.raises(BadInput, match=why):
        inputs.read_text(run.file(content))


@pytest.mark.parametrize("name", ["/nowhere/text", "/", "a\x00b"])
def test_a_file_that_cannot_be_read_is_bad_input(name: str) -> None:
    """A file that cannot be read is bad input."""
    with pytest.raises(BadInput, match="cannot be read"):
        inputs.read_bytes(name, most_bytes=10)


def test_a_text_of_the_greatest_length_is_taken(run: Runner) -> None:
    """A text of the greatest length is taken."""
    assert len(inputs.read_text(run.file(b"x" * inputs.TEXT_BYTES))) == inputs.TEXT_BYTES


def test_reading_stops_past_the_bound(run: Runner) -> None:
    """Reading stops one byte past the bound."""
    assert len(inputs.read_bytes(run.file(b"x" * 100), most_bytes=10)) == 11
