"""The jobs, done by the console itself: on a single desk nobody else sends the mail or gives lost claims back."""

from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.message import Message

from console.screens.base import CallFailed
from console.screens.session import Session
from console.services.faults import Fault

if TYPE_CHECKING:  # loaded with the first round
    from console.jobs.runner import Watches

ROUND_SECONDS = 15.0


class Jobs:
    """Does the jobs once a round; safe beside other consoles and `creditdesk work`."""

    class Stuck(Message):
        """Posted when a job cannot be done, once for each reason."""

        def __init__(self, reason: str) -> None:
            super().__init__()
            self.reason = reason

    def __init__(self, app: App[Any], session: Session) -> None:
        self.app = app
        self.session = session
        self._told: set[str] = set()
        self._busy = False
        self._watches: Watches | None = None

    def start(self) -> None:
        """Begin with the first round when the first one is due; a server's jobs have logins of their own."""
        if not self.session.read_only and not self.session.location.is_server:
            self.app.set_interval(ROUND_SECONDS, self.round_soon)

    def round_soon(self) -> None:
        """Do a round in the background, unless one is under way."""
        if not self._busy:
            self.session.keep(self.round())

    async def round(self) -> None:
        """Do each job once, and say what cannot be done."""
        self._busy = True
        try:
            for reason in await self._problems():
                if reason not in self._told:
                    self._told.add(reason)
                    self.app.post_message(self.Stuck(reason))
        except Fault:
            pass  # the heartbeat has said that the database does not answer
        except Exception as error:
            self.app.post_message(CallFailed(error))
        finally:
            self._busy = False

    async def stop(self) -> None:
        """Follow the mailbox and the shops no longer; what is being taken in is taken in."""
        if self._watches is not None:
            await self._watches.stop()

    async def _problems(self) -> list[str]:
        from console.jobs import runner
        from console.services import delivery

        # A sample's mails never leave, and nothing arrives.
        only = "limits" if self.session.sample else None
        done = await runner.run_once(
            self.session.desk, only=only, now=self.session.now, watches=self._watching()
        )
        stuck = {each.job: each.problem for each in done if each.problem is not None}
        if "outbox" in stuck and not await delivery.listing(self.session.desk):
            del stuck["outbox"]  # with nothing to send nobody is told that nothing can be sent
        return list(stuck.values())

    def _watching(self) -> "Watches":
        """The watches on the mailbox and the shops, which begin with the first round."""
        from console.jobs.runner import Watches

        if self._watches is None:
            self._watches = Watches(self.session.desk, now=self.session.now)
            if not self.session.sample:
                self._watches.start()
        return self._watches
