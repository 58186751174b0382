"""The catalogue of components, and which of them a request is about."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, SQLModel

from db.tables.columns import moment, one_of, refers_to


class Component(SQLModel, table=True):
    """A component that requests can be about; its code is its name for good."""

    __table_args__ = (Index("uq_component_code", "code", unique=True),)
    id: int | None = Field(default=None, primary_key=True)
    code: str
    staff_id: int = refers_to("staff.id")
    added_at: datetime = moment()


class ComponentFact(SQLModel, table=True):
    """What a component is, as an admin wrote it at a time; the last of a component holds."""

    __tablename__ = "component_fact"
    __table_args__ = (
        one_of("kind", "addon", "theme", "platform", "other"),
        CheckConstraint("name <> '' AND vendor <> '' AND package <> ''", name="told"),
        Index("ix_component_fact_component_id", "component_id", "id"),
    )
    id: int | None = Field(default=None, primary_key=True)
    component_id: int = refers_to("component.id")
    name: str
    vendor: str
    kind: str
    package: str | None = None
    paid: bool = False
    encrypted: bool = False
    retired: bool = False
    staff_id: int = refers_to("staff.id")
    written_at: datetime = moment()


class TicketComponent(SQLModel, table=True):
    """Which component a request is about, and what that was then; the last of a request holds, or none does.

    It holds for the closings after `since_entry_id`, that before the closing which it was said for.
    """

    __tablename__ = "ticket_component"
    __table_args__ = (
        CheckConstraint("(component_id IS NULL) = (fact_id IS NULL)", name="component_has_fact"),
        CheckConstraint("version IS NULL OR version <> '' AND component_id IS NOT NULL", name="version"),
        Index("ix_ticket_component_ticket_id", "ticket_id", "id"),
        Index("ix_ticket_component_component_id", "component_id", "id"),
    )  # fmt: skip
    id: int | None = Field(default=None, primary_key=True)
    ticket_id: int = refers_to("ticket.id")
    component_id: int | None = refers_to("component.id", nullable=True)
    fact_id: int | None = refers_to("component_fact.id", nullable=True)
    version: str | None = None
    since_entry_id: int | None = refers_to("entry.id", nullable=True)
    staff_id: int = refers_to("staff.id")
    said_at: datetime = moment()
