"""The tables: facts as they happened; what must never break is a constraint here or a trigger in the migrations."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, LargeBinary, Text, text
from sqlalchemy.types import JSON
from sqlmodel import Field, SQLModel

from db.types import UtcDateTime

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
SQLModel.metadata.naming_convention = NAMING


def _one_of(column: str, *values: str) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def _moment(*, nullable: bool = False) -> Any:
    return Field(default=None, sa_column=Column(UtcDateTime(), nullable=nullable))


def _refers_to(target: str, *, nullable: bool = False, index: bool = False) -> Any:
    return Field(
        default=None, sa_column=Column(ForeignKey(target), nullable=nullable, index=index or None)
    )


class Desk(SQLModel, table=True):
    """The desk itself: one row, with the secret that keys its Message-IDs."""

    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)
    id: int = Field(default=1, primary_key=True)
    name: str
    sample: bool = False
    secret: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    created_at: datetime = _moment()


class Customer(SQLModel, table=True):
    """Who asks."""

    id: int | None = Field(default=None, primary_key=True)
    name: str
    language: str = "en"
    created_at: datetime = _moment()


class CustomerAddress(SQLModel, table=True):
    """An address that a customer writes from; one owner an address, in lower case."""

    __tablename__ = "customer_address"
    address: str = Field(primary_key=True)
    customer_id: int = _refers_to("customer.id", index=True)
    created_at: datetime = _moment()


class Staff(SQLModel, table=True):
    """A member of staff."""

    __table_args__ = (_one_of("role", "specialist", "lead", "admin"),)
    id: int | None = Field(default=None, primary_key=True)
    login: str = Field(unique=True)
    name: str
    role: str
    created_at: datetime = _moment()
    retired_at: datetime | None = _moment(nullable=True)


class Presence(SQLModel, table=True):
    """When a member of staff was last seen, whether by a console's heartbeat or a command."""

    staff_id: int = Field(sa_column=Column(ForeignKey("staff.id"), primary_key=True))
    seen_at: datetime = _moment()


class Ticket(SQLModel, table=True):
    """A request; open until it has an outcome."""

    __table_args__ = (
        CheckConstraint("(outcome IS NULL) = (closed_at IS NULL)", name="closed_has_outcome"),
        CheckConstraint("estimate IS NULL OR estimate > 0", name="estimate_positive"),
        CheckConstraint(
            "(waiting_for IS NULL) = (waiting_since IS NULL)", name="waiting_has_since"
        ),
        _one_of("channel", "email", "form", "helpdesk"),
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
        # A customer's earlier requests, newest first.
        Index("ix_ticket_customer_id", "customer_id", "received_at"),
    )  # fmt: skip
    id: int | None = Field(default=None, primary_key=True)
    channel: str
    kind: str | None = None
    subject: str
    customer_id: int = _refers_to("customer.id")
    requester: str
    domain: str | None = None
    language: str = "en"
    received_at: datetime = _moment()
    claimed_by: int | None = _refers_to("staff.id", nullable=True)
    claimed_at: datetime | None = _moment(nullable=True)
    waiting_for: str | None = None
    waiting_since: datetime | None = _moment(nullable=True)
    waiting_credits: int | None = None
    urgent: bool = False
    suspected_first_party: str | None = None
    estimate: int | None = None
    outcome: str | None = None
    ground: str | None = None
    closed_at: datetime | None = _moment(nullable=True)
    policy_version: str
    version: int = 1


class Message(SQLModel, table=True):
    """One message of a thread: in, out, or a note that is never sent."""

    __table_args__ = (
        _one_of("direction", "in", "out", "note"),
        Index("ix_message_ticket_id", "ticket_id", "id"),
    )
    id: int | None = Field(default=None, primary_key=True)
    ticket_id: int = _refers_to("ticket.id")
    direction: str
    author: str
    staff_id: int | None = _refers_to("staff.id", nullable=True)
    address: str | None = None
    body: str = Field(sa_column=Column(Text, nullable=False))
    attachments: list[dict[str, Any]] = Field(
        default_factory=list, sa_column=Column(JSON, nullable=False)
    )
    mail_id: str | None = Field(default=None, unique=True)
    body_digest: str | None = None
    created_at: datetime = _moment()


class Inbound(SQLModel, table=True):
    """What came in, byte for byte, and where it was placed."""

    __table_args__ = (
        _one_of("placing", "new", "joined", "already-known", "quarantined"),
        Index("ix_inbound_quarantined", "id", sqlite_where=text("placing = 'quarantined'"),
              postgresql_where=text("placing = 'quarantined'")),
    )  # fmt: skip
    id: int | None = Field(default=None, primary_key=True)
    channel: str
    digest: str = Field(unique=True)
    raw: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    placing: str
    reason: str | None = None
    ticket_id: int | None = _refers_to("ticket.id", nullable=True)
    message_id: int | None = _refers_to("message.id", nullable=True)
    received_at: datetime = _moment()


class Draft(SQLModel, table=True):
    """An answer begun and not sent."""

    ticket_id: int = Field(sa_column=Column(ForeignKey("ticket.id"), primary_key=True))
    staff_id: int = Field(sa_column=Column(ForeignKey("staff.id"), primary_key=True))
    body: str = Field(sa_column=Column(Text, nullable=False))
    saved_at: datetime = _moment()


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
    )  # fmt: skip
    id: int | None = Field(default=None, primary_key=True)
    ticket_id: int = _refers_to("ticket.id")
    staff_id: int = _refers_to("staff.id")
    started_at: datetime = _moment()
    ended_at: datetime | None = _moment(nullable=True)
    last_seen_at: datetime | None = _moment(nullable=True)
    console: str | None = None
    ending: str | None = None
    typed_seconds: int | None = None
    reason: str | None = None


class LimitNotice(SQLModel, table=True):
    """A limit crossed, and how a person answered; once a ticket, limit, threshold and amount told (0: none)."""

    __tablename__ = "limit_notice"
    __table_args__ = (
        Index("uq_limit_notice_crossing", "ticket_id", "limit", "threshold", "amount", unique=True),
        CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="answer_has_time"),
        CheckConstraint("answer IN ('go-on', 'wait', 'close', 'no-notice')", name="answer"),
    )
    id: int | None = Field(default=None, primary_key=True)
    ticket_id: int = _refers_to("ticket.id")
    limit: str
    threshold: int
    crossed_at: datetime = _moment()
    worked_seconds: int
    credits: int
    amount: int = 0
    answer: str | None = None
    answered_by: int | None = _refers_to("staff.id", nullable=True)
    answered_at: datetime | None = _moment(nullable=True)
    reason: str | None = None
    message_id: int | None = _refers_to("message.id", nullable=True)


class Account(SQLModel, table=True):
    """A customer's account of credits; its balance is the last entry's."""

    id: int | None = Field(default=None, primary_key=True)
    customer_id: int = Field(
        sa_column=Column(ForeignKey("customer.id"), nullable=False, unique=True)
    )
    created_at: datetime = _moment()


class Entry(SQLModel, table=True):
    """One entry of a ledger, signed whole credits; only ever added."""

    __table_args__ = (
        _one_of("kind", "purchase", "grant", "charge", "correction", "reversal"),
        CheckConstraint("free_after >= 0 AND (free_after = 0 OR free_after <= balance_after)",
                        name="free_within_balance"),
        CheckConstraint("kind <> 'charge' OR credits <= 0", name="charge_takes"),
        CheckConstraint("kind NOT IN ('purchase', 'grant') OR credits > 0", name="deposit_gives"),
        CheckConstraint("kind <> 'reversal' OR (reverses IS NOT NULL AND reason IS NOT NULL)",
                        name="reversal_names_entry"),
        CheckConstraint("kind <> 'correction' OR reason IS NOT NULL", name="correction_has_reason"),
        # The running balance: seq counts from 1 without a gap, so no two writers share a place.
        Index("uq_entry_account_seq", "account_id", "seq", unique=True),
        Index("ix_entry_ticket_id", "ticket_id"),
        Index("ix_entry_reverses", "reverses"),
    )  # fmt: skip
    id: int | None = Field(default=None, primary_key=True)
    account_id: int = _refers_to("account.id")
    seq: int
    kind: str
    credits: int
    quantity: int | None = None
    origin: str
    balance_after: int
    free_after: int
    reference: str = Field(unique=True)
    ticket_id: int | None = _refers_to("ticket.id", nullable=True)
    outcome: str | None = None
    ground: str | None = None
    worked_seconds: int | None = None
    chargeable_seconds: int | None = None
    blocks: int | None = None
    cost: int | None = None
    waived: int = 0
    clauses: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    policy_version: str
    reason: str | None = None
    reverses: int | None = _refers_to("entry.id", nullable=True)
    staff_id: int | None = _refers_to("staff.id", nullable=True)
    posted_at: datetime = _moment()


class Proposal(SQLModel, table=True):
    """Credits that would go back, until a lead or an admin decides."""

    __table_args__ = (
        _one_of("state", "open", "approved", "rejected", "withdrawn"),
        CheckConstraint("credits > 0", name="gives"),
        CheckConstraint("(state = 'open') = (decided_at IS NULL)", name="decided_has_time"),
        Index("ix_proposal_state", "state"),
    )
    id: int | None = Field(default=None, primary_key=True)
    ticket_id: int | None = _refers_to("ticket.id", nullable=True)
    entry_id: int = _refers_to("entry.id", index=True)
    credits: int
    reason: str
    proposed_by: int = _refers_to("staff.id")
    proposed_at: datetime = _moment()
    state: str = "open"
    decided_by: int | None = _refers_to("staff.id", nullable=True)
    decided_at: datetime | None = _moment(nullable=True)
    reversal_id: int | None = _refers_to("entry.id", nullable=True)


class Outbox(SQLModel, table=True):
    """The e-mail of a message; written with it or not at all."""

    __table_args__ = (
        _one_of("state", "queued", "sending", "sent", "failed"),
        CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name="sent_has_time"),
        Index("ix_outbox_due", "next_try_at",
              sqlite_where=text("state IN ('queued', 'sending')"),
              postgresql_where=text("state IN ('queued', 'sending')")),
        # How many automatic mails an address had lately.
        Index("ix_outbox_recipient", "recipient", "created_at"),
        Index("ix_outbox_failed", "ticket_id", sqlite_where=text("state = 'failed'"),
              postgresql_where=text("state = 'failed'")),
    )  # fmt: skip
    id: int | None = Field(default=None, primary_key=True)
    message_id: int = Field(sa_column=Column(ForeignKey("message.id"), nullable=False, unique=True))
    ticket_id: int = _refers_to("ticket.id", index=True)
    recipient: str
    subject: str
    mail_id: str = Field(unique=True)
    in_reply_to: str | None = None
    references: str = ""
    automatic: bool = False
    state: str = "queued"
    attempts: int = 0
    next_try_at: datetime | None = _moment(nullable=True)
    last_error: str | None = None
    created_at: datetime = _moment()
    sent_at: datetime | None = _moment(nullable=True)


class Event(SQLModel, table=True):
    """Who did what to what, when; only ever added."""

    __table_args__ = (Index("ix_event_ticket_id", "ticket_id", "id"),)
    id: int | None = Field(default=None, primary_key=True)
    at: datetime = _moment()
    staff_id: int | None = _refers_to("staff.id", nullable=True)
    ticket_id: int | None = _refers_to("ticket.id", nullable=True)
    what: str
    detail: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
