"""The timekeeper: keeps the timer alive, and notices the very second at which work crosses something."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.message import Message
from textual.timer import Timer

from console.screens.base import CallFailed
from console.screens.session import Session
from console.services.faults import Fault

if TYPE_CHECKING:  # loaded after the first frame is painted
    from console.policy.terms import Terms
    from console.services.heartbeat import Beat
    from console.services.queue_shapes import TimerView

BEAT_SECONDS = 30.0


class Keeper:
    """Beats every half minute, and at the second when a block, a warning or a limit falls due."""

    class Beaten(Message):
        """Posted after each heartbeat."""

        def __init__(self, *, limits_open: bool, outran: bool, warned: bool) -> None:
            super().__init__()
            self.limits_open = limits_open
            self.outran = outran
            self.warned = warned

    class Interrupted(Message):
        """Posted when the timer has to be answered for: its console died, or this one slept.

        `again` where the person asks for it, having put it off.
        """

        def __init__(self, timer: "TimerView", *, again: bool = False) -> None:
            super().__init__()
            self.timer = timer
            self.again = again

    class Missed(Message):
        """Posted when a heartbeat could not be put on record, with the reason."""

        def __init__(self, reason: str) -> None:
            super().__init__()
            self.reason = reason

    def __init__(self, app: App[Any], session: Session) -> None:
        self.app = app
        self.session = session
        self._warned: int | None = None
        self._due: Timer | None = None
        self._beating = False

    def start(self) -> None:
        """Begin to beat."""
        if not self.session.read_only:
            self.app.set_interval(BEAT_SECONDS, self.beat_soon)
            self.beat_soon()

    def beat_soon(self) -> None:
        """Beat in the background, unless a beat is under way."""
        if not self._beating:
            self.session.keep(self.beat())

    async def beat(self) -> None:
        """Put on record that this console is here, and what was crossed."""
        from console.services import heartbeat

        self._beating = True
        now = self.session.now()
        try:
            async with self.session.writes:
                found = await heartbeat.beat(
                    *self.session.who, console=self.session.console_id, shows=self.session.shows,
                    now=now,
                )  # fmt: skip
        except Fault as fault:
            self.app.post_message(self.Missed(str(fault)))
        except Exception as error:
            self.app.post_message(CallFailed(error))
        else:
            self._heard(found, now)
        finally:
            self._beating = False

    def _heard(self, found: "Beat", now: datetime) -> None:
        timer = found.timer
        before = self.session.timer
        if timer.ticket is not None or (before is not None and before.running):
            self.session.set_timer(timer, at=now)
        if timer.running and timer.interrupted:
            self.app.post_message(self.Interrupted(timer))
            return
        self.schedule()
        self.app.post_message(
            self.Beaten(
                limits_open=bool(found.open_limits),
                outran=found.outran,
                warned=self._warns(timer),
            )
        )

    def _warns(self, timer: "TimerView") -> bool:
        """Whether the quiet warning is to be given now: once a request, from 55:00 on."""
        terms = timer.terms
        due = terms.warn_seconds <= timer.chargeable_seconds < terms.notify_seconds
        if not timer.running or not timer.charging or not due or self._warned == timer.ticket:
            return False
        self._warned = timer.ticket
        return True

    def schedule(self) -> None:
        """Beat again at the very second when something falls due."""
        if self._due is not None:
            self._due.stop()
            self._due = None
        timer, read_at = self.session.timer, self.session.timer_read_at
        if timer is None or read_at is None or not timer.running or timer.interrupted:
            return
        gone = max(timedelta(), self.session.now() - read_at)
        gone_seconds = int(gone.total_seconds())
        due = [seconds_to_due(timer.worked_seconds + gone_seconds, timer.terms)]
        if timer.charging:
            due.append(seconds_to_due(timer.chargeable_seconds + gone_seconds, timer.terms))
        self._due = self.app.set_timer(min(due), self.beat_soon)


def seconds_to_due(worked_seconds: int, terms: "Terms") -> int:
    """Seconds until the next moment at which a block ends or begins, or the quiet warning is due; 1 at least."""
    block = terms.block_seconds
    ends = (worked_seconds // block + 1) * block
    due = {ends, worked_seconds // block * block + 1, terms.warn_seconds}
    return min(at for at in due if at > worked_seconds) - worked_seconds
