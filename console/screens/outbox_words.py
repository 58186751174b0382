"""Words of the outbox: a mail in a line, and whole."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from console.policy.officehours import OfficeHours
from console.screens.words import at_text
from console.services.explain_words import Section
from console.services.shapes import DeliveryView, MailView
from widgets.line_list import Column, ListLine

COLUMNS: Mapping[str, Sequence[Column]] = {
    "failed": (
        Column("No", 5, right=True),
        Column("To"),
        Column("Tries", 5, right=True),
        Column("Why it failed"),
        Column("Subject"),
    ),
    "waiting": (
        Column("No", 5, right=True),
        Column("To"),
        Column("Tries", 5, right=True),
        Column("Next try", 13),
        Column("Subject"),
    ),
}


def mail_line(each: DeliveryView, hours: OfficeHours, *, now: datetime) -> ListLine:
    """A mail that has not left."""
    state = each.last_error or "" if each.state == "failed" else when_words(each, hours, now=now)
    return ListLine(
        each.delivery,
        (str(each.delivery), each.to, str(each.attempts), state, each.subject),
        ("dim", "", "", "owes" if each.state == "failed" else "", "dim"),
    )


def when_words(each: DeliveryView, hours: OfficeHours, *, now: datetime) -> str:
    """When a mail that waits is tried."""
    if each.state == "sending":
        return "being sent"
    if each.next_try_at is None or each.next_try_at <= now:
        return "at once"
    return at_text(hours, each.next_try_at, now=now)


def mail_sections(found: MailView, hours: OfficeHours, *, now: datetime) -> list[Section]:
    """A mail with what became of it, heading by heading."""
    mail = found.delivery
    return [
        (f"Mail {mail.delivery}: {mail.subject}", list(_fate(found, hours, now=now))),
        ("Its text", found.text.split("\n")),
    ]


def _fate(found: MailView, hours: OfficeHours, *, now: datetime) -> Iterator[str]:
    mail = found.delivery
    yield f"to {mail.to}"
    if mail.ticket is not None:
        yield f"about request #{mail.ticket}"
    yield f"written {at_text(hours, found.written_at, now=now)}"
    yield from (f"with the file {name}" for name in found.files)
    tries = f"{mail.attempts} time{'' if mail.attempts == 1 else 's'}"
    if mail.state == "failed":
        yield f"failed: tried {tries}, and not again by itself"
    elif mail.state == "sent":
        yield "sent"
    else:
        yield f"waits: tried {tries}, next {when_words(mail, hours, now=now)}"
    if mail.last_error:
        yield f"the last answer: {mail.last_error}"
    yield f"Message-ID {mail.message_id}"
