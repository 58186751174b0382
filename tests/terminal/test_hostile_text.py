"""What a customer writes comes to the terminal as text, and as nothing else."""

import re
import shutil
from pathlib import Path

import pytest

from tests.terminal.conftest import Open, as_olga
from tests.terminal.program import Program

OUR_OWN = re.compile(rb"\x1b(\[[0-?]*[ -/]*[@-~]|\]22;[a-z]*\x07|[78=>])")
"""What the console's own drawing is made of: colours, places, modes, and the pointer's shape."""


@pytest.fixture(scope="module")
def output(
    hostile_file: Path, surroundings: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> bytes:
    """All that the console writes while the request is seen in the queue, taken, and left."""
    path = Path(shutil.copy(hostile_file, tmp_path_factory.mktemp("shown") / "desk.db"))
    with Program(as_olga(path), environment=surroundings) as program:
        program.until_shown("Filters", "first request")
        program.press("p")
        program.until_shown("you hold it", "bye")
        program.press("ctrl+q")
        assert program.ended() == 0
        return program.output


def test_no_control_byte_reaches_the_terminal(output: bytes) -> None:
    """Beside the console's own sequences there are only line ends."""
    drawn = OUR_OWN.sub(b"", output).decode()
    assert set(re.findall(r"[\x00-\x1f\x7f-\x9f]", drawn)) <= {"\r", "\n"}


@pytest.mark.parametrize("sequence", [b"]52;", b"\x1b[2J", b"\x1b]0;", b"\x1b]8;"])
def test_no_command_of_a_strangers_reaches_the_terminal(output: bytes, sequence: bytes) -> None:
    """Neither the clipboard, nor the title, nor a link, nor an erasure."""
    assert b"\x1b" + sequence.lstrip(b"\x1b") not in output


def test_no_text_is_turned_around(output: bytes) -> None:
    """Marks that reverse the reading order are gone."""
    assert not re.search("[\u200e\u200f\u202a-\u202e\u2066-\u2069]", output.decode())


def test_markup_is_shown_as_it_was_written(open_console: Open, hostile_desk: Path) -> None:
    """A link that would run an action is so many letters."""
    program = open_console(hostile_desk)
    program.until_shown("[@click=app.quit]")
