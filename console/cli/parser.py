"""From words to an invocation: which command is meant, and what it is given."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NoReturn

from console.cli.grammar import COMMANDS, Command, Group
from console.cli.options import Usage

PROGRAM = "creditdesk"


@dataclass(frozen=True, slots=True)
class Invocation:
    """The function that a command stands for, and its arguments."""

    run: str
    given: argparse.Namespace


@dataclass(frozen=True, slots=True)
class Help:
    """Help was asked for: the text to show."""

    text: str


class _Parser(argparse.ArgumentParser):
    """argparse, but it neither prints nor ends the program."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong, and where to look."""
        raise Usage(f"{message} See `{self.prog} --help`.")


def parse(words: Sequence[str]) -> Invocation | Help:
    """Find the command and read its arguments. Raises Usage."""
    first, rest = words[0], list(words[1:])
    if first in {"-h", "--help"}:
        return Help(_overview())
    found = COMMANDS.get(first)
    if found is None:
        kind = "option" if first.startswith("-") else "command"
        raise Usage(f"{first!r} is no {kind} of {PROGRAM}. See `{PROGRAM} --help`.")
    return _parse_either(found, rest, prog=f"{PROGRAM} {first}")


def _parse_either(found: Command | Group, rest: list[str], *, prog: str) -> Invocation | Help:
    if isinstance(found, Command):
        return _read(found, rest, prog=prog)
    if rest and rest[0] and rest[0] in found:
        return _parse_either(found[rest[0]], rest[1:], prog=f"{prog} {rest[0]}")
    if rest and rest[0] in {"-h", "--help"}:
        return Help(_group_help(prog, found))
    if "" in found:
        return _parse_either(found[""], rest, prog=prog)
    raise Usage(f"`{prog}` needs one of: {', '.join(found)}. See `{prog} --help`.")


def _read(command: Command, words: list[str], *, prog: str) -> Invocation | Help:
    parser = _Parser(
        prog=prog, description=_sentence(command.says), allow_abbrev=False, add_help=False
    )
    for argument in command.arguments:
        parser.add_argument(argument.name, **argument.settings)
    if command.one_of:
        either = parser.add_mutually_exclusive_group()
        for argument in command.one_of:
            either.add_argument(argument.name, **argument.settings)
    before = words[: words.index("--")] if "--" in words else words
    if "-h" in before or "--help" in before:
        return Help(parser.format_help())
    return Invocation(command.run, parser.parse_args(words))


def _group_help(prog: str, group: Group) -> str:
    names = [_first_word(name, each) for name, each in group.items()]
    return "\n".join([f"usage: {prog} {'|'.join(filter(None, names))} …", "", *_lines(group), ""])


def _overview() -> str:
    width = max(map(len, COMMANDS))
    listed = (f"  {name:<{width}} {_says(found)}" for name, found in COMMANDS.items())
    return "\n".join([_HEAD, *listed, "", _OPTIONS, ""])


def _says(found: Command | Group) -> str:
    if isinstance(found, Command):
        return found.says
    names = [name for name in found if name]
    alone = f"{_says(found[''])}; " if "" in found else ""
    return alone + ", ".join(names)


def _lines(group: Group) -> list[str]:
    named = ((_first_word(name, each), each) for name, each in group.items())
    return [f"  {word:<10} {_says(each)}" for word, each in named if word]


def _first_word(name: str, found: Command | Group) -> str:
    """What the command begins with: its name, or the request that one without a name is for."""
    takes = isinstance(found, Command) and any(each.name.isidentifier() for each in found.arguments)
    return name or ("TICKET" if takes else "")


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}."


_HEAD = f"""\
usage: {PROGRAM} [options] [command] …

Alone it opens the console. Commands:
"""

_OPTIONS = """\
Options, before or after the command:
  --json            data on standard output as one JSON value
  --as LOGIN        act as this member of staff
  --database FILE   the desk's file, else CREDITDESK_DATABASE, else the settings
  --config FILE     the settings file
  --read-only       change nothing
  --version, --help

Exit codes: 0 done, 1 refused, 2 wrong usage or bad input, 3 not found,
4 the database, mail or shop did not answer, 5 `doctor` found a disagreement,
70 a fault in the program; `intake email`: 75 where nothing was kept."""
