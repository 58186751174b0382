"""`quote`: what closing would cost."""

import subprocess
import sys

import pytest

from tests.cli.conftest import Runner
from tests.policy.test_cases import CASES, Case

LIBRARIES = ["sqlalchemy", "sqlmodel", "alembic", "textual", "aiosqlite", "asyncio"]


def _words(case: Case) -> list[str]:
    hours, minutes, seconds = case.worked
    words = ["quote", "--worked", f"{hours}:{minutes:02}:{seconds:02}", "--outcome", case.outcome]
    cover = ["--covered-by", case.cover] if case.cover else []
    return [*words, "--balance", str(case.balance), *cover]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_quote_says_what_the_example_says(run: Runner, case: Case) -> None:
    """A quote says what the example says."""
    data = run.json(*_words(case))
    figures = (data["blocks"], data["credits"], data["balance_after"])
    assert (figures, tuple(data["limits"])) == (case.figures, case.limits)


def test_a_quote_names_its_clauses(run: Runner) -> None:
    """A quote names the clauses that it follows from."""
    data = run.json("quote", "--worked", "0:15:00", "--outcome", "cs-cart")
    assert data["clauses"] == ["N1", "U7", "U8"]


def test_a_quote_in_words_says_what_is_owed(run: Runner) -> None:
    """A quote in words says what would be owed."""
    assert "owes 10" in run("quote", "--worked", "0:15:00", "--outcome", "cs-cart").out


@pytest.mark.parametrize("worked", ["-0:15:00", "0:60:00", "15:00", "0:00:60", "x"])
def test_a_length_that_is_none_is_wrong_usage(run: Runner, worked: str) -> None:
    """A length of time that is none is wrong usage."""
    assert run("quote", f"--worked={worked}", "--outcome", "answered").code == 2


@pytest.mark.parametrize(
    "words",
    [
        ["quote", "--worked", "0:15:00", "--outcome", "fixed"],
        ["quote", "--worked", "0:15:00"],
        ["quote", "--worked", "0:15:00", "--outcome", "answered", "--covered-by", "luck"],
    ],
)
def test_a_quote_of_what_does_not_exist_is_wrong_usage(run: Runner, words: list[str]) -> None:
    """A quote of what does not exist is wrong usage."""
    assert run(*words).code == 2


def test_a_quote_needs_no_desk_and_loads_no_large_library() -> None:
    """A quote loads neither the database's libraries nor the screen's."""
    script = (
        "import sys; from console import cli;"
        "cli.main(['quote', '--worked', '0:15:00', '--outcome', 'answered', '--json',"
        " '--database', '/nowhere/desk.db']);"
        f"print(sorted(set({LIBRARIES!r}) & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[1:] == ["[]"]
