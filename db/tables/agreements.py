"""What customers bought and agreed to, and the policy that it was under."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Text
from sqlalchemy.types import JSON
from sqlmodel import Field, SQLModel

from db.tables.columns import index_where, moment, one_of, refers_to


class Entitlement(SQLModel, table=True):
    """A support package: Premium for a domain and a term, Incident or Examination for one request."""

    __table_args__ = (
        one_of("kind", "premium", "incident", "examination"),
        CheckConstraint("(kind = 'premium') = (domain IS NOT NULL)", name="premium_has_domain"),
        CheckConstraint("(kind = 'premium') = (starts_at IS NOT NULL AND ends_at IS NOT NULL"
                        " AND months IS NOT NULL AND anchor_day IS NOT NULL)", name="premium_has_term"),
        CheckConstraint("starts_at IS NULL OR starts_at < ends_at", name="term_runs_on"),
        CheckConstraint("kind <> 'premium' OR ticket_id IS NULL", name="premium_is_for_a_domain"),
        CheckConstraint("(refunded_at IS NULL) = (refund_reason IS NULL)", name="refund_has_reason"),
        index_where("ix_entitlement_domain", "domain", "starts_at", where="domain IS NOT NULL"),
        # One package a request.
        index_where("uq_entitlement_ticket_id", "ticket_id", unique=True,
                     where="ticket_id IS NOT NULL AND refunded_at IS NULL"),
        Index("ix_entitlement_customer_id", "customer_id", "id"),
    )  # fmt: skip
    id: int | None = Field(default=None, primary_key=True)
    customer_id: int = refers_to("customer.id")
    kind: str
    domain: str | None = None
    months: int | None = None
    starts_at: datetime | None = moment(nullable=True)
    ends_at: datetime | None = moment(nullable=True)
    anchor_day: int | None = None
    ticket_id: int | None = refers_to("ticket.id", nullable=True)
    reference: str = Field(unique=True)
    reason: str
    staff_id: int | None = refers_to("staff.id", nullable=True)
    created_at: datetime = moment()
    refunded_at: datetime | None = moment(nullable=True)
    refunded_by: int | None = refers_to("staff.id", nullable=True)
    refund_reason: str | None = None


class CoverChoice(SQLModel, table=True):
    """Which support package covers a request, where a person said so against the rule; none where it names none."""

    __tablename__ = "cover_choice"
    ticket_id: int = Field(sa_column=Column(ForeignKey("ticket.id"), primary_key=True))
    entitlement_id: int | None = refers_to("entitlement.id", nullable=True)
    reason: str
    staff_id: int = refers_to("staff.id")
    chosen_at: datetime = moment()


class Consent(SQLModel, table=True):
    """A ceiling that a customer agreed to: for one request, or for each of theirs when it names none."""

    __table_args__ = (
        CheckConstraint("ceiling > 0", name="ceiling_positive"),
        CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_by IS NULL)", name="withdrawn_has_who"),
        # One in force a request, and one standing agreement a customer.
        index_where("uq_consent_ticket_id", "ticket_id", unique=True,
                     where="ticket_id IS NOT NULL AND withdrawn_at IS NULL"),
        index_where("uq_consent_standing", "customer_id", unique=True,
                     where="ticket_id IS NULL AND withdrawn_at IS NULL"),
        Index("ix_consent_customer_id", "customer_id", "id"),
    )  # fmt: skip
    id: int | None = Field(default=None, primary_key=True)
    customer_id: int = refers_to("customer.id")
    ticket_id: int | None = refers_to("ticket.id", nullable=True)
    ceiling: int
    agreed_by: str
    agreed_at: datetime = moment()
    message_id: int = refers_to("message.id")
    staff_id: int = refers_to("staff.id")
    recorded_at: datetime = moment()
    withdrawn_at: datetime | None = moment(nullable=True)
    withdrawn_by: int | None = refers_to("staff.id", nullable=True)
    withdraw_reason: str | None = None


class PolicyVersion(SQLModel, table=True):
    """A version of the support policy; proposed while it has no date."""

    __tablename__ = "policy_version"
    __table_args__ = (
        index_where("uq_policy_version_in_force_from", "in_force_from", unique=True,
                     where="in_force_from IS NOT NULL"),
    )  # fmt: skip
    version: str = Field(primary_key=True)
    title: str
    text: str = Field(sa_column=Column(Text, nullable=False))
    terms: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    words: dict[str, str] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    in_force_from: datetime | None = moment(nullable=True)
    staff_id: int | None = refers_to("staff.id", nullable=True)
    created_at: datetime = moment()
