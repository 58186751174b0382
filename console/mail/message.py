"""A raw mail coming in: its bytes become an `InboundMail`, or the reason why they cannot."""

from __future__ import annotations

import hashlib
import re
from dataclasses import asdict, dataclass
from typing import Any

from console.mail.attached import Attachment
from console.mail.authentication import Authentication, marked_as_spam, read_authentication
from console.mail.automatic import automatic, reported_ids
from console.mail.body import read_body
from console.mail.bounces import Failure, failures
from console.mail.fields import addresses, first_sender, message_ids, own_message_id, words
from console.mail.mime import OutOfBoundsError, Part, read_tree
from console.mail.quotes import new_text

__all__ = ["Attachment", "InboundMail", "Unreadable", "from_json", "parse", "to_json"]

SUBJECT_CHARS_MAX = 500
NAME_CHARS_MAX = 200
RUSSIAN_SHARE = 0.25
LANGUAGE_CHARS_MAX = 20_000

_TOKEN = re.compile(r"\[#([1-9][0-9]{0,8})\]")
_CYRILLIC = re.compile("[\u0400-\u052f]")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class InboundMail:
    """A mail as the desk understands it; all of its texts are clean.

    `automatic` says in plain words what kind of program wrote it (None: a person), `reported` the
    Message-IDs that it reports on and `failures` whom they did not reach, `authentication` what servers
    claim to know of the sender (`authentication_by` chooses), `spam` what a filter on the way calls it, `body_digest` (SHA-256, hex) tells mails without Message-ID apart.
    """

    message_id: str | None
    in_reply_to: tuple[str, ...]
    references: tuple[str, ...]
    subject: str
    sender_name: str
    sender_address: str | None
    to: tuple[str, ...]
    text: str
    attachments: tuple[Attachment, ...]
    automatic: str | None
    reported: tuple[str, ...]
    ticket_tokens: tuple[int, ...]
    language: str
    body_digest: str
    automatic_ground: str = ""
    failures: tuple[Failure, ...] = ()
    authentication: tuple[Authentication, ...] = ()
    spam: bool = False


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why a mail was not read, as a sentence for a person."""

    reason: str


def parse(raw: bytes) -> InboundMail | Unreadable:
    """The mail that the bytes are; never raises, whatever they are."""
    try:
        return _inbound(read_tree(raw))
    except OutOfBoundsError as past:
        return Unreadable(str(past))
    except MemoryError:
        return Unreadable("Reading the mail needs more memory than it may take.")
    except Exception as fault:
        return Unreadable(f"The mail could not be read ({type(fault).__name__}).")


def to_json(mail: InboundMail | Unreadable) -> dict[str, Any]:
    """The mail as plain values that JSON can carry."""
    return asdict(mail)


def from_json(values: dict[str, Any]) -> InboundMail | Unreadable:
    """The mail again from what `to_json` made of it.

    Raises:
        TypeError, KeyError: The values are not what `to_json` makes.
    """
    if "reason" in values:
        return Unreadable(str(values["reason"]))
    plain: dict[str, Any] = dict(values)
    for key, value in values.items():
        if isinstance(value, list):
            plain[key] = tuple(value)
    plain["attachments"] = tuple(Attachment(**one) for one in values["attachments"])
    plain["failures"] = tuple(Failure(**one) for one in values["failures"])
    plain["authentication"] = tuple(
        Authentication(**{**one, "passed_for": tuple(one["passed_for"])})
        for one in values["authentication"]
    )
    return InboundMail(**plain)


def _inbound(root: Part) -> InboundMail:
    headers, charset = root.headers, _charset(root)
    sender_name, sender_address = first_sender(headers.all("from"), charset)
    if sender_address is None:
        sender_address = first_sender(headers.all("sender"), charset)[1]
    subject = " ".join(words(value, charset) for value in headers.all("subject")[:1])
    text, attachments = read_body(root)
    program = automatic(root, text)
    return InboundMail(
        message_id=own_message_id(headers.first("message-id")),
        in_reply_to=message_ids(headers.all("in-reply-to")),
        references=message_ids(headers.all("references")),
        subject=subject[:SUBJECT_CHARS_MAX],
        sender_name=sender_name[:NAME_CHARS_MAX],
        sender_address=sender_address,
        to=addresses(headers.all("to") + headers.all("cc")),
        text=text,
        attachments=attachments,
        automatic=program.kind if program else None,
        reported=reported_ids(root) if program else (),
        ticket_tokens=tuple(dict.fromkeys(int(number) for number in _TOKEN.findall(subject))),
        language=language_of(f"{subject}\n{text}"),
        body_digest=_digest(root),
        automatic_ground=program.ground if program else "",
        failures=failures(root, text) if program and program.kind == "bounce" else (),
        authentication=read_authentication(headers),
        spam=marked_as_spam(headers),
    )


def language_of(text: str) -> str:
    """'ru' when enough letters of the new words are Cyrillic, else 'en'."""
    own = "\n".join(
        line for line in new_text(text[:LANGUAGE_CHARS_MAX]).split("\n") if not line.startswith(">")
    )
    letters = len(_LETTER.findall(own))
    return "ru" if letters and len(_CYRILLIC.findall(own)) / letters >= RUSSIAN_SHARE else "en"


def _charset(root: Part) -> str | None:
    """The first charset declared in the mail: what raw bytes in its headers are likely in."""
    return next((c for part in root.walk() if (c := part.parameters.get("charset"))), None)


def _digest(root: Part) -> str:
    """Who, when, about what, and every part, whatever the line ends and the way the mail came."""
    digest = hashlib.sha256()
    for name in ("from", "date", "subject", "to"):
        digest.update(b"\0".join(b" ".join(value.split()) for value in root.headers.all(name)))
        digest.update(b"\n")
    for part in root.walk():
        digest.update(part.body.replace(b"\r\n", b"\n").rstrip() + b"\n")
    return digest.hexdigest()
