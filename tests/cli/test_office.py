"""What is the same for everybody at the desk, by commands: settings, and the office's days."""

import pytest

from tests.cli.conftest import Runner

CLOSE = ("office", "close", "2026-12-30", "--reason", "moved")


def test_a_setting_is_set_told_and_given_back(run: Runner) -> None:
    """A setting is set for everybody, told with where it comes from, and given back."""
    run("settings", "set", "reopen_days", "14", "--reason", "agreed", "--as", "ada")
    told = {each["name"]: each for each in run.json("settings", "list")}
    run("settings", "unset", "reopen_days", "--reason", "agreed", "--as", "ada")
    back = {each["name"]: each for each in run.json("settings", "list")}
    found = [(each["reopen_days"]["value"], each["reopen_days"]["origin"]) for each in (told, back)]
    assert found == [("14", "desk"), ("30", "built in")]


def test_a_dry_run_tells_what_would_change(run: Runner) -> None:
    """A dry run needs no admin, tells what would change, and changes nothing."""
    ran = run("settings", "set", "utc_offset_hours", "-5", "--reason", "x", "--dry-run")
    assert "utc_offset_hours: 4 → -5" in ran.out
    assert {each["origin"] for each in run.json("settings", "list")} <= {"built in", "file"}


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("settings set reopen_days many --reason x --as ada", 2),
        ("settings set reopen_days 14 --as ada", 2),
        ("settings set database x --reason x --as ada", 3),
        ("settings set reopen_days 14 --reason x --as irina", 1),
        ("office close 2026-12-30 --reason x --as irina", 1),
        ("office close 2020-12-30 --reason x --as ada", 1),
        ("office take-back 2026-12-30 --reason x --as ada", 1),
        ("office hours 2026-12-30 15:00 9:00 --reason x --as ada", 1),
        ("office hours 2026-12-30 nine 15:00 --reason x --as ada", 2),
        ("office close 30.12.2026 --reason x --as ada", 2),
        ("office list --year 99", 2),
    ],
)
def test_what_cannot_be_is_told_by_the_exit_code(run: Runner, words: str, code: int) -> None:
    """What cannot be is told by the exit code: refused, wrong, or not found."""
    assert run(*words.split()).code == code


def test_the_office_is_told_with_its_days_and_holidays(run: Runner) -> None:
    """The office is told with its hours, the days kept otherwise, its closings and its holidays with names."""
    run(*CLOSE, "--as", "ada")
    ran = run("office", "list")
    assert "Monday to Friday, 09:00 to 18:00 (UTC+4), holidays of RU (C7)." in ran.out
    assert "Closed from Wed 2026-12-30 to Sun 2027-01-10, open again Mon 2027-01-11." in ran.out
    assert "Unity Day" in ran.out


def test_a_days_own_hours_are_told_and_taken_back(run: Runner) -> None:
    """A day's own hours are told, and taken back."""
    told = run.json("office", "hours", "2026-12-30", "9:00", "15:00", *CLOSE[3:], "--as", "ada")
    back = run.json("office", "take-back", "2026-12-30", *CLOSE[3:], "--as", "ada")
    assert ([each["said"] for each in told["days"]], back["days"]) == (
        ["worked 09:00 to 15:00"],
        [],
    )


def test_times_are_told_by_the_desks_clock(run: Runner) -> None:
    """Once the desk has a clock of its own, commands tell times by it, whatever the file says."""
    run("settings", "set", "utc_offset_hours", "-5", "--reason", "moved", "--as", "ada")
    before = run("record", "--as", "ada").out
    run("settings", "set", "utc_offset_hours", "6", "--reason", "moved", "--as", "ada")
    after = run("record", "--as", "ada").out
    assert before.splitlines()[-1].split()[:3] != after.splitlines()[-1].split()[:3]
