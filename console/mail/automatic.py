"""Whether a mail was written by a program, and what a bounce reports on."""

from __future__ import annotations

import re
from itertools import islice
from typing import NamedTuple

from console.mail.fields import message_ids, words
from console.mail.mime import Part

LOOP_HEADER = "X-Credit-Desk-Loop"
REPORTED_MAX = 20
SEARCHED_BYTES_MAX = 1024 * 1024

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
_LIST_HEADERS = (
    "list-id",
    "list-post",
    "list-archive",
    "list-owner",
    "list-subscribe",
    "list-help",
)
_PRECEDENCES = {
    "auto_reply": "auto-reply",
    "list": "mailing list",
    "bulk": "bulk mail",
    "junk": "bulk mail",
}
_REPORT_PARTS = ("message/delivery-status", "message/global-delivery-status")
_ID_LINE = re.compile(
    rb"^[> \t|]{0,20}(?:Original-|X-Original-)?Message-ID:\s{0,20}(<[^<>\s]{1,900}>)",
    re.IGNORECASE | re.MULTILINE,
)


class Automatic(NamedTuple):
    """What kind of program wrote a mail, and by what that was told."""

    kind: str
    ground: str


def automatic(root: Part, text: str) -> Automatic | None:
    """What kind of program wrote the mail, in plain words, or None for a person (RFC 3834)."""
    if root.headers.all(LOOP_HEADER.lower()):
        return Automatic("own loop", LOOP_HEADER)
    if _is_receipt(root):
        return Automatic("receipt", "a receipt is in it")
    if ground := _bounce_ground(root):
        return Automatic("bounce", ground)
    if _reads_like_bounce(root, text):
        return Automatic("bounce", "it reads like one")
    return _declared(root)


def reported_ids(root: Part) -> tuple[str, ...]:
    """The Message-IDs of the mails that a bounce speaks of, not its own."""
    own = set(message_ids(root.headers.all("message-id")))
    found: list[str] = []
    for part in root.walk():
        content = part.content()[:SEARCHED_BYTES_MAX] if not part.parts else b""
        matches = islice(_ID_LINE.finditer(content), 5 * REPORTED_MAX)
        found += message_ids([match[1] for match in matches])
    return tuple(dict.fromkeys(one for one in found if one not in own))[:REPORTED_MAX]


def _is_receipt(root: Part) -> bool:
    report_type = root.parameters.get("report-type", "").lower()
    return report_type == "disposition-notification" or any(
        part.content_type == "message/disposition-notification" for part in root.walk()
    )


def _bounce_ground(root: Part) -> str:
    headers = root.headers
    sender = " ".join(headers.first(name) for name in ("from", "return-path", "sender"))
    if root.content_type == "multipart/report":
        return root.content_type
    if headers.all("x-failed-recipients"):
        return "X-Failed-Recipients"
    for part in root.walk():
        if part.content_type in _REPORT_PARTS:
            return part.content_type
    if _DAEMON.search(sender):
        return "its sender is a mail server"
    if _POSTMASTER.search(sender) and _FAILED.search(_subject(root)):
        return "a postmaster tells of a failure"
    return ""


def _reads_like_bounce(root: Part, text: str) -> bool:
    """Some servers declare nothing; people write with a mail program, answer, or send HTML."""
    by_a_person = any(root.headers.all(name) for name in ("in-reply-to", "user-agent", "x-mailer"))
    has_html = any(part.content_type == "text/html" for part in root.walk())
    if by_a_person or has_html:
        return False
    return bool(_FAILED.search(_subject(root)) and _UNDELIVERED.search(text[:4000]))


def _declared(root: Part) -> Automatic | None:
    headers = root.headers
    submitted = _first_word(headers.first("auto-submitted"))
    precedence = _first_word(headers.first("precedence"))
    if submitted not in ("", "no"):
        kind = "auto-reply" if submitted == "auto-replied" else "automatic"
        return Automatic(kind, f"Auto-Submitted: {submitted[:40]}")
    for names, kind in ((_REPLY_HEADERS, "auto-reply"), (_LIST_HEADERS, "mailing list")):
        if found := [name for name in names if headers.all(name)]:
            return Automatic(kind, found[0].title())
    if precedence in _PRECEDENCES:
        return Automatic(_PRECEDENCES[precedence], f"Precedence: {precedence}")
    if any(value.strip() in (b"<>", b"< >") for value in headers.all("return-path")):
        return Automatic("bounce", "Return-Path: <>")
    return Automatic("bulk mail", "List-Unsubscribe") if headers.all("list-unsubscribe") else None


def _first_word(value: str) -> str:
    return _NO_WORD.split(value.strip().lower(), maxsplit=1)[0]


def _subject(root: Part) -> str:
    return " ".join(words(value) for value in root.headers.all("subject"))
