"""Taking the oldest request; if somebody was faster with the one that stood first, that is told with the next."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from console.screens.base import DeskScreen
from widgets.safe_text import one_line

if TYPE_CHECKING:  # large, and not on the first frame
    from console.services.shapes import TicketView


def pick(screen: DeskScreen, show: Callable[[int], None]) -> None:
    """Take the oldest request that waits, and show it."""
    from console.services import desk

    session, first = screen.session, screen.first_to_take

    def taken(ticket: int | None) -> None:
        if first is not None and first != ticket:
            _tell_who_has(screen, first, nothing_else=ticket is None)
        elif ticket is None:
            screen.notify("Nothing waits to be taken.")
        if ticket is None:
            return
        if not session.office_open:
            screen.notify("The office is closed just now (C7).")
        show(ticket)

    screen.write(desk.take(*session.who, now=session.now()), taken)


def _tell_who_has(screen: DeskScreen, ticket: int, *, nothing_else: bool) -> None:
    from console.services import views

    session = screen.session
    then = "nothing else waits." if nothing_else else "here is the next."

    def tell(view: "TicketView") -> None:
        holder = view.row.holder_name or view.row.holder
        if holder and view.holder_id != session.actor.staff_id:
            screen.notify(f"#{ticket} was taken by {one_line(holder, max_chars=40)}: {then}")
        elif nothing_else:
            screen.notify("Nothing waits to be taken.")

    call = views.ticket_view(session.desk, ticket=ticket, now=session.now())
    screen.read(call, tell, group="faster")
