"""Versions of the policy: which holds when, and what each says (A1, A2)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from console.policy.clauses import clause
from console.policy.terms import TERMS, Terms
from console.policy.versions import FIRST, Book, Version, terms_from
from tests.conftest import at

SECOND = Version(
    "2",
    replace(TERMS, version="2", credits_per_block=12),
    in_force_from=at(100),
    words={"U8": "Two"},
)
THIRD = Version("3", replace(TERMS, version="3"), in_force_from=at(200), words={"K1": "Three"})
PROPOSED = Version("4", replace(TERMS, version="4"), words={"K2": "Four"}, proposed=True)
BOOK = Book((FIRST, THIRD, PROPOSED, SECOND))


@pytest.mark.parametrize(
    ("minute", "version"), [(-1e6, "1"), (99, "1"), (100, "2"), (199, "2"), (200, "3"), (1e6, "3")]
)
def test_the_latest_version_whose_date_has_come_is_in_force(minute: float, version: str) -> None:
    """The latest version whose date has come is in force; a proposed one never is."""
    assert BOOK.in_force(at() + timedelta(minutes=minute)).version == version


@pytest.mark.parametrize(
    ("version", "name", "words"),
    [
        ("1", "U8", clause("U8").words),
        ("2", "U8", "Two"),
        ("3", "U8", "Two"),
        ("3", "K1", "Three"),
        ("2", "K1", clause("K1").words),
        ("4", "U8", "Two"),
        ("4", "K2", "Four"),
        ("gone", "K1", clause("K1").words),
    ],
)
def test_words_stand_until_a_later_version_words_them_anew(
    version: str, name: str, words: str
) -> None:
    """A clause's words stand until a later version words it anew."""
    assert BOOK.words(version, name) == words


def test_a_version_changes_what_it_names_and_nothing_else() -> None:
    """A stored version changes what it names and nothing else."""
    found = terms_from("2", {"packages": [100, 200]})
    assert found == replace(TERMS, version="2", packages=(100, 200))


def test_a_figure_that_is_none_is_a_fault() -> None:
    """A figure that the policy has not is a fault."""
    with pytest.raises(TypeError):
        terms_from("2", {"nonsense": 1})


def test_an_unknown_version_is_a_fault() -> None:
    """The figures of an unknown version are nobody's guess."""
    with pytest.raises(KeyError, match="no version"):
        BOOK.terms("9")


def test_the_first_version_is_the_built_in_one() -> None:
    """A desk without versions goes by the built-in one."""
    assert Book().in_force(at()).terms == Terms()
