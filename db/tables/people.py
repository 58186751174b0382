"""The desk, its staff, and the customers with their addresses."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, LargeBinary
from sqlalchemy.types import JSON
from sqlmodel import Field, SQLModel

from db.tables.columns import index_where, moment, one_of, refers_to


class Desk(SQLModel, table=True):
    """The desk itself: one row, with the secret that keys its Message-IDs, and where it has moved to."""

    __table_args__ = (
        CheckConstraint("id = 1", name="one_row"),
        CheckConstraint("(moved_to IS NULL) = (moved_at IS NULL)", name="moved_has_time"),
    )
    id: int = Field(default=1, primary_key=True)
    name: str
    sample: bool = False
    secret: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    created_at: datetime = moment()
    moved_to: str | None = None
    moved_at: datetime | None = moment(nullable=True)


class NumberGap(SQLModel, table=True):
    """Numbers that are missing because a server gave them to what was then not written, each run with its ends."""

    __tablename__ = "number_gap"
    __table_args__ = (CheckConstraint("first <= last", name="forward"),)
    of_table: str = Field(primary_key=True)
    first: int = Field(primary_key=True)
    last: int


class Customer(SQLModel, table=True):
    """Who asks."""

    __table_args__ = (
        Index("ix_customer_name", "name", "id"),
        # Without the many who were not merged: by them a planner would come to everybody, in no order.
        index_where("ix_customer_merged_into", "merged_into", where="merged_into IS NOT NULL"),
    )
    id: int | None = Field(default=None, primary_key=True)
    name: str
    language: str = "en"
    created_at: datetime = moment()
    merged_into: int | None = refers_to("customer.id", nullable=True)
    opted_out_at: datetime | None = moment(nullable=True)


class CustomerAddress(SQLModel, table=True):
    """An address that a customer writes from; one owner an address, in lower case."""

    __tablename__ = "customer_address"
    address: str = Field(primary_key=True)
    customer_id: int = refers_to("customer.id", index=True)
    created_at: datetime = moment()


class CustomerMerge(SQLModel, table=True):
    """Two customers that turned out to be one: what went from one to the other, so that it can go back."""

    __tablename__ = "customer_merge"
    __table_args__ = (
        CheckConstraint("from_customer <> into_customer", name="two_customers"),
        CheckConstraint("(undone_at IS NULL) = (undone_by IS NULL)", name="undone_has_who"),
    )
    id: int | None = Field(default=None, primary_key=True)
    from_customer: int = refers_to("customer.id", index=True)
    into_customer: int = refers_to("customer.id", index=True)
    reason: str
    moved: dict[str, list[Any]] = Field(
        default_factory=dict, sa_column=Column(JSON, nullable=False)
    )
    staff_id: int = refers_to("staff.id")
    merged_at: datetime = moment()
    undone_at: datetime | None = moment(nullable=True)
    undone_by: int | None = refers_to("staff.id", nullable=True)
    undo_reason: str | None = None


class Staff(SQLModel, table=True):
    """A member of staff."""

    __table_args__ = (one_of("role", "specialist", "lead", "admin"),)
    id: int | None = Field(default=None, primary_key=True)
    login: str = Field(unique=True)
    name: str
    role: str
    created_at: datetime = moment()
    retired_at: datetime | None = moment(nullable=True)


class Looking(SQLModel, table=True):
    """The request that a console shows, for the others to see."""

    console: str = Field(primary_key=True)
    staff_id: int = refers_to("staff.id")
    ticket_id: int = refers_to("ticket.id", index=True)
    seen_at: datetime = moment()


class Presence(SQLModel, table=True):
    """When a member of staff was last seen, whether by a console's heartbeat or a command."""

    staff_id: int = Field(sa_column=Column(ForeignKey("staff.id"), primary_key=True))
    seen_at: datetime = moment()
