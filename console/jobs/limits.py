"""The limits job: notices what running timers cross, and gives lost claims back to the queue."""

from dataclasses import dataclass
from datetime import datetime

from console.services import desk as desk_service
from console.services import timer
from console.services.context import Desk


@dataclass(frozen=True, slots=True)
class Counts:
    """Timers looked at, and requests returned."""

    running: int = 0
    returned: int = 0


async def run(desk: Desk, *, now: datetime) -> Counts:
    """Look at every running timer and every claim once; safe to run twice at once."""
    running = await timer.watch_all(desk, now=now)
    return Counts(running, await desk_service.return_lost_claims(desk, now=now))
