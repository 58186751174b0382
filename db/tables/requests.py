"""Requests, their threads, the work on them, and what came in."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    LargeBinary,
    Text,
    text,
)
from sqlalchemy.types import JSON
from sqlmodel import Field, SQLModel

from db.tables.columns import index_where, moment, one_of, refers_to
from db.types import UtcDateTime

WAITING = "\"placing\" = 'quarantined' AND dismissed_at IS NULL"
BOUNCED = "settled_at IS NULL"


class Ticket(SQLModel, table=True):
    """A request; open until it has an outcome."""

    __table_args__ = (
        CheckConstraint("(outcome IS NULL) = (closed_at IS NULL)", name="closed_has_outcome"),
        CheckConstraint("estimate IS NULL OR estimate > 0", name="estimate_positive"),
        CheckConstraint(
            "(waiting_for IS NULL) = (waiting_since IS NULL)", name="waiting_has_since"
        ),
        one_of("channel", "email", "form", "helpdesk"),
        CheckConstraint("waiting_for IN ('customer', 'credits')", name="waiting_for"),
        # The queue, in arrival order; closed requests are not in it, however many there are.
        Index("ix_ticket_open", "received_at", "id", sqlite_where=text("closed_at IS NULL"),
              postgresql_where=text("closed_at IS NULL")),
        # The next one to pick: an index of just the eligible.
        Index("ix_ticket_eligible", "received_at", "id",
              sqlite_where=text("closed_at IS NULL AND claimed_by IS NULL AND waiting_for IS NULL"),
              postgresql_where=text(
                  "closed_at IS NULL AND claimed_by IS NULL AND waiting_for IS NULL")),
        # What is to be worked, held or not.
        Index("ix_ticket_workable", "received_at", "id",
              sqlite_where=text("closed_at IS NULL AND waiting_for IS NULL"),
              postgresql_where=text("closed_at IS NULL AND waiting_for IS NULL")),
        # What a person holds, and what waits; without the many where the column is empty, which would
        # look to a planner like a good way to everything.
        Index("ix_ticket_claimed_by", "claimed_by", "received_at", "id",
              sqlite_where=text("closed_at IS NULL AND claimed_by IS NOT NULL"),
              postgresql_where=text("closed_at IS NULL AND claimed_by IS NOT NULL")),
        Index("ix_ticket_on_wait", "received_at", "id", "waiting_for",
              sqlite_where=text("closed_at IS NULL AND waiting_for IS NOT NULL"),
              postgresql_where=text("closed_at IS NULL AND waiting_for IS NOT NULL")),
        # A customer's earlier requests, newest first; the open ones; and the sites that they are about.
        Index("ix_ticket_customer_id", "customer_id", "received_at"),
        index_where("ix_ticket_customer_open", "customer_id", "received_at", "id",
                    where="closed_at IS NULL"),
        index_where("ix_ticket_customer_domain", "customer_id", "domain",
                    where="domain IS NOT NULL"),
    )  # fmt: skip
    id: int | None = Field(default=None, primary_key=True)
    channel: str
    kind: str | None = None
    subject: str
    customer_id: int = refers_to("customer.id")
    requester: str
    domain: str | None = None
    language: str = "en"
    received_at: datetime = moment()
    claimed_by: int | None = refers_to("staff.id", nullable=True)
    claimed_at: datetime | None = moment(nullable=True)
    waiting_for: str | None = None
    waiting_since: datetime | None = moment(nullable=True)
    waiting_credits: int | None = None
    urgent: bool = False
    suspected_first_party: str | None = None
    estimate: int | None = None
    outcome: str | None = None
    ground: str | None = None
    closed_at: datetime | None = moment(nullable=True)
    policy_version: str
    version: int = 1


class Message(SQLModel, table=True):
    """One message of a thread: in, out, or a note that is never sent."""

    __table_args__ = (
        one_of("direction", "in", "out", "note"),
        Index("ix_message_ticket_id", "ticket_id", "id"),
        # The same words of the same sender, come another way.
        index_where("ix_message_words", "words_digest", "created_at",
                    where="words_digest IS NOT NULL"),
    )  # fmt: skip
    id: int | None = Field(default=None, primary_key=True)
    ticket_id: int = refers_to("ticket.id")
    direction: str
    author: str
    staff_id: int | None = refers_to("staff.id", nullable=True)
    address: str | None = None
    body: str = Field(sa_column=Column(Text, nullable=False))
    attachments: list[dict[str, Any]] = Field(
        default_factory=list, sa_column=Column(JSON, nullable=False)
    )
    mail_id: str | None = Field(default=None, unique=True)
    body_digest: str | None = None
    created_at: datetime = moment()
    doubt: str | None = None
    words_digest: str | None = None


class RequestWord(SQLModel, table=True):
    """A word of a request's subject or first message, cut to its stem: what similar requests are found by."""

    __tablename__ = "request_word"
    __table_args__ = (
        CheckConstraint("length(word) BETWEEN 1 AND 24", name="word_length"),
        {"sqlite_with_rowid": False},
    )
    word: str = Field(primary_key=True)
    ticket_id: int = Field(sa_column=Column(ForeignKey("ticket.id"), primary_key=True))


class Inbound(SQLModel, table=True):
    """What came in, byte for byte, and where it was placed."""

    __table_args__ = (
        one_of("placing", "new", "joined", "already-known", "quarantined"),
        # What a person has to look at, and all that was ever set aside.
        Index("ix_inbound_waiting", "id", sqlite_where=text(WAITING), postgresql_where=text(WAITING)),
        Index("ix_inbound_quarantined", "id", sqlite_where=text("\"placing\" = 'quarantined'"),
              postgresql_where=text("\"placing\" = 'quarantined'")),
        # How many came from a sender lately.
        index_where("ix_inbound_sender", "sender", "received_at", where="sender IS NOT NULL"),
        index_where("ix_inbound_message_id", "message_id", where="message_id IS NOT NULL"),
    )  # fmt: skip
    id: int | None = Field(default=None, primary_key=True)
    channel: str
    digest: str = Field(unique=True)
    raw: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    placing: str
    reason: str | None = None
    ticket_id: int | None = refers_to("ticket.id", nullable=True)
    message_id: int | None = refers_to("message.id", nullable=True)
    received_at: datetime = moment()
    sender: str | None = None
    subject: str | None = None
    dismissed_at: datetime | None = moment(nullable=True)


class Bounce(SQLModel, table=True):
    """A mail of ours that came back, or may yet arrive; settled once a person has seen to it."""

    __table_args__ = (
        CheckConstraint("(settled_at IS NULL) = (settled_by IS NULL)", name="settled_by_whom"),
        Index("uq_bounce_recipient", "outbox_id", "recipient", "permanent", unique=True),
        index_where("ix_bounce_open", "ticket_id", where=BOUNCED),
    )  # fmt: skip
    id: int | None = Field(default=None, primary_key=True)
    outbox_id: int = refers_to("outbox.id")
    ticket_id: int | None = refers_to("ticket.id", nullable=True)
    inbound_id: int = refers_to("inbound.id")
    recipient: str
    permanent: bool
    status: str
    reason: str
    came_at: datetime = moment()
    settled_at: datetime | None = moment(nullable=True)
    settled_by: int | None = refers_to("staff.id", nullable=True)


class MailFolder(SQLModel, table=True):
    """A folder of a mailbox that mails are fetched from, and how far it has been read."""

    __tablename__ = "mail_folder"
    name: str = Field(primary_key=True)
    first_looked_at: datetime = moment()
    uid_validity: int = Field(sa_column=Column(BigInteger, nullable=False))
    next_uid: int = Field(sa_column=Column(BigInteger, nullable=False))


class Draft(SQLModel, table=True):
    """An answer begun and not sent."""

    ticket_id: int = Field(sa_column=Column(ForeignKey("ticket.id"), primary_key=True))
    staff_id: int = Field(sa_column=Column(ForeignKey("staff.id"), primary_key=True))
    body: str = Field(sa_column=Column(Text, nullable=False))
    saved_at: datetime = moment()


class WorkSession(SQLModel, table=True):
    """Worked time: a timer with a start, or a length typed in with a reason; never rewritten."""

    __tablename__ = "work_session"
    __table_args__ = (
        CheckConstraint("(ended_at IS NULL) = (ending IS NULL)", name="ended_has_ending"),
        CheckConstraint("typed_seconds IS NULL OR (typed_seconds > 0 AND reason IS NOT NULL)",
                        name="typed_has_reason"),
        # A person has one running timer.
        Index("uq_work_session_running", "staff_id", unique=True,
              sqlite_where=text("ended_at IS NULL"), postgresql_where=text("ended_at IS NULL")),
        Index("ix_work_session_ticket_id", "ticket_id", "started_at"),
        Index("ix_work_session_staff_id", "staff_id", "ended_at"),
        # The work of some days.
        index_where("ix_work_session_ended_at", "ended_at", where="ended_at IS NOT NULL"),
    )  # fmt: skip
    id: int | None = Field(default=None, primary_key=True)
    ticket_id: int = refers_to("ticket.id")
    staff_id: int = refers_to("staff.id")
    started_at: datetime = moment()
    ended_at: datetime | None = moment(nullable=True)
    last_seen_at: datetime | None = moment(nullable=True)
    console: str | None = None
    ending: str | None = None
    typed_seconds: int | None = None
    reason: str | None = None


class LimitNotice(SQLModel, table=True):
    """A limit crossed, and how a person answered; once a ticket, limit, threshold and amount told (0: none)."""

    __tablename__ = "limit_notice"
    __table_args__ = (
        Index("uq_limit_notice_crossing", "ticket_id", "limit", "threshold", "amount", unique=True),
        Index("ix_limit_notice_crossed_at", "crossed_at", "id"),
        CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="answer_has_time"),
        CheckConstraint(
            "answer IN ('go-on', 'wait', 'close', 'no-notice', 'agreed')", name="answer"
        ),
        CheckConstraint(
            "answer <> 'agreed' OR consent_id IS NOT NULL", name="agreed_names_consent"
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    ticket_id: int = refers_to("ticket.id")
    limit: str
    threshold: int
    crossed_at: datetime = moment()
    worked_seconds: int
    credits: int
    amount: int = 0
    answer: str | None = None
    answered_by: int | None = refers_to("staff.id", nullable=True)
    answered_at: datetime | None = moment(nullable=True)
    reason: str | None = None
    message_id: int | None = refers_to("message.id", nullable=True)
    consent_id: int | None = refers_to("consent.id", nullable=True)


class Event(SQLModel, table=True):
    """Who did what to what, when; only ever added."""

    __table_args__ = (
        Index("ix_event_ticket_id", "ticket_id", "id"),
        index_where("ix_event_customer_id", "customer_id", "id", where="customer_id IS NOT NULL"),
        Index("ix_event_at", "at", "id"),
        Index("ix_event_staff_id", "staff_id", "at", "id"),
        Index("ix_event_what", "what", "at", "id"),
    )
    id: int | None = Field(default=None, primary_key=True)
    at: datetime = moment()
    staff_id: int | None = refers_to("staff.id", nullable=True)
    ticket_id: int | None = refers_to("ticket.id", nullable=True)
    what: str
    detail: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    customer_id: int | None = refers_to("customer.id", nullable=True)


class SiteCall(SQLModel, table=True):
    """A signed call of the website that has come: until its time is over it is not taken again."""

    __tablename__ = "site_call"
    digest: str = Field(primary_key=True)
    repeatable_until: datetime = Field(sa_column=Column(UtcDateTime(), nullable=False, index=True))
