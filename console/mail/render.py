"""A mail going out: its fields become bytes that mean those fields and nothing more."""

from __future__ import annotations

import base64
import email
import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.utils import format_datetime
from urllib.parse import quote

from console.mail.address import normal_address, valid_address
from console.mail.automatic import LOOP_HEADER
from console.mail.fields import decode_words
from console.mail.html_part import html_of
from widgets.safe_text import clean, one_line

__all__ = [
    "OutboundFile",
    "OutboundMail",
    "message_id_for",
    "ticket_of",
    "to_bytes",
    "valid_address",
    "with_token",
]

SUBJECT_CHARS_MAX = 250
NAME_CHARS_MAX = 120
LINE_BYTES_MAX = 900
REFERENCES_CHARS_MAX = 3_000
KEY_CHARS = 26

_ID = re.compile(r"<[!-;=?-~]{1,900}>")
_OURS = re.compile(
    rf"<(?P<signed>([1-9][0-9]{{0,8}})\.[0-9]{{1,12}})\.(?P<key>[a-z2-7]{{{KEY_CHARS}}})@(?P<domain>[^@<>]+)>"
)
_PREFIX = re.compile(r"(?:re|fwd?|aw|sv|wg|отв|ответ|пересл)(?:\[\d+\])?\s*:\s*", re.IGNORECASE)
_TOKEN = re.compile(r"\[#\d+\]\s*")
_PLAIN = 'text/plain; charset="utf-8"'
_HTML = 'text/html; charset="utf-8"'
_TYPE = re.compile(r"[a-z]+/[a-z0-9.+-]{1,80}")
_MAILTO = re.compile(r"mailto:[!-;=?-~]{1,300}")
_SPECIALS = re.compile(r"[^A-Za-z0-9 !#$%&'*+/=?^_`{|}~-]")


@dataclass(frozen=True, slots=True)
class OutboundFile:
    """A file that goes along."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class OutboundMail:
    """One mail to one person. `automatic` is true for what no person wrote.

    `unsubscribe` is a mailto address that ends mails of its kind.
    """

    message_id: str
    from_name: str
    from_address: str
    to_address: str
    subject: str
    text: str
    in_reply_to: str | None
    references: tuple[str, ...]
    sent_at: datetime
    automatic: bool
    attachments: tuple[OutboundFile, ...] = ()
    unsubscribe: str | None = None


def to_bytes(mail: OutboundMail) -> bytes:
    """The mail as SMTP wants it: CRLF line ends, no byte above 127 unless an address has one.

    Raises:
        ValueError: An address or the Message-ID is none, or the bytes would say something else.
    """
    headers = _headers(mail)
    content_type, body = _alternative(mail)
    if mail.attachments:
        content_type, body = _mixed(mail, content_type, body)
    headers.append(("Content-Type", content_type))
    head = "".join(f"{name}: {value}\r\n" for name, value in headers)
    raw = head.encode("utf-8") + b"\r\n" + body
    if email.message_from_bytes(raw).keys() != [name for name, _ in headers]:
        raise ValueError("The mail's header would say something else than it should.")
    return raw


def message_id_for(secret: bytes, ticket: int, *, message: int, domain: str) -> str:
    """The one Message-ID of a message of a ticket, with a key that only the secret's holder can make.

    Raises:
        ValueError: The domain is none.
    """
    address = normal_address(f"id@{domain}")
    if address is None:
        raise ValueError(f"{one_line(domain, max_chars=80)!r} is no domain for a Message-ID.")
    signed, domain = f"{ticket}.{message}", address.partition("@")[2]
    return f"<{signed}.{_key(secret, signed, domain)}@{domain}>"


def ticket_of(secret: bytes, message_id: str) -> int | None:
    """The ticket of a Message-ID of ours, or None when its key does not fit."""
    match = _OURS.fullmatch(message_id.strip().lower())
    if match is None:
        return None
    key = _key(secret, match["signed"], match["domain"])
    if not hmac.compare_digest(key, match["key"]):
        return None
    return int(match["signed"].partition(".")[0])


def with_token(subject: str, ticket: int) -> str:
    """The subject of an answer: one token in front, one Re:, whatever there was before."""
    rest = one_line(_TOKEN.sub("", decode_words(subject)))
    while match := _PREFIX.match(rest):
        rest = rest[match.end() :]
    return f"[#{ticket}] Re: {rest}" if rest else f"[#{ticket}]"


def _key(secret: bytes, signed: str, domain: str) -> str:
    digest = hmac.new(secret, f"{signed}@{domain}".encode(), hashlib.sha256).digest()
    return base64.b32encode(digest).decode("ascii").lower()[:KEY_CHARS]


def _headers(mail: OutboundMail) -> list[tuple[str, str]]:
    headers = [
        ("Date", format_datetime(mail.sent_at)),
        ("From", _mailbox(mail.from_name, mail.from_address)),
        ("To", _mailbox("", mail.to_address)),
        ("Subject", _words(mail.subject, "Subject", max_chars=SUBJECT_CHARS_MAX)),
        ("Message-ID", _id(mail.message_id)),
    ]
    if mail.in_reply_to and _ID.fullmatch(mail.in_reply_to):
        headers.append(("In-Reply-To", mail.in_reply_to))
    if references := _references(mail.references):
        headers.append(("References", references))
    if mail.automatic:
        headers += [("Auto-Submitted", "auto-generated"), ("X-Auto-Response-Suppress", "All")]
    if mail.unsubscribe and _MAILTO.fullmatch(mail.unsubscribe):
        headers.append(("List-Unsubscribe", f"<{mail.unsubscribe}>"))
    return [*headers, (LOOP_HEADER, "1"), ("MIME-Version", "1.0")]


def _mailbox(name: str, address: str) -> str:
    normal = normal_address(address)
    if normal is None or not valid_address(address):
        raise ValueError(f"{one_line(address, max_chars=80)!r} is no e-mail address.")
    phrase = _words(name, "From", max_chars=NAME_CHARS_MAX)
    if phrase.isascii() and "=?" not in phrase and _SPECIALS.search(phrase):
        phrase = '"' + phrase.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return f"{phrase} <{normal}>" if phrase else normal


def _words(text: str, name: str, *, max_chars: int) -> str:
    """The text on one line, in encoded words where it is not plain; what it hides in them is shown."""
    shown = one_line(decode_words(one_line(text)), max_chars=max_chars)
    if shown.isascii() and "=?" not in shown:
        return shown
    return Header(shown, "utf-8", header_name=name).encode(linesep="\r\n")


def _id(message_id: str) -> str:
    if not _ID.fullmatch(message_id):
        raise ValueError(f"{one_line(message_id, max_chars=80)!r} is no Message-ID.")
    return message_id


def _references(references: tuple[str, ...]) -> str:
    """The thread so far, one a line; of a long one its first and its last."""
    valid = [one for one in references if _ID.fullmatch(one)]
    while len(valid) > 1 and sum(map(len, valid)) > REFERENCES_CHARS_MAX:
        del valid[1 if len(valid) > 2 else 0]
    return "\r\n ".join(valid)


def _boundary(mail: OutboundMail, what: str) -> str:
    """The same for the same mail; no text of the mail can hold it, as the text is in the hash."""
    told = f"{what}\n{mail.message_id}\n{mail.text}"
    return f"=_{hashlib.sha256(told.encode('utf-8', 'replace')).hexdigest()[:32]}"


def _alternative(mail: OutboundMail) -> tuple[str, bytes]:
    """The words as text and as HTML: its type, and its bytes."""
    page = html_of(mail.text, title=one_line(mail.subject, max_chars=SUBJECT_CHARS_MAX))
    return _parts(
        "alternative",
        _boundary(mail, "words"),
        [_words_part(_PLAIN, mail.text), _words_part(_HTML, page)],
    )


def _mixed(mail: OutboundMail, content_type: str, body: bytes) -> tuple[str, bytes]:
    """The words, and each file after them."""
    parts = [f"Content-Type: {content_type}\r\n\r\n".encode() + body]
    for each in mail.attachments:
        head = (
            f"Content-Type: {_content_type(each.content_type)}\r\n"
            f"Content-Disposition: attachment; filename*=utf-8''{quote(_file_name(each.name), safe='')}\r\n"
            "Content-Transfer-Encoding: base64\r\n\r\n"
        )
        parts.append(head.encode() + base64.encodebytes(each.content).replace(b"\n", b"\r\n"))
    return _parts("mixed", _boundary(mail, "files"), parts)


def _parts(kind: str, boundary: str, parts: list[bytes]) -> tuple[str, bytes]:
    line = f"--{boundary}".encode()
    body = b"".join(line + b"\r\n" + part + b"\r\n" for part in parts) + line + b"--\r\n"
    return f'multipart/{kind}; boundary="{boundary}"', body


def _words_part(content_type: str, text: str) -> bytes:
    encoding, data = _body(text)
    return (
        f"Content-Type: {content_type}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n".encode()
        + data
    )


def _content_type(text: str) -> str:
    return text if _TYPE.fullmatch(text) else "application/octet-stream"


def _file_name(name: str) -> str:
    """A name without a folder, that no other system takes for something else."""
    return one_line(re.sub(r'[/\\:*?"<>|]', "_", name), max_chars=100).strip(". ") or "file"


def _body(text: str) -> tuple[str, bytes]:
    """Plain where every server can carry it, else base64."""
    body = "\r\n".join(clean(text).rstrip("\n").split("\n")) + "\r\n"
    data = body.encode("utf-8")
    if body.isascii() and all(len(line) <= LINE_BYTES_MAX for line in data.split(b"\r\n")):
        return "7bit", data
    return "base64", base64.encodebytes(data).replace(b"\n", b"\r\n")
