"""The words of the mails that the desk writes itself, in the customer's language.

A text may be the desk's own: then it is checked before it is kept, and may only say the facts that its mail has.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from console.mail.template_facts import FOR, LANGUAGES, MACROS, NEEDED, examples
from widgets.safe_text import clean, one_line

if TYPE_CHECKING:
    from jinja2 import Environment
    from jinja2.nodes import Node

__all__ = ["LANGUAGES", "BadTextError", "built_in", "check", "counted", "fill", "preview", "text"]

NAME_CHARS_MAX = 60
SOURCE_CHARS_MAX = 20_000
WRITTEN_CHARS_MAX = 200_000

_SUBJECT = "Subject: "
_MANY_BREAKS = re.compile(r"\n{3,}")
_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")

# What a template can do without: the others a caller must give.
_OPTIONAL: dict[str, object] = {
    "answer": "",
    "clause_words": "",
    "charged_before": 0,
    "covered_by": "",
    "customer": "",
    "dispute_address": "",
    "disputed": "",
    "desk_name": "",
    "give_back": 0,
    "outcome": "",
    "shop_url": "",
    "waived": 0,
}
# A name with these would carry a link of a stranger's to someone else.
_NOT_IN_NAMES = ("/", ":", "@", "www.")
# What a text of the desk's own is made of: it tells facts, chooses by them, and counts; it runs nothing.
_ALLOWED = {
    "Template", "Output", "TemplateData", "Name", "Const", "If", "CondExpr", "Compare", "Operand", "Not",
    "And", "Or", "Neg", "Add", "Sub", "Concat", "Filter", "Test", "Call", "Getattr", "Keyword",
}  # fmt: skip
_FILTERS = {"counted", "upper", "lower", "title", "capitalize", "trim"}
_CHARS_OF_A_KEY = 40


class BadTextError(ValueError):
    """A text cannot be used; it says why, for the person who wrote it."""


def text(name: str, language: str, **facts: object) -> tuple[str | None, str]:
    """The subject (None: the request's own) and body of a built-in text; unknown languages get English.

    Raises:
        ValueError: There is no such template, or a fact that it needs is missing.
    """
    if name not in FOR and name not in MACROS:
        raise ValueError(f"There is no template {one_line(name)!r}.")
    return fill(built_in(name, language), language, name=name, **facts)


def fill(source: str, language: str, *, name: str, **facts: object) -> tuple[str | None, str]:
    """A text filled in: its subject (None where it has none) and its body. Raises ValueError."""
    from jinja2 import TemplateError, UndefinedError

    known = _OPTIONAL | {key: _cleaned(value) for key, value in facts.items()}
    known["customer"] = _greeted(str(known["customer"]))
    try:
        template = _environment().from_string(source)
        written = template.render(known | {"say": _parts(_folder(language))})
    except UndefinedError as missing:
        raise ValueError(f"The template {name} needs more: {missing}.") from missing
    except TemplateError as error:
        raise ValueError(f"The template {name} cannot be filled in: {error}.") from error
    except (RecursionError, SyntaxError) as error:
        raise ValueError(f"The template {name} is too deeply nested.") from error
    except (TypeError, ArithmeticError) as error:
        raise ValueError(f"The template {name} mixes words and numbers: {error}.") from error
    first, _, rest = written[:WRITTEN_CHARS_MAX].partition("\n")
    if first.startswith(_SUBJECT):
        return one_line(first.removeprefix(_SUBJECT)), _spaced(rest)
    return None, _spaced(written[:WRITTEN_CHARS_MAX])


def built_in(name: str, language: str) -> str:
    """The source of a text as it comes with the program; '' for a macro of the desk's own."""
    if name not in FOR and name not in MACROS:
        return ""
    loader = _environment().loader
    assert loader is not None  # noqa: S101 - the environment is made with one
    return loader.get_source(_environment(), f"{_folder(language)}/{name}.txt")[0]


def check(name: str, language: str, source: str) -> None:
    """Make sure that a text of the desk's own can be filled in whatever the facts are. Raises BadTextError."""
    from jinja2 import TemplateSyntaxError

    if not _NAME.fullmatch(name):
        raise BadTextError("A name has up to 40 small letters, digits and dashes.")
    if language not in LANGUAGES:
        raise BadTextError(f"A text is in one of these languages: {', '.join(LANGUAGES)}.")
    if not source.strip():
        raise BadTextError("The text says nothing.")
    if len(source) > SOURCE_CHARS_MAX:
        raise BadTextError(f"A text has at most {SOURCE_CHARS_MAX:,} characters.")
    try:
        parsed = _environment().parse(source)
    except TemplateSyntaxError as error:
        raise BadTextError(f"Line {error.lineno}: {error.message}") from None
    except RecursionError:
        raise BadTextError("The text is too deeply nested.") from None
    except ValueError:
        raise BadTextError("A number in the text is too long.") from None
    nodes = _all_of(parsed)
    for node in nodes:
        _check_node(node, known=examples(name))
    said = {str(getattr(node, "name", "")) for node in nodes if type(node).__name__ == "Name"}
    if missing := [fact for fact in NEEDED.get(name, ()) if fact not in said]:
        raise BadTextError(f"The text has to say: {', '.join(missing)}.")
    _try_out(name, language, source)


def preview(name: str, language: str, source: str) -> tuple[str | None, str]:
    """The text with examples for its facts. Raises BadTextError."""
    check(name, language, source)
    return fill(source, language, name=name, **examples(name, language))


def _try_out(name: str, language: str, source: str) -> None:
    """With the examples, and with what a mail may have to say instead: nothing, a debt, a cover."""
    facts = examples(name, language)
    for changes in ({}, {"balance": -1}, {"covered_by": "Premium", "credits": 0}, {"answer": ""}):
        tried = facts | {key: value for key, value in changes.items() if key in facts}
        try:
            _, body = fill(source, language, name=name, **tried)
        except ValueError as error:
            raise BadTextError(str(error)) from None
        if not body.strip():
            raise BadTextError("The text says nothing.")


def _all_of(node: Node) -> list[Node]:
    found = [node]
    for each in found:
        found.extend(each.iter_child_nodes())
    return found


def _check_node(node: Node, *, known: dict[str, object]) -> None:
    kind = type(node).__name__
    line = getattr(node, "lineno", None) or 1
    if kind not in _ALLOWED:
        raise BadTextError(f"Line {line}: a text cannot use {kind.lower()}.")
    if kind == "Name":
        word = str(getattr(node, "name", ""))
        if word != "say" and word not in known:
            told = ", ".join(sorted(known))
            raise BadTextError(
                f"Line {line}: there is no fact {one_line(word, max_chars=_CHARS_OF_A_KEY)!r}. There are: {told}."
            )
    if kind in ("Filter", "Test"):
        word = str(getattr(node, "name", ""))
        if kind == "Filter" and word not in _FILTERS:
            raise BadTextError(
                f"Line {line}: there is no filter {word!r}. There are: {', '.join(sorted(_FILTERS))}."
            )
    if kind in ("Getattr", "Call") and not _is_said(node):
        raise BadTextError(f"Line {line}: only the pieces of `say` can be called.")


def _is_said(node: Node) -> bool:
    """Whether it is `say.something`, or a call of that."""
    target = node if type(node).__name__ == "Getattr" else getattr(node, "node", None)
    owner = getattr(target, "node", None)
    return type(target).__name__ == "Getattr" and getattr(owner, "name", None) == "say"


def _folder(language: str) -> str:
    return language if language in LANGUAGES else LANGUAGES[0]


def _spaced(body: str) -> str:
    return _MANY_BREAKS.sub("\n\n", body).strip("\n") + "\n"


@cache
def _parts(folder: str) -> object:
    """The pieces that the texts of a language share, as `say`."""
    return _environment().get_template(f"{folder}/_parts.txt").module


@cache
def _environment() -> Environment:
    from jinja2 import PackageLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(
        loader=PackageLoader("console"),
        undefined=StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["counted"] = counted
    return environment


def counted(number: int, one: str, few: str, many: str | None = None) -> str:
    """The number with its noun: two forms as in English, three as in Russian."""
    return f"{number} {_noun(abs(number), one, few, many)}"


def _noun(number: int, one: str, few: str, many: str | None) -> str:
    if many is None:
        return one if number == 1 else few
    if number % 100 in range(11, 15) or number % 10 in (0, 5, 6, 7, 8, 9):
        return many
    return one if number % 10 == 1 else few


def _cleaned(value: object) -> Any:
    return clean(value).strip("\n") if isinstance(value, str) else value


def _greeted(name: str) -> str:
    short = one_line(name, max_chars=NAME_CHARS_MAX)
    return "" if any(sign in short.lower() for sign in _NOT_IN_NAMES) else short
