"""The words of the mails that the desk writes itself, in the customer's language."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from widgets.safe_text import clean, one_line

if TYPE_CHECKING:
    from jinja2 import Environment

LANGUAGES = ("en", "ru")
NAMES = (
    "closed",
    "dispute-rejected",
    "dispute-upheld",
    "forwarded",
    "limit",
    "no-reply",
    "package",
    "replenish",
    "wait-credits",
)
"""What is written about a request."""

LETTERS = ("dispute-unknown", "mailing", "statement")
"""What belongs to no request."""
NAME_CHARS_MAX = 60

_SUBJECT = "Subject: "
_MANY_BREAKS = re.compile(r"\n{3,}")

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


def text(name: str, language: str, **facts: object) -> tuple[str | None, str]:
    """The subject (None: the request's own) and body of a template; unknown languages get English.

    Raises:
        ValueError: There is no such template, or a fact that it needs is missing.
    """
    from jinja2 import UndefinedError

    if name not in (*NAMES, *LETTERS):
        raise ValueError(f"There is no template {one_line(name)!r}.")
    folder = language if language in LANGUAGES else LANGUAGES[0]
    known = _OPTIONAL | {key: _cleaned(value) for key, value in facts.items()}
    known["customer"] = _greeted(str(known["customer"]))
    try:
        written = _environment().get_template(f"{folder}/{name}.txt").render(known)
    except UndefinedError as missing:
        raise ValueError(f"The template {name} needs more: {missing}.") from missing
    first, _, rest = written.partition("\n")
    if first.startswith(_SUBJECT):
        return one_line(first.removeprefix(_SUBJECT)), _spaced(rest)
    return None, _spaced(written)


def _spaced(body: str) -> str:
    return _MANY_BREAKS.sub("\n\n", body).strip("\n") + "\n"


@cache
def _environment() -> Environment:
    from jinja2 import PackageLoader, StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    environment = SandboxedEnvironment(
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
