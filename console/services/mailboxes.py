"""How far a mailbox's folder has been read, in the desk's own record."""

from datetime import datetime

from console.mail.folder import Reached
from console.services.connection import until_saved
from console.services.context import Desk
from db import mailboxes


@until_saved
async def reached(
    desk: Desk, *, name: str, uid_validity: int, next_uid: int, now: datetime
) -> Reached:
    """How far a folder has been read; at the first look at it, up to here."""
    async with desk.writing(job="intake") as session:
        row = await mailboxes.reached(session, name)
        if row is None:
            row = await mailboxes.add(
                session, name=name, first_looked_at=now, uid_validity=uid_validity, next_uid=next_uid
            )  # fmt: skip
        return Reached(row.first_looked_at, row.uid_validity, row.next_uid)


@until_saved
async def go_on(desk: Desk, *, name: str, uid_validity: int, next_uid: int) -> None:
    """Say how far it has been read by now."""
    async with desk.writing(job="intake") as session:
        await mailboxes.move(session, name, uid_validity=uid_validity, next_uid=next_uid)
