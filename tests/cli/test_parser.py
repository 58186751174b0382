"""From words to the function that they mean."""

import re
from collections.abc import Iterator
from importlib import import_module

import pytest

from console.cli.grammar import COMMANDS, Command, Group
from console.cli.options import Usage
from console.cli.parser import Help, Invocation, parse


def _leaves(found: Group) -> Iterator[tuple[str, Command]]:
    """Each command by the words that name it."""
    for name, each in found.items():
        if isinstance(each, Command):
            yield name, each
        else:
            yield from ((f"{name} {more}".strip(), command) for more, command in _leaves(each))


LEAVES = [*_leaves(COMMANDS)]


@pytest.mark.parametrize(("words", "command"), LEAVES, ids=[words for words, _ in LEAVES])
def test_every_command_names_a_function_that_is_there(words: str, command: Command) -> None:
    """Every command names a function that is there."""
    module, _, function = command.run.partition(":")
    assert callable(getattr(import_module(f"console.cli.commands.{module}"), function))


@pytest.mark.parametrize("words", [words for words, _ in LEAVES])
def test_every_command_explains_itself(words: str) -> None:
    """Every command explains itself."""
    found = parse([*words.split(), "--help"])
    assert isinstance(found, Help)
    assert f"creditdesk {words}" in found.text


@pytest.mark.parametrize("name", COMMANDS)
def test_the_overview_lists_every_command(name: str) -> None:
    """The overview lists every command."""
    found = parse(["--help"])
    assert isinstance(found, Help)
    assert f"\n  {name} " in found.text


@pytest.mark.parametrize(
    ("words", "run"),
    [("limits 12", "limits:listing"), ("limits answer 12 sixty-minutes wait", "limits:answer")],
)
def test_limits_are_listed_or_answered_by_the_second_word(words: str, run: str) -> None:
    """`limits` lists a request's, or with `answer` answers one."""
    found = parse(words.split())
    assert isinstance(found, Invocation)
    assert found.run == run


def test_a_negative_number_is_no_option() -> None:
    """A negative number is taken as one."""
    found = parse(["credits", "correct", "a@b.example", "-20", "--reason", "mistyped"])
    assert isinstance(found, Invocation)
    assert found.given.credits == -20


@pytest.mark.parametrize(
    "words",
    [
        "dance",
        "--dance queue",
        "timer",
        "timer dance",
        "queue now",
        "show",
        "show twelve",
        "show -1",
        "release 12",
        "release 12 --reas because",
        "close 12",
        "close 12 --outcome answered --waive-over-limit --override-notice told",
        "limits answer 12 sixty-minutes perhaps",
        "limits answer 12 seventy-minutes wait",
        "reply 12 --wait-for spring",
        "staff add dana --role chief --name Dana",
        "timer add 12 --minutes 0 --reason call",
        "credits purchase a@b.example 80 --reason paid --quantity 0",
        "proposals approve",
    ],
)
def test_words_that_make_no_sense_are_wrong_usage(words: str) -> None:
    """Words that make no sense are wrong usage, and say where help is."""
    with pytest.raises(Usage, match="--help"):
        parse(words.split())


@pytest.mark.parametrize("code", [1, 2, 3, 4, 5, 70, 75])
def test_the_overview_names_every_exit_code(code: int) -> None:
    """A script's author finds each exit code in the overview."""
    found = parse(["--help"])
    assert isinstance(found, Help)
    assert re.search(rf"\b{code}\b", found.text[found.text.index("Exit codes") :])


def test_a_group_s_help_names_what_may_follow() -> None:
    """A command without a name is named by the request that it is for, and not at all where it needs no word."""
    heads = [parse([*words.split(), "--help"]) for words in ("files", "store map")]
    assert [each.text.splitlines()[0] for each in heads if isinstance(each, Help)] == [
        "usage: creditdesk files TICKET|save …",
        "usage: creditdesk store map list|set|remove|import|export …",
    ]


def test_a_group_within_a_group_says_what_may_follow() -> None:
    """A word that is none of its is told by the group that was named."""
    with pytest.raises(Usage, match="creditdesk store map"):
        parse(["store", "map", "draw"])
