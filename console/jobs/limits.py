"""The limits job: what running timers cross, lost claims, waits whose credits are there; and old marks of commits."""

from dataclasses import dataclass
from datetime import datetime

from console.services import credits, heartbeat, marks, retention
from console.services import desk as desk_service
from console.services.context import Desk


@dataclass(frozen=True, slots=True)
class Counts:
    """Timers looked at, requests returned to the queue, requests that wait for credits no more, mails let go of."""

    running: int = 0
    returned: int = 0
    woken: int = 0
    let_go: int = 0


async def run(desk: Desk, *, now: datetime) -> Counts:
    """Look at every running timer, claim and wait once; safe to run twice at once."""
    running = await heartbeat.watch_all(desk, now=now)
    returned = await desk_service.return_lost_claims(desk, now=now)
    woken = await credits.wake_all(desk, now=now)
    await marks.forget_old(desk)
    let_go = await retention.run(desk, now=now)
    return Counts(running, returned, woken, let_go)
