"""Accounts, entries, and what would give credits back."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index
from sqlalchemy.types import JSON
from sqlmodel import Field, SQLModel

from db.tables.columns import index_where, listed, moment, one_of, refers_to


class Account(SQLModel, table=True):
    """A customer's account of credits; its balance is the last entry's."""

    id: int | None = Field(default=None, primary_key=True)
    customer_id: int = Field(
        sa_column=Column(ForeignKey("customer.id"), nullable=False, unique=True)
    )
    created_at: datetime = moment()


class Entry(SQLModel, table=True):
    """One entry of a ledger, signed whole credits; only ever added."""

    __table_args__ = (
        one_of("kind", "purchase", "grant", "charge", "correction", "reversal", "transfer"),
        CheckConstraint("free_after >= 0 AND (free_after = 0 OR free_after <= balance_after)",
                        name="free_within_balance"),
        CheckConstraint("kind <> 'charge' OR credits <= 0", name="charge_takes"),
        CheckConstraint("kind NOT IN ('purchase', 'grant') OR credits > 0", name="deposit_gives"),
        CheckConstraint("kind <> 'reversal' OR (reverses IS NOT NULL AND reason IS NOT NULL)",
                        name="reversal_names_entry"),
        CheckConstraint("kind <> 'correction' OR reason IS NOT NULL", name="correction_has_reason"),
        CheckConstraint("(kind = 'transfer') = (merge_id IS NOT NULL)", name="transfer_names_merge"),
        CheckConstraint("balance_after < 0 OR owing_since IS NULL", name="owing_since_debt"),
        # The running balance: seq counts from 1 without a gap, so no two writers share a place.
        Index("uq_entry_account_seq", "account_id", "seq", unique=True),
        Index("ix_entry_ticket_id", "ticket_id"),
        Index("ix_entry_reverses", "reverses"),
        # The entries of some days, and the charges of them; what corrects an entry; what a merge posted.
        Index("ix_entry_posted_at", "posted_at", "id"),
        index_where("ix_entry_charged", "posted_at", "id", where="kind = 'charge'"),
        index_where("ix_entry_corrects", "corrects", where="corrects IS NOT NULL"),
        index_where("ix_entry_merge_id", "merge_id", where="merge_id IS NOT NULL"),
        # The accounts that owe, or once did.
        index_where("ix_entry_owing", "account_id", "seq", where="owing_since IS NOT NULL"),
        # A statement's period.
        Index("ix_entry_account_posted", "account_id", "posted_at", "seq"),
    )  # fmt: skip
    id: int | None = Field(default=None, primary_key=True)
    account_id: int = refers_to("account.id")
    seq: int
    kind: str
    credits: int
    quantity: int | None = None
    origin: str
    balance_after: int
    free_after: int
    reference: str = Field(unique=True)
    ticket_id: int | None = refers_to("ticket.id", nullable=True)
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
    reverses: int | None = refers_to("entry.id", nullable=True)
    staff_id: int | None = refers_to("staff.id", nullable=True)
    posted_at: datetime = moment()
    corrects: int | None = refers_to("entry.id", nullable=True)
    merge_id: int | None = refers_to("customer_merge.id", nullable=True)
    owing_since: datetime | None = moment(nullable=True)
    entitlement_ids: list[int] = listed()
    sessions_to: int | None = None


class Proposal(SQLModel, table=True):
    """Credits that would go back, until a lead or an admin decides."""

    __table_args__ = (
        one_of("state", "open", "approved", "rejected", "withdrawn"),
        CheckConstraint("credits > 0", name="gives"),
        CheckConstraint("(state = 'open') = (decided_at IS NULL)", name="decided_has_time"),
        Index("ix_proposal_state", "state"),
    )
    id: int | None = Field(default=None, primary_key=True)
    ticket_id: int | None = refers_to("ticket.id", nullable=True)
    entry_id: int = refers_to("entry.id", index=True)
    credits: int
    reason: str
    proposed_by: int = refers_to("staff.id")
    proposed_at: datetime = moment()
    state: str = "open"
    decided_by: int | None = refers_to("staff.id", nullable=True)
    decided_at: datetime | None = moment(nullable=True)
    reversal_id: int | None = refers_to("entry.id", nullable=True)
    dispute_id: int | None = refers_to("dispute.ticket_id", nullable=True)


class Dispute(SQLModel, table=True):
    """What a request of kind dispute is about: a request, and an entry where it names one."""

    __table_args__ = (
        CheckConstraint("(decision IS NULL) = (decided_at IS NULL)", name="decision_has_time"),
        CheckConstraint("decision IN ('upheld', 'rejected')", name="decision"),
        index_where("ix_dispute_open", "due_at", where="decided_at IS NULL"),
        Index("ix_dispute_disputed_ticket_id", "disputed_ticket_id"),
        index_where("ix_dispute_entry_id", "entry_id", where="entry_id IS NOT NULL"),
    )
    ticket_id: int = Field(sa_column=Column(ForeignKey("ticket.id"), primary_key=True))
    disputed_ticket_id: int | None = refers_to("ticket.id", nullable=True)
    entry_id: int | None = refers_to("entry.id", nullable=True)
    received_at: datetime = moment()
    warn_at: datetime = moment()
    due_at: datetime = moment()
    decision: str | None = None
    decided_at: datetime | None = moment(nullable=True)
    decided_by: int | None = refers_to("staff.id", nullable=True)
