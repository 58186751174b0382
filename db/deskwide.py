"""Desk-wide settings and the office's days: the last saying of a name or a day holds."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, text
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db import deskwide_sql
from db.tables import DeskSetting, Event, OfficeDayRow

Stamp = tuple[int, int]
"""How many sayings of each kind there are: they are only added to, and may be seen in another order than numbered."""

Said = tuple[Sequence[Sequence[Any]], Sequence[Sequence[Any]]]
"""The rows of `deskwide_sql.SETTINGS` and of `deskwide_sql.DAYS`."""


async def in_force(session: AsyncSession) -> Said:
    """What is set, and what is said of days."""
    connection = await session.connection()
    settings = (await connection.execute(text(deskwide_sql.SETTINGS))).all()
    days = (await connection.execute(text(deskwide_sql.DAYS))).all()
    return [tuple(row) for row in settings], [tuple(row) for row in days]


async def last_settings(session: AsyncSession) -> Sequence[DeskSetting]:
    """The last saying of each setting, those given back too."""
    newest = select(func.max(col(DeskSetting.id))).group_by(col(DeskSetting.name))
    return (await session.exec(select(DeskSetting).where(col(DeskSetting.id).in_(newest)))).all()


async def set_value(session: AsyncSession, **values: Any) -> DeskSetting:
    """Set a setting, or with no value give it back."""
    row = DeskSetting(**values)
    session.add(row)
    await session.flush()
    return row


async def last_days(session: AsyncSession, *, since: str) -> Sequence[OfficeDayRow]:
    """What is said of the days from one on, in their order; those given back are not among them."""
    newest = select(func.max(col(OfficeDayRow.id))).group_by(col(OfficeDayRow.day))
    statement = (
        select(OfficeDayRow)
        .where(
            col(OfficeDayRow.id).in_(newest), col(OfficeDayRow.day) >= since,
            col(OfficeDayRow.state) != "usual",
        )
        .order_by(col(OfficeDayRow.day))
    )  # fmt: skip
    return (await session.exec(statement)).all()


async def last_of_day(session: AsyncSession, day: str) -> OfficeDayRow | None:
    """What was said last of a day."""
    statement = select(OfficeDayRow).where(col(OfficeDayRow.day) == day)
    return (await session.exec(statement.order_by(col(OfficeDayRow.id).desc()).limit(1))).first()


async def without_event(session: AsyncSession) -> Sequence[tuple[str, int]]:
    """The sayings that no event tells of, as (table, number)."""
    told: dict[str, set[Any]] = {"setting": set(), "office day": set()}
    events = select(col(Event.what), col(Event.detail)).where(col(Event.what).in_(told))
    for what, detail in (await session.exec(events)).all():
        told[what].add(detail.get("saying"))
    settings = (await session.exec(select(col(DeskSetting.id)))).all()
    days = (await session.exec(select(col(OfficeDayRow.id)))).all()
    return [
        *(("desk_setting", row) for row in settings if row and row not in told["setting"]),
        *(("office_day", row) for row in days if row and row not in told["office day"]),
    ]


async def say_of_day(session: AsyncSession, **values: Any) -> OfficeDayRow:
    """Say something of a day."""
    row = OfficeDayRow(**values)
    session.add(row)
    await session.flush()
    return row
