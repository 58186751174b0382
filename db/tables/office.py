"""What is the same for everybody at the desk: its settings, and the office's days. Only ever added."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index
from sqlmodel import Field, SQLModel

from db.tables.columns import moment, one_of, refers_to

HOURS_OF_A_WORKED_DAY = (
    "opens IS NULL AND closes IS NULL OR state = 'worked' AND opens IS NOT NULL AND closes IS NOT NULL"
    " AND opens < closes"
)


class DeskSetting(SQLModel, table=True):
    """A setting as it was set at a time; without a value, what a machine's own file says holds again."""

    __tablename__ = "desk_setting"
    __table_args__ = (Index("ix_desk_setting_name", "name", "id"),)
    id: int | None = Field(default=None, primary_key=True)
    name: str
    value: str | None = None
    reason: str
    staff_id: int = refers_to("staff.id")
    set_at: datetime = moment()


class OfficeDayRow(SQLModel, table=True):
    """What was said of a day (2026-12-31): it is closed, worked (in hours of its own, 09:00), or again as usual."""

    __tablename__ = "office_day"
    __table_args__ = (
        one_of("state", "closed", "worked", "usual"),
        CheckConstraint(HOURS_OF_A_WORKED_DAY, name="hours_of_a_worked_day"),
        CheckConstraint("length(day) = 10", name="day"),
        Index("ix_office_day_day", "day", "id"),
    )
    id: int | None = Field(default=None, primary_key=True)
    day: str
    state: str
    opens: str | None = None
    closes: str | None = None
    reason: str
    staff_id: int = refers_to("staff.id")
    said_at: datetime = moment()


class LetGo(SQLModel, table=True):
    """A mail whose bytes were let go of when their time was over, and how many they were; the rest of it stays."""

    __tablename__ = "let_go"
    __table_args__ = (CheckConstraint("size_bytes > 0", name="size_bytes"),)
    inbound_id: int = Field(sa_column=Column(ForeignKey("inbound.id"), primary_key=True))
    size_bytes: int
    let_go_at: datetime = moment()
