"""Changes of the settings file, on record: who changed what from what to what, and never a secret."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple

from console.policy import access
from console.policy.refusal import Refusal
from console.services import facts
from console.services.context import Desk
from console.services.shapes import Actor
from db import tickets


class Changed(NamedTuple):
    """One setting of a connection, before and after, in words."""

    connection: str
    setting: str
    before: str
    after: str


def check(desk: Desk, actor: Actor) -> Refusal | None:
    """Refuse a change to all but an admin, and on a sample desk."""
    if desk.facts.sample:
        return Refusal("This is the sample desk: it changes no settings.")
    if desk.database.read_only:
        return Refusal("This is for reading only: leave --read-only out.")
    return access.check(facts.role_of(actor), "settings")


async def make(
    desk: Desk,
    actor: Actor,
    changes: Sequence[Changed],
    *,
    file: str,
    put: Callable[[], None],
    now: datetime,
) -> Refusal | None:
    """Put changes on record and make them, both or neither; `put` writes the file, and raises where it cannot.

    Where the record cannot be kept after all, the file is changed already: that is said by the fault raised.
    """
    if refused := check(desk, actor):
        return refused
    async with desk.writing(actor, now) as session:
        for each in changes:
            await tickets.record(
                session, "settings changed", at=now, staff_id=actor.staff_id,
                setting=f"{each.connection}.{each.setting}", before=each.before, after=each.after,
                file=file,
            )  # fmt: skip
        await asyncio.to_thread(put)
    return None
