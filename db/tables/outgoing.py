"""What leaves by e-mail."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, LargeBinary, Text, text
from sqlalchemy.types import JSON
from sqlmodel import Field, SQLModel

from db.tables.columns import index_where, listed, moment, one_of, refers_to


class Outbox(SQLModel, table=True):
    """An e-mail: a message's, written with it or not at all, or one without a thread, with its own text."""

    __table_args__ = (
        CheckConstraint("(message_id IS NULL) = (body IS NOT NULL)", name="one_text"),
        CheckConstraint("(message_id IS NULL) = (ticket_id IS NULL)", name="thread_or_none"),
        one_of("state", "queued", "sending", "sent", "failed"),
        CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name="sent_has_time"),
        Index("ix_outbox_due", "next_try_at",
              sqlite_where=text("state IN ('queued', 'sending')"),
              postgresql_where=text("state IN ('queued', 'sending')")),
        # What became of each mail of a mailing.
        index_where("ix_outbox_mailing_id", "mailing_id", "state", where="mailing_id IS NOT NULL"),
        # How many automatic mails an address had lately.
        Index("ix_outbox_recipient", "recipient", "created_at"),
        Index("ix_outbox_failed", "ticket_id", sqlite_where=text("state = 'failed'"),
              postgresql_where=text("state = 'failed'")),
    )  # fmt: skip
    id: int | None = Field(default=None, primary_key=True)
    message_id: int | None = Field(
        default=None, sa_column=Column(ForeignKey("message.id"), nullable=True, unique=True)
    )
    ticket_id: int | None = refers_to("ticket.id", nullable=True, index=True)
    recipient: str
    subject: str
    mail_id: str = Field(unique=True)
    in_reply_to: str | None = None
    references: str = ""
    automatic: bool = False
    state: str = "queued"
    attempts: int = 0
    next_try_at: datetime | None = moment(nullable=True)
    last_error: str | None = None
    created_at: datetime = moment()
    sent_at: datetime | None = moment(nullable=True)
    customer_id: int | None = refers_to("customer.id", nullable=True, index=True)
    mailing_id: int | None = refers_to("mailing.id", nullable=True)
    body: str | None = Field(default=None, sa_column=Column(Text, nullable=True))
    attachments: list[dict[str, Any]] = listed()
    unsubscribe: str | None = None


class Mailing(SQLModel, table=True):
    """A message to many customers, each of whose e-mails is a row of the outbox."""

    __table_args__ = (one_of("kind", "informational", "promotional"),)
    id: int | None = Field(default=None, primary_key=True)
    kind: str
    texts: dict[str, dict[str, str]] = Field(
        default_factory=dict, sa_column=Column(JSON, nullable=False)
    )
    selection: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    recipients: int
    reference: str = Field(unique=True)
    staff_id: int = refers_to("staff.id")
    created_at: datetime = moment()


class StoredFile(SQLModel, table=True):
    """A file's bytes, once for each content; what sends or shows it names it by its SHA-256."""

    __tablename__ = "stored_file"
    digest: str = Field(primary_key=True)
    size_bytes: int
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    created_at: datetime = moment()


class DeskText(SQLModel, table=True):
    """A text of the desk's own as it was written at a time; without a source, the built-in one holds again."""

    __tablename__ = "desk_text"
    __table_args__ = (
        one_of("kind", "mail", "macro"),
        Index("ix_desk_text_name", "name", "language", "id"),
    )
    id: int | None = Field(default=None, primary_key=True)
    kind: str
    name: str
    language: str
    source: str | None = Field(default=None, sa_column=Column(Text, nullable=True))
    staff_id: int = refers_to("staff.id")
    written_at: datetime = moment()
