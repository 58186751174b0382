"""The mail job: takes in what the delivery command kept beside the desk."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from console import faultlog
from console.mail import reader, spool
from console.services import intake
from console.services.context import Desk
from console.services.faults import Fault


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
        raw = await asyncio.to_thread(mail.read_bytes)
        read = await reader.read_async(raw)
        await intake.admit_mail(desk, raw, mail=read, received_at=spool.received_at(mail))
        await asyncio.to_thread(mail.unlink, missing_ok=True)
    except FileNotFoundError:
        return True  # another runner was first
    except Fault:
        raise
    except Exception as error:
        faultlog.record(error, now)
        return False
    return True
