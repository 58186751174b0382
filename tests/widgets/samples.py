"""Rows, messages and sessions as plain values."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class FakeRow:
    """A request in the queue."""

    ticket: int
    place: int | None = None
    age_seconds: int = 300
    customer: str = "Anna Petrova"
    balance: int = 50
    channel: str = "email"
    subject: str = "Live search finds nothing"
    state: str = "new"
    holder: str | None = None
    urgent: bool = False
    running: bool = False
    interrupted: bool = False


@dataclass(frozen=True)
class FakeAttachment:
    """A file."""

    name: str
    size_bytes: int
    really: str = ""


@dataclass(frozen=True)
class FakeMessage:
    """A message of a thread."""

    message: int
    direction: str = "in"
    author: str = "Anna Petrova"
    at_text: str = "16 Nov 10:02"
    text: str = "Nothing is found."
    attachments: tuple[FakeAttachment, ...] = ()
    delivery: str | None = None
    doubt: str | None = None


@dataclass(frozen=True)
class FakeWay:
    """A way of closing."""

    name: str
    credits: int | None
    balance_after: int | None


@dataclass(frozen=True)
class FakeKey:
    """A key of the bar."""

    id: str
    key: str
    label: str
    enabled: bool = True
    reason: str = ""


@dataclass(frozen=True)
class FakeSession:
    """A work session."""

    who: str = "Olga"
    started_text: str = "16 Nov 11:02"
    length_text: str = "0:37:12"
    how: str = "timer"
    note: str = field(default="")


def rows(first: int, count: int) -> list[FakeRow]:
    """Waiting requests numbered from `first` on, each in the place of its number."""
    return [FakeRow(number, place=number) for number in range(first, first + count)]
