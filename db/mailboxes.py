"""How far the folders of mailboxes have been read."""

from typing import Any

from sqlalchemy import update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db import locks
from db.tables import MailFolder


async def reached(session: AsyncSession, name: str) -> MailFolder | None:
    """What is known of a folder; who looks at it for the first time does so alone."""
    await locks.hold(session, f"mailbox {name}")
    return (await session.exec(select(MailFolder).where(col(MailFolder.name) == name))).first()


async def add(session: AsyncSession, **values: Any) -> MailFolder:
    """Begin with a folder."""
    row = MailFolder(**values)
    session.add(row)
    await session.flush()
    return row


async def move(session: AsyncSession, name: str, **values: int) -> None:
    """Say how far it has been read."""
    await session.exec(update(MailFolder).where(col(MailFolder.name) == name).values(**values))
