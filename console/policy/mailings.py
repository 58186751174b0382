"""Messages to many customers: who gets which, and what each language is told (A3)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

LANGUAGES = ("en", "ru")
MOST_SUBJECT = 200
MOST_TEXT = 50_000


class MailingKind(StrEnum):
    """What a message is: one that informs goes to all, one that promotes spares who opted out."""

    INFORMATIONAL = "informational"
    PROMOTIONAL = "promotional"


@dataclass(frozen=True, slots=True)
class Text:
    """A message in one language."""

    subject: str
    text: str


def parse_kind(name: str) -> MailingKind:
    """The kind of that name; raises ValueError with a sentence that lists what there is."""
    try:
        return MailingKind(name.strip().lower())
    except ValueError:
        raise ValueError(f"A mailing's kind is one of {', '.join(MailingKind)}.") from None


def gets(kind: MailingKind, *, opted_out: bool) -> bool:
    """Whether a customer gets a message of this kind."""
    return kind is MailingKind.INFORMATIONAL or not opted_out


def check_texts(texts: Mapping[str, Text]) -> None:
    """Raise ValueError with a sentence where a message cannot be sent so."""
    if not texts:
        raise ValueError(f"A mailing needs its text in {' or '.join(LANGUAGES)}.")
    for language, told in texts.items():
        if language not in LANGUAGES:
            raise ValueError(f"A mailing's language is one of {', '.join(LANGUAGES)}.")
        if not told.subject.strip() or not told.text.strip():
            raise ValueError(f'The mailing needs a "subject" and a "text" in {language}.')
        if len(told.subject) > MOST_SUBJECT or len(told.text) > MOST_TEXT:
            raise ValueError(
                f"A subject has at most {MOST_SUBJECT} characters, a text {MOST_TEXT:,}."
            )


def text_for(texts: Mapping[str, Text], language: str) -> tuple[str, Text]:
    """The language and text that a customer of a language gets: theirs, else the first that there is."""
    found = language if language in texts else next(each for each in LANGUAGES if each in texts)
    return found, texts[found]
