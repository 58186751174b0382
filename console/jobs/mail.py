"""The mail job: takes in what the delivery command kept beside the desk."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from console import faultlog
from console.mail import reader, spool
from console.mail.message import Unreadable
from console.services import intake
from console.services.context import Desk
from console.services.faults import Fault
from console.services.shapes import Admitted


@dataclass(frozen=True, slots=True)
class Counts:
    """Mails taken in, and those that the program failed on and kept."""

    admitted: int = 0
    failed: int = 0


async def run(desk: Desk, *, now: datetime) -> Counts:
    """Take in what waits, in the order in which it came; safe to run twice at once. Raises Fault."""
    admitted = failed = 0
    for mail in await asyncio.to_thread(spool.waiting, desk.spool):
        if await _admit(desk, mail, now):
            admitted += 1
        else:
            failed += 1
    return Counts(admitted, failed)


async def _admit(desk: Desk, mail: Path, now: datetime) -> bool:
    """Take one mail in; one that the program fails on stays, and holds up none of the others. Raises Fault."""
    try:
        await admit(desk, mail)
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
    if await asyncio.to_thread(spool.is_too_large, mail):
        return await _admit_header(desk, mail)
    raw = await asyncio.to_thread(mail.read_bytes)
    read = await reader.read_async(raw)
    admitted = await intake.admit_mail(desk, raw, mail=read, received_at=spool.received_at(mail))
    await asyncio.to_thread(mail.unlink, missing_ok=True)
    return admitted


async def _admit_header(desk: Desk, mail: Path) -> Admitted:
    """Of a mail that stays a file the record has the header, and says where the mail is."""
    header = await asyncio.to_thread(spool.header_of, mail)
    reason = Unreadable(
        f"The mail is larger than {spool.WHOLE_BYTES_MAX // 1_000_000} MB: only its header is here,"
        f" and the mail is {spool.set_aside(mail)}."
    )
    admitted = await intake.admit_mail(
        desk, header, mail=reason, received_at=spool.received_at(mail)
    )
    await asyncio.to_thread(spool.move_aside, mail)
    return admitted
