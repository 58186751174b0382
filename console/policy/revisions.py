"""Revisions: what a new version of the policy may say, checked before anything is counted by it (A1)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from console.policy.clauses import CLAUSES
from console.policy.terms import Terms

MOST_WORDS = 5_000
MOST_TEXT = 200_000
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,29}")
_KNOWN = frozenset({"version", "title", "text", "terms", "words"})
_BOUNDS: Mapping[str, tuple[int, int]] = {
    "block_seconds": (60, 14_400),
    "credits_per_block": (1, 1_000),
    "notify_credits": (0, 100_000),
    "notify_seconds": (60, 360_000),
    "warn_seconds": (0, 360_000),
    "package_seconds": (60, 360_000),
    "package_warn_seconds": (0, 360_000),
    "addon_grant": (0, 10_000),
    "bundle_grant": (0, 10_000),
}


@dataclass(frozen=True, slots=True)
class Revision:
    """A version as it is proposed: its text, all of its figures, and the clauses that it words anew."""

    version: str
    title: str
    text: str
    terms: Mapping[str, Any]
    words: Mapping[str, str]


def read(values: Mapping[str, Any], *, base: Terms) -> Revision:
    """The revision that these values are, its missing figures being those of `base`.

    Raises:
        ValueError: Something in it is not right; the sentence says what.
    """
    if unknown := sorted(set(values) - _KNOWN):
        raise ValueError(f"A version of the policy has no {unknown[0]!r}.")
    version = _text(values, "version", most=30)
    if not _NAME.fullmatch(version):
        raise ValueError(
            "A version's name is letters, digits, dots and dashes, such as 2 or 2027.1."
        )
    return Revision(
        version=version,
        title=_text(values, "title", most=200),
        text=_text(values, "text", most=MOST_TEXT),
        terms=_terms(_table(values, "terms"), base),
        words=_words(_table(values, "words")),
    )


def problem(terms: Mapping[str, Any], *, base: Terms) -> str | None:
    """Why a version cannot be counted with; None where it can."""
    try:
        _terms(terms, base)
    except ValueError as error:
        return str(error)
    return None


def _text(values: Mapping[str, Any], name: str, *, most: int) -> str:
    found = values.get(name)
    if not isinstance(found, str) or not found.strip():
        raise ValueError(f'A version of the policy needs a "{name}", in quotes.')
    if len(found) > most:
        raise ValueError(f'"{name}" has at most {most:,} characters.')
    return found.strip()


def _table(values: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = values.get(name, {})
    if not hasattr(found, "items"):
        raise ValueError(f'"{name}" is a table.')
    return found


def _terms(given: Mapping[str, Any], base: Terms) -> dict[str, Any]:
    """All figures, those left out being the base's, once they make sense together."""
    known = {each.name for each in fields(Terms)} - {"version"}
    if unknown := sorted(set(given) - known):
        raise ValueError(
            f"The policy has no figure {unknown[0]!r}: it has {', '.join(sorted(known))}."
        )
    whole = {name: given.get(name, getattr(base, name)) for name in known}
    for name, (least, most) in _BOUNDS.items():
        _check_number(name, whole[name], least=least, most=most)
    whole["packages"] = _packages(whole["packages"])
    _check_together(whole)
    return {name: _plain(value) for name, value in whole.items()}


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _check_number(name: str, value: Any, *, least: int, most: int) -> None:
    if type(value) is not int or not least <= value <= most:
        raise ValueError(f"{name} is a whole number from {least} to {most}.")


def _packages(value: Any) -> tuple[int, ...]:
    sizes = tuple(value) if isinstance(value, list | tuple) else ()
    right = all(type(size) is int and 0 < size <= 100_000 for size in sizes)
    if not sizes or not right or list(sizes) != sorted(set(sizes)):
        raise ValueError("packages is a list of whole numbers, the smallest first, none twice.")
    return sizes


def _check_together(terms: Mapping[str, Any]) -> None:
    if terms["notify_credits"] % terms["credits_per_block"]:
        raise ValueError("notify_credits is a multiple of credits_per_block.")
    if terms["warn_seconds"] >= terms["notify_seconds"]:
        raise ValueError("warn_seconds comes before notify_seconds.")
    if terms["package_warn_seconds"] >= terms["package_seconds"]:
        raise ValueError("package_warn_seconds comes before package_seconds.")


def _words(given: Mapping[str, Any]) -> dict[str, str]:
    for name, words in given.items():
        if name not in CLAUSES:
            raise ValueError(f"The policy has no clause {name!r}.")
        if not isinstance(words, str) or not words.strip() or len(words) > MOST_WORDS:
            raise ValueError(f"The words of {name} are a text of up to {MOST_WORDS:,} characters.")
    return {name: words.strip() for name, words in given.items()}
