"""The process itself: what it loads, and what it says without a command."""

import os
import subprocess
import sys

import pytest

from console import __main__ as entry
from console import __version__


def _loaded_by(words: list[str]) -> set[str]:
    script = (
        f"import sys; sys.argv[1:] = {words!r};"
        "from console.__main__ import main; main(); print(*sys.modules, file=sys.stderr)"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(ran.stderr.split())


def test_the_version_is_told_before_anything_is_loaded() -> None:
    """The version is told before the command line itself is loaded."""
    assert not {"argparse", "console.cli", "dataclasses"} & _loaded_by(["--version"])


def test_the_version_is_the_distribution_s(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The version told is the distribution's."""
    monkeypatch.setattr(sys, "argv", ["creditdesk", "--version"])
    entry.main()
    assert capsys.readouterr().out == f"creditdesk {__version__}\n"


@pytest.mark.parametrize(
    "words", ["--help", "queue --database /nowhere", "staff list", "work --once"]
)
def test_the_command_line_loads_no_screen(words: str) -> None:
    """No command loads the library that draws screens."""
    assert "textual" not in _loaded_by(words.split())


def test_a_process_ends_with_the_command_s_exit_code() -> None:
    """A process ends with the command's exit code."""
    ran = subprocess.run(
        [sys.executable, "-m", "console", "dance"], capture_output=True, check=False
    )
    assert ran.returncode == 2


def test_without_a_terminal_the_console_says_so() -> None:
    """Without a terminal the console says so in a sentence."""
    ran = subprocess.run(
        [sys.executable, "-m", "console"], stdin=subprocess.DEVNULL, capture_output=True,
        text=True, check=False, env={**os.environ, "TERM": "xterm"},
    )  # fmt: skip
    assert (ran.returncode, ran.stderr.startswith("creditdesk: The console needs a terminal")) == (
        2,
        True,
    )
