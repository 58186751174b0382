"""What every part of the request's screen works with: which request, what is known of it, reading it anew."""

from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from console.policy.entitlements import covered_seconds
from console.policy.refusal import Refusal
from console.screens.asking import Asking
from console.screens.session import Session
from console.services.shapes import Actor, TicketView
from console.situations import TICKET

if TYPE_CHECKING:  # loaded after the first frame is painted
    from console.services.context import Desk


class RequestPart(Asking):
    """A screen that shows one request."""

    where = TICKET

    def __init__(self, session: Session, ticket: int) -> None:
        super().__init__(session)
        self.number = ticket
        self._view: TicketView | None = None
        self.asking = True

    @property
    def cursor(self) -> int | None:
        """The request on screen."""
        return self.number

    @property
    def view(self) -> TicketView | None:
        """The request as last read."""
        return self._view

    @property
    def who(self) -> tuple["Desk", Actor]:
        """The first two arguments of every use case."""
        return self.session.who

    def show(self, view: TicketView) -> None:
        """Show the request as it was just read."""
        self._view = view

    def worked_seconds(self) -> int:
        """The request's work by now: what was read, and what a running timer has added since."""
        if self._view is None:
            return 0
        running = self._view.running
        if running is None or running.interrupted:
            return self._view.worked_seconds
        counted_until = running.started_at + timedelta(seconds=running.seconds)
        gone = (self.session.now() - counted_until).total_seconds()
        return self._view.worked_seconds + max(0, int(gone))

    def chargeable_seconds(self) -> int:
        """What of the work by now no support package covers."""
        if self._view is None:
            return 0
        worked = self.worked_seconds()
        cover = self._view.cover_after(worked)
        return worked - covered_seconds(cover, worked, terms=self._view.terms)

    def changed(self) -> None:
        """Read the request anew."""
        from console.services import views

        if self.session.ready:
            call = views.ticket_view(self.session.desk, ticket=self.number, now=self.session.now())
            self.read(call, self.show, group="request")

    def change(
        self, call: Coroutine[Any, Any, TicketView | Refusal], said: str | Callable[[], str]
    ) -> None:
        """Make a change that gives the request back, show it, and say what was done."""

        def shown(view: TicketView) -> None:
            self.asking = True
            self.show(view)
            self.say(said if isinstance(said, str) else said())

        self.write(call, shown)
