"""Messages to many customers: who gets which, in what language (A3)."""

import pytest

from console.policy import mailings
from console.policy.mailings import MailingKind, Text

EN, RU = Text("Hours", "We are closed."), Text("Часы", "Мы закрыты.")


@pytest.mark.parametrize(
    ("kind", "opted_out", "gets"),
    [
        (MailingKind.INFORMATIONAL, False, True),
        (MailingKind.INFORMATIONAL, True, True),
        (MailingKind.PROMOTIONAL, False, True),
        (MailingKind.PROMOTIONAL, True, False),
    ],
)
def test_who_opted_out_is_spared_promotions(kind: MailingKind, opted_out: bool, gets: bool) -> None:
    """Who opted out is spared promotions, and informed all the same (A3)."""
    assert mailings.gets(kind, opted_out=opted_out) is gets


@pytest.mark.parametrize(
    ("there", "language", "found"),
    [
        ({"en": EN, "ru": RU}, "ru", "ru"),
        ({"en": EN, "ru": RU}, "de", "en"),
        ({"ru": RU}, "en", "ru"),
        ({"en": EN}, "ru", "en"),
    ],
)
def test_each_reads_their_language_where_there_is_one(
    there: dict[str, Text], language: str, found: str
) -> None:
    """Each customer gets their language's text, else the one that there is."""
    assert mailings.text_for(there, language) == (found, there[found])


@pytest.mark.parametrize(
    "texts",
    [
        {},
        {"de": EN},
        {"en": Text("", "x")},
        {"en": Text("x", " ")},
        {"en": Text("x" * 201, "x")},
        {"en": Text("x", "x" * 50_001)},
    ],
)
def test_what_says_nothing_is_not_sent(texts: dict[str, Text]) -> None:
    """A mailing has a subject and a text, of a bearable length."""
    with pytest.raises(ValueError, match=r"mailing|subject"):
        mailings.check_texts(texts)


def test_an_unknown_kind_lists_the_known() -> None:
    """An unknown kind is answered with those that there are."""
    with pytest.raises(ValueError, match="informational, promotional"):
        mailings.parse_kind("spam")
