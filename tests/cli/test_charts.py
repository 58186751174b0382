"""Charts, by commands."""

import csv
import io
from pathlib import Path

import pytest

from console.services.chart_layouts import Name
from tests.cli.conftest import Runner
from tests.cli.test_reports import closed

__all__ = ["closed"]

NAMES = {
    "backlog": "day arrived opened_again closed open",
    "ages": "age requests waiting in_hand for_customer for_credits",
    "charges": "week ground closings charged_credits free_credits",
    "time": "person name outcome worked_seconds charged_seconds free_seconds covered_seconds"
            " waived_seconds open_seconds",
    "flow": "week sold_credits given_credits spent_credits corrected_credits given_back_credits"
            " taken_back_credits moved_credits",
}  # fmt: skip


def test_each_chart_in_each_form(closed: Runner) -> None:
    """A chart is words with bars, the same figures as JSON and CSV, and a picture in a file."""
    for name in Name:
        words = closed("--as", "irina", "chart", name)
        found = closed.json("--as", "irina", "chart", name)
        heads = next(
            csv.reader(io.StringIO(closed("--as", "irina", "chart", name, "--format", "csv").out))
        )
        assert (list(found[0]), heads) == (NAMES[name].split(), NAMES[name].split())
        assert (words.code, max(map(len, words.out.splitlines())) <= 80) == (0, True), words.out
        target = closed.home / f"{name}.svg"
        ran = closed("--as", "irina", "chart", name, "--format", "svg", "--output", str(target))
        assert (ran.code, target.read_text()[:4]) == (0, "<svg"), ran.err


def test_words_have_bars_and_their_figures(closed: Runner) -> None:
    """Each group has a bar of marks, and each mark its figure."""
    told = closed("--as", "irina", "chart", "charges", "--from", "2026-11-16").out.splitlines()
    assert told[1] == "1 closings: 0 credits charged, 50 free."
    assert told[4] == f"2026-W47        {'░' * 40} ░ 50"
    assert told[3].split() == ["ground", "closings", "█", "charged", "░", "free"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("time --from 2026-11-02 --to 2026-11-01", "--to is before --from."),
        ("ages --from 2026-11-01", "leave out --from and --to"),
        ("backlog --from 2020-01-01", "a year at the most"),
        ("weather", "invalid choice"),
    ],
)
def test_what_makes_no_sense_is_wrong_usage(run: Runner, words: str, said: str) -> None:
    """It ends with 2, and says what was wrong."""
    ran = run("--as", "irina", "chart", *words.split())
    assert (ran.code, said in ran.err) == (2, True), ran.err
    assert Path(run.home).exists()
