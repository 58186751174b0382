"""Words of the outbox: a mail in a line, and whole."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from console.policy.officehours import OfficeHours
from console.screens.words import at_text
from console.services.explain_words import Section
from console.services.shapes import DeliveryView, MailView
from widgets.line_list import Column, ListLine
from widgets.thread_lines import size_words

if TYPE_CHECKING:  # loaded once the screen is open
    from console.services.quarantine import SetAsideView, SetAsideWhole

ASIDE_COLUMNS: Sequence[Column] = (
    Column("No", 5, right=True),
    Column("Came", 13),
    Column("From"),
    Column("Why it was set aside"),
    Column("Subject"),
)
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
    "came back": (
        Column("No", 5, right=True),
        Column("To"),
        Column("Tries", 5, right=True),
        Column("Why it came back"),
        Column("Subject"),
    ),
    "set aside": ASIDE_COLUMNS,
}


def mail_line(each: DeliveryView, hours: OfficeHours, *, now: datetime) -> ListLine:
    """A mail that has not left."""
    stuck = each.state in {"failed", "came back"}
    state = each.last_error or "" if stuck else when_words(each, hours, now=now)
    return ListLine(
        each.delivery,
        (str(each.delivery), each.to, str(each.attempts), state, each.subject),
        ("dim", "", "", "owes" if stuck else "", "dim"),
    )


def aside_line(each: "SetAsideView", hours: OfficeHours, *, now: datetime) -> ListLine:
    """Something that was set aside."""
    came = at_text(hours, each.received_at, now=now)
    why = each.reason.removeprefix("It was sent by ").removeprefix("It ")
    texts = (str(each.number), came, each.sender or "nobody named", why, each.subject or "")
    return ListLine(each.number, texts, ("dim", "dim", "", "owes", "dim"))


def aside_sections(found: "SetAsideWhole", hours: OfficeHours, *, now: datetime) -> list[Section]:
    """One of them heading by heading: why, from whom, when, and its text."""
    view = found.view
    told = [
        view.reason,
        f"from {view.sender or 'nobody named'}",
        f"came {at_text(hours, view.received_at, now=now)}, {size_words(view.size_bytes)}",
        *(f"with the file {name}" for name in found.files),
    ]
    heading = "Its text" if found.readable else "As it came: it cannot be read"
    return [
        (f"{view.number}: {view.subject or 'no subject'}", told),
        (heading, found.text.split("\n")),
    ]


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
    elif mail.state == "came back":
        yield "came back: it left, and a mail server has returned it"
    elif mail.state == "sent":
        yield "sent"
    else:
        yield f"waits: tried {tries}, next {when_words(mail, hours, now=now)}"
    if mail.last_error:
        yield f"the last answer: {mail.last_error}"
    yield f"Message-ID {mail.message_id}"
