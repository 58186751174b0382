"""The words that a request is found again by."""

import pytest

from db import request_words
from db.request_words import MOST, WORD_CHARS, kept


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("search", "searching"), ("templates", "template"), ("fails", "failed"), ("upgraded", "upgrade"),
        ("корзина", "корзинами"), ("шаблоны", "шаблонов"), ("тема", "темой"), ("Доставка", "доставки"),
        ("CHECKOUT", "checkout"),
    ],
)  # fmt: skip
def test_forms_of_a_word_are_one(one: str, other: str) -> None:
    """A word has one stem, however it ends."""
    assert kept(one, "") == kept(other, "")


@pytest.mark.parametrize(
    ("subject", "text", "words"),
    [
        ("Re: the problem", "Hello, please help! Здравствуйте, подскажите пожалуйста", ()),
        ("4.18", "PHP 8.1 fn.catalog_search", ("4.18", "fn.catalog_search", "8.1", "php")),
        ("Blog", "> quoted words\nanswered", ("blog", "answer")),
        ("Blog", "Blog\n\nBest regards, Anna Petrova", ("blog",)),
        ("\x1b]52;c;QUJD\x07", "\u202e '; DROP TABLE x", ("qujd", "table", "drop")),
    ],
)
def test_what_is_kept_says_something(subject: str, text: str, words: tuple[str, ...]) -> None:
    """Neither greetings nor what is quoted nor the name of who wrote it, and codes as they are."""
    assert kept(subject, text, author="Anna Petrova") == words


def test_so_many_are_kept_and_none_is_too_long() -> None:
    """However much is written, the index stays small."""
    found = kept("s" * 100 + "_1", " ".join(f"{n}" * 30 + ".x" for n in range(1000, 1100)))
    assert (len(found), max(map(len, found))) == (MOST, WORD_CHARS)


def test_a_request_says_nothing_twice() -> None:
    """Each stem is kept once, and stands for a word as it is written."""
    assert request_words.by_stem("Templates", "template SEO") == {
        "templa": "templates",
        "seo": "seo",
    }
