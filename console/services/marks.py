"""Marks of commits on a server: what nobody asks after any more is let go."""

from console.services.context import Desk
from db import marks


async def forget_old(desk: Desk) -> int:
    """Let go the marks that are older than a day; says how many."""
    async with desk.writing(job="limits") as session:
        return await marks.forget_old(session)
