"""`policy` and `quote --policy`: versions listed, shown, proposed, adopted, tried out."""

import pytest

from tests.cli.conftest import Runner

DEARER = b"""
version = "2"
title = "Dearer"
text = "The whole policy."
[terms]
credits_per_block = 20
[words]
U8 = "20 credits a quarter."
"""


@pytest.fixture
def proposed(run: Runner) -> None:
    """Version 2 is proposed."""
    run.json("--as", "ada", "policy", "add", stdin=DEARER)


def test_a_version_is_proposed(run: Runner) -> None:
    """A version is proposed with the figures that it changes and those that stay."""
    found = run.json("--as", "ada", "policy", "add", stdin=DEARER)
    terms = found["terms"]
    assert (found["state"], terms["credits_per_block"], terms["block_seconds"]) == (
        "proposed", 20, 900,
    )  # fmt: skip


def test_versions_are_listed(run: Runner, proposed: None) -> None:
    """Versions are listed with their states."""
    found = run.json("policy", "list")
    assert [(each["version"], each["state"]) for each in found] == [
        ("1", "in force"),
        ("2", "proposed"),
    ]
    assert "the beginning" in run("policy", "list").out


def test_a_version_is_shown_with_its_text(run: Runner, proposed: None) -> None:
    """A version is shown with what it says and what was before."""
    told = run("policy", "show", "2").out
    for words in ("The whole policy.", "credits_per_block     20   (first: 10)", "U8  20 credits"):
        assert words in told


def test_a_version_is_adopted_from_a_day_on(run: Runner, proposed: None) -> None:
    """A version is adopted from a day on."""
    found = run.json("--as", "ada", "policy", "adopt", "2", "--from", "2026-12-01")
    assert (found["state"], found["in_force_from"]) == ("coming", "2026-11-30T20:00:00Z")


def test_what_a_version_would_have_cost_is_told(run: Runner, proposed: None, taken: int) -> None:
    """What a version would have cost is told in figures and in words."""
    run("timer", "start", str(taken))
    run.wait(20)
    run("close", str(taken), "--outcome", "answered")
    found = run.json("policy", "try", "2")
    assert (found["charges"], found["took"], found["would"]) == (1, 20, 40)
    assert "Under version 2 they would have taken 40." in run("policy", "try", "2").out


def test_days_that_end_before_they_begin_are_wrong(run: Runner, proposed: None) -> None:
    """Days that end before they begin are a wrong usage."""
    ran = run("policy", "try", "2", "--from", "2026-12-02", "--to", "2026-12-01")
    assert ran.code == 2


@pytest.mark.parametrize(("version", "credits"), [("1", 20), ("2", 40)])
def test_a_quote_is_under_a_version(
    run: Runner, proposed: None, version: str, credits: int
) -> None:
    """A quote counts by the version that is named."""
    found = run.json(
        "quote", "--worked", "0:20:00", "--outcome", "answered", "--policy", version
    )  # fmt: skip
    assert found["credits"] == credits


def test_a_quote_under_an_unknown_version_is_not_found(run: Runner) -> None:
    """A quote under an unknown version names those that there are."""
    ran = run("quote", "--worked", "0:20:00", "--outcome", "answered", "--policy", "9")
    assert ran.code == 3
    assert "there is 1" in ran.err


@pytest.mark.parametrize("text", [b"version = ", b'version = "2"'])
def test_what_is_no_version_is_bad_input(run: Runner, text: bytes) -> None:
    """A file that is no version says why."""
    ran = run("--as", "ada", "policy", "add", stdin=text)
    assert ran.code == 2
    assert ran.err
