"""What a report of a mail server says of the mails that it did not deliver (RFC 3464, and older ways)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from console.mail.address import normal_address
from console.mail.fields import addresses, words
from console.mail.mime import Headers, Part, read_fields
from widgets.safe_text import one_line

FAILURES_MAX = 50
REASON_CHARS_MAX = 300
REPORT_BYTES_MAX = 256 * 1024

_GIVEN_UP = ("failed", "failure", "fail", "error", "undeliverable")
_STATUS_TYPES = ("message/delivery-status", "message/global-delivery-status")
_STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_BLANK_LINE = re.compile(rb"\r?\n[ \t]*\r?\n")
_NAMED = re.compile(r"^<([^<>\s]{3,254})>(?: \(.{0,200}\))?:[ \t]*(.{0,300})", re.MULTILINE)
_DELAYED = re.compile(r"delay|warning|not yet|still being|задерж", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Failure:
    """A recipient that a mail did not reach. `permanent`: the server has given up. `status` as in RFC 3463, or ''."""

    recipient: str
    permanent: bool
    status: str
    reason: str


def failures(root: Part, text: str) -> tuple[Failure, ...]:
    """The recipients that a bounce says were not reached, each once."""
    found: dict[str, Failure] = {}
    reports = [
        part.content()[:REPORT_BYTES_MAX]
        for part in root.walk()
        if part.content_type in _STATUS_TYPES
    ]
    for report in reports:
        for block in islice(_BLANK_LINE.split(report.strip()), FAILURES_MAX + 1):
            if failure := _of_block(read_fields(block.strip() + b"\n")):
                found.setdefault(failure.recipient, failure)
    if not any(b"-recipient:" in report.lower() for report in reports):
        for failure in _told_in_words(root, text):
            found.setdefault(failure.recipient, failure)
    return tuple(found.values())[:FAILURES_MAX]


def _of_block(fields: Headers) -> Failure | None:
    action = one_line(fields.first("action")).lower().partition(" ")[0]
    status = _STATUS.search(fields.first("status"))
    if action in ("delivered", "relayed", "expanded") or not (action or status):
        return None
    recipient = _address(fields, "original-recipient") or _address(fields, "final-recipient")
    if not recipient:
        return None
    refused = status is not None and status[1][0] == "5"
    given_up = action in _GIVEN_UP or (refused and not action.startswith("delay"))
    said = " ".join(words(value) for value in fields.all("diagnostic-code")[:1])
    return Failure(
        recipient=recipient,
        permanent=given_up,
        status=status[1] if status else "",
        reason=one_line(said.partition(";")[2] or said, max_chars=REASON_CHARS_MAX),
    )


def _address(fields: Headers, name: str) -> str:
    value = fields.first(name)
    return normal_address(one_line(value.rpartition(";")[2])) or ""


def _told_in_words(root: Part, text: str) -> list[Failure]:
    """Exim names recipients in a header, qmail and old Postfix in brackets before a colon."""
    subject = " ".join(words(value) for value in root.headers.all("subject"))
    given_up = not _DELAYED.search(subject)
    found = [
        Failure(address, given_up, "", "")
        for address in addresses(root.headers.all("x-failed-recipients"))
    ]
    for match in islice(_NAMED.finditer(text[:20_000]), FAILURES_MAX):
        if address := normal_address(match[1]):
            status = _STATUS.search(match[2])
            found.append(
                Failure(address, given_up, status[1] if status else "", one_line(match[2]))
            )
    return found
