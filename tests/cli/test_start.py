"""Making a desk, and opening the console on it."""

import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from console import founding
from console.location import Location
from tests.cli.conftest import Runner


class _Terminal:
    encoding = "utf-8"

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> int:
        return len(text)

    def flush(self) -> None:
        """Nothing is kept back."""


def test_init_makes_the_desk_and_its_admin(run: Runner, tmp_path: Path) -> None:
    """`init` makes the desk and its first admin."""
    path = str(tmp_path / "new" / "desk.db")
    run("init", "--admin", "dana", "--name", "Dana", "--database", path)
    (found,) = run.json("--as", "dana", "staff", "list", "--database", path)
    wanted = {"staff_id": 1, "login": "dana", "name": "Dana", "role": "admin", "retired": False}
    assert found | wanted == found


@pytest.mark.parametrize(("times", "created"), [(1, True), (2, False)])
def test_init_says_whether_it_made_the_desk(
    run: Runner, tmp_path: Path, times: int, created: bool
) -> None:
    """`init` says whether it made the desk; a second time it made none."""
    path = str(tmp_path / "new.db")
    told = [run.json("init", "--admin", "dana", "--database", path) for _ in range(times)]
    assert told[-1] == {"desk": path, "created": created}


def test_init_leaves_an_existing_desk_as_it_is(run: Runner) -> None:
    """`init` adds nobody to a desk that is there."""
    run("init", "--admin", "dana")
    assert "dana" not in {each["login"] for each in run.json("staff", "list")}


@pytest.mark.parametrize(
    "words", [["init"], ["init", "--admin", "two words"], ["init", "--admin", "x", "--read-only"]]
)
def test_init_without_a_proper_admin_is_wrong_usage(
    run: Runner, tmp_path: Path, words: list[str]
) -> None:
    """`init` without a proper admin is wrong usage."""
    assert run(*words, "--database", str(tmp_path / "new.db")).code == 2


def test_init_keeps_off_a_foreign_file(run: Runner) -> None:
    """`init` writes over nobody's file."""
    name = run.file(b"somebody's letters")
    assert (run("init", "--admin", "dana", "--database", name).code, Path(name).read_bytes()) == (
        4,
        b"somebody's letters",
    )


@pytest.mark.parametrize("command", [[], ["demo"]])
def test_the_console_needs_a_terminal(run: Runner, command: list[str]) -> None:
    """The console needs a terminal."""
    assert "terminal" in run(*command, "--as", "olga").err


@pytest.mark.parametrize("term", ["dumb", "", "unknown"])
def test_the_console_needs_a_terminal_that_can_be_drawn_on(
    run: Runner, monkeypatch: pytest.MonkeyPatch, term: str
) -> None:
    """The console needs a terminal that can be drawn on."""
    from console.cli.commands import start
    from console.services.faults import BadInput

    monkeypatch.setattr(sys, "stdin", _Terminal())
    monkeypatch.setattr(sys, "stdout", _Terminal())
    monkeypatch.setenv("TERM", term)
    with pytest.raises(BadInput, match="TERM"):
        start.check_terminal()


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What the console was opened with; it ends at once, with exit code 7."""
    from console import app
    from console.cli.commands import start

    calls: list[dict[str, Any]] = []

    def instead(location: Location, **facts: Any) -> int:
        calls.append({"path": location.path, **facts})
        return 7

    monkeypatch.setattr(start, "check_terminal", lambda: None)
    monkeypatch.setattr(app, "run", instead)
    return calls


def test_without_a_command_the_console_opens(
    run: Runner, desk_path: Path, opened: list[dict[str, Any]]
) -> None:
    """Without a command the console opens on the desk."""
    run("--as", "olga", "--read-only")
    assert opened == [{"path": desk_path, "login": "olga", "read_only": True}]


def test_the_sample_desk_is_opened_in_a_file_of_its_own(
    run: Runner, opened: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """`demo` opens the sample desk in a file of its own, once that is made."""

    async def quickly(location: Location, *, now: datetime) -> None:
        opened.append({"made": location.path})

    monkeypatch.setattr(founding, "make_sample", quickly)
    run("demo")
    path = run.home / "cache" / "creditdesk" / "sample-desk.db"
    how = {"login": None, "read_only": False, "sample": True}
    assert opened == [{"made": path}, {"path": path, **how}]


@pytest.mark.usefixtures("opened")
def test_the_sample_desk_never_mixes_with_the_real_one(run: Runner) -> None:
    """The desk itself stays as empty as it was."""
    run("demo")
    assert run.json("queue") == []


@pytest.mark.usefixtures("opened")
def test_the_console_s_exit_code_is_the_program_s(run: Runner) -> None:
    """The console's exit code is the program's."""
    assert run().code == 7


def test_json_needs_a_command(run: Runner) -> None:
    """--json without a command is wrong usage."""
    assert run("--json").code == 2


def test_the_sample_desk_has_a_file_of_its_own(run: Runner) -> None:
    """`demo` takes no other desk's file."""
    assert run("demo", "--database", "desk.db").code == 2


@pytest.mark.parametrize(
    "words",
    ["queue", "show 1", "limits 1", "credits balance anna@shop.example", "staff list", "outbox list",
     "proposals list", "statement anna@shop.example"],
)  # fmt: skip
def test_a_stranger_reads_nothing(run: Runner, words: str) -> None:
    """A login that is not on the staff is refused, also where nothing is changed."""
    assert run("--as", "nobody", *words.split()).code == 1
