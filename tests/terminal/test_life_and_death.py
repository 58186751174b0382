"""However the console ends, the terminal is as it was, and the exit code tells."""

import signal
import subprocess
import termios
from pathlib import Path

import pytest

from tests.terminal.conftest import Open, as_olga
from tests.terminal.program import CREDITDESK, Program, clean_environment

SHOWN = b"\x1b[?25h"
MAIN_SCREEN = b"\x1b[?1049l"


def echoes(program: Program) -> bool:
    """Whether the terminal shows what is typed, line by line."""
    flags = termios.tcgetattr(program.slave)[3]
    return bool(flags & termios.ECHO and flags & termios.ICANON)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_it_in_order(
    open_console: Open, hostile_desk: Path, number: signal.Signals
) -> None:
    """The exit code is the shell's for that signal; cursor, screen and echo are back."""
    program = open_console(hostile_desk)
    program.until_shown("Filters")
    program.send(number)
    code = program.ended()
    after = program.output
    assert (code, SHOWN in after, MAIN_SCREEN in after, echoes(program)) == (
        128 + number, True, True, True,
    )  # fmt: skip


def test_a_lost_connection_ends_it_without_a_fault(
    hostile_desk: Path, surroundings: dict[str, str], tmp_path: Path
) -> None:
    """Where the terminal is gone, so is the process; that is nothing to write down."""
    environment = surroundings | {"XDG_STATE_HOME": str(tmp_path / "state")}
    with Program(as_olga(hostile_desk), environment=environment) as program:
        program.until_shown("Filters")
        program.hang_up()
        program.ended()
    assert list(tmp_path.glob("state/**/*.log")) == []


def test_quitting_leaves_nothing_on_the_screen(open_console: Open, hostile_desk: Path) -> None:
    """Ctrl+q ends it with 0, and the shell's screen is back."""
    program = open_console(hostile_desk)
    program.until_shown("first request")
    program.press("ctrl+q")
    assert (program.ended(), MAIN_SCREEN in program.output, echoes(program)) == (0, True, True)


def test_a_process_that_was_stopped_goes_on_and_ends(
    open_console: Open, hostile_desk: Path
) -> None:
    """Stopped and let go on, it still works, and quitting ends it."""
    program = open_console(hostile_desk)
    program.until_shown("first request")
    for number in (signal.SIGSTOP, signal.SIGCONT) * 2:
        program.send(number)
        program.read_for(0.2)
    program.press("?")
    program.until_shown("Keys here")
    program.press("ctrl+q")
    assert (program.ended(), MAIN_SCREEN in program.output, echoes(program)) == (0, True, True)


def test_a_fault_is_one_sentence_after_the_screen(open_console: Open, tmp_path: Path) -> None:
    """A file that is no desk is said so, with nothing drawn."""
    other = tmp_path / "other.db"
    other.write_text("something else\n" * 100)
    program = open_console(other)
    assert (program.ended(), program.output.count(b"\n"), b"\x1b" in program.output) == (
        4,
        1,
        False,
    )


@pytest.mark.parametrize("terminal", ["dumb", ""])
def test_a_terminal_that_cannot_draw_is_said_so(
    hostile_desk: Path, surroundings: dict[str, str], terminal: str
) -> None:
    """The exit code is 2, and nothing hangs."""
    command = [CREDITDESK, "--database", str(hostile_desk)]
    with Program(command, environment=surroundings | {"TERM": terminal}) as program:
        assert (program.ended(), b"terminal" in program.output) == (2, True)


def test_without_a_terminal_it_says_so(hostile_desk: Path, surroundings: dict[str, str]) -> None:
    """From a script or cron the console ends with 2 and a sentence."""
    done = subprocess.run(
        [CREDITDESK, "--database", str(hostile_desk)], stdin=subprocess.DEVNULL,
        capture_output=True, env=clean_environment() | surroundings, timeout=30, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr.count(b"\n")) == (2, b"", 1)


@pytest.mark.parametrize("size", [(20, 5), (1, 1), (300, 90)])
def test_a_window_of_any_size_is_survived(
    open_console: Open, hostile_desk: Path, size: tuple[int, int]
) -> None:
    """Squeezed or stretched and back, the queue is there."""
    program = open_console(hostile_desk)
    program.until_shown("first request")
    program.resize(*size)
    program.until_quiet(0.3)
    program.resize(80, 24)
    program.until_shown("Filters", "pick next")
