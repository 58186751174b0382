"""What is told of mailings: frozen values, times in UTC."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from console.policy.mailings import MailingKind, Text


@dataclass(frozen=True, slots=True)
class Selection:
    """Whom a mailing is for: customers of whom all of this is so; nothing said means all customers.

    `addresses` None names nobody in particular.
    """

    owing: bool = False
    premium: bool = False
    language: str | None = None
    since: date | None = None
    addresses: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A mailing as it is written."""

    kind: MailingKind
    texts: Mapping[str, Text]
    selection: Selection


@dataclass(frozen=True, slots=True)
class MailingPreview:
    """What sending would do: how many would get it, who is spared, the first addresses, and each language's mail.

    `unknown` are addresses named that are no customer's.
    """

    kind: str
    recipients: int
    opted_out: int
    languages: Mapping[str, int]
    first: tuple[str, ...]
    unknown: tuple[str, ...]
    mails: Mapping[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class MailingView:
    """A mailing that was sent; `left` of its mails have not gone out, and `failed` of them will not by themselves."""

    mailing: int
    kind: str
    subject: str
    recipients: int
    left: int
    failed: int
    reference: str
    sent_by: str
    created_at: datetime
