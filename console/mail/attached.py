"""The files that come with a mail: what they are called, claim to be and are; told, never unpacked."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from console.mail.fields import decode_words, words
from console.mail.filetypes import belied_by
from console.mail.mime import OutOfBoundsError, Part, read_tree
from widgets.safe_text import CUT_SIGN, one_line

NAME_CHARS_MAX = 120
NAME_BYTES_MAX = 240
ENDING_CHARS_MAX = 12
REPORT_TYPES = (
    "message/delivery-status",
    "message/global-delivery-status",
    "message/disposition-notification",
)
MAIL_TYPES = (
    "message/rfc822",
    "message/global",
    "text/rfc822-headers",
    "message/rfc822-headers",
)

# Folders, drives and what shells and Windows take for more than a letter.
_NO_NAME = re.compile(r'[<>:"|?*/\\]')
_DEVICE = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?:\.|$)", re.IGNORECASE)  # fmt: skip
_INVENTED = {"calendar": "invitation.ics", "report": "report.txt"}


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with a mail. The digest is SHA-256 in hex.

    `kind` is "file", "inline" (shown among the words), "calendar", "report" (of a delivery) or "mail"
    (forwarded or returned); `really` is the type that its bytes show where it claims another.
    """

    name: str
    content_type: str
    size_bytes: int
    digest: str
    kind: str = "file"
    really: str = ""


def attachment(part: Part, number: int) -> Attachment:
    """What is told of a part that is a file."""
    content, kind = _content(part), _kind(part)
    return Attachment(
        name=safe_name(part.filename) or _invented_name(part, kind) or f"part {number}",
        content_type=one_line(part.content_type, max_chars=NAME_CHARS_MAX),
        size_bytes=len(content),
        digest=hashlib.sha256(content).hexdigest(),
        kind=kind,
        really=belied_by(part.content_type, content) if kind in ("file", "inline") else "",
    )


def content_of(raw: bytes, digest: str) -> bytes | None:
    """The content with that digest in a raw mail, or None."""
    try:
        parts = list(read_tree(raw).walk())
    except OutOfBoundsError:
        return None
    contents = (_content(part) for part in parts if not part.parts)
    return next((one for one in contents if hashlib.sha256(one).hexdigest() == digest), None)


def safe_name(claimed: str) -> str:
    """The name alone, harmless on any system, or '' when nothing is left of it."""
    name = one_line(decode_words(claimed)).replace("\\", "/").rpartition("/")[2]
    name = _shortened(one_line(_NO_NAME.sub("_", name)).strip(". "))
    return f"_{name}" if name.startswith(("-", "~")) or _DEVICE.match(name) else name


def _shortened(name: str) -> str:
    """Cut in its middle: its ending says what opens it."""
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > ENDING_CHARS_MAX:
        stem, dot, ending = name, "", ""
    room = NAME_CHARS_MAX - len(dot + ending)
    fitting = stem if len(stem) <= room else stem[: room - 1] + CUT_SIGN
    while len((fitting + dot + ending).encode("utf-8", "replace")) > NAME_BYTES_MAX:
        fitting = fitting.removesuffix(CUT_SIGN)[:-1] + CUT_SIGN
    return fitting + dot + ending


def _content(part: Part) -> bytes:
    return part.body if part.content_type.startswith("message/") else part.content()


def _kind(part: Part) -> str:
    if part.content_type in ("text/calendar", "application/ics"):
        return "calendar"
    if part.content_type in REPORT_TYPES:
        return "report"
    if part.content_type in MAIL_TYPES:
        return "mail"
    shown = part.disposition != "attachment" and part.headers.all("content-id")
    return "inline" if shown and part.content_type.startswith("image/") else "file"


def _invented_name(part: Part, kind: str) -> str:
    """A mail is called by its subject."""
    if kind != "mail":
        return _INVENTED.get(kind, "")
    try:
        subjects = read_tree(part.content()).headers.all("subject")
    except OutOfBoundsError:
        return ""
    name = safe_name(words(subjects[0]).replace("/", "_").replace("\\", "_")) if subjects else ""
    return _shortened(f"{name}.eml") if name else ""
