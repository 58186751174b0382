"""The mail job: takes in what the delivery command kept beside the desk."""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from console import faultlog
from console.mail import reader, spool
from console.mail.message import InboundMail, Unreadable
from console.services import intake
from console.services.context import Desk
from console.services.faults import Fault
from console.services.shapes import Admitted

Read = tuple[bytes, InboundMail | Unreadable]
Reading = asyncio.Task[Read]


@dataclass(frozen=True, slots=True)
class Counts:
    """Mails taken in, and those that the program failed on and kept."""

    admitted: int = 0
    failed: int = 0


async def run(desk: Desk, *, now: datetime) -> Counts:
    """Take in what waits, in the order in which it came; safe to run twice at once. Raises Fault."""
    admitted = failed = 0
    await asyncio.to_thread(spool.sweep, desk.spool, now)
    waiting = await asyncio.to_thread(spool.waiting, desk.spool)
    async with aclosing(_read_ahead(waiting)) as each_read:
        async for mail, reading in each_read:
            if await _admit(desk, mail, reading, now):
                admitted += 1
            else:
                failed += 1
    return Counts(admitted, failed)


async def _read_ahead(mails: Sequence[Path]) -> AsyncGenerator[tuple[Path, Reading], None]:
    """Each mail and the reading of it; while one is taken in, another process reads the next."""
    begun: deque[tuple[Path, Reading]] = deque()
    try:
        for mail in mails:
            begun.append((mail, asyncio.create_task(_read(mail))))
            if len(begun) > 1:
                yield begun.popleft()
        while begun:
            yield begun.popleft()
    finally:
        for _, reading in begun:
            reading.cancel()
        await asyncio.gather(*(reading for _, reading in begun), return_exceptions=True)


async def _admit(desk: Desk, mail: Path, reading: Reading, now: datetime) -> bool:
    """Take one mail in; one that the program fails on stays, and holds up none of the others. Raises Fault."""
    try:
        await _take_in(desk, mail, await reading)
    except FileNotFoundError:
        return True  # another runner was first
    except Fault:
        raise
    except Exception as error:
        faultlog.record(error, now)
        return False
    return True


async def admit(desk: Desk, mail: Path) -> Admitted:
    """Take in one mail that is kept, which then waits no more. Raises FileNotFoundError and Fault."""
    return await _take_in(desk, mail, await _read(mail))


async def _take_in(desk: Desk, mail: Path, what: Read) -> Admitted:
    raw, read = what
    admitted = await intake.admit_mail(desk, raw, mail=read, received_at=spool.received_at(mail))
    await asyncio.to_thread(spool.done_with, mail)
    return admitted


async def _read(mail: Path) -> Read:
    """What the record gets of a mail, and what it says; of one that stays a file the header, and where the mail is."""
    if not await asyncio.to_thread(spool.is_too_large, mail):
        raw = await asyncio.to_thread(mail.read_bytes)
        return raw, await reader.read_async(raw)
    return await asyncio.to_thread(spool.header_of, mail), Unreadable(
        f"The mail is larger than {spool.WHOLE_BYTES_MAX // 1_000_000} MB: only its header is here,"
        f" and the mail is {spool.set_aside(mail)}."
    )
