"""The whole record on the command line: backup, restore, export and move."""

import hashlib
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Arrange, Runner


@pytest.fixture
def backup(run: Runner, request_in: Arrange) -> str:
    """The backup of a desk with a request."""
    request_in()
    file = str(run.home / "backup")
    run.json("--as", "ada", "backup", file)
    return file


def test_a_backup_says_what_it_has(run: Runner, request_in: Arrange) -> None:
    """Its file, its size, its sum, and the rows of each table."""
    request_in()
    file = run.home / "backup"
    made = run.json("--as", "ada", "backup", str(file))
    raw = file.read_bytes()
    assert made["sha256"] == hashlib.sha256(raw).hexdigest()
    assert (made["file"], made["bytes"]) == (str(file), len(raw))
    assert made["rows"] == sum(made["tables"].values())
    assert made["tables"]["ticket"] == 1


@pytest.mark.parametrize("login", ["olga", "irina"])
@pytest.mark.parametrize("words", [("backup", "F"), ("export", "F"), ("move", "--to", "F")])
def test_only_admins_take_the_record_away(run: Runner, login: str, words: tuple[str, ...]) -> None:
    """Others are refused by their role, and nothing is written."""
    words = tuple(str(run.home / each) if each == "F" else each for each in words)
    ran = run("--as", login, *words, "--json")
    assert (ran.code, ran.data["refused"]["clause"]) == (1, None)
    assert not (run.home / "F").exists()


def test_a_restored_desk_is_checked(run: Runner, backup: str) -> None:
    """And says where it is, with what the doctor found."""
    place = run.home / "new.db"
    made = run.json("--database", str(place), "restore", backup)
    assert (made["desk"], made["ok"], made["tables"]["ticket"]) == (str(place), True, 1)
    assert made["checks"] == run.json("--database", str(place), "doctor")["checks"]


def test_a_desk_that_disagrees_is_restored_and_named(run: Runner, desk_path: Path) -> None:
    """As it was, with the exit code of the doctor."""
    from tests.services.examined import tamper

    tamper(desk_path, "UPDATE staff SET login = ' olga' WHERE login = 'olga'")
    file = str(run.home / "backup")
    found = run("--as", "ada", "doctor")
    run.json("--as", "ada", "backup", file)
    ran = run("--database", str(run.home / "new.db"), "restore", file, "--json")
    assert (found.code, ran.code, ran.data["ok"]) == (5, 5, False)


def test_nothing_is_restored_over_a_desk(run: Runner, backup: str) -> None:
    """Wrong usage, in a sentence."""
    ran = run("restore", backup, "--json")
    assert ran.code == 2
    assert "There is a desk" in ran.data["error"]["reason"]


@pytest.mark.parametrize("words", [("restore", "F"), ("move", "--to", "F")])
def test_what_only_reads_makes_no_desk(run: Runner, words: tuple[str, ...]) -> None:
    """`--read-only` with either is wrong usage."""
    assert run("--read-only", "--as", "ada", *words).code == 2


def test_a_file_that_is_not_there_is_bad_input(run: Runner) -> None:
    """With its name."""
    ran = run("--database", str(run.home / "new.db"), "restore", str(run.home / "none"))
    assert (ran.code, "none cannot be read" in ran.err) == (2, True)


def test_a_backup_that_cannot_be_written_is_said(run: Runner) -> None:
    """In a sentence; the disk did not answer."""
    ran = run("--as", "ada", "backup", str(run.home / "no" / "folder" / "backup"))
    assert (ran.code, "cannot be written" in ran.err) == (4, True)


def test_an_export_says_what_it_has(run: Runner, request_in: Arrange) -> None:
    """Its folder, and the rows of each table."""
    request_in()
    folder = run.home / "export"
    made = run.json("--as", "ada", "export", str(folder))
    assert (made["folder"], made["tables"]["ticket"]) == (str(folder), 1)
    assert len((folder / "ticket.jsonl").read_text().splitlines()) == 1


def test_a_desk_is_moved_and_back(run: Runner, request_in: Arrange, desk_path: Path) -> None:
    """What was left at the first place is kept beside it."""
    ticket, place = request_in(), str(run.home / "new.db")
    there = run.json("--as", "ada", "move", "--to", place)
    back = run.json("--as", "ada", "--database", place, "move", "--to", str(desk_path))
    assert (there["from"], there["to"], there["ok"]) == (str(desk_path), place, True)
    assert (back["to"], back["ok"]) == (str(desk_path), True)
    assert Path(back["kept_aside"]).exists()
    assert run.json("show", str(ticket))["ticket"] == ticket


def test_a_moved_desk_says_where_it_is(run: Runner, request_in: Arrange) -> None:
    """To every command but those that only look."""
    request_in()
    place = str(run.home / "new.db")
    run.json("--as", "ada", "move", "--to", place)
    ran = run("queue", "--json")
    assert (ran.code, place in ran.data["error"]["reason"]) == (4, True)
    assert len(run.json("--read-only", "queue")) == 1


def test_mails_in_the_spool_are_taken_in_before_a_move(run: Runner) -> None:
    """They would be left behind."""
    from tests.cli.conftest import mail

    run.json("intake", "email", "--spool", stdin=mail())
    ran = run("--as", "ada", "move", "--to", str(run.home / "new.db"), "--json")
    assert (ran.code, "wait to be taken in (1)" in ran.data["error"]["reason"]) == (2, True)


def test_no_mail_is_kept_where_the_desk_has_left(run: Runner) -> None:
    """The mail server is told to try again: nobody would take it in there."""
    from tests.cli.conftest import mail

    run.json("--as", "ada", "move", "--to", str(run.home / "new.db"))
    assert run("intake", "email", "--spool", stdin=mail()).code == 75


def test_help_names_them(run: Runner) -> None:
    """With what each does."""
    told = run("--help").out
    assert [each for each in ("backup", "restore", "export", "move") if each not in told] == []


def test_json_is_one_value(run: Runner, backup: str) -> None:
    """On standard output, and nothing else."""
    ran = run("--database", str(run.home / "new.db"), "restore", backup, "--json")
    assert isinstance(json.loads(ran.out), dict)
