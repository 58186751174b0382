"""Words of the queue: apart from the others, since the first frame waits for whatever it loads."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # large, and not on the first frame
    from console.policy.officehours import OfficeHours
    from console.services.queue_shapes import QueueSummary, TicketRow
    from console.services.shapes import TicketView

DAY = timedelta(days=1)


def office_text(hours: "OfficeHours", now: datetime) -> str:
    """Whether the office is open, and until when: "open until 18:00", "closed until Mon 09:00"."""
    from console.policy import officehours

    status = officehours.status(hours, now)
    until, today = officehours.local(hours, status.until), officehours.local(hours, now)
    if status.open:
        return f"open until {until:%H:%M}"
    if until.date() == today.date():
        return f"closed until {until:%H:%M}"
    if until - today < 6 * DAY:
        return f"closed until {until:%a %H:%M}"
    return f"closed until {until.day} {until:%b %H:%M}"


def counts_line(summary: "QueueSummary", *, admin: bool = False) -> str:
    """What stands below the queue, what asks for somebody first; what is nothing is not told.

    What only an admin can see to is told to admins alone.
    """
    told = (
        ("disputes", summary.disputes),
        ("to give back", summary.proposals),
        ("shop proposals", summary.order_proposals if admin else 0),
        ("unknown products", summary.unknown_products if admin else 0),
        ("undelivered", summary.undelivered),
        ("set aside", summary.quarantined),
        ("in work", summary.held),
        ("waiting for credits", summary.waiting_for_credits),
        ("for customer", summary.waiting_for_customer),
    )
    return " · ".join(f"{words}: {count}" for words, count in told if count) or "Nothing else."


def row_facts(row: "TicketRow") -> str:
    """What is known of a request from its row in the queue."""
    kind = row.kind or "no kind yet"
    return " · ".join([f"by {channel_words(row.channel)}", kind, row.state])


def channel_words(channel: str) -> str:
    """How a request came."""
    return {"email": "e-mail", "form": "form", "helpdesk": "HelpDesk"}.get(channel, channel)


def earlier_words(view: "TicketView") -> str:
    """How many earlier requests the customer had, and how the last one ended."""
    if not view.earlier_total:
        return "first request"
    last = view.earlier[0]
    many = "1 earlier request" if view.earlier_total == 1 else f"{view.earlier_total} earlier"
    if last.outcome is None:
        return f"{many}, the last one open"
    cost = f"{last.credits} credits" if last.credits else "free"
    cited = f" ({', '.join(last.clauses)})" if last.clauses else ""
    return f"{many}, the last one {cost}{cited}"
