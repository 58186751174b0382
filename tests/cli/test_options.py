"""The common options, wherever they stand."""

import pytest

from console.cli.options import Options, Usage, asks_for_json, split


@pytest.mark.parametrize(
    "words",
    ["--as olga queue", "queue --as olga", "--as=olga queue", "queue --as=olga"],
)
def test_an_option_stands_before_or_after_the_command(words: str) -> None:
    """An option stands before or after the command."""
    assert split(words.split()) == (Options(login="olga"), ["queue"])


def test_all_options_are_taken_out() -> None:
    """All common options are taken out of the words."""
    words = [
        "--json",
        "pick",
        "--read-only",
        "--database",
        "d.db",
        "--config",
        "c.toml",
        "--as",
        "olga",
    ]
    wanted = Options(json=True, read_only=True, database="d.db", config="c.toml", login="olga")
    assert split(words) == (wanted, ["pick"])


def test_words_after_two_dashes_are_left_alone() -> None:
    """What follows two dashes is no option."""
    assert split(["note", "--", "--json"]) == (Options(), ["note", "--", "--json"])


@pytest.mark.parametrize("words", ["queue --as", "--database --json queue", "--as= queue"])
def test_an_option_without_its_value_is_wrong_usage(words: str) -> None:
    """An option without its value is wrong usage."""
    with pytest.raises(Usage, match="needs a value"):
        split(words.split())


@pytest.mark.parametrize(
    ("words", "wanted"), [("queue --json", True), ("queue", False), ("note -- --json", False)]
)
def test_json_is_known_to_be_wanted_whatever_else_is_said(words: str, wanted: bool) -> None:
    """Whether JSON is wanted is known whatever else is said."""
    assert asks_for_json(words.split()) is wanted


def test_words_that_are_no_text_are_wrong_usage() -> None:
    """Bytes that are no text are wrong usage, not a fault."""
    with pytest.raises(Usage, match="encoding"):
        split(["note", "1", "--file", "\udcff"])
