"""The options that every command takes, wherever they stand among its words."""

from collections.abc import Sequence
from typing import Any, NamedTuple


class Usage(Exception):
    """The command line cannot be understood; the text says where."""


class Options(NamedTuple):
    """What was asked of the program as a whole."""

    json: bool = False
    read_only: bool = False
    database: str | None = None
    config: str | None = None
    login: str | None = None


_FLAGS = {"--json": "json", "--read-only": "read_only"}
_VALUES = {"--database": "database", "--config": "config", "--as": "login"}


def split(words: Sequence[str]) -> tuple[Options, list[str]]:
    """Take the common options out of the words; what follows `--` is left alone. Raises Usage."""
    if not all(map(_is_text, words)):
        raise Usage("The command is not written in this system's encoding.")
    options, coming = Options(), list(words)
    rest: list[str] = []
    while coming:
        word = coming.pop(0)
        if word == "--":
            return options, [*rest, word, *coming]
        name, equals, value = word.partition("=")
        if word in _FLAGS:
            options = _with(options, _FLAGS[word], value=True)
        elif name in _VALUES:
            given = value if equals else _next(coming, name)
            options = _with(options, _VALUES[name], value=given)
        else:
            rest.append(word)
    return options, rest


def asks_for_json(words: Sequence[str]) -> bool:
    """Whether data is wanted, told even where the words as a whole make no sense."""
    before = words[: words.index("--")] if "--" in words else words
    return "--json" in before


def _is_text(word: str) -> bool:
    """Whether a word can be kept: bytes that are no text come as lone surrogates."""
    return word.isascii() or word.encode("utf-8", "replace").decode() == word


def _next(coming: list[str], name: str) -> str:
    if not coming or coming[0].startswith("--"):
        raise Usage(f"{name} needs a value.")
    return coming.pop(0)


def _with(options: Options, name: str, *, value: Any) -> Options:
    if value == "":
        raise Usage(f"--{'as' if name == 'login' else name} needs a value.")
    return options._replace(**{name: value})
