"""Whether a mail was written by a program, and what a bounce reports on."""

from __future__ import annotations

import re
from itertools import islice

from console.mail.fields import message_ids, words
from console.mail.mime import Part

LOOP_HEADER = "X-Credit-Desk-Loop"
REPORTED_MAX = 20

_NO_WORD = re.compile(r"[^a-z_-]")
_DAEMON = re.compile(r"mailer-?daemon|mail-daemon|double-bounce", re.IGNORECASE)
_POSTMASTER = re.compile(r"postmaster", re.IGNORECASE)
_UNDELIVERED = re.compile(
    r"(?:not|cannot|could not|unable to) (?:be )?deliver|failed recipient|mailbox unavailable|user unknown"
    r"|(?:unknown|no such) user|undeliverable|не (?:может быть |удалось )?достав",
    re.IGNORECASE,
)
_FAILED = re.compile(
    r"undeliver|not (?:be )?deliver|mail error|non.?deliver|delivery (?:status|fail|has failed|problem|error|report)"
    r"|mail delivery|failure notice|returned (?:mail|to sender)|bounce|(?:message|mail) (?:status|failure)"
    r"|failed mail|не доставлен|недоставлен",
    re.IGNORECASE,
)
_REPLY_HEADERS = (
    "x-autoreply",
    "x-autorespond",
    "x-autoresponder",
    "x-auto-reply",
    "x-mail-autoreply",
)
_REPORT_PARTS = ("message/delivery-status", "message/global-delivery-status")
_ID_LINE = re.compile(
    rb"^[>\s|]{0,20}(?:Original-|X-Original-)?Message-ID:\s{0,20}(<[^<>\s]{1,900}>)",
    re.IGNORECASE | re.MULTILINE,
)


def automatic_kind(root: Part, text: str) -> str | None:
    """What kind of program wrote the mail, in plain words, or None for a person."""
    if root.headers.all(LOOP_HEADER.lower()):
        return "own loop"
    if _is_receipt(root):
        return "receipt"
    if _is_bounce(root) or _reads_like_bounce(root, text):
        return "bounce"
    return _declared_kind(root)


def reported_ids(root: Part) -> tuple[str, ...]:
    """The Message-IDs of the mails that a bounce speaks of, not its own."""
    own = set(message_ids(root.headers.all("message-id")))
    found: list[str] = []
    for part in root.walk():
        content = part.content() if not part.parts else b""
        matches = islice(_ID_LINE.finditer(content), 5 * REPORTED_MAX)
        found += message_ids([match[1] for match in matches])
    return tuple(dict.fromkeys(one for one in found if one not in own))[:REPORTED_MAX]


def _is_receipt(root: Part) -> bool:
    report_type = root.parameters.get("report-type", "").lower()
    return report_type == "disposition-notification" or any(
        part.content_type == "message/disposition-notification" for part in root.walk()
    )


def _is_bounce(root: Part) -> bool:
    headers = root.headers
    sender = " ".join(headers.first(name) for name in ("from", "return-path", "sender"))
    return bool(
        root.content_type == "multipart/report"
        or headers.all("x-failed-recipients")
        or any(part.content_type in _REPORT_PARTS for part in root.walk())
        or _DAEMON.search(sender)
        or (_POSTMASTER.search(sender) and _FAILED.search(_subject(root)))
    )


def _reads_like_bounce(root: Part, text: str) -> bool:
    """Some servers declare nothing; people write with a mail program, answer, or send HTML."""
    by_a_person = any(root.headers.all(name) for name in ("in-reply-to", "user-agent", "x-mailer"))
    has_html = any(part.content_type == "text/html" for part in root.walk())
    if by_a_person or has_html:
        return False
    return bool(_FAILED.search(_subject(root)) and _UNDELIVERED.search(text[:4000]))


def _declared_kind(root: Part) -> str | None:
    headers = root.headers
    submitted = _first_word(headers.first("auto-submitted"))
    precedence = _first_word(headers.first("precedence"))
    if submitted not in ("", "no"):
        return "auto-reply" if submitted == "auto-replied" else "automatic"
    if precedence == "auto_reply" or any(headers.all(name) for name in _REPLY_HEADERS):
        return "auto-reply"
    if headers.all("list-id") or precedence == "list":
        return "mailing list"
    if any(value.strip() in (b"<>", b"< >") for value in headers.all("return-path")):
        return "bounce"
    return "bulk mail" if precedence in ("bulk", "junk") else None


def _first_word(value: str) -> str:
    return _NO_WORD.split(value.strip().lower(), maxsplit=1)[0]


def _subject(root: Part) -> str:
    return " ".join(words(value) for value in root.headers.all("subject"))
