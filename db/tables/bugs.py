"""Known bugs of components, the requests that they collect, and who was told that they are solved."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, SQLModel

from db.tables.columns import moment, one_of, refers_to


class KnownBug(SQLModel, table=True):
    """A bug of a component that more than one request may be about."""

    __tablename__ = "known_bug"
    __table_args__ = (one_of("fault", "bug", "security", "conflict"),)
    id: int | None = Field(default=None, primary_key=True)
    component_id: int = refers_to("component.id")
    fault: str
    staff_id: int = refers_to("staff.id")
    added_at: datetime = moment()


class KnownBugFact(SQLModel, table=True):
    """What a known bug was said to be at a time; the last of a bug holds. `advice` is what its customers are told."""

    __tablename__ = "known_bug_fact"
    __table_args__ = (
        one_of("state", "known", "solved"),
        CheckConstraint("title <> ''", name="told"),
        CheckConstraint("state = 'solved' OR solved_in IS NULL", name="solved_in"),
        Index("ix_known_bug_fact_bug_id", "bug_id", "id"),
    )
    id: int | None = Field(default=None, primary_key=True)
    bug_id: int = refers_to("known_bug.id")
    title: str
    state: str
    found_in: str | None = None
    solved_in: str | None = None
    note: str | None = None
    advice: str | None = None
    staff_id: int = refers_to("staff.id")
    written_at: datetime = moment()


class KnownBugTicket(SQLModel, table=True):
    """Which known bug a request is of, or none; the last of a request holds."""

    __tablename__ = "known_bug_ticket"
    __table_args__ = (
        Index("ix_known_bug_ticket_ticket_id", "ticket_id", "id"),
        Index("ix_known_bug_ticket_bug_id", "bug_id", "id"),
    )
    id: int | None = Field(default=None, primary_key=True)
    ticket_id: int = refers_to("ticket.id")
    bug_id: int | None = refers_to("known_bug.id", nullable=True)
    staff_id: int = refers_to("staff.id")
    said_at: datetime = moment()


class KnownBugTold(SQLModel, table=True):
    """A request whose customer was told that its bug is solved, once a solving; `entry_id` is what closed it."""

    __tablename__ = "known_bug_told"
    __table_args__ = (
        Index("uq_known_bug_told_fact_id_ticket_id", "fact_id", "ticket_id", unique=True),
    )
    id: int | None = Field(default=None, primary_key=True)
    bug_id: int = refers_to("known_bug.id")
    fact_id: int = refers_to("known_bug_fact.id")
    ticket_id: int = refers_to("ticket.id")
    message_id: int = refers_to("message.id")
    entry_id: int | None = refers_to("entry.id", nullable=True)
    staff_id: int = refers_to("staff.id")
    told_at: datetime = moment()
